import {
  handlesContent,
  isLeader,
  isProsecutor,
  mayRead,
  predicate,
  type Readable,
} from "../access/rules.ts";
import { nextState } from "../kernel/flow.ts";
import type { Officer } from "../kernel/officer.ts";
import { all, allow, refuse, type Verdict } from "../kernel/verdict.ts";
import type { ActionAct } from "./contract.ts";
import { flowOf, type ActionStep } from "./flow.ts";
import type { FindingRecord } from "./field-record.ts";
import type { ActionRecord, RoundRecord } from "./record.ts";

/** An action as rules see it. */
export type ActionFacts = Readable &
  Pick<
    ActionRecord,
    | "kind"
    | "state"
    | "hostOfficeId"
    | "officeIds"
    | "people"
    | "proposed"
    | "plan"
    | "report"
    | "conference"
    | "poll"
    | "insideOfficeIds"
    | "openFindings"
  >;

const takesPart = (officer: Officer, x: ActionFacts): Verdict =>
  x.officeIds.includes(officer.officeId) && handlesContent(officer.posts).allowed
    ? allow
    : refuse("forbidden", "parties_only");

/** 检察长, 分管副检察长 and 联络员: who speaks for an office. */
export const speaks = (officer: Officer): boolean =>
  isLeader(officer) || officer.posts.includes("liaison");

const goes = (officer: Officer, x: ActionFacts): boolean =>
  x.people.some((one) => one.officerId === officer.id);

/** 协调人: whoever proposed it while still of the host, and who speaks for the host. */
export const coordinates = (
  officer: Officer,
  x:
    | Pick<ActionFacts, "hostOfficeId" | "proposed">
    | { hostOfficeId: string; proposed: { officerId: string } },
) =>
  officer.officeId === x.hostOfficeId && (officer.id === x.proposed.officerId || speaks(officer));

const asCoordinator = (officer: Officer, x: ActionFacts): Verdict =>
  coordinates(officer, x) ? allow : refuse("forbidden", "coordinator_only");
const asVoice = (officer: Officer, x: ActionFacts): Verdict =>
  all(takesPart(officer, x), speaks(officer) ? allow : refuse("forbidden", "liaison_or_leader"));
const asAny = (officer: Officer, x: ActionFacts): Verdict =>
  all(
    takesPart(officer, x),
    goes(officer, x) || speaks(officer) || coordinates(officer, x)
      ? allow
      : refuse("forbidden", "not_in_team"),
  );

/** The table knows the step from here. */
const inFlow = (step: ActionStep, x: ActionFacts): Verdict =>
  nextState(flowOf(x.kind), x.state, step) === null ? refuse("not_now", "action_state") : allow;

const when = (holds: boolean, reason: string): Verdict =>
  holds ? allow : refuse("not_now", reason);
const is = (round: RoundRecord | null, ...states: RoundRecord["state"][]): boolean =>
  round !== null && states.includes(round.state);
/** This office has not agreed to the version that goes round. */
const owes = (officer: Officer, round: RoundRecord | null): boolean =>
  is(round, "submitted") &&
  round?.words.find((one) => one.officeId === officer.officeId)?.given === null;

type Say = (officer: Officer, x: ActionFacts) => Verdict;
/** An act that the table knows: by these people, in these states, and if what else must hold does. */
const step =
  (name: ActionStep, by: Say, more: Say = () => allow): Say =>
  (officer, x) =>
    all(by(officer, x), inFlow(name, x), more(officer, x));

/** Whoever goes or speaks; the first record of a phone begins what was only scheduled. */
const records: Say = (officer, x) =>
  all(asAny(officer, x), inFlow(x.state === "scheduled" ? "begin" : "record", x));

