import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { useText } from "../../app/i18n.ts";
import { useOfficeName } from "../../ui/names.tsx";
import { Section } from "../../ui/page.tsx";
import { StripLegend } from "../obligations/year-strip.tsx";
import { AgreementLines } from "./agreement-lines.tsx";
import { DashboardFrame, useYear } from "./dashboard-frame.tsx";
import { LeadFlowTable } from "./lead-flows.tsx";
import { officeBoardQuery } from "./queries.ts";
import { AgeCharts, MonthChart, StateFigures } from "./standing.tsx";
import styles from "./dashboard.module.css";

/** 落实情况 of one office, in the agreements this officer may read. */
export function OfficeBoardPage() {
  const t = useText();
  const nameOf = useOfficeName();
  const [year] = useYear();
  const { officeId = "" } = useParams();
  const { data, error, refetch } = useQuery(officeBoardQuery(officeId, year));
  return (
    <DashboardFrame
      title={t("dashboards.officeBoard", { office: nameOf(officeId) })}
      at={data?.at ?? null}
      error={error}
      onRetry={() => void refetch()}
    >
      {data && (
        <>
          <StateFigures standing={data.standing} />
          <Section title={t("dashboards.agreements")}>
            <StripLegend />
            <AgreementLines lines={data.agreements} year={data.year} scope={{ officeId }} />
          </Section>
          <Section title={t("dashboards.charts")}>
            <div className={styles.charts}>
              <MonthChart strip={data.strip} scope={{ officeId }} />
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
