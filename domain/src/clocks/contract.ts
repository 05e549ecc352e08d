import { z } from "zod";
import { Id, OfficeId } from "../kernel/ids.ts";
import { route } from "../kernel/route.ts";
import { Signature } from "../kernel/signature.ts";
import { prose } from "../kernel/text.ts";

/** A length of time as two offices agree on it. */
export const Period = z.object({
  unit: z.enum(["hours", "days", "working_days"]),
  count: z.int().min(1).max(365),
});

/** 签收, 受理, 进展反馈. No statute sets them between offices: an empty one is 未约定期限. */
export const ClockKey = z.enum(["sign", "accept", "progress"]);
export type ClockKey = z.infer<typeof ClockKey>;

/** Agreed periods (约定期限) of one exchange; null where nothing is agreed. */
export const Terms = z.object({
  sign: Period.nullable().default(null),
  accept: Period.nullable().default(null),
  /** From one feedback to the next. */
  progress: Period.nullable().default(null),
});
export type Terms = z.infer<typeof Terms>;

/** What two offices agreed on: ordinary periods, and those for 特急. */
export const PairTerms = z.object({
  ordinary: Terms,
  urgent: Terms,
  /** The clause or document it rests on. */
  basis: prose(200).default(""),
});
export type PairTerms = z.infer<typeof PairTerms>;

/** Offered when a pair sets its periods for the first time; nothing holds until both agree. */
export const SUGGESTED: PairTerms = {
  ordinary: {
    sign: null,
    accept: { unit: "working_days", count: 5 },
    progress: { unit: "days", count: 30 },
  },
  urgent: {
    sign: { unit: "hours", count: 24 },
    accept: { unit: "working_days", count: 5 },
    progress: { unit: "days", count: 30 },
  },
  basis: "",
};

/** One running or finished clock as everybody who reads the exchange sees it. */
export const ClockView = z.object({
  key: ClockKey,
  period: Period,
  /** Who must act. */
  officeId: OfficeId,
  from: z.iso.datetime(),
  due: z.iso.datetime(),
  /** When it ended: met, or `stopped` because nobody has to meet it any more. */
  metAt: z.iso.datetime().nullable(),
  stopped: z.boolean(),
  /** 已超约定期限 N 天; 0 while in time. */
  overdueDays: z.int(),
  /** Stands still while the jurisdiction is in dispute. */
  held: z.boolean(),
  /** The calendar of that year is not published yet. */
  provisional: z.boolean(),
  basis: z.string(),
});
export type ClockView = z.infer<typeof ClockView>;

export const PairView = z.object({
  officeId: OfficeId,
  /** What holds; null: 未约定期限. */
  agreed: PairTerms.nullable(),
  agreedAt: z.iso.datetime().nullable(),
  /** The agreement in force that sets it, by these clauses; null where the two offices agreed by themselves. Always agreed, never statutory. */
  source: z.object({ agreementId: Id, clauseIds: z.array(Id) }).nullable(),
  /** Put forward by one side, waiting for the other's word. */
  proposed: z.object({ terms: PairTerms, by: Signature }).nullable(),
  can: z.array(z.enum(["propose", "confirm", "decline"])),
});
export type PairView = z.infer<typeof PairView>;

export const ProposeTerms = z.object({ id: Id, terms: PairTerms }).strict();
export type ProposeTerms = z.infer<typeof ProposeTerms>;
export const AnswerTerms = z.object({ id: Id, agree: z.boolean() }).strict();
export type AnswerTerms = z.infer<typeof AnswerTerms>;

export const clockEntries = {
  "terms.proposed": {
    counts: false,
    body: z.object({ officeIds: z.array(OfficeId), digest: z.string() }),
  },
  "terms.answered": {
    counts: false,
    body: z.object({ officeIds: z.array(OfficeId), agree: z.boolean() }),
  },
} as const;

const params = z.object({ officeId: OfficeId });
export const clockRoutes = {
  list: route({
    name: "clocks.list",
    method: "get",
    path: "/clocks",
    summary: "Agreed periods of my office with each partner",
    reply: z.object({ pairs: z.array(PairView) }),
  }),
  propose: route({
    name: "clocks.propose",
    method: "put",
    path: "/clocks/:officeId",
    summary: "Puts periods forward to a partner office",
    params,
    body: ProposeTerms,
    reply: PairView,
    refuses: ["not_found", "forbidden", "not_now", "duplicate"],
  }),
  answer: route({
    name: "clocks.answer",
    method: "post",
    path: "/clocks/:officeId/answer",
    summary: "Agrees to the periods the partner put forward, or declines",
    params,
    body: AnswerTerms,
    reply: PairView,
    refuses: ["not_found", "forbidden", "not_now", "duplicate"],
  }),
} as const;
