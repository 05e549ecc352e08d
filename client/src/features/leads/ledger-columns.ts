import { FeedbackKind } from "@hub/domain/exchanges/contract";
import type { LeadRow } from "@hub/domain/leads/contract";
import type { LeadColumn } from "@hub/domain/papers/contract";
import { useText } from "../../app/i18n.ts";
import { useOfficeName } from "../../ui/names.tsx";
import { dayTime } from "../../ui/time.ts";

/** What paper has room for without being turned into a telephone book. */
export const PRINTED: readonly LeadColumn[] = [
  "number",
  "title",
  "field",
  "body",
  "place",
  "route",
  "state",
  "handler",
  "registered",
];

/** A cell of the ledger in words. */
export function useLedgerText(): (column: LeadColumn, row: LeadRow) => string {
  const t = useText();
  const nameOf = useOfficeName();
  return (column, row) => {
    switch (column) {
      case "number":
        return row.number;
      case "title":
        return row.title;
      case "field":
        return t(`leads.field.${row.field}`);
      case "source":
        return t(`leads.source.${row.source}`);
      case "body":
        return row.body?.name ?? "";
      case "place":
        return row.place?.name ?? "";
      case "grade":
        return t(`leads.grade.${row.grade}`);
      case "marking":
        return t(`ui.markings.${row.marking}`);
      case "route":
        return row.exchange
          ? `${nameOf(row.exchange.fromOfficeId, true)} → ${nameOf(row.exchange.toOfficeId, true)}`
          : t("leads.list.own");
      case "state":
        return t(`leads.state.${row.state}`);
      case "clock":
        return row.exchange?.dueAt ? dayTime(row.exchange.dueAt) : "";
      case "feedback": {
        const kind = FeedbackKind.safeParse(row.exchange?.lastFeedback);
        return kind.success ? t(`exchanges.feedback.kinds.${kind.data}`) : "";
      }
      case "handler":
        return row.handler ?? "";
      default:
        return dayTime(row.registeredAt);
    }
  };
}
