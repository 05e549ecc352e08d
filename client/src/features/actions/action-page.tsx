import type { ActionView } from "@hub/domain/actions/contract";
import { useQuery } from "@tanstack/react-query";
import { Link, Navigate, useParams, useSearchParams } from "react-router";
import { useText } from "../../app/i18n.ts";
import { MatterHead } from "../../ui/matter-head.tsx";
import { MatterPage } from "../../ui/matter-page.tsx";
import { Page } from "../../ui/page.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import matter from "../exchanges/matter.module.css";
import { MarkingMark } from "../leads/marks.tsx";
import { ActionDeeds } from "./action-deeds.tsx";
import { ActionTalk } from "./action-talk.tsx";
import { AttendancePart } from "./attendance-part.tsx";
import { ConferencePart } from "./conference/conference-part.tsx";
import { FactsPart, MovesPart } from "./facts-part.tsx";
import { FindingsPart } from "./findings/findings-part.tsx";
import { ActionStateMark, KindMark } from "./marks.tsx";
import { ActionPath } from "./path-line.tsx";
import { PeoplePart } from "./people-part.tsx";
import { PlanPart } from "./plan/plan-part.tsx";
import { PollPart } from "./poll-part.tsx";
import { actionQuery } from "./queries.ts";
import { ReportPart } from "./report/report-part.tsx";
import { spanText } from "./span-text.ts";
import { TasksPart } from "./tasks-part.tsx";

/** One action: when and who, plan, records, report, and what is said about it. */
export function ActionPage() {
  const { actionId = "" } = useParams();
  const t = useText();
  const { data: view, error } = useQuery(actionQuery(actionId));
  if (error)
    return (
      <Page title={t("actions.page.gone")}>
        <ProblemNote thrown={error} />
      </Page>
    );
  return view ? <Opened key={view.id} view={view} /> : <PageSkeleton rows={10} />;
}

/** Acts whose place is a page of its own: a line of 待办 opens it there. */
const PAGE_OF: Readonly<Record<string, string>> = {
  plan: "plan",
  write_report: "report",
  submit_report: "report",
  confirm_report: "report",
  write_minutes: "minutes",
  submit_minutes: "minutes",
  sign_minutes: "minutes",
  issue_minutes: "minutes",
};

function Opened({ view }: { view: ActionView }) {
  const [search] = useSearchParams();
  const act = search.get("act");
  const page = act && PAGE_OF[act];
  return page ? (
    <Navigate to={`/actions/${view.id}/${page}`} replace />
  ) : (
    <Action view={view} first={act} />
  );
}

/** `first`: the act that a line of 待办 asks for; it is opened at once, once. */
function Action({ view, first }: { view: ActionView; first: string | null }) {
  const t = useText();
  // What is decided stands below what is still to be done.
  const isFixed = view.span !== null;
  return (
    <MatterPage
      title={view.title}
      number={null}
      head={<Head view={view} first={first} />}
      labels={{
        main: t("actions.page.parts.sheet"),
        timeline: t("actions.page.parts.timeline"),
        side: t("actions.page.parts.side"),
      }}
      mainLabel={t("actions.page.parts.sheet")}
      mainClass={matter.sheet}
      main={
        <>
          <FactsPart view={view} />
          {view.polls && !isFixed && <PollPart view={view} poll={view.polls} first={first} />}
          {view.conference && <ConferencePart view={view} conference={view.conference} />}
          {view.kind !== "conference" && <PlanPart view={view} first={first} />}
          <FindingsPart view={view} />
          <TasksPart view={view} />
          <AttendancePart view={view} />
          {view.kind !== "conference" && <ReportPart view={view} />}
          {view.polls && isFixed && <PollPart view={view} poll={view.polls} first={first} />}
        </>
      }
      talk={<ActionTalk view={view} />}
      side={
        <>
          <PeoplePart view={view} />
          <MovesPart view={view} />
        </>
      }
    />
  );
}

function Head({ view, first }: { view: ActionView; first: string | null }) {
  const t = useText();
  return (
    <MatterHead
      title={view.title}
      marks={
        <>
          <KindMark kind={view.kind} />
          <MarkingMark marking={view.marking} />
          <ActionStateMark kind={view.kind} state={view.state} />
          <span className="number">
            {view.span ? spanText(view.span) : t("actions.list.noDate")}
          </span>
          {view.agreementId && (
            <Link to={`/agreements/${view.agreementId}`}>{t("actions.page.agreement")}</Link>
          )}
        </>
      }
      acts={<ActionDeeds view={view} first={first} />}
    >
      <ActionPath view={view} />
    </MatterHead>
  );
}
