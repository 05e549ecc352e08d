import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { TeamDuty, type TeamMember } from "@hub/domain/leads/contract";
import { Button, Select } from "antd";
import { useText } from "../../app/i18n.ts";
import { OfficerName, OfficerPicker } from "../../ui/names.tsx";
import styles from "./team-field.module.css";

interface TeamFieldProps {
  officeId: string;
  value?: TeamMember[];
  onChange?: (team: TeamMember[]) => void;
  /** People who stand in the team already and cannot be added twice. */
  taken?: readonly string[];
}

/** People of a team with their duty, one line each. */
export function TeamField({ officeId, value = [], onChange, taken = [] }: TeamFieldProps) {
  const t = useText();
  const change = (team: TeamMember[]) => onChange?.(team);
  const held = [...taken, ...value.map((one) => one.officerId)];
  return (
    <div className={styles.team}>
      {value.map((member, index) => (
        <div key={member.officerId} className={styles.member}>
          <span className={styles.name}>
            <OfficerName id={member.officerId} />
          </span>
          <Select<TeamDuty>
            className={styles.duty ?? ""}
            value={member.duty}
            aria-label={t("leads.page.teamDuty")}
            options={TeamDuty.options.map((duty) => ({
              value: duty,
              label: t(`leads.page.duty.${duty}`),
            }))}
            onChange={(duty) => change(value.with(index, { ...member, duty }))}
          />
          <Button
            type="text"
            aria-label={t("leads.page.teamRemove")}
            icon={<DeleteOutlined aria-hidden="true" />}
            onClick={() => change(value.filter((one) => one !== member))}
          />
        </div>
      ))}
      <div className={styles.member}>
        <PlusOutlined aria-hidden="true" className="quiet" />
        <OfficerPicker
          officeId={officeId}
          value={undefined}
          without={held}
          aria-label={t("leads.page.teamAdd")}
          placeholder={t("leads.page.teamAdd")}
          onChange={(officerId) => change([...value, { officerId, duty: "member" }])}
        />
      </div>
    </div>
  );
}
