import { Button } from "antd";
import type { ReactNode } from "react";
import { useSearchParams } from "react-router";
import { useText } from "../../app/i18n.ts";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { When } from "../../ui/when.tsx";
import { AgreementsNav } from "../obligations/agreements-nav.tsx";
import { useToday } from "../obligations/due-day.tsx";
import { YearStep } from "../obligations/year-step.tsx";

/** The year that the address asks for, and how to ask for another. */
export function useYear(): [year: number, setYear: (year: number) => void] {
  const [search, setSearch] = useSearchParams();
  const today = useToday();
  const year = Number(search.get("year")) || Number(today.slice(0, 4));
  return [year, (next) => setSearch({ year: String(next) }, { replace: true })];
}

interface DashboardFrameProps {
  title: string;
  /** Null until it is here. */
  at: string | null;
  error: unknown;
  onRetry: () => void;
  actions?: ReactNode;
  children: ReactNode;
}

/** What every dashboard has around it: the year, when it was counted, and 「打印一页通」. */
export function DashboardFrame({
  title,
  at,
  error,
  onRetry,
  actions,
  children,
}: DashboardFrameProps) {
  const t = useText();
  const [year, setYear] = useYear();
  if (error && at === null)
    return (
      <Page title={title}>
        <AgreementsNav />
        <ProblemNote thrown={error} onRetry={onRetry} />
      </Page>
    );
  if (at === null) return <PageSkeleton rows={10} />;
  return (
    <Page
      title={title}
      aside={<YearStep year={year} onYear={setYear} />}
      actions={
        <>
          {actions}
          <Button onClick={() => window.print()}>{t("dashboards.print")}</Button>
        </>
      }
      onePage
      paper={`${title}　${t("obligations.year.name", { year })}`}
    >
      <AgreementsNav />
      {children}
      <p className="quiet">
        {t("dashboards.countedAt")} <When at={at} />
        {t("ui.list.stop")}
        {t("dashboards.noRanking")}
      </p>
    </Page>
  );
}
