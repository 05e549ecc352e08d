import { z } from "zod";
import { AttachFile } from "../files/contract.ts";
import { Id, OfficeId } from "../kernel/ids.ts";
import { route } from "../kernel/route.ts";
import { line, prose } from "../kernel/text.ts";
import { Count } from "../leads/contract.ts";
import {
  AgreementObligations,
  EvidenceRef,
  Linkable,
  LinkableKind,
  ObligationKind,
  ObligationTerms,
  ObligationView,
  OccurrenceRow,
  OccurrenceState,
  OccurrenceView,
} from "./contract.ts";

export const DefineObligation = z.strictObject({
  id: Id,
  obligationId: Id,
  terms: ObligationTerms,
});
export type DefineObligation = z.infer<typeof DefineObligation>;
export const ChangeObligation = z.strictObject({
  id: Id,
  expects: z.int(),
  terms: ObligationTerms,
});
export type ChangeObligation = z.infer<typeof ChangeObligation>;
/** `on`: the first day on which nothing new falls due any more. */
export const EndObligation = z.strictObject({
  id: Id,
  expects: z.int(),
  on: z.iso.date(),
  reason: line(500, 2),
});
export type EndObligation = z.infer<typeof EndObligation>;
/** 承办人 of the actor's own office; null: the liaison again. */
export const AssignObligation = z.strictObject({ id: Id, officerId: Id.nullable() });
export type AssignObligation = z.infer<typeof AssignObligation>;
/** What happened, on which day, and which party has to act on it; `dueOn` where the clause sets no period (未约定期限). */
export const AriseObligation = z.strictObject({
  id: Id,
  text: line(300, 2),
  on: z.iso.date(),
  officeId: OfficeId,
  dueOn: z.iso.date().nullable().default(null),
});
export type AriseObligation = z.infer<typeof AriseObligation>;

/** What happened in the hub, or without `ref` a record in words. */
export const MeetOccurrence = z.strictObject({
  id: Id,
  ref: EvidenceRef.nullable().default(null),
  text: prose(2_000).default(""),
  /** The day on which it was done. */
  on: z.iso.date(),
  files: z.array(AttachFile).max(20).default([]),
});
export type MeetOccurrence = z.infer<typeof MeetOccurrence>;
export const ConfirmOccurrence = z.strictObject({ id: Id });
export type ConfirmOccurrence = z.infer<typeof ConfirmOccurrence>;
export const RefuteEvidence = z.strictObject({ id: Id, evidenceId: Id, reason: line(1_000, 2) });
export type RefuteEvidence = z.infer<typeof RefuteEvidence>;
/** 商请顺延 to a later day, or 商请不再开展. */
export const AskOccurrence = z.strictObject({
  id: Id,
  ask: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("defer"), to: z.iso.date() }),
    z.strictObject({ kind: z.literal("waive") }),
  ]),
  reason: line(1_000, 2),
});
export type AskOccurrence = z.infer<typeof AskOccurrence>;
export const AnswerRequest = z.strictObject({
  id: Id,
  requestId: Id,
  agree: z.boolean(),
  reason: prose(1_000).default(""),
});
export type AnswerRequest = z.infer<typeof AnswerRequest>;
export const WithdrawRequest = z.strictObject({ id: Id, requestId: Id });
export type WithdrawRequest = z.infer<typeof WithdrawRequest>;

/** `held`: the occurrence that the fact belongs to, whose convener stays; `to`: null is the next party in order. */
export const MoveTurn = z.strictObject({
  id: Id,
  expects: z.int(),
  held: Id.nullable().default(null),
  to: OfficeId.nullable().default(null),
  fact: line(300, 2),
  on: z.iso.date(),
});
export type MoveTurn = z.infer<typeof MoveTurn>;

const Narrowing = z.object({
  agreementId: Id.optional(),
  obligationId: Id.optional(),
  officeId: OfficeId.optional(),
  kind: ObligationKind.optional(),
  state: OccurrenceState.optional(),
  /** All that is neither met nor waived. */
  pending: z.stringbool().optional(),
  /** Of what is met: after its end, or in time. */
  late: z.stringbool().optional(),
  /** Days of the due day, Asia/Shanghai, both included. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});
export const OccurrenceQuery = Narrowing.extend({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type OccurrenceQuery = z.infer<typeof OccurrenceQuery>;

export const OccurrencePage = z.object({
  rows: z.array(OccurrenceRow),
  next: z.string().nullable(),
  count: Count,
});
export type OccurrencePage = z.infer<typeof OccurrencePage>;

const YearQuery = z.object({
  /** Of the due days; without one the present year. */
  year: z.coerce.number().int().min(2000).max(2100).optional(),
});

