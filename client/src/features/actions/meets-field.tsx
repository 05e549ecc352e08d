import type { ActionKind } from "@hub/domain/actions/contract";
import type { OccurrenceRow } from "@hub/domain/obligations/contract";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Checkbox, Form } from "antd";
import { useText } from "../../app/i18n.ts";
import { OfficeName } from "../../ui/names.tsx";
import { DueDay } from "../obligations/due-day.tsx";
import { usePeriodText } from "../obligations/period.ts";
import { agreementObligationsQuery, occurrencesQuery } from "../obligations/queries.ts";

/** What the agreement waits for and such an action can meet, by due day; what is about that very kind of action stands first. */
export function useMeetable(agreementId: string | null, kind: ActionKind): OccurrenceRow[] {
  const asked = agreementId !== null;
  const { data: of } = useQuery({
    ...agreementObligationsQuery(agreementId ?? ""),
    enabled: asked,
  });
  const { data: pending } = useInfiniteQuery({
    ...occurrencesQuery({ agreementId: agreementId ?? "", pending: "true" }),
    enabled: asked,
  });
  const evidence = kind === "conference" ? kind : "action";
  const accepting = new Set(
    of?.obligations.flatMap((one) => (one.terms.evidence.includes(evidence) ? [one.id] : [])),
  );
  const rows = (pending?.pages.flatMap((page) => page.rows) ?? []).filter(
    (row) => row.state !== "ahead" && accepting.has(row.obligationId),
  );
  return [...rows.filter((row) => row.kind === kind), ...rows.filter((row) => row.kind !== kind)];
}

/** 每季度联合巡查 2026年第四季度 高邮市院 2026-12-31 (12 天后到期). */
export function MeetableName({ row }: { row: OccurrenceRow }) {
  const periodText = usePeriodText();
  return (
    <>
      {row.title} <span className="number">{periodText(row.period)}</span>{" "}
      <OfficeName id={row.officeId} short /> <DueDay row={row} />
    </>
  );
}

interface MeetsFieldProps {
  agreementId: string | null;
  kind: ActionKind;
}

/** Which of it is met by this action, once all offices have given their word. */
export function MeetsField({ agreementId, kind }: MeetsFieldProps) {
  const t = useText();
  const meetable = useMeetable(agreementId, kind);
  if (meetable.length === 0) return null;
  return (
    <Form.Item name="obligationIds" label={t("actions.report.obligations")}>
      <Checkbox.Group
        options={meetable.map((row) => ({ value: row.id, label: <MeetableName row={row} /> }))}
      />
    </Form.Item>
  );
}
