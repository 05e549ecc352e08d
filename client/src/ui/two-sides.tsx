import { useCallback, useMemo, useRef, type ComponentProps, type KeyboardEvent } from "react";
import { useText } from "../app/i18n.ts";
import { Composer } from "./composer.tsx";
import { Timeline } from "./timeline.tsx";
import styles from "./two-sides.module.css";

/** Which channel one looks at: what all offices of a matter read, or 本院. */
export type Side = "both" | "own";

interface TwoSidesProps {
  /** The office's own channel and the shared one; null where there is none for this officer. */
  own: string | null;
  shared: string | null;
  /** What stands under 本院 in one order: the own channel and every shared one. */
  all: readonly string[];
  side: Side;
  onSide: (side: Side) => void;
  label: string;
  names: Record<Side, string>;
  /** Above each timeline: who reads it, and what stands in it. */
  hints: Record<Side, string>;
  /** In place of the shared channel, where there is none. */
  silence: string;
  texts: NonNullable<ComponentProps<typeof Timeline>["texts"]>;
}

/**
 * The shared side shows exactly what all offices read; 本院 shows everything in one order, what stays in the office on its own ground.
 * What is written goes to the side whose ground one sees.
 */
export function TwoSides(props: TwoSidesProps) {
  const { own, shared, all, side, onSide, names, hints, texts } = props;
  const t = useText();
  const shown: Side = own === null ? "both" : side;
  const both = useMemo(() => (shared === null ? [] : [shared]), [shared]);
  const ground = useCallback(
    (channelId: string): Side => (channelId === own ? "own" : "both"),
    [own],
  );
  const sides: Side[] = own === null ? ["both"] : ["both", "own"];
  const list = useRef<HTMLDivElement>(null);

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
        aria-label={props.label}
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
            {names[one]}
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
            <p className={styles.hint}>{hints.own}</p>
            <Timeline key="own" channelIds={all} ground={ground} texts={texts} />
            <Composer key={own} channelId={own} tone="own" hint={t("leads.page.ownHint")} />
          </>
        ) : shared === null ? (
          <p className={styles.empty}>{props.silence}</p>
        ) : (
          <>
            <p className={styles.hint}>{hints.both}</p>
            <Timeline key={shared} channelIds={both} texts={texts} />
            <Composer key={shared} channelId={shared} tone="both" />
          </>
        )}
      </div>
    </div>
  );
}
