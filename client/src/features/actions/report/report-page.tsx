import { actionPaperRoutes } from "@hub/domain/actions/acts-contract";
import type { ActionView } from "@hub/domain/actions/contract";
import type { ReportView } from "@hub/domain/actions/report-contract";
import { useQuery } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { Link, useParams } from "react-router";
import { addressOf } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { OfficeName } from "../../../ui/names.tsx";
import { Page, Section } from "../../../ui/page.tsx";
import { PageSkeleton } from "../../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../../ui/problem-note.tsx";
import { OccurrenceMark } from "../../obligations/symbol.tsx";
import { useMarks } from "../plan/map-marks.ts";
import { actionQuery, reportQuery } from "../queries.ts";
import { RoundWords } from "../round-words.tsx";
import { ReportActs } from "./report-acts.tsx";
import { useOwedText } from "./owed-text.ts";
import { ReportForm } from "./report-form.tsx";
import styles from "../actions.module.css";

const LakeMap = lazy(async () => ({ default: (await import("../plan/lake-map.tsx")).LakeMap }));

export function ReportPage() {
  const { actionId = "" } = useParams();
  const t = useText();
  const action = useQuery(actionQuery(actionId));
  const report = useQuery(reportQuery(actionId));
  const thrown = action.error ?? report.error;
  if (thrown)
    return (
      <Page title={t("actions.report.title")}>
        <ProblemNote thrown={thrown} />
      </Page>
    );
  if (!action.data || !report.data) return <PageSkeleton rows={10} />;
  return <Report view={action.data} report={report.data} />;
}

const FIGURES = [
  "offices",
  "people",
  "partners",
  "stops",
  "visited",
  "ticked",
  "problems",
  "findings",
  "photos",
  "leads",
  "tasks",
  "tasksDone",
] as const;

/** 行动报告: figures and findings come from the records and are never typed; people write around them, and every office confirms. */
function Report({ view, report }: { view: ActionView; report: ReportView }) {
  const t = useText();
  const marks = useMarks(view);
  const [writing, setWriting] = useState(report.version === 0 && view.can.includes("write_report"));
  const mayWrite = view.can.includes("write_report");
  return (
    <Page
      title={report.text.title || t("actions.report.title")}
      aside={<Link to={`/actions/${view.id}`}>{view.title}</Link>}
      actions={
        <>
          {report.version > 0 && (
            <>
              <Button href={addressOf(actionPaperRoutes.report, { actionId: view.id })} download>
                PDF
              </Button>
              <Button
                href={addressOf(actionPaperRoutes.reportDocx, { actionId: view.id })}
                download
              >
                .docx
              </Button>
            </>
          )}
          {mayWrite && !writing && (
            <Button onClick={() => setWriting(true)}>{t("actions.report.edit")}</Button>
          )}
          <ReportActs view={view} report={report} />
        </>
      }
    >
      {report.version > 0 && <RoundWords round={report} />}
      {report.outdated && (
        <Alert
          type="warning"
          role="status"
          showIcon
          className={styles.note ?? ""}
          title={t("actions.report.outdated")}
        />
      )}
      <Section title={t("actions.report.figures")}>
        <div className={styles.figures}>
          {FIGURES.map((name) => (
            <span key={name}>
              <strong>{report.figures[name]}</strong> {t(`actions.report.figure.${name}`)}
            </span>
          ))}
        </div>
        {marks.length > 0 && (
          <Suspense fallback={<PageSkeleton rows={6} />}>
            <LakeMap marks={marks} route={view.plan?.content.route ?? []} />
          </Suspense>
        )}
      </Section>
      {writing ? (
        <ReportForm
          key={report.version}
          view={view}
          report={report}
          onDone={() => setWriting(false)}
        />
      ) : (
        report.text.sections.map(({ id, heading, text }) => (
          <Section key={id} title={heading}>
            <p className={styles.text}>{text}</p>
          </Section>
        ))
      )}
      <Section title={t("actions.findings.title")}>
        {report.findings.length === 0 && <p className="quiet">{t("actions.findings.none")}</p>}
        <ol className={styles.lines}>
          {report.findings.map((one) => (
            <li key={one.findingId}>
              <span>
                <Link to={`/actions/${view.id}/findings/${one.findingId}`}>
                  {t("actions.findings.numbered", { n: one.number, title: one.title })}
                </Link>
                <span className="quiet">
                  {" "}
                  {one.where} {one.handling}
                </span>
              </span>
              <span className={one.outcome === "open" ? styles.wanted : "quiet"}>
                {t(`actions.report.outcome.${one.outcome}`)}{" "}
                {one.officeId && <OfficeName id={one.officeId} short />} {one.leadNumber}
              </span>
            </li>
          ))}
        </ol>
      </Section>
      <Meets report={report} />
    </Page>
  );
}

/** What the agreement is owed and this report fulfils, each leading to its own page. */
function Meets({ report }: { report: ReportView }) {
  const t = useText();
  const owedText = useOwedText();
  const { obligationIds, owed, state } = report;
  if (obligationIds.length === 0) return null;
  return (
    <Section title={t("actions.report.obligations")}>
      {state !== "agreed" && (
        <p className="quiet">{t("actions.report.meets", { count: obligationIds.length })}</p>
      )}
      <ul className={styles.lines}>
        {owed
          .filter(({ id }) => obligationIds.includes(id))
          .map((one) => (
            <li key={one.id}>
              <Link to={`/occurrences/${one.id}`}>{owedText(one)}</Link>
              <OccurrenceMark state={one.state} />
            </li>
          ))}
      </ul>
    </Section>
  );
}
