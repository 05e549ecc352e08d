import type { Entry } from "@hub/domain/channels/contract";
import { bodyOf } from "@hub/domain/kernel/events";
import { useText } from "../../app/i18n.ts";
import { useEntryTitle } from "../../ui/entry-title.ts";

/** An entry in few words, for a line of a list; `said` when they are somebody's own words. */
export function useLastWords(): (entry: Entry) => { words: string; said: boolean } {
  const t = useText();
  const titleOf = useEntryTitle();
  return (entry) => {
    if (entry.withheld) return { words: t("ui.post.gone"), said: false };
    const post = bodyOf(entry, "message.posted");
    if (post) {
      const files = t("ui.post.files", { count: post.files.length });
      return { words: post.text || files, said: true };
    }
    return { words: titleOf(entry), said: false };
  };
}
