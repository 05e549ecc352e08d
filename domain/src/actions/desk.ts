import { token } from "../access/rules.ts";
import type { ActionAct } from "./contract.ts";
import { remindAt, silentOf } from "./poll.ts";
import type { ActionRecord } from "./record.ts";
import { owing } from "./round.ts";

/** What an action waits for, from whom, and by when. */
export interface AwaitedAct {
  act: ActionAct;
  tokens: string[];
  due: Date | null;
}

const awaits = (act: ActionAct, tokens: string[], due: Date | null = null): AwaitedAct[] =>
  tokens.length > 0 ? [{ act, tokens, due }] : [];

const liaisons = (officeIds: readonly string[]): string[] => officeIds.map(token.liaison);
const voices = (officeIds: readonly string[]): string[] =>
  officeIds.flatMap((id) => [token.leaders(id), token.liaison(id)]);

/** Everything it waits for now. */
export function awaitedOfAction(x: ActionRecord): AwaitedAct[] {
  const coordinator = [token.officer(x.proposed.officerId)];
  return [...mainOf(x, coordinator), ...tasksOf(x)];
}

function mainOf(x: ActionRecord, coordinator: string[]): AwaitedAct[] {
  switch (x.state) {
    case "proposed":
      return awaits("open_poll", coordinator);
    case "polling": {
      const silent = x.poll ? silentOf(x.poll, x.officeIds) : [];
      const closesAt = x.poll?.closesAt ?? null;
      return silent.length > 0
        ? awaits("answer", liaisons(silent), closesAt)
        : awaits("fix", coordinator);
    }
    case "planning":
      if (x.kind === "conference")
        return awaits(
          (x.conference?.agenda.length ?? 0) > 0 ? "issue_notice" : "set_agenda",
          coordinator,
          x.startAt,
        );
      return x.plan?.state === "submitted"
        ? awaits("approve_plan", owing(x.plan).map(token.leaders), x.startAt)
        : awaits(x.plan?.state === "draft" ? "submit_plan" : "plan", coordinator, x.startAt);
    case "scheduled": {
      const notice = x.conference?.notice;
      if (!notice) return [];
      const answered = x.conference?.replies.map((one) => one.officeId) ?? [];
      return awaits(
        "reply",
        liaisons(x.officeIds.filter((id) => !answered.includes(id))),
        notice.replyBy,
      );
    }
    case "under_way":
      return awaits("conclude", coordinator, x.endAt);
    case "concluded":
      return x.kind === "conference" ? minutesOf(x, coordinator) : reportOf(x, coordinator);
    case "reported":
      return awaits("archive", coordinator);
    default:
      return [];
  }
}

function reportOf(x: ActionRecord, coordinator: string[]): AwaitedAct[] {
  if (x.openFindings > 0)
    return awaits("settle", [
      ...new Set([...coordinator, ...x.people.map((one) => token.officer(one.officerId))]),
    ]);
  if (x.report?.state === "submitted") return awaits("confirm_report", voices(owing(x.report)));
  return awaits(x.report?.state === "draft" ? "submit_report" : "write_report", coordinator);
}

function minutesOf(x: ActionRecord, coordinator: string[]): AwaitedAct[] {
  const minutes = x.conference?.minutes ?? null;
  switch (minutes?.state) {
    case "submitted":
      return awaits("sign_minutes", voices(owing(minutes)));
    case "draft":
      return awaits("submit_minutes", coordinator);
    case "agreed":
      return awaits("issue_minutes", coordinator);
    default:
      return awaits("write_minutes", coordinator);
  }
}

/** Tasks stay on the desks of those who have them until they are done, unless it was cancelled. */
function tasksOf(x: ActionRecord): AwaitedAct[] {
  if (x.state === "cancelled" || x.state === "archived") return [];
  return x.tasks
    .filter((task) => task.done === null)
    .flatMap((task) => awaits("do_task", task.assigneeIds.map(token.officer), task.dueAt));
}

/** The tokens under which a workbench finds it. */
export const actionWaitsFor = (x: ActionRecord): string[] => [
  ...new Set(awaitedOfAction(x).flatMap((one) => one.tokens)),
];

/** When the hub looks at it by itself: to remind whoever has not answered the poll. */
export const actionNextAt = (x: ActionRecord): Date | null =>
  x.state === "polling" && x.poll ? remindAt(x.poll, x.officeIds) : null;
