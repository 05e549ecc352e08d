import { Link } from "react-router";
import type { AgreementLine, Milestone, NextConference } from "@hub/domain/dashboards/contract";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { OfficeName } from "../../ui/names.tsx";
import { listPath } from "../obligations/filters.ts";
import { usePeriodText } from "../obligations/period.ts";
import { monthsOfCounts } from "../obligations/strip.ts";
import { StateSymbol } from "../obligations/symbol.tsx";
import { YearStrip } from "../obligations/year-strip.tsx";
import type { Scope } from "./standing.tsx";
import styles from "./tables.module.css";

/** So many lines have room on the leaders' one page; what is overdue stands there in any case. */
const ON_PAPER = 6;

const STATES = ["met", "due_soon", "overdue"] as const;

interface LinesProps {
  lines: readonly AgreementLine[];
  year: number;
  /** Narrows the lists behind the numbers further, for example to one office. */
  scope?: Scope;
  /** Without the strip, where there is little room. */
  brief?: boolean;
}

/** One line per agreement: 已落实 / 将到期 / 逾期, the year, the next conference and whose turn, assessment or expiry ahead. */
export function AgreementLines({ lines, year, scope = {}, brief = false }: LinesProps) {
  const t = useText();
  const left = lines.filter((line, index) => brief && index >= ON_PAPER && !line.states.overdue);
  if (lines.length === 0) return <p className="quiet">{t("dashboards.noAgreements")}</p>;
  return (
    <div className={styles.scroll}>
      <table className={cx(styles.table, styles.lines)}>
        <thead>
          <tr>
            <th scope="col">{t("dashboards.agreement")}</th>
            {STATES.map((state) => (
              <th key={state} scope="col" className={styles.figure}>
                {t(`obligations.state.${state}`)}
              </th>
            ))}
            {!brief && <th scope="col">{t("obligations.strip.ofYear", { year })}</th>}
            <th scope="col">{t("dashboards.conference")}</th>
            <th scope="col">{t("dashboards.turn")}</th>
            <th scope="col">{t("dashboards.milestone")}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line
              key={line.agreementId}
              line={line}
              year={year}
              scope={scope}
              brief={brief}
              onPaper={!left.includes(line)}
            />
          ))}
        </tbody>
      </table>
      {left.length > 0 && <p className="paper-only">{t("ui.moreThere", { count: left.length })}</p>}
    </div>
  );
}

interface LineProps {
  line: AgreementLine;
  year: number;
  scope: Scope;
  brief: boolean;
  onPaper: boolean;
}

function Line({ line, year, scope, brief, onPaper }: LineProps) {
  const t = useText();
  const { agreementId, title, states, overdueDays } = line;
  const within = { ...scope, agreementId };
  return (
    <tr className={onPaper ? undefined : "screen-only"}>
      <th scope="row">
        <Link to={`/agreements/${agreementId}/dashboard?year=${year}`}>{title}</Link>
        {!brief && (
          <span className={styles.parties}>
            {line.parties.map((party, index) => (
              <span key={party.officeId ?? party.name}>
                {index > 0 && t("ui.list.comma")}
                {party.officeId ? <OfficeName id={party.officeId} short /> : party.name}
              </span>
            ))}
          </span>
        )}
      </th>
      {STATES.map((state) => {
        const n = states[state] ?? 0;
        // What is still overdue from the years before counts too: its list has no first day.
        const days = {
          ...(state === "overdue" ? {} : { from: `${year}-01-01` }),
          to: `${year}-12-31`,
        };
        return (
          <td key={state} className={styles.figure} data-name={t(`obligations.state.${state}`)}>
            {n === 0 ? (
              <span className="quiet number">0</span>
            ) : (
              <Link
                className={cx("number", styles[state])}
                to={listPath({ ...within, state, ...days })}
                aria-label={`${title} ${t(`obligations.state.${state}`)} ${n}`}
              >
                <StateSymbol state={state} /> {n}
              </Link>
            )}
            {state === "overdue" && overdueDays > 0 && !brief && (
              <span className={styles.late}>{t("dashboards.longest", { count: overdueDays })}</span>
            )}
          </td>
        );
      })}
      {!brief && (
        <td className={styles.strip}>
          <YearStrip label={title} months={monthsOfCounts(line.strip, within)} />
        </td>
      )}
      <td data-name={t("dashboards.conference")}>
        {line.conference && <ConferenceLink next={line.conference} />}
      </td>
      <td data-name={t("dashboards.turn")}>
        {line.turn ? <OfficeName id={line.turn} short /> : <span className="quiet">—</span>}
      </td>
      <td data-name={t("dashboards.milestone")}>
        {line.milestone && <MilestoneText one={line.milestone} />}
      </td>
    </tr>
  );
}

/** The next conference: what, of which period, until when. */
export function ConferenceLink({ next }: { next: NextConference }) {
  const periodText = usePeriodText();
  return (
    <Link to={`/occurrences/${next.occurrenceId}`} className={styles.conference}>
      <StateSymbol state={next.state} /> {next.title} <span>{periodText(next.period)}</span>{" "}
      <span className="number">{next.dueOn}</span>
    </Link>
  );
}

/** 评估 or 期满 and how far it is. */
export function MilestoneText({ one }: { one: Milestone }) {
  const t = useText();
  return (
    <span className={one.days <= 183 ? styles.soon : undefined}>
      {t(`dashboards.milestones.${one.kind}`)} <span className="number">{one.on}</span>
      {one.days < 0 && `（${t("dashboards.past", { count: -one.days })}）`}
    </span>
  );
}
