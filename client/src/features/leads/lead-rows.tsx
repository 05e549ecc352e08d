import type { LeadRow } from "@hub/domain/leads/contract";
import { useEffect, useRef, type KeyboardEvent } from "react";
import { Link, useNavigate } from "react-router";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { OfficeName } from "../../ui/names.tsx";
import { Due, When } from "../../ui/when.tsx";
import { GradeMark, LeadStateMark, UnreadMark } from "./marks.tsx";
import { rowMove } from "./row-keys.ts";
import { useUnread } from "./unread.ts";
import styles from "./rows.module.css";

const OPEN = ["arrived", "signed", "assigned", "accepted"];

/** 高邮市院 → 天长市院, or 本院 while nothing left the office. */
export function RowRoute({ row }: { row: LeadRow }) {
  const t = useText();
  if (!row.exchange) return <span className="quiet">{t("leads.list.own")}</span>;
  return (
    <span className={styles.nowrap}>
      <OfficeName id={row.exchange.fromOfficeId} short />
      <span className={styles.arrow} aria-hidden="true">
        →
      </span>
      <OfficeName id={row.exchange.toOfficeId} short />
    </span>
  );
}

/** The running clock of the newest exchange; says so where none was agreed. */
export function RowClock({ row }: { row: LeadRow }) {
  const t = useText();
  const { exchange } = row;
  // A notice asks nothing of the other side: no clock could run on it.
  if (exchange?.kind !== "transfer" || !OPEN.includes(exchange.state)) return null;
  if (exchange.held) return <span className="quiet">{t("exchanges.clock.held")}</span>;
  return exchange.dueAt ? (
    <Due at={exchange.dueAt} kind="agreed" />
  ) : (
    <span className="quiet">{t("ui.due.none")}</span>
  );
}

interface RowsProps {
  rows: readonly LeadRow[];
  chosenId: string | null;
  onChoose: (leadId: string | null) => void;
  /** Leaves out what the sheet beside the list shows anyway. */
  compact: boolean;
}

/** The register as a table: one row is in the tab order, arrows move, Enter opens, Esc closes the sheet beside it. */
export function LeadTable({ rows, chosenId, onChoose, compact }: RowsProps) {
  const t = useText();
  const navigate = useNavigate();
  const body = useRef<HTMLTableSectionElement>(null);
  const moved = useRef(false);
  const at = rows.findIndex((row) => row.id === chosenId);

  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    const row = body.current?.rows[at];
    row?.focus();
    row?.scrollIntoView({ block: "nearest" });
  }, [at]);

  function onKeyDown(event: KeyboardEvent<HTMLTableSectionElement>) {
    if (event.target instanceof HTMLAnchorElement && event.key === "Enter") return;
    const focused = [...(body.current?.rows ?? [])].findIndex((row) =>
      row.contains(document.activeElement),
    );
    const move = rowMove(event.key, at < 0 && event.key !== "Enter" ? -1 : focused, rows.length);
    if (move === null) return;
    event.preventDefault();
    if (move === "close") return onChoose(null);
    const target = move === "open" ? rows[focused] : rows[move.to];
    if (!target) return;
    if (move === "open") return void navigate(`/leads/${target.id}`);
    moved.current = true;
    onChoose(target.id);
  }

  return (
    <table
      className={styles.table}
      // A grid of rows: one in the tab order, arrows move (ARIA practices). The rule knows only plain tables.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
      role="grid"
      aria-label={t("leads.list.title")}
    >
      <thead>
        <tr>
          <th scope="col">{t("leads.list.column.number")}</th>
          <th scope="col">{t("leads.list.column.title")}</th>
          {!compact && <th scope="col">{t("leads.list.column.field")}</th>}
          {!compact && <th scope="col">{t("leads.list.column.place")}</th>}
          <th scope="col">{t("leads.list.column.route")}</th>
          <th scope="col">{t("leads.list.column.state")}</th>
          <th scope="col">{t("leads.list.column.clock")}</th>
          {!compact && <th scope="col">{t("leads.list.column.registered")}</th>}
          <th scope="col">
            <span className="unseen">{t("leads.list.column.unread")}</span>
          </th>
        </tr>
      </thead>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <tbody ref={body} onKeyDown={onKeyDown}>
        {rows.map((row, index) => (
          <Row
            key={row.id}
            row={row}
            chosen={index === at}
            reachable={index === Math.max(0, at)}
            onChoose={() => onChoose(row.id)}
            onOpen={() => void navigate(`/leads/${row.id}`)}
            compact={compact}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  row: LeadRow;
  chosen: boolean;
  reachable: boolean;
  onChoose: () => void;
  onOpen: () => void;
  compact: boolean;
}

function Row({ row, chosen, reachable, onChoose, onOpen, compact }: RowProps) {
  const t = useText();
  const unread = useUnread(row.id);
  return (
    <tr
      className={cx(styles.row, chosen && styles.chosen)}
      aria-selected={chosen}
      tabIndex={reachable ? 0 : -1}
      onClick={onChoose}
      onDoubleClick={onOpen}
    >
      <td className={cx(styles.number, "number")}>{row.number}</td>
      <td className={styles.title}>
        <Link to={`/leads/${row.id}`} tabIndex={-1} onClick={(event) => event.stopPropagation()}>
          {row.title}
        </Link>
        {row.grade === "major" && (
          <span className={styles.marks}>
            <GradeMark grade={row.grade} />
          </span>
        )}
      </td>
      {!compact && (
        <td className={styles.clipped} title={t(`leads.field.${row.field}`)}>
          {t(`leads.field.${row.field}`)}
        </td>
      )}
      {!compact && (
        <td className={styles.clipped} title={row.place?.name}>
          {row.place?.name}
        </td>
      )}
      <td>
        <RowRoute row={row} />
      </td>
      <td>
        <LeadStateMark state={row.state} />
      </td>
      <td className={styles.clock}>
        <RowClock row={row} />
      </td>
      {!compact && (
        <td className={styles.nowrap}>
          <When at={row.registeredAt} short />
        </td>
      )}
      <td>
        <UnreadMark count={unread} />
      </td>
    </tr>
  );
}

/** The same rows for one narrow column. */
export function LeadCards({ rows }: { rows: readonly LeadRow[] }) {
  return (
    <ul className={styles.cards}>
      {rows.map((row) => (
        <LeadCard key={row.id} row={row} />
      ))}
    </ul>
  );
}

function LeadCard({ row }: { row: LeadRow }) {
  const unread = useUnread(row.id);
  return (
    <li>
      <Link to={`/leads/${row.id}`} className={styles.card}>
        <div className={styles.cardTop}>
          <span className={styles.cardTitle}>{row.title}</span>
          <UnreadMark count={unread} />
        </div>
        <div className={styles.cardLine}>
          <span className="number">{row.number}</span>
          {row.grade === "major" && <GradeMark grade={row.grade} />}
        </div>
        <div className={styles.cardLine}>
          <LeadStateMark state={row.state} />
          {row.exchange && <RowRoute row={row} />}
          <RowClock row={row} />
        </div>
      </Link>
    </li>
  );
}
