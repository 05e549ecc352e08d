import { mayConfirmApproval, type Draft } from "../approvals/rules.ts";
import { isHeadOf, isLeader, isProsecutor, predicate, type Rule } from "../access/rules.ts";
import { nextState } from "../kernel/flow.ts";
import type { Officer } from "../kernel/officer.ts";
import { all, allow, refuse, type Verdict } from "../kernel/verdict.ts";
import { maySettle, type DisputeFacts } from "../disputes/rules.ts";
import type { Attached } from "../files/contract.ts";
import type { LeadValues } from "../leads/contract.ts";
import type { ExchangeFacts } from "./facts.ts";
import type { ExchangeAct, FeedbackKind, Frozen, OpenKind, Section } from "./contract.ts";
import { BEFORE_ISSUE, FLOWS, IN_HAND, type ExchangeStep } from "./flow.ts";

const holdsOne = (officer: Officer, tokens: readonly string[]): boolean =>
  officer.tokens.some((one) => tokens.includes(one));
const when = (yes: boolean, code: "forbidden" | "not_now", reason: string): Verdict =>
  yes ? allow : refuse(code, reason);

/** The assignment that holds now. */
export const presentAssignment = <A extends { until: Date | null }>(exchange: {
  assignments: readonly A[];
}): A | null => exchange.assignments.findLast((one) => one.until === null) ?? null;

/** The formal paper that holds now: the one that was recorded last. */
export const presentPaper = <P>(exchange: { papers: readonly { paper: P }[] }): P | null =>
  exchange.papers.at(-1)?.paper ?? null;

const atSender = (officer: Officer, x: ExchangeFacts): Verdict =>
  when(officer.officeId === x.fromOfficeId, "forbidden", "sender_only");
const atReceiver = (officer: Officer, x: ExchangeFacts): Verdict =>
  when(officer.officeId === x.toOfficeId, "forbidden", "receiver_only");

/** The sender's own people: drafter, team of the lead, head of its department, leaders. */
const sends: Rule<ExchangeFacts> = (officer, x) =>
  all(
    atSender(officer, x),
    when(
      officer.id === x.drafted.officerId ||
        x.fromTeam.includes(officer.id) ||
        isHeadOf(officer, x.fromDepartmentId) ||
        isLeader(officer),
      "forbidden",
      "not_in_team",
    ),
  );

/** Of the sender's own people, those who may take back what a leader issued. */
const takesBack: Rule<ExchangeFacts> = (officer, x) =>
  all(sends(officer, x), when(isProsecutor(officer.posts), "forbidden", "prosecutors_only"));

/** 承办检察官, or the head over the case; assistants and clerks help but do not decide (art 6). */
const handles: Rule<ExchangeFacts> = (officer, x) =>
  all(
    atReceiver(officer, x),
    when(
      presentAssignment(x)?.prosecutorId === officer.id || isHeadOf(officer, x.departmentId),
      "forbidden",
      "handler_only",
    ),
  );

/** Whoever at the receiver has it on the desk now: intake before it is routed, then department and team. */
const keeps: Rule<ExchangeFacts> = (officer, x) =>
  all(
    atReceiver(officer, x),
    when(
      isLeader(officer) ||
        isHeadOf(officer, x.departmentId) ||
        presentAssignment(x)?.prosecutorId === officer.id ||
        (x.departmentId === null && officer.posts.includes("intake")),
      "forbidden",
      "handler_only",
    ),
  );

/** The 督办 of this office that holds now. */
export const presentSupervision = <S extends { officeId: string; ended: unknown }>(
  x: { supervisions: readonly S[] },
  officeId: string,
): S | null => x.supervisions.find((one) => one.officeId === officeId && !one.ended) ?? null;

/** 督办 (art 11): by a leader of an office above one of the parties, which is no party itself. */
const supervises: Rule<ExchangeFacts> = (officer, x) =>
  all(
    when(
      x.superiorIds.includes(officer.officeId) &&
        officer.officeId !== x.fromOfficeId &&
        officer.officeId !== x.toOfficeId,
      "forbidden",
      "superior_only",
    ),
    when(isLeader(officer), "forbidden", "leader_only"),
  );

const reviews: Rule<ExchangeFacts> = (officer, x) =>
  all(
    atSender(officer, x),
    when(holdsOne(officer, x.plan.review), "forbidden", "not_a_reviewer"),
    when(officer.id !== x.drafted.officerId, "forbidden", "own_draft"),
  );

const issues: Rule<ExchangeFacts> = (officer, x) =>
  all(
    atSender(officer, x),
    x.state === "draft"
      ? when(x.plan.direct && x.drafted.officerId === officer.id, "forbidden", "not_an_issuer")
      : when(holdsOne(officer, x.plan.issue), "forbidden", "not_an_issuer"),
  );

