import type { ActionKind } from "@hub/domain/actions/contract";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Form, Select } from "antd";
import { useText } from "../../app/i18n.ts";
import { agreementQuery, agreementsQuery } from "../agreements/queries.ts";
import { MeetableName, useMeetable } from "./meets-field.tsx";

interface AgreementFieldProps {
  kind: ActionKind;
  /** The offices asked: agreements that bind them all stand first. */
  officeIds: readonly string[];
}

/** 依据协议: under which agreement in force of my office it is held, and what that one waits for. */
export function AgreementField({ kind, officeIds }: AgreementFieldProps) {
  const t = useText();
  const agreementId = Form.useWatch<string | null | undefined>("agreementId") ?? null;
  const meetable = useMeetable(agreementId, kind);
  return (
    <Form.Item
      name="agreementId"
      label={t("actions.page.agreement")}
      extra={
        meetable.length > 0 && (
          <>
            {t("actions.agreement.owes")}
            <ul>
              {meetable.slice(0, 4).map((row) => (
                <li key={row.id}>
                  <MeetableName row={row} />
                </li>
              ))}
            </ul>
          </>
        )
      }
    >
      <AgreementSelect officeIds={officeIds} />
    </Form.Item>
  );
}

interface AgreementSelectProps {
  officeIds: readonly string[];
  id?: string;
  value?: string | null;
  onChange?: (id: string | null) => void;
}

function AgreementSelect({ officeIds, id, value = null, onChange }: AgreementSelectProps) {
  const t = useText();
  const { data, isPending } = useInfiniteQuery(
    agreementsQuery({ box: "mine", inForce: "true" }, 200),
  );
  const rows = data?.pages.flatMap((page) => page.rows) ?? [];
  // What was cited before may have run out since: it stays named as long as it stays cited.
  const { data: cited } = useQuery({
    ...agreementQuery(value ?? ""),
    enabled: value !== null && data !== undefined && !rows.some((one) => one.id === value),
  });
  const optionOf = ({ id: agreementId, title, number }: (typeof rows)[number]) => ({
    value: agreementId,
    label: number ? `${title}（${number}）` : title,
  });
  const binds = (row: (typeof rows)[number]) =>
    officeIds.every((office) =>
      row.parties.some((one) => one.officeId === office && one.leftOn === null),
    );
  const groups = [
    { label: t("actions.agreement.all"), options: rows.filter(binds).map(optionOf) },
    {
      label: t("actions.agreement.others"),
      options: [
        ...rows.filter((row) => !binds(row)).map(optionOf),
        ...(cited ? [{ value: cited.id, label: cited.title }] : []),
      ],
    },
  ];
  return (
    <Select<string | null>
      {...(id ? { id } : {})}
      value={value}
      onChange={(next) => onChange?.(next ?? null)}
      loading={isPending}
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      placeholder={t("actions.agreement.without")}
      notFoundContent={t("actions.agreement.none")}
      options={groups.filter((group) => group.options.length > 0)}
    />
  );
}
