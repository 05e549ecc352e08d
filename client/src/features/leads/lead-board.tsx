import type { LeadRow, LeadState } from "@hub/domain/leads/contract";
import { Link } from "react-router";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { RowClock, RowRoute } from "./lead-rows.tsx";
import { GradeMark } from "./marks.tsx";
import styles from "./board.module.css";

/** The states in the order in which a lead goes through them; what is over shares the last columns. */
const COLUMNS: readonly (readonly [LeadState, ...LeadState[]])[] = [
  ["registered"],
  ["evaluating"],
  ["inquiring"],
  ["filed"],
  ["transferred"],
  ["not_filed"],
  ["referred_up", "referred_out"],
  ["closed"],
];

interface BoardProps {
  rows: readonly LeadRow[];
  chosenId: string | null;
  onChoose: (leadId: string) => void;
}

/** The same leads by state. A lead moves by its acts only, so there is nothing to drag. */
export function LeadBoard({ rows, chosenId, onChoose }: BoardProps) {
  const t = useText();
  return (
    <div
      className={styles.board}
      role="group"
      aria-label={t("leads.list.view.board")}
      // A region that scrolls can be reached and scrolled by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      {COLUMNS.map((states) => {
        const held = rows.filter((row) => states.includes(row.state));
        const name = states.map((state) => t(`leads.state.${state}`)).join(" · ");
        return (
          <section key={states[0]} className={styles.column} aria-label={name}>
            <h2>
              <span>{name}</span>
              <span className="quiet number">{held.length}</span>
            </h2>
            <ul>
              {held.map((row) => (
                <li key={row.id}>
                  <Link
                    to={`/leads/${row.id}`}
                    className={cx(styles.card, row.id === chosenId && styles.chosen)}
                    onFocus={() => onChoose(row.id)}
                  >
                    <div className={styles.title}>{row.title}</div>
                    <div className={styles.line}>
                      <span className="number">{row.number}</span>
                      {row.grade === "major" && <GradeMark grade={row.grade} />}
                    </div>
                    <div className={styles.line}>
                      {row.exchange && <RowRoute row={row} />}
                      <RowClock row={row} />
                    </div>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