/** What approval asks about: see approvals/rules.ts. */
export const draftOf = (
  x: Pick<ExchangeFacts, "fromOfficeId" | "fromDepartmentId" | "drafted">,
): Draft => ({
  officeId: x.fromOfficeId,
  departmentId: x.fromDepartmentId,
  drafterId: x.drafted.officerId,
});

/** True while the jurisdiction is being settled; a withdrawal leaves nothing to settle. */
export const isDisputed = (
  x: Pick<ExchangeFacts, "state"> & { dispute: Pick<DisputeFacts, "outcome"> | null },
): boolean => IN_HAND.includes(x.state) && x.dispute !== null && x.dispute.outcome === null;

const noDispute: Rule<ExchangeFacts> = (_, x) => when(!isDisputed(x), "not_now", "in_dispute");

/** Who may take a step, apart from the moment being right. */
const WHO: Record<Exclude<ExchangeAct, "post">, Rule<ExchangeFacts>> = {
  edit: sends,
  submit: sends,
  discard: sends,
  pass: reviews,
  return: (officer, x) => (x.state === "issuing" ? issues(officer, x) : reviews(officer, x)),
  issue: issues,
  upload_approval: (officer, x) =>
    all(sends(officer, x), when(x.offline === null, "not_now", "already_uploaded")),
  confirm_approval: (officer, x) =>
    x.offline === null
      ? refuse("not_now", "nothing_uploaded")
      : all(
          atSender(officer, x),
          mayConfirmApproval(officer, draftOf(x), x.offline.uploaded.officerId),
        ),
  withdraw: takesBack,
  sign: (officer, x) =>
    all(atReceiver(officer, x), when(officer.posts.includes("intake"), "forbidden", "intake_only")),
  route: (officer, x) =>
    all(
      atReceiver(officer, x),
      when(officer.posts.includes("intake") || isLeader(officer), "forbidden", "intake_only"),
    ),
  assign: (officer, x) =>
    all(
      atReceiver(officer, x),
      when(x.departmentId !== null, "not_now", "not_routed"),
      when(isHeadOf(officer, x.departmentId) || isLeader(officer), "forbidden", "head_only"),
    ),
  reassign: (officer, x) =>
    all(
      atReceiver(officer, x),
      when(isHeadOf(officer, x.departmentId) || isLeader(officer), "forbidden", "head_only"),
    ),
  accept: (officer, x) => all(handles(officer, x), noDispute(officer, x)),
  feedback: (officer, x) => all(handles(officer, x), noDispute(officer, x)),
  acknowledge: (officer, x) =>
    all(
      sends(officer, x),
      when(
        x.feedback.some((one) => one.acknowledged === null),
        "not_now",
        "nothing_to_acknowledge",
      ),
    ),
  supplement: sends,
  request_materials: keeps,
  ask_feedback: sends,
  record_paper: (officer, x) =>
    officer.officeId === x.fromOfficeId && officer.posts.includes("liaison")
      ? allow
      : sends(officer, x),
  read: (officer, x) =>
    all(
      atReceiver(officer, x),
      when(!x.reads.some((one) => one.officerId === officer.id), "not_now", "already_read"),
    ),
  circulate: (officer, x) =>
    all(
      atReceiver(officer, x),
      when(
        officer.posts.includes("intake") || officer.posts.includes("liaison") || isLeader(officer),
        "forbidden",
        "intake_only",
      ),
    ),
  dispute: (officer, x) =>
    all(keeps(officer, x), when(x.dispute === null, "not_now", "disputed_before")),
  dispute_step: (officer, x) =>
    x.dispute === null ? refuse("not_now", "no_dispute") : maySettle(officer, x, x.dispute),
  supervise: (officer, x) =>
    all(
      supervises(officer, x),
      when(!presentSupervision(x, officer.officeId), "not_now", "already_supervised"),
    ),
  end_supervision: (officer, x) =>
    all(
      supervises(officer, x),
      when(presentSupervision(x, officer.officeId) !== null, "not_now", "not_supervised"),
    ),
};

const inTime = (x: ExchangeFacts, step: ExchangeStep): Verdict =>
  nextState(FLOWS[x.kind], x.state, step) ? allow : refuse("not_now", "exchange_state");

/** An act's own rule and moment. Who may not do it at all hears that first, then whether this is the time. */
const verb =
  (act: Exclude<ExchangeAct, "post">): Rule<ExchangeFacts> =>
  (officer, x) =>
    // A step whose moment has passed is told as such to the side it belongs to: 409 asks for a fresh look, 403 for nothing.
    inTime(x, act).allowed ? WHO[act](officer, x) : all(sideOf(act, officer, x), inTime(x, act));

