import type { ActionView } from "@hub/domain/actions/contract";
import type { Entry } from "@hub/domain/channels/contract";
import { bodyOf } from "@hub/domain/kernel/events";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useText } from "../../app/i18n.ts";
import { spanText } from "./span-text.ts";

/**
 * Words for what happens to an action. Entries hold ids; names of stops, items and findings stand in the view by those ids, so that a
 * reader sees of it exactly what the view shows. What has no words here keeps its plain sentence.
 */
export function useActionWords(view: ActionView): (entry: Entry) => ReactNode | null {
  const t = useText();
  const stopName = (id: string | null) =>
    view.plan?.content.stops.find((one) => one.id === id)?.name ?? t("actions.field.gathering");

  const inField = (entry: Entry): ReactNode | null => {
    switch (entry.type) {
      case "action.checked_in": {
        const body = bodyOf(entry, "action.checked_in");
        return body && t("actions.entry.checked_in", { stop: stopName(body.stopId) });
      }
      case "action.ticked": {
        const body = bodyOf(entry, "action.ticked");
        if (!body) return null;
        const item = view.checklist?.items.find((one) => one.id === body.itemId);
        const result = body.result as "fine" | "problem" | "not_applicable";
        return t("actions.entry.ticked", {
          item: item?.text ?? "",
          result: t(`actions.tick.${result}`),
        });
      }
      case "action.found":
      case "action.finding_amended":
      case "action.photos_added":
      case "action.finding_settled": {
        const findingId = (entry.body as { findingId?: string } | null)?.findingId;
        const finding = view.findingRows.find((one) => one.id === findingId);
        if (!finding) return null;
        const key = entry.type.replace("action.", "") as "found";
        return (
          <>
            {t(`actions.entry.${key}`)}{" "}
            <Link to={`/actions/${view.id}/findings/${finding.id}`}>
              {t("actions.findings.numbered", { n: finding.number, title: finding.title })}
            </Link>
          </>
        );
      }
      default:
        return null;
    }
  };

  return (entry) => {
    switch (entry.type) {
      case "action.fixed": {
        const body = bodyOf(entry, "action.fixed");
        return body && t("actions.entry.fixed", { span: spanText(body.span) });
      }
      case "action.rescheduled": {
        const body = bodyOf(entry, "action.rescheduled");
        const move = view.moves.find((one) => one.by.at === entry.at);
        return (
          body &&
          t("actions.entry.rescheduled", {
            from: spanText(body.from),
            to: spanText(body.to),
            reason: move?.reason ?? "",
          })
        );
      }
      case "action.cancelled":
        return view.cancelled && t("actions.entry.cancelled", { reason: view.cancelled.reason });
      default:
        return inField(entry);
    }
  };
}
