import type { Entry } from "@hub/domain/channels/contract";
import { bodyOf } from "@hub/domain/kernel/events";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useText } from "../../app/i18n.ts";
import { useOfficeName } from "../../ui/names.tsx";

const ON_ONE = [
  "obligation.arose",
  "obligation.evidenced",
  "obligation.confirmed",
  "obligation.refuted",
  "obligation.asked",
  "obligation.answered",
  "obligation.withdrawn",
] as const;

/**
 * Words for what happens to obligations, on the timeline of their agreement: what it is stands behind the link, since entries hold
 * ids. Null for every other entry.
 */
export function useObligationWords(): (entry: Entry) => ReactNode | null {
  const t = useText();
  const nameOf = useOfficeName();
  return (entry) => {
    const adopted = bodyOf(entry, "obligation.adopted");
    if (adopted)
      return t("obligations.entry.adopted", {
        made: adopted.made.length,
        changed: adopted.changed.length,
        ended: adopted.ended.length,
      });
    const turned = bodyOf(entry, "obligation.turned");
    if (turned) return t("obligations.entry.turned", { office: nameOf(turned.to, true) });
    const asked = bodyOf(entry, "obligation.asked");
    const type = ON_ONE.find((one) => one === entry.type);
    if (!type) return null;
    const occurrenceId = bodyOf(entry, type)?.occurrenceId;
    const words =
      asked?.kind === "waive"
        ? t("obligations.history.asked_waive")
        : t(`ui.entries.${type.replace(".", "_") as "obligation_arose"}`);
    return (
      <>
        {words}
        {occurrenceId && (
          <>
            {t("ui.list.colon")}
            <Link to={`/occurrences/${occurrenceId}`}>{t("obligations.entry.open")}</Link>
          </>
        )}
      </>
    );
  };
}