/** The predicate of actions. Leaders' approval of a plan is also asked of delegations, by the command (powers.ts). */
export const mayAction = predicate<ActionFacts, ActionAct>({
  edit: step("edit", asCoordinator),
  staff: step("staff", asVoice),
  open_poll: step("open_poll", asCoordinator),
  answer: step("answer", asVoice),
  remind: step("remind", asCoordinator),
  fix: step("fix", asCoordinator),
  plan: step("plan", asAny, (_, x) => when(!is(x.plan, "submitted"), "goes_round")),
  submit_plan: step("submit_plan", asCoordinator, (_, x) =>
    when(is(x.plan, "draft"), "nothing_to_submit"),
  ),
  approve_plan: step("approve_plan", takesPart, (officer, x) =>
    when(owes(officer, x.plan), "nothing_to_approve"),
  ),
  return_plan: step("return_plan", takesPart, (officer, x) =>
    when(owes(officer, x.plan), "nothing_to_approve"),
  ),
  revise_plan: step("revise_plan", asCoordinator),
  add_topic: step("add_topic", asAny),
  set_agenda: step("set_agenda", asCoordinator),
  issue_notice: step("issue_notice", asCoordinator, (_, x) =>
    when((x.conference?.agenda.length ?? 0) > 0, "no_agenda"),
  ),
  reply: step("reply", asVoice),
  reschedule: step("reschedule", asCoordinator),
  cancel: step("cancel", asCoordinator),
  start: step("start", asAny),
  add_task: step("add_task", asAny),
  do_task: step("do_task", takesPart),
  record: records,
  sheet: records,
  import: records,
  settle: step("settle", asAny),
  conclude: step("conclude", asAny),
  write_report: step("write_report", asAny, (_, x) =>
    when(!is(x.report, "submitted"), "goes_round"),
  ),
  submit_report: step("submit_report", asCoordinator, (_, x) =>
    all(
      when(is(x.report, "draft"), "nothing_to_submit"),
      when(x.openFindings === 0, "findings_open"),
    ),
  ),
  confirm_report: step("confirm_report", asVoice, (officer, x) =>
    when(owes(officer, x.report), "nothing_to_approve"),
  ),
  return_report: step("return_report", asVoice, (officer, x) =>
    when(owes(officer, x.report), "nothing_to_approve"),
  ),
  write_minutes: step("write_minutes", asAny, (_, x) =>
    when(!is(x.conference?.minutes ?? null, "submitted", "agreed"), "goes_round"),
  ),
  submit_minutes: step("submit_minutes", asCoordinator, (_, x) =>
    when(is(x.conference?.minutes ?? null, "draft"), "nothing_to_submit"),
  ),
  sign_minutes: step("sign_minutes", asVoice, (officer, x) =>
    when(owes(officer, x.conference?.minutes ?? null), "nothing_to_approve"),
  ),
  return_minutes: step("return_minutes", asVoice, (officer, x) =>
    when(owes(officer, x.conference?.minutes ?? null), "nothing_to_approve"),
  ),
  issue_minutes: step("issue_minutes", asCoordinator, (_, x) =>
    when(is(x.conference?.minutes ?? null, "agreed"), "not_all_signed"),
  ),
  archive: step("archive", asCoordinator),
  open_inside: (officer, x) =>
    all(takesPart(officer, x), when(!x.insideOfficeIds.includes(officer.officeId), "open_already")),
  post: takesPart,
});

/** What this officer may do with the action now, in the order of the contract. */
export const actionCan = (
  officer: Officer,
  x: ActionFacts,
  acts: readonly ActionAct[],
): ActionAct[] => acts.filter((act) => mayAction(officer, act, x).allowed);

/** Who may propose one: prosecutors and the liaison, for the own office as the host. */
export const mayPropose = (officer: Officer): Verdict =>
  all(
    handlesContent(officer.posts),
    isProsecutor(officer.posts) || officer.posts.includes("liaison")
      ? allow
      : refuse("forbidden", "prosecutor_or_liaison"),
  );

/** Checklists belong to an office: those who plan its actions keep them. */
export const mayKeepTemplates = mayPropose;

export type FindingAct = "amend" | "add_photos" | "settle_register" | "settle" | "print" | "verify";
interface OnFinding {
  action: ActionFacts;
  finding: Pick<FindingRecord, "recorderIds" | "settled">;
}

/** Whoever recorded it, or speaks for an office that takes part. */
const keeps = (officer: Officer, { action, finding }: OnFinding): Verdict =>
  finding.recorderIds.includes(officer.id) || speaks(officer) || coordinates(officer, action)
    ? allow
    : refuse("forbidden", "recorder_only");

const unsettled = ({ finding }: OnFinding): Verdict =>
  when(finding.settled === null, "finding_settled");

/**
 * What may be done with one finding. Corrections end with the record of the field; a settled one is corrected no more, for a lead rests on
 * it. 当场登记 is for an officer of the office with jurisdiction, who knows that it is; the map never decides it.
 */
export function mayFinding(officer: Officer, act: FindingAct, on: OnFinding): Verdict {
  const { action } = on;
  switch (act) {
    case "amend":
      return all(mayAction(officer, "record", action), unsettled(on), keeps(officer, on));
    case "add_photos":
      return all(mayAction(officer, "record", action), keeps(officer, on));
    case "settle_register":
      return all(
        mayAction(officer, "settle", action),
        unsettled(on),
        isProsecutor(officer.posts) ? allow : refuse("forbidden", "not_a_prosecutor"),
      );
    case "settle":
      return all(mayAction(officer, "settle", action), unsettled(on));
    default:
      return all(mayAction(officer, "read", action), takesPart(officer, action));
  }
}

const FINDING_ACTS: readonly FindingAct[] = [
  "amend",
  "add_photos",
  "settle_register",
  "settle",
  "print",
  "verify",
];
export const findingCan = (officer: Officer, on: OnFinding): FindingAct[] =>
  FINDING_ACTS.filter((act) => mayFinding(officer, act, on).allowed);

/** A series as rules see it. */
export type SeriesFacts = Readable & {
  hostOfficeId: string;
  started: { officerId: string };
  ended: unknown;
};

/** Whoever started it, and who speaks for its host, make its exceptions and end it. */
export const maySeries = (officer: Officer, x: SeriesFacts): Verdict =>
  all(
    mayRead(officer, x),
    coordinates(officer, { hostOfficeId: x.hostOfficeId, proposed: x.started })
      ? allow
      : refuse("forbidden", "coordinator_only"),
    when(x.ended === null, "series_ended"),
  );
