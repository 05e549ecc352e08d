import type { OccurrenceState } from "@hub/domain/obligations/contract";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import styles from "./symbol.module.css";

/** Told apart by shape as well as by colour, on paper and by eyes that see few colours. */
const SHAPES: Record<OccurrenceState, React.ReactNode> = {
  ahead: <circle cx="7" cy="7" r="5" className={styles.hollow} />,
  open: (
    <>
      <circle cx="7" cy="7" r="5" className={styles.hollow} />
      <circle cx="7" cy="7" r="2.2" className={styles.solid} />
    </>
  ),
  due_soon: <path d="M7 1.2 13.2 12.4H.8Z" className={styles.solid} />,
  overdue: (
    <>
      <rect x="1" y="1" width="12" height="12" className={styles.solid} />
      <path d="M7 3.2v4.6M7 9.4v1.6" className={styles.cut} />
    </>
  ),
  submitted: (
    <>
      <circle cx="7" cy="7" r="5" className={styles.hollow} />
      <path d="M7 2a5 5 0 0 1 0 10Z" className={styles.solid} />
    </>
  ),
  met: (
    <>
      <circle cx="7" cy="7" r="6" className={styles.solid} />
      <path d="M4 7.2 6.2 9.4 10.2 4.8" className={styles.cut} />
    </>
  ),
  deferred: <path d="M7 1 13 7 7 13 1 7Z" className={styles.hollow} />,
  waived: <path d="M2 7h10" className={styles.hollow} />,
};

/** The sign of a state alone; its words stand beside it or on whatever it is part of. */
export const StateSymbol = ({ state }: { state: OccurrenceState }) => (
  <svg
    className={cx(styles.symbol, styles[state])}
    viewBox="0 0 14 14"
    width="14"
    height="14"
    aria-hidden="true"
    focusable="false"
  >
    {SHAPES[state]}
  </svg>
);

/** A state with its sign and its words. */
export function OccurrenceMark({ state }: { state: OccurrenceState }) {
  const t = useText();
  return (
    <span className={cx(styles.mark, styles[state])}>
      <StateSymbol state={state} />
      {t(`obligations.state.${state}`)}
    </span>
  );
}
