import { useRef, type KeyboardEvent } from "react";
import { Link } from "react-router";
import { dayOf } from "@hub/domain/kernel/clock";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { useOfficeName } from "../../ui/names.tsx";
import { useNow } from "../../ui/when.tsx";
import { usePeriodText } from "./period.ts";
import { stripMove, type StripMark, type StripMonth } from "./strip.ts";
import { StateSymbol } from "./symbol.tsx";
import styles from "./year-strip.module.css";

interface YearStripProps {
  /** Of what: for a screen reader, that reads it before the marks. */
  label: string;
  /** From `monthsOfCounts` or `monthsOfRows` (strip.ts). */
  months: readonly StripMonth[];
  /** Numbers of the months above the marks; left out where a head row says them once for all rows. */
  numbered?: boolean;
}

/**
 * 年度条: twelve months, a mark for what falls due in each. One stop of the Tab key, arrows move among the marks, Enter opens what
 * stands behind one.
 */
export function YearStrip({ label, months, numbered = true }: YearStripProps) {
  const now = dayOf(useNow()).slice(0, 7);
  const strip = useRef<HTMLUListElement>(null);
  const nameOf = useMarkName();
  const first = months.find(({ marks }) => marks.length > 0)?.month;

  function onKeyDown(event: KeyboardEvent) {
    const links = [...(strip.current?.querySelectorAll("a") ?? [])];
    const to = stripMove(
      event.key,
      links.findIndex((link) => link === document.activeElement),
      links.length,
    );
    if (to === null) return;
    event.preventDefault();
    links[to]?.focus();
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrows move among the links inside
    <ul ref={strip} className={styles.strip} aria-label={label} onKeyDown={onKeyDown}>
      {months.map(({ month, marks }) => (
        <li key={month} className={cx(styles.month, month === now && styles.now)}>
          {numbered && (
            <span className={styles.number} aria-hidden="true">
              {Number(month.slice(5))}
            </span>
          )}
          {marks.map((mark, index) => (
            <Link
              key={mark.key}
              to={mark.to}
              className={cx(styles.mark)}
              tabIndex={month === first && index === 0 ? 0 : -1}
              aria-label={nameOf(month, mark)}
              title={nameOf(month, mark)}
            >
              <StateSymbol state={mark.state} />
              {mark.n > 1 && <span className={styles.count}>{mark.n}</span>}
            </Link>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** A mark in words: 季会商 2026年第四季度（高邮市院）：将到期, or 2026年11月：已落实 3 项. */
function useMarkName(): (month: string, mark: StripMark) => string {
  const t = useText();
  const periodText = usePeriodText();
  const officeName = useOfficeName();
  return (month, { state, n, row }) => {
    const words = t(`obligations.state.${state}`);
    if (!row) return t("obligations.strip.counted", { month: periodText(month), state: words, n });
    return t("obligations.strip.one", {
      title: row.title,
      period: periodText(row.period),
      office: officeName(row.officeId, true),
      state: words,
    });
  };
}

/** What the signs of the strip mean. */
export function StripLegend() {
  const t = useText();
  return (
    <ul className={styles.legend} aria-label={t("obligations.strip.legend")}>
      {(
        ["ahead", "open", "due_soon", "overdue", "submitted", "met", "deferred", "waived"] as const
      ).map((state) => (
        <li key={state}>
          <StateSymbol state={state} /> {t(`obligations.state.${state}`)}
        </li>
      ))}
    </ul>
  );
}
