import type { ExchangeView } from "@hub/domain/exchanges/contract";
import type { LeadView } from "@hub/domain/leads/contract";
import { useCallback, useMemo, useRef, type KeyboardEvent } from "react";
import { useText } from "../../app/i18n.ts";
import { Composer } from "../../ui/composer.tsx";
import { useOfficeName } from "../../ui/names.tsx";
import { Timeline } from "../../ui/timeline.tsx";
import { useEntryWords } from "./entry-words.tsx";
import styles from "./matter.module.css";

export type Side = "both" | "own";

interface TalkProps {
  lead: LeadView | null;
  /** The exchange that is looked at. */
  view: ExchangeView | null;
  /** All exchanges of the lead that are at hand, for words and for the whole timeline. */
  views: readonly ExchangeView[];
  side: Side;
  onSide: (side: Side) => void;
}

/**
 * 双方 shows exactly what both offices read; 本院 shows everything in one order, what stays in the office on its own ground. What is
 * written goes to the side whose ground one sees.
 */
export function Talk({ lead, view, views, side, onSide }: TalkProps) {
  const t = useText();
  const nameOf = useOfficeName();
  const texts = useEntryWords(lead, views);
  const own = lead?.channelId ?? null;
  const shared = view?.channelId ?? null;
  const shown: Side = own === null ? "both" : side;
  const all = useMemo(
    () => [...new Set([own, ...views.map((one) => one.channelId)])].filter((id) => id !== null),
    [own, views],
  );
  const both = useMemo(() => (shared === null ? [] : [shared]), [shared]);
  const ground = useCallback(
    (channelId: string): Side => (channelId === own ? "own" : "both"),
    [own],
  );
  const sides: Side[] = own === null ? ["both"] : ["both", "own"];
  const list = useRef<HTMLDivElement>(null);
  const silence = view?.tombstone
    ? t("exchanges.withdraw.talkGone")
    : view?.side === "superior" || lead?.channelId === null
      ? t("exchanges.supervise.closed")
      : t("leads.page.noExchange");
  const offices = view
    ? [view.fromOfficeId, view.toOfficeId].map((id) => nameOf(id, true)).join(t("ui.list.comma"))
    : "";

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const next = sides.find((one) => one !== shown);
    if (!next) return;
    onSide(next);
    list.current?.querySelector<HTMLElement>(`[data-side="${next}"]`)?.focus();
  }

  return (
    <div className={styles.talk}>
      <div
        ref={list}
        className={`${styles.tabs} screen-only`}
        role="tablist"
        aria-label={t("leads.page.tabs.label")}
      >
        {sides.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            id={`talk-tab-${one}`}
            className={styles.tab}
            data-side={one}
            aria-selected={shown === one}
            aria-controls="talk-panel"
            tabIndex={shown === one ? 0 : -1}
            onClick={() => onSide(one)}
            onKeyDown={onKeyDown}
          >
            {t(`leads.page.tabs.${one}`)}
          </button>
        ))}
      </div>
      <div
        className={styles.panel}
        data-side={shown}
        role="tabpanel"
        id="talk-panel"
        aria-labelledby={`talk-tab-${shown}`}
      >
        {shown === "own" && own !== null ? (
          <>
            <p className={styles.hint}>{t("leads.page.ownTimeline")}</p>
            <Timeline key="own" channelIds={all} ground={ground} texts={texts} />
            <Composer key={own} channelId={own} tone="own" hint={t("leads.page.ownHint")} />
          </>
        ) : shared === null ? (
          <p className={styles.empty}>{silence}</p>
        ) : (
          <>
            <p className={styles.hint}>
              {view?.state === "withdrawn"
                ? t("leads.page.bothGone")
                : t("leads.page.bothHint", { offices })}
            </p>
            <Timeline key={shared} channelIds={both} texts={texts} />
            <Composer key={shared} channelId={shared} tone="both" />
          </>
        )}
      </div>
    </div>
  );
}
