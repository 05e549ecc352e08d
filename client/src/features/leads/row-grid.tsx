import { useRef, type KeyboardEvent, type ReactNode } from "react";
import { Link, useNavigate } from "react-router";
import { cx } from "../../ui/cx.ts";
import { rowMove } from "./row-keys.ts";
import styles from "./rows.module.css";

interface RowGridProps<Row extends { id: string }> {
  rows: readonly Row[];
  label: string;
  className?: string | undefined;
  /** The headings of the columns. */
  head: ReactNode;
  /** Where a row leads. */
  pathOf: (row: Row) => string;
  /** The cells of a row. */
  children: (row: Row) => ReactNode;
}

/** A grid of rows, each of which leads somewhere: one stop of the Tab key, arrows move, Enter opens. */
export function RowGrid<Row extends { id: string }>(props: RowGridProps<Row>) {
  const { rows, label, className, head, pathOf, children } = props;
  const navigate = useNavigate();
  const body = useRef<HTMLTableSectionElement>(null);

  function onKeyDown(event: KeyboardEvent) {
    if (event.target instanceof HTMLAnchorElement && event.key === "Enter") return;
    // Among the marks of a strip arrows move by themselves.
    if (event.target instanceof HTMLElement && event.target.closest("ul")) return;
    const all = [...(body.current?.rows ?? [])];
    const at = all.findIndex((row) => row.contains(document.activeElement));
    const move = rowMove(event.key, at, rows.length);
    if (move === null || move === "close") return;
    event.preventDefault();
    if (move !== "open") return all[move.to]?.focus();
    const row = rows[at];
    if (row) void navigate(pathOf(row));
  }

  return (
    <table
      className={cx(styles.table, className)}
      // A grid of rows: one in the tab order, arrows move (ARIA practices). The rule knows only plain tables.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
      role="grid"
      aria-label={label}
    >
      <thead>
        <tr>{head}</tr>
      </thead>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <tbody ref={body} onKeyDown={onKeyDown}>
        {rows.map((row, index) => (
          <tr
            key={row.id}
            className={styles.row}
            tabIndex={index === 0 ? 0 : -1}
            onClick={() => void navigate(pathOf(row))}
          >
            {children(row)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What a row is called: a link for a pointer, and no further stop of the Tab key. */
export function RowTitle({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link to={to} tabIndex={-1} onClick={(event) => event.stopPropagation()}>
      {children}
    </Link>
  );
}
