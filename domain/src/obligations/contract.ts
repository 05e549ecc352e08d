import { z } from "zod";
import { DutyKind } from "../clauses/contract.ts";
import { Attached } from "../files/contract.ts";
import { Id, OfficeId } from "../kernel/ids.ts";
import { OfficerCard } from "../kernel/officer.ts";
import { Signature } from "../kernel/signature.ts";
import { line } from "../kernel/text.ts";

/** What a 落实事项 is about: what a clause can bind to, 工作小结 (`summary`), 议定事项 of a conference (`resolution`), or what fits none. */
export const ObligationKind = z.enum([...DutyKind.options, "summary", "resolution", "other"]);
export type ObligationKind = z.infer<typeof ObligationKind>;

/** Who has to do it: 各方 each party for itself, one named party, or 轮值: the parties in signing order, one a time. */
export const Responsible = z.discriminatedUnion("who", [
  z.strictObject({ who: z.literal("each") }),
  z.strictObject({ who: z.literal("office"), officeId: OfficeId }),
  z.strictObject({ who: z.literal("rotation") }),
]);
export type Responsible = z.infer<typeof Responsible>;

/** Text of an RRULE (RFC 5545, 3.3.10) without DTSTART, in calendar days of Asia/Shanghai; see kernel/recurrence.ts. */
export const RuleText = z
  .string()
  .max(200)
  .regex(/^FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]+=[A-Z0-9,+-]+)*$/);

/** 月, 季度, 半年, 年: the periods of the civil calendar. */
export const PeriodUnit = z.enum(["month", "quarter", "half_year", "year"]);

/**
 * How often: so many times in every period (每季度 1 次), on the days of a rule, whenever something happens (重大情况), or once on a
 * day. A period's last day, the rule's day, the day of the event and the day itself are what the window counts from.
 */
export const Recurrence = z.discriminatedUnion("every", [
  z.strictObject({ every: PeriodUnit, times: z.int().min(1).max(50).default(1) }),
  z.strictObject({ every: z.literal("rule"), rrule: RuleText }),
  z.strictObject({ every: z.literal("event") }),
  z.strictObject({ every: z.literal("once"), on: z.iso.date() }),
]);
export type Recurrence = z.infer<typeof Recurrence>;

/**
 * When it may begin and by when it is due. `opensBefore`: days before the day it counts from; null: the first day of the period. `due`:
 * so long after that day; days end with their last one, which rolls on to the next working day when it is a holiday (民法典 arts 201-203),
 * working days count worked days only. Null: that day itself; after an event 未约定期限, and whoever records the event names the day.
 */
export const Window = z.strictObject({
  opensBefore: z.int().min(0).max(366).nullable().default(null),
  due: z
    .strictObject({ unit: z.enum(["days", "working_days"]), count: z.int().min(1).max(365) })
    .nullable()
    .default(null),
});
export type Window = z.infer<typeof Window>;

/** What proves it: something that happened in the hub, or a record in words, with files if need be. */
export const EvidenceKind = z.enum(["action", "conference", "exchange", "record"]);
export type EvidenceKind = z.infer<typeof EvidenceKind>;

/** Whether what was done also needs the word of the other side: 无须确认, 一方确认, 各方确认. */
export const Confirmation = z.enum(["none", "one", "all"]);
export type Confirmation = z.infer<typeof Confirmation>;

/** What an obligation says; everything but this follows from dates and facts. */
export const ObligationTerms = z.strictObject({
  kind: ObligationKind,
  title: line(120),
  responsible: Responsible,
  recurrence: Recurrence,
  window: Window.default({ opensBefore: null, due: null }),
  /** Kinds of evidence that are accepted. */
  evidence: z
    .array(EvidenceKind)
    .min(1)
    .max(4)
    .default(["action", "conference", "exchange", "record"]),
  confirmation: Confirmation.default("none"),
  /** Days, both included; an open end is null. */
  from: z.iso.date(),
  until: z.iso.date().nullable().default(null),
});
export type ObligationTerms = z.infer<typeof ObligationTerms>;

/** 月通报, 季会商, 半年小结, 年度总结: offered ready for use between partners. */
export const CADENCES = {
  monthly_bulletin: {
    kind: "sharing",
    title: "月通报",
    responsible: { who: "each" },
    recurrence: { every: "month", times: 1 },
    window: { opensBefore: null, due: { unit: "working_days", count: 5 } },
  },
  quarterly_consultation: {
    kind: "conference",
    title: "季会商",
    responsible: { who: "rotation" },
    recurrence: { every: "quarter", times: 1 },
    window: { opensBefore: null, due: null },
  },
  half_year_summary: {
    kind: "summary",
    title: "半年小结",
    responsible: { who: "each" },
    recurrence: { every: "half_year", times: 1 },
    window: { opensBefore: 15, due: { unit: "working_days", count: 10 } },
  },
  yearly_review: {
    kind: "summary",
    title: "年度总结",
    responsible: { who: "each" },
    recurrence: { every: "year", times: 1 },
    window: { opensBefore: 30, due: { unit: "working_days", count: 15 } },
  },
} as const satisfies Record<
  string,
  Pick<ObligationTerms, "kind" | "title" | "responsible" | "recurrence" | "window">
