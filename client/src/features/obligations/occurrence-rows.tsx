import type { OccurrenceAct, OccurrenceRow } from "@hub/domain/obligations/contract";
import { Link } from "react-router";
import { useText } from "../../app/i18n.ts";
import { OfficeName } from "../../ui/names.tsx";
import { RowGrid, RowTitle } from "../leads/row-grid.tsx";
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

/** Occurrences by due day. */
export function OccurrenceTable({ rows, label }: RowsProps) {
  const t = useText();
  const periodText = usePeriodText();
  const pathOf = (row: OccurrenceRow) => `/occurrences/${row.id}`;
  return (
    <RowGrid
      rows={rows}
      label={label}
      pathOf={pathOf}
      head={
        <>
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
        </>
      }
    >
      {(row) => {
        const duty = dutyOf(row);
        return (
          <>
            <td className={rowStyles.title}>
              <RowTitle to={pathOf(row)}>{row.title}</RowTitle>
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
          </>
        );
      }}
    </RowGrid>
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
