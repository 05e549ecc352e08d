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
  // What is about this very kind of action; without any, whatever accepts one.
  const own = meetable.filter((row) => row.kind === kind);
  const owed = own.length > 0 ? own : meetable;
  return (
    <Form.Item
      name="agreementId"
      label={t("actions.page.agreement")}
      extra={
        owed.length > 0 && (
          <>
            {t("actions.agreement.owes")}
            <ul>
              {owed.slice(0, 4).map((row) => (
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
  const binds = (row: (typeof rows)[number]) =>
    officeIds.every((office) =>
      row.parties.some((one) => one.officeId === office && one.leftOn === null),
    );
  const named = ({ title, number }: { title: string; number: string }) =>
    number ? `${title}（${number}）` : title;
  const options = [
    ...rows.filter(binds).map((row) => ({ value: row.id, label: named(row) })),
    ...rows
      .filter((row) => !binds(row))
      .map((row) => ({
        value: row.id,
        label: t("actions.agreement.notAll", { title: named(row) }),
      })),
    ...(cited ? [{ value: cited.id, label: named(cited) }] : []),
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
      options={options}
    />
  );
}
