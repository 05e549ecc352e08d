import type { OccurrenceAct, OccurrenceRow } from "@hub/domain/obligations/contract";
import { useRef, type KeyboardEvent } from "react";
import { Link, useNavigate } from "react-router";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { OfficeName } from "../../ui/names.tsx";
import { rowMove } from "../leads/row-keys.ts";
import rowStyles from "../leads/rows.module.css";
import { DueDay } from "./due-day.tsx";
import { usePeriodText } from "./period.ts";
import { OccurrenceMark } from "./symbol.tsx";

/** What the officer who looks has to do, in the order in which it presses; refuting and asking are choices, never duties. */
const DUTIES = ["confirm", "answer", "meet"] as const satisfies readonly OccurrenceAct[];

const dutyOf = (row: OccurrenceRow) => DUTIES.find((act) => row.can.includes(act)) ?? null;

interface RowsProps {
  rows: readonly OccurrenceRow[];
  label: string;
}

/** A grid of rows: one stop of the Tab key, arrows move, Enter opens. */
export function OccurrenceTable({ rows, label }: RowsProps) {
  const t = useText();
  const navigate = useNavigate();
  const periodText = usePeriodText();
  const body = useRef<HTMLTableSectionElement>(null);

  function onKeyDown(event: KeyboardEvent) {
    if (event.target instanceof HTMLAnchorElement && event.key === "Enter") return;
    const all = [...(body.current?.rows ?? [])];
    const at = all.findIndex((row) => row.contains(document.activeElement));
    const move = rowMove(event.key, at, rows.length);
    if (move === null || move === "close") return;
    event.preventDefault();
    if (move === "open") void navigate(`/occurrences/${rows[at]?.id}`);
    else all[move.to]?.focus();
  }

  return (
    <table
      className={cx(rowStyles.table)}
      // A grid of rows: one in the tab order, arrows move (ARIA practices). The rule knows only plain tables.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
      role="grid"
      aria-label={label}
    >
      <thead>
        <tr>
          <th scope="col">{t("obligations.ledger.title")}</th>
          <th scope="col">{t("obligations.ledger.period")}</th>
          <th scope="col">{t("obligations.ledger.agreement")}</th>
          <th scope="col">{t("obligations.ledger.office")}</th>
          <th scope="col">{t("obligations.ledger.state")}</th>
          <th scope="col">{t("obligations.ledger.due")}</th>
          <th scope="col">{t("obligations.ledger.met")}</th>
          <th scope="col" className="screen-only">
            {t("exchanges.list.todo")}
          </th>
        </tr>
      </thead>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <tbody ref={body} onKeyDown={onKeyDown}>
        {rows.map((row, index) => {
          const duty = dutyOf(row);
          return (
            <tr
              key={row.id}
              className={rowStyles.row}
              tabIndex={index === 0 ? 0 : -1}
              onClick={() => void navigate(`/occurrences/${row.id}`)}
            >
              <td className={rowStyles.title}>
                <Link
                  to={`/occurrences/${row.id}`}
                  tabIndex={-1}
                  onClick={(event) => event.stopPropagation()}
                >
                  {row.title}
                </Link>
              </td>
              <td>{periodText(row.period)}</td>
              <td>{row.agreementTitle}</td>
              <td>
                <OfficeName id={row.officeId} short />
              </td>
              <td>
                <OccurrenceMark state={row.state} />
              </td>
              <td>
                <DueDay row={row} />
              </td>
              <td className="number">{row.metOn}</td>
              <td className="screen-only">
                {duty && (
                  <Link
                    to={`/occurrences/${row.id}?act=${duty}`}
                    onClick={(event) => event.stopPropagation()}
                  >
                    {t(`obligations.act.${duty}`)}
                  </Link>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** The same on a phone. */
export function OccurrenceCards({ rows }: { rows: readonly OccurrenceRow[] }) {
  const t = useText();
  const periodText = usePeriodText();
  return (
    <ul className={rowStyles.cards}>
      {rows.map((row) => {
        const duty = dutyOf(row);
        return (
          <li key={row.id}>
            <Link to={`/occurrences/${row.id}`} className={rowStyles.card}>
              <div className={rowStyles.cardTop}>
                <span className={rowStyles.cardTitle}>
                  {row.title}　{periodText(row.period)}
                </span>
                <OccurrenceMark state={row.state} />
              </div>
              <div className={rowStyles.cardLine}>
                <span>{row.agreementTitle}</span>
              </div>
              <div className={rowStyles.cardLine}>
                <OfficeName id={row.officeId} short />
                <DueDay row={row} />
                {duty && <strong>{t(`obligations.act.${duty}`)}</strong>}
              </div>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