const agreement = z.object({ agreementId: Id });
const obligation = z.object({ obligationId: Id });
const occurrence = z.object({ occurrenceId: Id });
const REFUSES = ["not_found", "forbidden", "stale", "not_now", "duplicate"] as const;

const onObligation = <B extends z.ZodType>(name: string, path: string, summary: string, body: B) =>
  route({
    name: `obligations.${name}`,
    method: "post",
    path: `/obligations/:obligationId/${path}`,
    summary,
    params: obligation,
    body,
    reply: ObligationView,
    refuses: REFUSES,
  });
const onOccurrence = <B extends z.ZodType>(name: string, path: string, summary: string, body: B) =>
  route({
    name: `obligations.${name}`,
    method: "post",
    path: `/occurrences/:occurrenceId/${path}`,
    summary,
    params: occurrence,
    body,
    reply: OccurrenceView,
    refuses: REFUSES,
  });

export const obligationRoutes = {
  ofAgreement: route({
    name: "obligations.ofAgreement",
    method: "get",
    path: "/agreements/:agreementId/obligations",
    summary: "落实事项 of an agreement, each with its occurrences of a year, and whose turn it is",
    params: agreement,
    query: YearQuery,
    reply: AgreementObligations,
    refuses: ["not_found"],
  }),
  get: route({
    name: "obligations.get",
    method: "get",
    path: "/obligations/:obligationId",
    summary: "One 落实事项 with its occurrences of a year",
    params: obligation,
    query: YearQuery,
    reply: ObligationView,
    refuses: ["not_found"],
  }),
  list: route({
    name: "obligations.list",
    method: "get",
    path: "/occurrences",
    summary: "Occurrences of all agreements this officer may read, by due day",
    query: OccurrenceQuery,
    reply: OccurrencePage,
  }),
  occurrence: route({
    name: "obligations.occurrence",
    method: "get",
    path: "/occurrences/:occurrenceId",
    summary: "One occurrence with evidence, confirmations and requests",
    params: occurrence,
    reply: OccurrenceView,
    refuses: ["not_found"],
  }),
  linkable: route({
    name: "obligations.linkable",
    method: "get",
    path: "/occurrences/:occurrenceId/linkable",
    summary:
      "What happened between the parties and could prove it, what falls into its window first",
    params: occurrence,
    query: z.object({ kind: LinkableKind }),
    reply: z.object({ rows: z.array(Linkable) }),
    refuses: ["not_found"],
  }),
  define: route({
    name: "obligations.define",
    method: "post",
    path: "/agreements/:agreementId/obligations",
    summary: "A 落实事项 beside those of the clauses, by the host office",
    status: 201,
    params: agreement,
    body: DefineObligation,
    reply: ObligationView,
    refuses: REFUSES,
  }),
  change: onObligation(
    "change",
    "change",
    "Other terms: they touch only what is still to come",
    ChangeObligation,
  ),
  end: onObligation("end", "end", "No more of it from a day on", EndObligation),
  assign: onObligation("assign", "assign", "承办人 inside the own office", AssignObligation),
  arise: onObligation(
    "arise",
    "arise",
    "Something happened that this 落实事项 is for",
    AriseObligation,
  ),
  meet: onOccurrence("meet", "meet", "落实: links what happened, or records it", MeetOccurrence),
  confirm: onOccurrence(
    "confirm",
    "confirm",
    "The other side's word that it was done",
    ConfirmOccurrence,
  ),
  refute: onOccurrence("refute", "refute", "This proves nothing: with the reason", RefuteEvidence),
  ask: onOccurrence("ask", "ask", "商请顺延, or 商请不再开展", AskOccurrence),
  answer: onOccurrence("answer", "answer", "Agrees to what was asked, or not", AnswerRequest),
  withdraw: onOccurrence("withdraw", "withdraw", "Takes back what was asked", WithdrawRequest),
  turn: route({
    name: "obligations.turn",
    method: "post",
    path: "/agreements/:agreementId/turn",
    summary: "轮值召集单位 moves on, with the fact that moves it",
    params: agreement,
    body: MoveTurn,
    reply: AgreementObligations,
    refuses: REFUSES,
  }),
} as const;
