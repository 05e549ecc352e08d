import { z } from "zod";
import { Clause, ClauseText, Segment } from "../clauses/contract.ts";
import { Id, OfficeId } from "../kernel/ids.ts";
import { route } from "../kernel/route.ts";
import { Signature } from "../kernel/signature.ts";
import { line, prose } from "../kernel/text.ts";

/**
 * What an office would have changed, one article at a time: 增, 改, 删, 移, or an opinion without a redline. `after`: the article that
 * stands before it; null for the beginning.
 */
export const Change = z.discriminatedUnion("op", [
  z.object({ op: z.literal("insert"), clause: Clause, after: Id.nullable() }).strict(),
  z.object({ op: z.literal("replace"), clauseId: Id, text: ClauseText }).strict(),
  z.object({ op: z.literal("remove"), clauseId: Id }).strict(),
  z.object({ op: z.literal("move"), clauseId: Id, after: Id.nullable() }).strict(),
  z.object({ op: z.literal("opinion"), clauseId: Id.nullable() }).strict(),
]);
export type Change = z.infer<typeof Change>;

/**
 * 拟稿, 待审核, 待签发: inside the office, nobody else knows; 已提出 (released 以本院名义), 已处理 (the host decided); 已撤回, 作废 (never released),
 * lapsed: the text was settled, or the negotiation ended, before it was released or decided.
 */
export const ProposalState = z.enum([
  "draft",
  "reviewing",
  "issuing",
  "released",
  "decided",
  "withdrawn",
  "discarded",
  "lapsed",
]);
export type ProposalState = z.infer<typeof ProposalState>;

/** 采纳, 部分采纳, 未采纳. */
export const Outcome = z.enum(["adopted", "partly", "not"]);
export type Outcome = z.infer<typeof Outcome>;

export const ProposalAct = z.enum([
  "edit",
  "submit",
  "pass",
  "return",
  "release",
  "discard",
  "withdraw",
  "answer",
  "decide",
]);
export type ProposalAct = z.infer<typeof ProposalAct>;

export const ProposalView = z.object({
  id: Id,
  version: z.int(),
  agreementId: Id,
  /** The version of the text it speaks of. */
  number: z.int(),
  officeId: OfficeId,
  state: ProposalState,
  change: Change,
  /** Its article as people name it: number in the text of then, and heading. */
  clause: z.object({ number: z.int().nullable(), heading: z.string() }),
  reason: z.string(),
  /** 修订痕迹 against the text it was written for. */
  redline: z.object({ heading: z.array(Segment), text: z.array(Segment) }),
  /** The article reads differently now than when this was written: only 部分采纳 with a wording can take it up. */
  overtaken: z.boolean(),
  /** This and the next two: inside the own office only. */
  drafted: Signature.nullable(),
  returns: z.array(z.object({ reason: z.string(), by: Signature })),
  reviewed: Signature.nullable(),
  /** 以本院名义; who drafted and reviewed it stays inside the office. */
  released: Signature.nullable(),
  /** What the other parties say to it. */
  answers: z.array(
    z.object({ officeId: OfficeId, agree: z.boolean(), reason: z.string(), by: Signature }),
  ),
  decision: z.object({ outcome: Outcome, reason: z.string(), by: Signature }).nullable(),
  can: z.array(ProposalAct),
});
export type ProposalView = z.infer<typeof ProposalView>;

/** A line of 征求意见采纳情况. */
export const AdoptionRow = z.object({
  proposalId: Id,
  clause: z.object({ number: z.int().nullable(), heading: z.string() }),
  officeId: OfficeId,
  opinion: z.string(),
  /** Null: 尚未处理. */
  outcome: Outcome.nullable(),
  reason: z.string(),
});
export type AdoptionRow = z.infer<typeof AdoptionRow>;

/** A word on an article: to one's own office (本院) or to all parties. */
export const RemarkView = z.object({
  id: Id,
  clauseId: Id,
  scope: z.enum(["own", "all"]),
  text: z.string(),
  by: Signature,
  resolved: Signature.nullable(),
  can: z.array(z.enum(["resolve"])),
});
export type RemarkView = z.infer<typeof RemarkView>;

const Written = z.object({ change: Change, reason: prose(2_000).default("") });
export const DraftProposal = Written.extend({ id: Id, proposalId: Id }).strict();
export type DraftProposal = z.infer<typeof DraftProposal>;
/** `expects`: the proposal's version, here and below. */
export const EditProposal = Written.extend({ id: Id, expects: z.int() }).strict();
export type EditProposal = z.infer<typeof EditProposal>;
export const VersionedProposal = z.object({ id: Id, expects: z.int() }).strict();
export type VersionedProposal = z.infer<typeof VersionedProposal>;
export const ReviewProposal = z
  .object({ id: Id, expects: z.int(), pass: z.boolean(), reason: prose(1_000).default("") })
  .strict();
export type ReviewProposal = z.infer<typeof ReviewProposal>;
export const WithdrawProposal = z.object({ id: Id, reason: prose(1_000).default("") }).strict();
export type WithdrawProposal = z.infer<typeof WithdrawProposal>;
export const AnswerProposal = z
  .object({ id: Id, agree: z.boolean(), reason: prose(1_000).default("") })
  .strict()
  .refine(({ agree, reason }) => agree || reason !== "", { path: ["reason"] });
export type AnswerProposal = z.infer<typeof AnswerProposal>;
/** `expects`: the draft's revision. `wording`: what the article shall read, for 部分采纳 of a redline. */
export const DecideProposal = z
  .object({
    id: Id,
    expects: z.int(),
    outcome: Outcome,
    reason: prose(1_000).default(""),
    wording: ClauseText.nullable().default(null),
  })
  .strict()
  .refine(({ outcome, reason }) => outcome === "adopted" || reason !== "", { path: ["reason"] });
