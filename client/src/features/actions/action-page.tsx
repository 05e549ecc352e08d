import type { ActionView } from "@hub/domain/actions/contract";
import { useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { useEffect, useState } from "react";
import { Link, Navigate, useParams, useSearchParams } from "react-router";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { Page } from "../../ui/page.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { useIsPhone } from "../../ui/panes.tsx";
import { Printed } from "../../ui/printed.tsx";
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

const PARTS = ["sheet", "timeline", "side"] as const;
type Part = (typeof PARTS)[number];

/** `first`: the act that a line of 待办 asks for; it is opened at once, once. */
function Action({ view, first }: { view: ActionView; first: string | null }) {
  const t = useText();
  const phone = useIsPhone();
  const [part, setPart] = useState<Part>("sheet");
  useEffect(() => {
    document.title = `${view.title} · ${t("app.name")}`;
  }, [view.title, t]);
  // What is decided stands below what is still to be done.
  const isFixed = view.span !== null;
  const away = (one: Part) => phone && part !== one && matter.away;
  return (
    <div className={matter.matter}>
      <Printed title={view.title} number={null} />
      <Head view={view} first={first} />
      {phone && (
        <div className={cx(matter.switch, "screen-only")}>
          <Segmented<Part>
            block
            value={part}
            aria-label={t("leads.page.parts.label")}
            onChange={setPart}
            options={PARTS.map((value) => ({ value, label: t(`actions.page.parts.${value}`) }))}
          />
        </div>
      )}
      <div className={matter.body}>
        <div
          className={cx(matter.sheet, away("sheet"))}
          // A region that scrolls can be reached and scrolled by keyboard.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          role="region"
          aria-label={t("actions.page.parts.sheet")}
        >
          <FactsPart view={view} />
          {view.polls && !isFixed && <PollPart view={view} poll={view.polls} first={first} />}
          {view.conference && <ConferencePart view={view} conference={view.conference} />}
          {view.kind !== "conference" && <PlanPart view={view} first={first} />}
          <FindingsPart view={view} />
          <TasksPart view={view} />
          <AttendancePart view={view} />
          {view.kind !== "conference" && <ReportPart view={view} />}
          {view.polls && isFixed && <PollPart view={view} poll={view.polls} first={first} />}
        </div>
        {/* What is not seen must not count as read: the timeline goes away with its part. */}
        {!away("timeline") && <ActionTalk view={view} />}
        <aside
          className={cx(matter.side, away("side"))}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- as above
          tabIndex={0}
          aria-label={t("actions.page.parts.side")}
        >
          <PeoplePart view={view} />
          <MovesPart view={view} />
        </aside>
      </div>
    </div>
  );
}

function Head({ view, first }: { view: ActionView; first: string | null }) {
  const t = useText();
  return (
    <header className={matter.head}>
      <div className={matter.top}>
        <div className={matter.what}>
          <h1>{view.title}</h1>
          <div className={matter.marks}>
            <KindMark kind={view.kind} />
            <MarkingMark marking={view.marking} />
            <ActionStateMark kind={view.kind} state={view.state} />
            <span className="number">
              {view.span ? spanText(view.span) : t("actions.list.noDate")}
            </span>
            {view.agreementId && (
              <Link to={`/agreements/${view.agreementId}`}>{t("actions.page.agreement")}</Link>
            )}
          </div>
        </div>
        <div className={cx(matter.acts, "screen-only")}>
          <ActionDeeds view={view} first={first} />
        </div>
      </div>
      <ActionPath view={view} />
    </header>
  );
}
