import { isHeadOf, isLeader, predicate, token, type Readable } from "../access/rules.ts";
import { nextState, stepsFrom } from "../kernel/flow.ts";
import type { Marking } from "../kernel/markings.ts";
import type { Officer } from "../kernel/officer.ts";
import { all, allow, refuse, type Verdict } from "../kernel/verdict.ts";
import type { OfficeLevel } from "../offices/contract.ts";
import type { BodyLevel, LeadAct, LeadGrade, LeadState, LeadStep, TeamDuty } from "./contract.ts";
import { LEAD_FLOW } from "./flow.ts";

/** A lead as rules see it. */
export interface LeadFacts extends Readable {
  officeId: string;
  departmentId: string | null;
  state: LeadState;
  team: readonly { officerId: string; duty: TeamDuty }[];
  values: { grade: LeadGrade; marking: Marking };
  recordedUp: unknown;
  /** The next-higher office; null for the supreme one. */
  superiorId: string | null;
}

const ownOffice = (officer: Officer, lead: LeadFacts): Verdict =>
  officer.officeId === lead.officeId ? allow : refuse("forbidden", "other_office");

/** Team, head of the handling department and leaders work on a lead; liaison and colleagues only read it. */
const worksOn = (officer: Officer, lead: LeadFacts): Verdict =>
  lead.team.some((one) => one.officerId === officer.id) ||
  isHeadOf(officer, lead.departmentId) ||
  isLeader(officer)
    ? allow
    : refuse("forbidden", "not_in_team");

const directs = (officer: Officer, lead: LeadFacts): Verdict =>
  isLeader(officer) ||
  isHeadOf(officer, lead.departmentId) ||
  lead.team.some((one) => one.officerId === officer.id && one.duty === "handler")
    ? allow
    : refuse("forbidden", "handler_or_head");

const step =
  (taken: LeadStep) =>
  (officer: Officer, lead: LeadFacts): Verdict => {
    const byHand = taken !== "transfer" && !(taken === "reopen" && lead.state === "transferred");
    return all(
      ownOffice(officer, lead),
      worksOn(officer, lead),
      byHand && nextState(LEAD_FLOW, lead.state, taken) ? allow : refuse("not_now", "lead_state"),
    );
  };

/** The predicate of leads: reading is the audience's question, everything else belongs to the office's own people. */
export const mayLead = predicate<LeadFacts, LeadAct>({
  edit: (officer, lead) =>
    all(
      ownOffice(officer, lead),
      worksOn(officer, lead),
      lead.state === "closed" ? refuse("not_now", "lead_closed") : allow,
    ),
  record_up: (officer, lead) =>
    all(
      ownOffice(officer, lead),
      officer.posts.includes("liaison") ? allow : worksOn(officer, lead),
      lead.values.grade !== "major" ? refuse("not_now", "not_major") : allow,
      lead.superiorId === null ? refuse("not_now", "no_superior") : allow,
      lead.recordedUp === null ? allow : refuse("not_now", "already_recorded"),
    ),
  change_team: (officer, lead) => all(ownOffice(officer, lead), directs(officer, lead)),
  send: (officer, lead) =>
    all(
      ownOffice(officer, lead),
      worksOn(officer, lead),
      lead.state === "closed" ? refuse("not_now", "lead_closed") : allow,
    ),
  post: ownOffice,
  evaluate: step("evaluate"),
  inquire: step("inquire"),
  file: step("file"),
  not_file: step("not_file"),
  transfer: step("transfer"),
  refer_up: step("refer_up"),
  refer_out: step("refer_out"),
  close: step("close"),
  reopen: step("reopen"),
});

const PLAIN_ACTS: readonly LeadAct[] = ["edit", "record_up", "change_team", "send", "post"];

/** What this officer may do with the lead now, in the order of the contract. */
export const leadCan = (officer: Officer, lead: LeadFacts): LeadAct[] =>
  [...PLAIN_ACTS, ...stepsFrom(LEAD_FLOW, lead.state)].filter(
    (act) => mayLead(officer, act, lead).allowed,
  );

interface LeadScope {
  officeId: string;
  departmentId: string | null;
  values: { marking: Marking };
  team: readonly { officerId: string }[];
}

/**
 * Who may read a lead's own channel (本院): leaders, liaison, head of the handling department and team; a lead that is no work
 * secret is open to its office. No superior ever.
 */
export function audienceInside(lead: LeadScope): string[] {
  const own = [token.leaders(lead.officeId), token.liaison(lead.officeId)];
  if (lead.departmentId) own.push(token.head(lead.departmentId));
  if (lead.values.marking !== "work_secret") own.push(token.office(lead.officeId));
  for (const { officerId } of lead.team) own.push(token.officer(officerId));
  return [...new Set(own)];
}

/** Who may read the lead's record: those inside, and the superior offices of its office, whose record it also is. */
export const audienceOfLead = (lead: LeadScope & { superiorIds: readonly string[] }): string[] => [
  ...audienceInside(lead),
  ...lead.superiorIds.map(token.superior),
];

const RANK: Record<BodyLevel, number> = {
  none: 0,
  township: 1,
  county: 2,
  city: 3,
  province: 4,
  central: 5,
};
const OFFICE_RANK: Record<OfficeLevel, number> = { county: 2, city: 3, province: 4, supreme: 5 };

/** 建议报请移送上级院, when the supervised body ranks above the office (arts 13, 26). */
export const suggestionFor = (office: OfficeLevel, body: BodyLevel | null): "refer_up" | null =>
  body !== null && RANK[body] > OFFICE_RANK[office] ? "refer_up" : null;

const MARKING_RANK: Record<Marking, number> = { public: 0, internal: 1, work_secret: 2 };

/** Lowering a marking widens who may read: it needs a reason. */
export const lowersMarking = (from: Marking, to: Marking): boolean =>
  MARKING_RANK[to] < MARKING_RANK[from];

/** Officers from whose desk the next move of the lead is expected, as tokens: the handler, or whoever may name one. */
export function leadWaitsFor(lead: LeadFacts): string[] {
  const handlers = lead.team.filter((one) => one.duty === "handler");
  const desk =
    handlers.length > 0
      ? handlers.map((one) => token.officer(one.officerId))
      : [lead.departmentId ? token.head(lead.departmentId) : token.leaders(lead.officeId)];
  return leadTodos(lead).length > 0 ? desk : [];
}

/** What is expected of the desk: the first evaluation, and the recording of a major lead with the next-higher office. */
export function leadTodos(lead: Omit<LeadFacts, "audience">): ("evaluate" | "record_up")[] {
  const todos: ("evaluate" | "record_up")[] = [];
  if (lead.state === "registered") todos.push("evaluate");
  if (
    lead.values.grade === "major" &&
    lead.recordedUp === null &&
    lead.superiorId !== null &&
    lead.state !== "closed"
  )
    todos.push("record_up");
  return todos;
}

/** The register number: 高邮检公益线〔2026〕12号, from 高邮市院, 2026 and 12. */
export const registerNumber = (shortName: string, year: number, serial: number): string =>
  `${shortName.replace(/(?:省|市|区|县)?院$/u, "")}检公益线〔${year}〕${serial}号`;