export type DecideProposal = z.infer<typeof DecideProposal>;
export const MakeRemark = z
  .object({ id: Id, clauseId: Id, scope: z.enum(["own", "all"]), text: line(2_000) })
  .strict();
export type MakeRemark = z.infer<typeof MakeRemark>;
export const ResolveRemark = z.object({ id: Id }).strict();

const of = z.object({ agreementId: Id, proposalId: Id });
const remark = z.object({ agreementId: Id, remarkId: Id, clauseId: Id });
/** Before the release in the office's own channel, from the release on in the channel of all parties. */
export const proposalEntries = {
  "proposal.drafted": { counts: true, body: of },
  "proposal.edited": { counts: false, body: of },
  "proposal.submitted": { counts: true, body: of },
  "proposal.reviewed": { counts: true, body: of },
  "proposal.returned": { counts: true, body: of.extend({ digest: z.string() }) },
  "proposal.discarded": { counts: false, body: of },
  "proposal.released": {
    counts: true,
    body: of.extend({ officeId: OfficeId, clauseId: Id.nullable(), digest: z.string() }),
  },
  "proposal.withdrawn": { counts: true, body: of },
  "proposal.answered": {
    counts: true,
    body: of.extend({ officeId: OfficeId, agree: z.boolean(), digest: z.string() }),
  },
  "proposal.decided": {
    counts: true,
    body: of.extend({ outcome: Outcome, revision: z.int(), digest: z.string() }),
  },
  "remark.made": { counts: true, body: remark.extend({ digest: z.string() }) },
  "remark.resolved": { counts: false, body: remark },
} as const;

const params = z.object({ agreementId: Id });
const ofProposal = z.object({ agreementId: Id, proposalId: Id });
const act = <B extends z.ZodType>(name: string, path: string, summary: string, body: B) =>
  route({
    name: `proposals.${name}`,
    method: "post",
    path: `/agreements/:agreementId/proposals/:proposalId/${path}`,
    summary,
    params: ofProposal,
    body,
    reply: ProposalView,
    refuses: ["not_found", "forbidden", "stale", "not_now", "duplicate"],
  });

export const proposalRoutes = {
  list: route({
    name: "proposals.list",
    method: "get",
    path: "/agreements/:agreementId/proposals",
    summary:
      "Released proposals of all parties and the own office's, of the text in hand or a version",
    params,
    query: z.object({ number: z.coerce.number().int().min(1).optional() }),
    reply: z.object({ proposals: z.array(ProposalView) }),
    refuses: ["not_found"],
  }),
  adoption: route({
    name: "proposals.adoption",
    method: "get",
    path: "/agreements/:agreementId/adoption",
    summary: "征求意见采纳情况: article, office, opinion, outcome, reason",
    params,
    query: z.object({ number: z.coerce.number().int().min(1).optional() }),
    reply: z.object({ rows: z.array(AdoptionRow) }),
    refuses: ["not_found"],
  }),
  adoptionDocument: route({
    name: "proposals.adoptionDocument",
    method: "get",
    path: "/agreements/:agreementId/adoption/document",
    summary: "征求意见采纳情况 as .docx in official layout",
    params,
    query: z.object({ number: z.coerce.number().int().min(1).optional() }),
    binary: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    refuses: ["not_found"],
  }),
  remarks: route({
    name: "proposals.remarks",
    method: "get",
    path: "/agreements/:agreementId/remarks",
    summary: "Remarks on articles: those to all parties, and the own office's",
    params,
    reply: z.object({ remarks: z.array(RemarkView) }),
    refuses: ["not_found"],
  }),
  draft: route({
    name: "proposals.draft",
    method: "post",
    path: "/agreements/:agreementId/proposals",
    summary: "Writes a proposal inside the own office",
    status: 201,
    params,
    body: DraftProposal,
    reply: ProposalView,
    refuses: ["not_found", "forbidden", "not_now", "duplicate"],
  }),
  edit: act("edit", "edit", "Changes it before it is submitted", EditProposal),
  submit: act("submit", "submit", "提交审核 or 提交签发, as the 权限清单 says", VersionedProposal),
  review: act("review", "review", "审核: pass it on, or return it with the reason", ReviewProposal),
  release: act("release", "release", "以本院名义提出", VersionedProposal),
  discard: act("discard", "discard", "作废 before the release", VersionedProposal),
  withdraw: act("withdraw", "withdraw", "撤回 until it is decided", WithdrawProposal),
  answer: act("answer", "answer", "Another party agrees, or not and why", AnswerProposal),
  decide: act("decide", "decide", "采纳, 部分采纳 or 未采纳, by the host", DecideProposal),
  remark: route({
    name: "proposals.remark",
    method: "post",
    path: "/agreements/:agreementId/remarks",
    summary: "A word on an article",
    status: 201,
    params,
    body: MakeRemark,
    reply: z.object({ remarks: z.array(RemarkView) }),
    refuses: ["not_found", "forbidden", "not_now", "duplicate"],
  }),
  resolve: route({
    name: "proposals.resolve",
    method: "post",
    path: "/agreements/:agreementId/remarks/:remarkId/resolve",
    summary: "A remark is dealt with",
    params: z.object({ agreementId: Id, remarkId: Id }),
    body: ResolveRemark,
    reply: z.object({ remarks: z.array(RemarkView) }),
    refuses: ["not_found", "forbidden", "not_now", "duplicate"],
  }),
} as const;
