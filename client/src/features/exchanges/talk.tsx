import type { ExchangeView } from "@hub/domain/exchanges/contract";
import type { LeadView } from "@hub/domain/leads/contract";
import { useMemo } from "react";
import { useText } from "../../app/i18n.ts";
import { useOfficeName } from "../../ui/names.tsx";
import { TwoSides, type Side } from "../../ui/two-sides.tsx";
import { useEntryWords } from "./entry-words.tsx";

interface TalkProps {
  lead: LeadView | null;
  /** The exchange that is looked at. */
  view: ExchangeView | null;
  /** All exchanges of the lead that are at hand, for words and for the whole timeline. */
  views: readonly ExchangeView[];
  side: Side;
  onSide: (side: Side) => void;
}

/** 双方 and 本院 of a lead with its exchanges. */
export function Talk({ lead, view, views, side, onSide }: TalkProps) {
  const t = useText();
  const nameOf = useOfficeName();
  const texts = useEntryWords(lead, views);
  const own = lead?.channelId ?? null;
  const all = useMemo(
    () => [...new Set([own, ...views.map((one) => one.channelId)])].filter((id) => id !== null),
    [own, views],
  );
  const silence = view?.tombstone
    ? t("exchanges.withdraw.talkGone")
    : view?.side === "superior" || lead?.channelId === null
      ? t("exchanges.supervise.closed")
      : t("leads.page.noExchange");
  const offices = view
    ? [view.fromOfficeId, view.toOfficeId].map((id) => nameOf(id, true)).join(t("ui.list.comma"))
    : "";
  return (
    <TwoSides
      own={own}
      shared={view?.channelId ?? null}
      all={all}
      side={side}
      onSide={onSide}
      label={t("leads.page.tabs.label")}
      names={{ both: t("leads.page.tabs.both"), own: t("leads.page.tabs.own") }}
      hints={{
        both:
          view?.state === "withdrawn"
            ? t("leads.page.bothGone")
            : t("leads.page.bothHint", { offices }),
        own: t("leads.page.ownTimeline"),
      }}
      silence={silence}
      texts={texts}
    />
  );
}