const RECEIVER_ACTS: readonly ExchangeAct[] = [
  "sign",
  "route",
  "assign",
  "reassign",
  "accept",
  "feedback",
  "request_materials",
  "read",
  "circulate",
  "dispute",
];
const sideOf = (act: ExchangeAct, officer: Officer, x: ExchangeFacts): Verdict => {
  if (act === "dispute_step") return allow;
  if (act === "supervise" || act === "end_supervision") return supervises(officer, x);
  return RECEIVER_ACTS.includes(act) ? atReceiver(officer, x) : atSender(officer, x);
};

export const ACTS = Object.keys(WHO) as Exclude<ExchangeAct, "post">[];

type Verb = Exclude<ExchangeAct, "read"> | "read_notice";

const may = predicate<ExchangeFacts, Verb>({
  ...(Object.fromEntries(
    ACTS.map((act) => [act === "read" ? "read_notice" : act, verb(act)]),
  ) as Record<Exclude<Verb, "post">, Rule<ExchangeFacts>>),
  post: (officer, x) =>
    all(
      when(
        officer.officeId === x.fromOfficeId || officer.officeId === x.toOfficeId,
        "forbidden",
        "parties_only",
      ),
      when(![...BEFORE_ISSUE, "withdrawn"].includes(x.state), "not_now", "exchange_state"),
    ),
});

/**
 * The predicate of exchanges. 已阅 of a notice (`read`) is an act like the others; that somebody may see the exchange at all is asked
 * before every one of them.
 */
export const mayExchange = (officer: Officer, act: ExchangeAct, x: ExchangeFacts): Verdict =>
  may(officer, act === "read" ? "read_notice" : act, x);

/** What this officer may do with the exchange now. */
export const exchangeCan = (officer: Officer, x: ExchangeFacts): ExchangeAct[] =>
  [...ACTS, "post" as const].filter((act) => mayExchange(officer, act, x).allowed);

/** What of a lead the other side shall see, before anything is frozen. */
export interface Offered {
  kind: OpenKind;
  fromOfficeId: string;
  toOfficeId: string;
  leadNumber: string;
  values: LeadValues;
  note: string;
  sections: readonly Section[];
  files: readonly Attached[];
}

/**
 * 对方可见内容: exactly what is frozen, hashed and signed for; the sending dialog shows the same value. A section that was not
 * chosen is absent, not empty. 内部意见 has no section and cannot be chosen.
 */
export function frozenFrom({ values, sections, files, ...head }: Offered): Frozen {
  const shows = (section: Section) => sections.includes(section);
  return {
    v: 1,
    kind: head.kind,
    fromOfficeId: head.fromOfficeId,
    toOfficeId: head.toOfficeId,
    leadNumber: head.leadNumber,
    title: values.title,
    field: values.field,
    grade: values.grade,
    marking: values.marking,
    source: values.source,
    note: head.note,
    ...(shows("body") ? { body: values.body } : {}),
    ...(shows("place") ? { place: values.place } : {}),
    ...(shows("facts") ? { facts: values.facts } : {}),
    ...(shows("reporter") ? { reporter: values.reporter } : {}),
    files: [...files],
  };
}

/** What the receiver's own lead begins with: what it was shown, and where it came from. */
export const valuesFrom = (frozen: Frozen, fromOfficeName: string): LeadValues => ({
  title: frozen.title,
  field: frozen.field,
  source: "exchange",
  sourceNote: `${fromOfficeName}移送，原登记号${frozen.leadNumber}`.slice(0, 500),
  foundOn: null,
  grade: frozen.grade,
  marking: frozen.marking,
  body: frozen.body ?? null,
  place: frozen.place ?? null,
  facts: frozen.facts ?? frozen.note ?? "",
  reporter: frozen.reporter ?? "",
  opinion: "",
});

interface OfficeFacts {
  id: string;
  level: string;
  connected: boolean;
}

/** Where a lead may go: 移送 to a connected peer of the same level (art 26) or to whom a superior designated, 通报 to any connected office. */
export function mayReceive(
  kind: OpenKind,
  from: OfficeFacts,
  to: OfficeFacts,
  designatedIds: readonly string[],
): Verdict {
  return all(
    when(from.id !== to.id, "forbidden", "own_office"),
    when(to.connected, "forbidden", "not_connected"),
    kind === "transfer" && !designatedIds.includes(to.id)
      ? when(from.level === to.level, "forbidden", "same_level_only")
      : allow,
  );
}

/** Which feedback may follow: 立案 and 不立案 are each said once, and after 不立案 new evidence may still lead to 立案, never back. */
export function mayFeedBack(
  x: { feedback: readonly { kind: FeedbackKind }[] },
  kind: FeedbackKind,
): Verdict {
  const said = x.feedback.map((one) => one.kind);
  const decides = kind === "filed" || kind === "not_filed";
  const repeats = decides && (said.includes(kind) || said.includes("filed"));
  return when(!repeats, "not_now", "already_decided");
}
