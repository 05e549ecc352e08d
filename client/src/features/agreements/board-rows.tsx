import type { AgreementRow } from "@hub/domain/agreements/contract";
import { dayOf } from "@hub/domain/kernel/clock";
import { Link } from "react-router";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { useNow } from "../../ui/when.tsx";
import { AgreementKept, useKeptLines } from "../dashboards/agreement-kept.tsx";
import { RowGrid, RowTitle } from "../leads/row-grid.tsx";
import rowStyles from "../leads/rows.module.css";
import { AgreementStateMark } from "./marks.tsx";
import { usePartyName } from "./names.tsx";
import styles from "./board.module.css";

/** What presses on a row, the most pressing first. */
const DUTIES = ["approve", "sign", "freeze", "report", "circulate", "number"] as const;

/** The most pressing thing this officer may do; a number may also be given late, then nobody waits for it. */
function dutyOf(row: AgreementRow): (typeof DUTIES)[number] | null {
  const act = DUTIES.find((one) => row.can.includes(one));
  return act === "number" && row.state !== "sealing" ? null : (act ?? null);
}

/** In signing order; the one that leads is named so, and one that left is struck. */
function Parties({ row }: { row: AgreementRow }) {
  const t = useText();
  const nameOf = usePartyName();
  return (
    <ol className={styles.parties}>
      {row.parties.map((party) => (
        <li key={`${party.officeId}${party.name}`}>
          <span className={cx(party.leftOn !== null && styles.left)}>{nameOf(party, true)}</span>
          {party.host && <span className="quiet">（{t("agreements.party.host")}）</span>}
          {party.leftOn !== null && <span className="unseen">{t("agreements.party.left")}</span>}
        </li>
      ))}
    </ol>
  );
}

/** A day that comes: within half a year it is amber, past it is red; always in words, too. */
function DayAhead({ label, day }: { label: string; day: string }) {
  const t = useText();
  const now = useNow();
  const days = Math.round((Date.parse(day) - Date.parse(dayOf(now))) / 86_400_000);
  return (
    <div className={cx(styles.day, days < 0 ? styles.late : days <= 183 && styles.soon)}>
      <span>{label} </span>
      <time className="number" dateTime={day}>
        {day}
      </time>
      {days >= 0 && days <= 183 && <span> {t("agreements.board.daysLeft", { count: days })}</span>}
      {days < 0 && <span> {t("agreements.board.past")}</span>}
    </div>
  );
}

/** When it took effect, until when it holds, and when it is to be assessed. */
function Term({ row }: { row: AgreementRow }) {
  const t = useText();
  const { inForce, assessOn } = row;
  return (
    <>
      {inForce?.effectiveOn && (
        <div className="quiet">
          {t("agreements.board.since")} <span className="number">{inForce.effectiveOn}</span>
        </div>
      )}
      {inForce?.until ? (
        <DayAhead label={t("agreements.board.until")} day={inForce.until} />
      ) : (
        inForce && <div className="quiet">{t("agreements.term.long")}</div>
      )}
      {inForce && assessOn && <DayAhead label={t("agreements.board.assess")} day={assessOn} />}
      {!inForce && row.signedOn && (
        <div className="quiet">
          {t("agreements.board.signed")} <span className="number">{row.signedOn}</span>
        </div>
      )}
    </>
  );
}

interface RowsProps {
  rows: readonly AgreementRow[];
  label: string;
}

/** One row an agreement. */
export function BoardTable({ rows, label }: RowsProps) {
  const t = useText();
  const kept = useKeptLines();
  const pathOf = (row: AgreementRow) => `/agreements/${row.id}`;
  return (
    <RowGrid
      rows={rows}
      label={label}
      className={styles.table}
      pathOf={pathOf}
      head={
        <>
          <th scope="col">{t("agreements.board.column.title")}</th>
          <th scope="col">{t("agreements.board.column.parties")}</th>
          <th scope="col">{t("agreements.board.column.state")}</th>
          <th scope="col">{t("agreements.board.column.kept")}</th>
          <th scope="col">{t("agreements.board.column.term")}</th>
          <th scope="col" className="screen-only">
            {t("agreements.board.column.todo")}
          </th>
        </>
      }
    >
      {(row) => (
        <>
          <td className={cx(rowStyles.title, styles.title)}>
            <RowTitle to={pathOf(row)}>{row.title}</RowTitle>
            <div className={styles.about}>
              <span>{t(`agreements.instrument.${row.instrument}`)}</span>
              {row.area && <span>{row.area}</span>}
              {row.number && <span className="number">{row.number}</span>}
            </div>
          </td>
          <td>
            <Parties row={row} />
          </td>
          <td>
            <AgreementStateMark row={row} />
          </td>
          {/* A mark leads to its list, not to the agreement. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events */}
          <td onClick={(event) => event.stopPropagation()}>
            <AgreementKept line={kept.get(row.id)} />
          </td>
          <td>
            <Term row={row} />
          </td>
          <td className={cx("screen-only", rowStyles.nowrap)}>
            <Duty row={row} />
          </td>
        </>
      )}
    </RowGrid>
  );
}

function Duty({ row }: { row: AgreementRow }) {
  const t = useText();
  const act = dutyOf(row);
  return (
    act && (
      <Link
        to={`/agreements/${row.id}?act=${act}`}
        onClick={(event) => event.stopPropagation()}
        aria-label={t("workbench.actOn", { act: t(`agreements.act.${act}`), title: row.title })}
      >
        {t(`agreements.act.${act}`)}
      </Link>
    )
  );
}

/** The same on a phone. */
export function BoardCards({ rows }: { rows: readonly AgreementRow[] }) {
  const t = useText();
  const kept = useKeptLines();
  return (
    <ul className={rowStyles.cards}>
      {rows.map((row) => (
        <li key={row.id} className={styles.card}>
          <Link to={`/agreements/${row.id}`} className={styles.cardTitle}>
            {row.title}
          </Link>
          <div className={rowStyles.cardLine}>
            <AgreementStateMark row={row} />
            <span>{t(`agreements.instrument.${row.instrument}`)}</span>
            {row.number && <span className="number">{row.number}</span>}
          </div>
          <Parties row={row} />
          <AgreementKept line={kept.get(row.id)} />
          <div className={rowStyles.cardLine}>
            <Term row={row} />
            <Duty row={row} />
          </div>
        </li>
      ))}
    </ul>
  );
}
