import type { ActionView } from "@hub/domain/actions/contract";
import type { PlanPast } from "@hub/domain/actions/plan-contract";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { Link, useParams } from "react-router";
import { useText } from "../../../app/i18n.ts";
import { Page, Section } from "../../../ui/page.tsx";
import { PageSkeleton } from "../../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../../ui/problem-note.tsx";
import { When } from "../../../ui/when.tsx";
import { actionQuery, planVersionQuery } from "../queries.ts";
import { RoundWords } from "../round-words.tsx";
import { stopMarks } from "./map-marks.ts";
import { PlanSheet } from "./plan-sheet.tsx";
import styles from "../actions.module.css";

const LakeMap = lazy(async () => ({ default: (await import("./lake-map.tsx")).LakeMap }));

/** 方案历次版本: what each said as it went round, who agreed to it or sent it back, and when and why it was opened again. */
export function PlanVersionsPage() {
  const { actionId = "" } = useParams();
  const t = useText();
  const { data: view, error } = useQuery(actionQuery(actionId));
  if (error)
    return (
      <Page title={t("actions.plan.versions")}>
        <ProblemNote thrown={error} />
      </Page>
    );
  return view ? <Versions view={view} /> : <PageSkeleton rows={8} />;
}

function Versions({ view }: { view: ActionView }) {
  const t = useText();
  const { plan } = view;
  return (
    <Page
      title={t("actions.plan.versions")}
      paper={`${view.title} ${t("actions.plan.versions")}`}
      aside={<Link to={`/actions/${view.id}`}>{view.title}</Link>}
    >
      {!plan && <p className="quiet">{t("actions.plan.none")}</p>}
      {plan && (
        <Section title={t("actions.plan.inHand")}>
          <RoundWords round={plan} />
        </Section>
      )}
      {view.planHistory.length > 0 && (
        <Section title={t("actions.plan.before")}>
          {view.planHistory.map((past) => (
            <Version key={past.version} view={view} past={past} />
          ))}
        </Section>
      )}
    </Page>
  );
}

function Version({ view, past }: { view: ActionView; past: PlanPast }) {
  const t = useText();
  const [shown, setShown] = useState(false);
  const { version, reopened } = past;
  return (
    <>
      <RoundWords round={past} />
      {reopened && (
        <p className={styles.stopped}>
          {t("actions.plan.reopened", { reason: reopened.reason, name: reopened.name })}{" "}
          <When at={reopened.at} />
        </p>
      )}
      <div className={`${styles.acts} screen-only`}>
        <Button aria-expanded={shown} onClick={() => setShown(!shown)}>
          {t(shown ? "actions.plan.hideVersion" : "actions.plan.showVersion", { n: version })}
        </Button>
      </div>
      {shown && <Content view={view} version={version} />}
    </>
  );
}

function Content({ view, version }: { view: ActionView; version: number }) {
  const { data, error, refetch } = useQuery(planVersionQuery(view.id, version));
  if (error) return <ProblemNote thrown={error} onRetry={() => void refetch()} />;
  if (!data) return <PageSkeleton rows={6} />;
  const marks = stopMarks(data.content.stops);
  return (
    <>
      {marks.length > 0 && (
        <Suspense fallback={<PageSkeleton rows={6} />}>
          <LakeMap marks={marks} route={data.content.route} />
        </Suspense>
      )}
      <PlanSheet view={view} content={data.content} />
    </>
  );
}
