import type { Entry } from "@hub/domain/channels/contract";
import { bodyOf } from "@hub/domain/kernel/events";
import { useText } from "../app/i18n.ts";
import { useSay } from "./say.ts";

/** What an entry is, in few words; one of a type that this page does not know is some new record. */
export function useEntryTitle(): (entry: Entry) => string {
  const t = useText();
  const say = useSay();
  return (entry) => {
    const left = bodyOf(entry, "member.left");
    // Who leaves by himself was not removed.
    if (left?.officerIds.every((id) => id === entry.actor)) return t("ui.timeline.left");
    return say(`ui.entries.${entry.type.replace(".", "_")}`) ?? t("ui.entries.unknown");
  };
}
