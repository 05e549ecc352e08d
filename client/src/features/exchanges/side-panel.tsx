import { useRef, type KeyboardEvent, type ReactNode } from "react";
import { useText } from "../../app/i18n.ts";
import styles from "./matter.module.css";

export type Side = "both" | "own";

interface SidePanelProps {
  /** Those that there are; one alone needs no choice but still says whose ground it is. */
  sides: readonly Side[];
  shown: Side;
  /** What the shared side is called: 双方, or 各方 where more than two take part. */
  labelOf: (side: Side) => string;
  onSide: (side: Side) => void;
  children: ReactNode;
}

/** Two sides, two grounds: what is written goes to the side whose ground one sees. */
export function SidePanel({ sides, shown, labelOf, onSide, children }: SidePanelProps) {
  const t = useText();
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
            {labelOf(one)}
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
        {children}
      </div>
    </div>
  );
}
