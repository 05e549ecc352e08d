import type { ActionView } from "@hub/domain/actions/contract";
import { Button } from "antd";
import { useState } from "react";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { useOfficeName } from "../../ui/names.tsx";
import { Section } from "../../ui/page.tsx";
import side from "../exchanges/side.module.css";
import { StaffDialog } from "./acts/plain.tsx";

/** 各方: who goes for each office, and who answers for it. */
export function PeoplePart({ view }: { view: ActionView }) {
  const t = useText();
  const me = useMe();
  const nameOf = useOfficeName();
  const [staffing, setStaffing] = useState(false);
  return (
    <>
      {view.parties.map(({ officeId, host, liaisons, people }) => (
        <Section
          key={officeId}
          title={nameOf(officeId, true)}
          aside={host && <span className="quiet">{t("actions.page.host")}</span>}
        >
          <ul>
            {people.map((one) => (
              <li key={one.id} className={side.person}>
                <span>{one.name}</span>
                <span className={side.small}>{one.title}</span>
              </li>
            ))}
          </ul>
          {people.length === 0 && <p className="quiet">{t("actions.page.nobody")}</p>}
          {liaisons.length > 0 && (
            <p className={side.small}>
              {t("actions.page.liaison", {
                names: liaisons.map((one) => one.name).join(t("ui.list.comma")),
              })}
            </p>
          )}
          {officeId === me.officer.officeId && view.can.includes("staff") && (
            <Button size="small" onClick={() => setStaffing(true)}>
              {t("actions.act.staff")}
            </Button>
          )}
        </Section>
      ))}
      {staffing && <StaffDialog view={view} open onClose={() => setStaffing(false)} />}
    </>
  );
}
