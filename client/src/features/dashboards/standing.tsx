import type { OfficeLine, Standing, Strip } from "@hub/domain/dashboards/contract";
import { OccurrenceState } from "@hub/domain/obligations/contract";
import { useMemo } from "react";
import { useText } from "../../app/i18n.ts";
import { useOfficeName } from "../../ui/names.tsx";
import { lastDayOf } from "../obligations/strip.ts";
import { TONES } from "./bars.ts";
import { FigureChart, type ChartColumn } from "./figure-chart.tsx";
import { FigureLink } from "./figure-link.tsx";
import styles from "./standing.module.css";

/** Whose numbers they are: members of the query of the lists behind them. */
export type Scope = Readonly<Record<string, string>>;

function useStateColumns(): ChartColumn[] {
  const t = useText();
  return useMemo(
    () =>
      OccurrenceState.options.map((key) => ({
        key,
        name: t(`obligations.state.${key}`),
        tone: TONES[key],
      })),
    [t],
  );
}

/** The head of every dashboard: how many of each state, each leading to its list. */
export function StateFigures({ standing }: { standing: Standing }) {
  const t = useText();
  const { states, metInTime, metLate } = standing;
  return (
    <dl className={styles.figures}>
      {states.map((one) => (
        <div key={one.state} className={styles[TONES[one.state]]}>
          <dt>{t(`obligations.state.${one.state}`)}</dt>
          <dd>
            <FigureLink figure={one} label={t(`obligations.state.${one.state}`)} />
          </dd>
          {one.state === "met" && (
            <dd className={styles.part}>
              {(
                [
                  ["inTime", metInTime],
                  ["late", metLate],
                ] as const
              ).map(([name, figure]) => (
                <span key={name}>
                  {t(`dashboards.${name}`)}
                  <FigureLink figure={figure} label={t(`dashboards.${name}`)} />
                </span>
              ))}
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

/** 已逾期 by age, and what is still to come by how soon. */
export function AgeCharts({ standing }: { standing: Standing }) {
  const t = useText();
  return (
    <>
      <FigureChart
        title={t("dashboards.overdueByAge")}
        rowName={t("dashboards.age")}
        columns={[{ key: "n", name: t("obligations.state.overdue"), tone: "over" }]}
        rows={standing.overdue.map((one) => ({
          key: one.age,
          name: t(`dashboards.ages.${one.age}`),
          figures: { n: one },
        }))}
      />
      <FigureChart
        title={t("dashboards.dueSoon")}
        rowName={t("dashboards.within")}
        columns={[{ key: "n", name: t("dashboards.toCome"), tone: "open" }]}
        rows={standing.due.map((one) => ({
          key: one.within,
          name: t(`dashboards.dues.${one.within}`),
          figures: { n: one },
        }))}
      />
    </>
  );
}

/** What falls due in each month of the year, by state. */
export function MonthChart({ strip, scope }: { strip: Strip; scope: Scope }) {
  const t = useText();
  const states = useStateColumns();
  return (
    <FigureChart
      title={t("dashboards.byMonth")}
      rowName={t("dashboards.month")}
      columns={states.filter(({ key }) =>
        strip.some(({ counts }) => counts[key as OccurrenceState]),
      )}
      rows={strip.map(({ month, counts }) => ({
        key: month,
        name: t(`obligations.period.monthNames.${String(Number(month.slice(5))) as "1"}`),
        figures: Object.fromEntries(
          OccurrenceState.options.flatMap((state) => {
            const n = counts[state];
            const days = { from: `${month}-01`, to: lastDayOf(month) };
            return n
              ? [[state, { n, path: "/occurrences" as const, query: { ...scope, state, ...days } }]]
              : [];
          }),
        ),
      }))}
    />
  );
}

/** What each party owes, in order of level and division code; never a ranking. */
export function OfficeChart({ offices }: { offices: readonly OfficeLine[] }) {
  const t = useText();
  const nameOf = useOfficeName();
  const states = useStateColumns();
  const rows = offices.map(({ officeId, states: figures }) => ({
    key: officeId,
    name: nameOf(officeId, true),
    figures: Object.fromEntries(figures.map((one) => [one.state, one])),
  }));
  return (
    <FigureChart
      title={t("dashboards.byOffice")}
      rowName={t("dashboards.office")}
      lying
      columns={states.filter(({ key }) => rows.some(({ figures }) => figures[key]?.n))}
      rows={rows}
    />
  );
}
