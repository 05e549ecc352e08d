import { useQuery } from "@tanstack/react-query";
import { useText } from "../../app/i18n.ts";
import { Section } from "../../ui/page.tsx";
import { StripLegend } from "../obligations/year-strip.tsx";
import { AgreementLines } from "./agreement-lines.tsx";
import { DashboardFrame, useYear } from "./dashboard-frame.tsx";
import { LeadFlowTable } from "./lead-flows.tsx";
import { boardQuery } from "./queries.ts";
import { AgeCharts, MonthChart, OfficeChart, StateFigures } from "./standing.tsx";
import styles from "./dashboard.module.css";

/** 落实情况 over all agreements this officer may read. */
export function BoardPage() {
  const t = useText();
  const [year] = useYear();
  const { data, error, refetch } = useQuery(boardQuery(year));
  return (
    <DashboardFrame
      title={t("dashboards.board")}
      at={data?.at ?? null}
      error={error}
      onRetry={() => void refetch()}
    >
      {data && (
        <>
          <StateFigures standing={data.standing} />
          <Section title={t("dashboards.agreements")}>
            <StripLegend />
            <AgreementLines lines={data.agreements} year={data.year} />
          </Section>
          <Section title={t("dashboards.charts")}>
            <div className={styles.charts}>
              <MonthChart strip={data.strip} scope={{}} />
              <OfficeChart offices={data.offices} />
              <AgeCharts standing={data.standing} />
            </div>
          </Section>
          <Section title={t("dashboards.leads.title")}>
            <LeadFlowTable leads={data.leads} />
          </Section>
        </>
      )}
    </DashboardFrame>
  );
}