>;

/**
 * 未到期 (not open yet), 可办理, 将到期 (within seven days), 已逾期, 待确认 (done, waits for the other side's word), 已落实, 顺延 (a later day was
 * agreed and is not past), 经协商不再开展. Computed from dates and facts by one function (rules.ts), never stored.
 */
export const OccurrenceState = z.enum([
  "ahead",
  "open",
  "due_soon",
  "overdue",
  "submitted",
  "met",
  "deferred",
  "waived",
]);
export type OccurrenceState = z.infer<typeof OccurrenceState>;

/** What happens in the hub and can prove something by itself. */
export const LinkableKind = EvidenceKind.exclude(["record"]);
export type LinkableKind = z.infer<typeof LinkableKind>;

/** What was linked: something that happened in the hub, as far as this reader may read it. */
export const EvidenceRef = z.strictObject({ kind: LinkableKind, id: Id });
export type EvidenceRef = z.infer<typeof EvidenceRef>;

/** What may be linked: it happened between the parties, and this officer may read it. */
export const Linkable = z.object({
  id: Id,
  title: z.string(),
  number: z.string().nullable(),
  officeIds: z.array(OfficeId),
  /** The day on which it happened, Asia/Shanghai. */
  on: z.iso.date(),
  /** From the day on which the occurrence opens to the day by which it is due. */
  inWindow: z.boolean(),
});
export type Linkable = z.infer<typeof Linkable>;

export const EvidenceView = z.object({
  /** Also the id of the entry in the agreement's channel. */
  id: Id,
  kind: EvidenceKind,
  /** Null for a record, and for something that this officer may not read. */
  ref: EvidenceRef.extend({ title: z.string(), number: z.string().nullable() }).nullable(),
  text: z.string(),
  files: z.array(Attached),
  /** The day on which it was done. */
  on: z.iso.date(),
  digest: z.string(),
  by: Signature,
  /** By another party, with the reason: then it proves nothing any more. */
  refuted: z.object({ by: Signature, reason: z.string() }).nullable(),
});
export type EvidenceView = z.infer<typeof EvidenceView>;

/** 顺延 or 经协商不再开展: asked by the office that has to do it, agreed by every other party that has an account. */
export const RequestKind = z.enum(["defer", "waive"]);
export type RequestKind = z.infer<typeof RequestKind>;

export const RequestView = z.object({
  id: Id,
  kind: RequestKind,
  reason: z.string(),
  /** The new last day of a 顺延. */
  to: z.iso.date().nullable(),
  by: Signature,
  answers: z.array(z.object({ agree: z.boolean(), reason: z.string(), by: Signature })),
  outcome: z.enum(["agreed", "declined", "withdrawn"]).nullable(),
});
export type RequestView = z.infer<typeof RequestView>;

export const OccurrenceAct = z.enum(["meet", "confirm", "refute", "ask", "answer", "withdraw"]);
export type OccurrenceAct = z.infer<typeof OccurrenceAct>;

/** One line of the 落实台账. */
export const OccurrenceRow = z.object({
  id: Id,
  version: z.int(),
  obligationId: Id,
  agreementId: Id,
  agreementTitle: z.string(),
  kind: ObligationKind,
  title: z.string(),
  /** `2026-11`, `2026-Q4`, `2026-H2`, `2026`, a day, or what happened. */
  period: z.string(),
  officeId: OfficeId,
  /** True: by 轮值, and who it is may still change. */
  rotates: z.boolean(),
  /** Days in Asia/Shanghai, from the beginning of the first to the end of the last. */
  opensOn: z.iso.date(),
  dueOn: z.iso.date(),
  /** Before a 顺延; the same as `dueOn` without one. */
  firstDueOn: z.iso.date(),
  /** The calendar of that year is not published yet. */
  provisional: z.boolean(),
  state: OccurrenceState,
  /** 已逾期 N 天: all that another office is told of the delay. 0 while in time. */
  overdueDays: z.int(),
  /** Of what is met: days after its end; 0 in time. */
  lateDays: z.int(),
  /** How many times it has to be done in the period, and how many times it was. */
  times: z.int(),
  done: z.int(),
  /** The day by which it was done as often as asked for. */
  metOn: z.iso.date().nullable(),
  can: z.array(OccurrenceAct),
});
export type OccurrenceRow = z.infer<typeof OccurrenceRow>;

