import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { ObligationKind, OccurrenceState } from "@hub/domain/obligations/contract";
import type { AgreementBoard } from "@hub/domain/dashboards/contract";
import { useText } from "../../app/i18n.ts";
import { Facts } from "../../ui/facts.tsx";
import { OfficeName } from "../../ui/names.tsx";
import { Section } from "../../ui/page.tsx";
import { usePeriodText } from "../obligations/period.ts";
import { monthsOfCounts } from "../obligations/strip.ts";
import { StripLegend, YearStrip } from "../obligations/year-strip.tsx";
import { MilestoneText } from "./agreement-lines.tsx";
import { TONES } from "./bars.ts";
import { DashboardFrame, useYear } from "./dashboard-frame.tsx";
import { FigureChart } from "./figure-chart.tsx";
import { LeadFlowTable } from "./lead-flows.tsx";
import { agreementBoardQuery } from "./queries.ts";
import { AgeCharts, OfficeChart, StateFigures } from "./standing.tsx";
import styles from "./dashboard.module.css";

/** 落实情况 of one agreement. */
export function AgreementBoardPage() {
  const t = useText();
  const [year] = useYear();
  const { agreementId = "" } = useParams();
  const { data, error, refetch } = useQuery(agreementBoardQuery(agreementId, year));
  return (
    <DashboardFrame
      title={data?.line.title ?? t("dashboards.board")}
      at={data?.at ?? null}
      error={error}
      onRetry={() => void refetch()}
      actions={
        <span className={styles.links}>
          <Link to={`/agreements/${agreementId}`}>{t("dashboards.openAgreement")}</Link>
          <Link to={`/agreements/${agreementId}/obligations?year=${year}`}>
            {t("obligations.title")}
          </Link>
          <Link to={`/agreements/${agreementId}/years/${year}`}>{t("obligations.nav.year")}</Link>
        </span>
      }
    >
      {data && <Board data={data} />}
    </DashboardFrame>
  );
}

function Board({ data }: { data: AgreementBoard }) {
  const t = useText();
  const { line, year, standing } = data;
  const { agreementId } = line;
  return (
    <>
      <StateFigures standing={standing} />
      <Section title={t("obligations.strip.ofYear", { year })}>
        <YearStrip label={line.title} months={monthsOfCounts(line.strip, { agreementId })} />
        <StripLegend />
      </Section>
      <Section title={t("dashboards.ahead")}>
        <Ahead data={data} />
      </Section>
      <Section title={t("dashboards.charts")}>
        <div className={styles.charts}>
          <OfficeChart offices={data.offices} />
          <KindChart data={data} />
          <AgeCharts standing={standing} />
        </div>
      </Section>
      <Section title={t("dashboards.leads.title")}>
        <LeadFlowTable leads={data.leads} />
      </Section>
    </>
  );
}

/** Next conference, whose turn it is, assessment and expiry. */
function Ahead({ data }: { data: AgreementBoard }) {
  const t = useText();
  const periodText = usePeriodText();
  const { conference, turn } = data.line;
  return (
    <Facts
      facts={[
        [
          t("dashboards.conference"),
          conference ? (
            <Link key="conference" to={`/occurrences/${conference.occurrenceId}`}>
              {conference.title}　{periodText(conference.period)}　{conference.dueOn}
            </Link>
          ) : (
            t("ui.none")
          ),
        ],
        [t("dashboards.turn"), turn ? <OfficeName key="turn" id={turn} /> : t("ui.none")],
        ...data.milestones.map((one): [string, React.ReactNode] => [
          t(`dashboards.milestones.${one.kind}`),
          <MilestoneText key={one.kind} one={one} />,
        ]),
      ]}
    />
  );
}

/** What is kept and what is not, by what it is about. */
function KindChart({ data }: { data: AgreementBoard }) {
  const t = useText();
  const { agreementId } = data.line;
  const kinds = ObligationKind.options.flatMap((kind) =>
    data.kinds.filter((one) => one.kind === kind),
  );
  const present = OccurrenceState.options.filter((state) =>
    kinds.some(({ states }) => states[state]),
  );
  return (
    <FigureChart
      title={t("dashboards.byKind")}
      rowName={t("obligations.fact.kind")}
      lying
      columns={present.map((key) => ({
        key,
        name: t(`obligations.state.${key}`),
        tone: TONES[key],
      }))}
      rows={kinds.map(({ kind, states }) => ({
        key: kind,
        name: t(`obligations.kind.${kind}`),
        figures: Object.fromEntries(
          present.flatMap((state) => {
            const n = states[state];
            if (!n) return [];
            const days = {
              ...(state === "overdue" ? {} : { from: `${data.year}-01-01` }),
              to: `${data.year}-12-31`,
            };
            return [
              [
                state,
                { n, path: "/occurrences" as const, query: { agreementId, kind, state, ...days } },
              ],
            ];
          }),
        ),
      }))}
    />
  );
}
