import { token } from "../access/rules.ts";
import type { Entry } from "../channels/contract.ts";
import { bodyOf, type EntryType } from "../kernel/events.ts";
import type { ActionAct } from "./contract.ts";
import { awaitedOfAction } from "./desk.ts";
import type { ActionRecord } from "./record.ts";

/** What newly waits for somebody once this has happened. */
const STARTS: Partial<Record<EntryType, readonly ActionAct[]>> = {
  "action.poll_opened": ["answer"],
  "action.answered": ["fix"],
  "action.reminded": ["answer"],
  "action.fixed": ["plan"],
  "action.plan_submitted": ["approve_plan"],
  "action.plan_returned": ["plan"],
  "action.plan_reopened": ["submit_plan"],
  "action.notice_issued": ["reply"],
  "action.concluded": ["settle", "write_report", "write_minutes"],
  "action.task_added": ["do_task"],
  "action.report_submitted": ["confirm_report"],
  "action.report_returned": ["write_report"],
  "action.minutes_submitted": ["sign_minutes"],
  "action.minutes_returned": ["write_minutes"],
  "action.minutes_signed": ["issue_minutes"],
};

/** Of these everybody hears who has to do with it: liaisons, those who go, the coordinator. */
const TELLS_ALL: readonly EntryType[] = [
  "action.proposed",
  "action.edited",
  "action.fixed",
  "action.rescheduled",
  "action.cancelled",
  "action.scheduled",
  "action.plan_reopened",
  "action.notice_issued",
  "action.finding_settled",
  "action.reported",
  "action.minutes_issued",
];
/** Of these the coordinator alone. */
const TELLS_COORDINATOR: readonly EntryType[] = [
  "action.answered",
  "action.plan_approved",
  "action.plan_returned",
  "action.replied",
  "action.topic_added",
  "action.report_confirmed",
  "action.report_returned",
  "action.minutes_signed",
  "action.minutes_returned",
];

export interface WantedOfAction {
  kind: "awaited" | "told";
  act: ActionAct | null;
  tokens: string[];
}

const told = (tokens: string[]): WantedOfAction => ({ kind: "told", act: null, tokens });

/** Who is to be told of an entry of an action, first reason first. `x` as it is now: what was done meanwhile waits for nobody. */
export function noticesOfAction(entry: Entry, x: ActionRecord): WantedOfAction[] {
  const type = entry.type as EntryType; // an unknown type finds nothing in the tables
  const wanted: WantedOfAction[] = [];
  const asked = bodyOf(entry, "action.task_added")?.assigneeIds.map(token.officer);
  for (const { act, tokens } of awaitedOfAction(x))
    if (STARTS[type]?.includes(act))
      wanted.push({
        kind: "awaited",
        act,
        tokens: asked ? tokens.filter((one) => asked.includes(one)) : tokens,
      });
  const staffed = bodyOf(entry, "action.staffed");
  if (staffed) wanted.push(told(staffed.added.map(token.officer)));
  const coordinator = token.officer(x.proposed.officerId);
  if (TELLS_COORDINATOR.includes(type)) wanted.push(told([coordinator]));
  if (TELLS_ALL.includes(type))
    wanted.push(
      told([
        coordinator,
        ...x.officeIds.map(token.liaison),
        ...x.people.map((one) => token.officer(one.officerId)),
      ]),
    );
  return wanted;
}