export const OccurrenceView = OccurrenceRow.extend({
  clauseId: z.string().nullable(),
  confirmation: Confirmation,
  accepts: z.array(EvidenceKind),
  /** What made an occurrence per event arise. */
  event: z.object({ text: z.string(), on: z.iso.date(), by: Signature }).nullable(),
  evidence: z.array(EvidenceView),
  confirmed: z.array(Signature),
  requests: z.array(RequestView),
});
export type OccurrenceView = z.infer<typeof OccurrenceView>;

export const ObligationAct = z.enum(["change", "end", "assign", "arise"]);
export type ObligationAct = z.infer<typeof ObligationAct>;

export const ObligationView = z.object({
  id: Id,
  version: z.int(),
  agreementId: Id,
  /** The clause it comes from, the same in every version of the agreement; null when it was defined by hand. */
  clauseId: z.string().nullable(),
  /** 第几条 of the text in force. */
  article: z.int().nullable(),
  terms: ObligationTerms,
  /** The rule that the terms make, as RFC 5545 text; null per event and for once. */
  rrule: z.string().nullable(),
  defined: Signature,
  /** No more of it from that day on; what was open before stays to be done. */
  ended: z.object({ on: z.iso.date(), reason: z.string(), by: Signature }).nullable(),
  /** 承办人 of the viewer's own office; nobody sees another office's. */
  handler: OfficerCard.nullable(),
  /** Those whose month of `due` lies in the year that was asked for, by due day. */
  occurrences: z.array(OccurrenceRow),
  can: z.array(ObligationAct),
});
export type ObligationView = z.infer<typeof ObligationView>;

/** 轮值召集单位: whose turn it is, in party order. It moves on only by an explicit fact. */
export const TurnView = z.object({
  officeId: OfficeId.nullable(),
  version: z.int(),
  /** Parties with an account, in signing order. */
  order: z.array(OfficeId),
  moved: z.array(
    z.object({
      /** Also the id of the entry. */
      id: Id,
      from: OfficeId,
      to: OfficeId,
      /** 纪要 and its number, or why by hand. */
      fact: z.string(),
      on: z.iso.date(),
      by: Signature,
    }),
  ),
  can: z.array(z.enum(["move"])),
});
export type TurnView = z.infer<typeof TurnView>;

export const AgreementObligations = z.object({
  agreementId: Id,
  year: z.int(),
  obligations: z.array(ObligationView),
  turn: TurnView,
  can: z.array(z.enum(["define"])),
});
export type AgreementObligations = z.infer<typeof AgreementObligations>;

const of = { agreementId: Id, obligationId: Id };
const one = z.object({ ...of, occurrenceId: Id });
/** In the channel of the agreement, which all parties read; only who handles it inside an office stands in that office's own (本院). */
export const obligationEntries = {
  "obligation.adopted": {
    counts: true,
    body: z.object({
      agreementId: Id,
      /** Of the agreement: the version that took effect. */
      version: z.int(),
      made: z.array(Id),
      changed: z.array(Id),
      ended: z.array(Id),
    }),
  },
  "obligation.defined": { counts: true, body: z.object({ ...of, kind: ObligationKind }) },
  "obligation.changed": {
    counts: true,
    body: z.object({ ...of, fields: z.array(z.string()) }),
  },
  "obligation.ended": {
    counts: true,
    body: z.object({ ...of, on: z.iso.date(), digest: z.string() }),
  },
  "obligation.assigned": { counts: false, body: z.object({ ...of, officerId: Id.nullable() }) },
  "obligation.arose": { counts: true, body: one.extend({ digest: z.string() }) },
  "obligation.evidenced": {
    counts: true,
    body: one.extend({ kind: EvidenceKind, digest: z.string(), met: z.boolean() }),
  },
  "obligation.confirmed": { counts: true, body: one.extend({ met: z.boolean() }) },
  "obligation.refuted": {
    counts: true,
    body: one.extend({ evidenceId: Id, digest: z.string(), reopened: z.boolean() }),
  },
  "obligation.asked": {
    counts: true,
    body: one.extend({ kind: RequestKind, to: z.iso.date().nullable(), digest: z.string() }),
  },
  "obligation.answered": {
    counts: true,
    body: one.extend({
      requestId: Id,
      kind: RequestKind,
      agree: z.boolean(),
      outcome: z.enum(["agreed", "declined"]).nullable(),
    }),
  },
  "obligation.withdrawn": { counts: true, body: one.extend({ requestId: Id }) },
  "obligation.turned": {
    counts: true,
    body: z.object({ agreementId: Id, from: OfficeId, to: OfficeId, digest: z.string() }),
  },
} as const;
