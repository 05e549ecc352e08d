import { z } from "zod";
import { Terms } from "../clocks/contract.ts";
import { RaiseDispute, RecordDisputeStep } from "../disputes/contract.ts";
import { AttachFile } from "../files/contract.ts";
import { Id, OfficeId } from "../kernel/ids.ts";
import { route } from "../kernel/route.ts";
import { line, prose } from "../kernel/text.ts";
import { Proof } from "../sessions/contract.ts";
import { Count } from "../leads/contract.ts";
import {
  ExchangeKind,
  ExchangeRow,
  ExchangeState,
  ExchangeView,
  FeedbackKind,
  Figure,
  FormalPaper,
  OpenKind,
  Section,
  Urgency,
} from "./contract.ts";

/** Materials of my own lead to be shown too, by file id. */
const materials = z.array(Id).max(100).default([]);
/** My own fresh uploads. */
const files = z.array(AttachFile).max(100).default([]);
const Draft = z.object({
  sections: z.array(Section).default(["basic", "body", "place", "facts"]),
  materials,
  urgency: Urgency.default("ordinary"),
  note: prose(2_000).default(""),
  terms: Terms,
  /** The agreement or designation it cites. */
  agreement: prose(200).default(""),
});
export const DraftExchange = Draft.extend({
  id: Id,
  exchangeId: Id,
  leadId: Id,
  kind: OpenKind,
  toOfficeId: OfficeId,
}).strict();
export type DraftExchange = z.infer<typeof DraftExchange>;
export const EditExchange = Draft.extend({ id: Id, expects: z.int() }).strict();
export type EditExchange = z.infer<typeof EditExchange>;

export const Bare = z.object({ id: Id }).strict();
export type Bare = z.infer<typeof Bare>;
export const Versioned = z.object({ id: Id, expects: z.int() }).strict();
export type Versioned = z.infer<typeof Versioned>;
/** 签发 needs a second factor in the very request; it is no part of what a retry is compared by. */
const Proven = z.object({ id: Id, expects: z.int(), proof: Proof }).strict();
export type IssueExchange = z.infer<typeof Proven>;
/** `reason`: demanded once it is signed for. */
export const WithdrawExchange = z.object({ id: Id, reason: prose(1_000).default("") }).strict();
export type WithdrawExchange = z.infer<typeof WithdrawExchange>;
export const ReviewExchange = z
  .object({ id: Id, expects: z.int(), pass: z.boolean(), reason: prose(1_000).default("") })
  .strict();
export type ReviewExchange = z.infer<typeof ReviewExchange>;
export const UploadApproval = z
  .object({ id: Id, expects: z.int(), fileId: Id, signedBy: Id, signedOn: z.iso.date() })
  .strict();
export type UploadApproval = z.infer<typeof UploadApproval>;
/** `digest`: what the signer has before the eyes; signing something else is refused. */
export const SignExchange = z.object({ id: Id, digest: z.string() }).strict();
export type SignExchange = z.infer<typeof SignExchange>;
export const RouteExchange = z.object({ id: Id, departmentId: Id }).strict();
export type RouteExchange = z.infer<typeof RouteExchange>;
/** 分派, and 改派 when somebody was assigned before: then with a reason. */
export const AssignExchange = z
  .object({
    id: Id,
    prosecutorId: Id,
    assistantIds: z.array(Id).max(5).default([]),
    clerkId: Id.nullable().default(null),
    reason: prose(500).default(""),
  })
  .strict();
export type AssignExchange = z.infer<typeof AssignExchange>;
/** `leadId`: of the lead that acceptance makes. */
export const AcceptExchange = z
  .object({ id: Id, leadId: Id, note: prose(2_000).default("") })
  .strict();
export type AcceptExchange = z.infer<typeof AcceptExchange>;
export const GiveFeedback = z
  .object({
    id: Id,
    kind: FeedbackKind.exclude(["acceptance"]),
    text: line(4_000, 1),
    figures: z.array(Figure).max(20).default([]),
    number: prose(60).default(""),
    files,
    materials,
  })
  .strict();
export type GiveFeedback = z.infer<typeof GiveFeedback>;
export const AcknowledgeFeedback = z.object({ id: Id, feedbackId: Id }).strict();
export type AcknowledgeFeedback = z.infer<typeof AcknowledgeFeedback>;
export const AddSupplement = z
  .object({
    id: Id,
    kind: z.enum(["supplement", "correction"]),
    text: line(4_000, 1),
    files,
    materials,
    /** The 商请补充材料 it answers. */
    requestId: Id.nullable().default(null),
  })
  .strict();
export type AddSupplement = z.infer<typeof AddSupplement>;
export const Texted = z.object({ id: Id, text: line(2_000, 2) }).strict();
export type Texted = z.infer<typeof Texted>;
export const CirculateExchange = z
  .object({ id: Id, officerIds: z.array(Id).min(1).max(50) })
  .strict();
export type CirculateExchange = z.infer<typeof CirculateExchange>;
export const RecordPaper = z.object({ id: Id, paper: FormalPaper }).strict();
export type RecordPaper = z.infer<typeof RecordPaper>;

/** inbox: 收件箱, what came; sent: what my office sent; drafts: on the way to the issue; withdrawn: what my office took back, and tombstones of what others did. */
export const Box = z.enum(["inbox", "sent", "drafts", "withdrawn", "all"]);
export const ExchangeQuery = z.object({
  box: Box.default("all"),
  kind: ExchangeKind.optional(),
  state: ExchangeState.optional(),
  leadId: Id.optional(),
  fromOfficeId: OfficeId.optional(),
  toOfficeId: OfficeId.optional(),
  accepted: z.stringbool().optional(),
  /** The other side has said this in its feedback. */
  fed: FeedbackKind.optional(),
  overdue: z.stringbool().optional(),
  /** Days of sending, Asia/Shanghai, both included. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ExchangeQuery = z.infer<typeof ExchangeQuery>;
export const ExchangePage = z.object({
  rows: z.array(ExchangeRow),
  next: z.string().nullable(),
  count: Count,
});
export type ExchangePage = z.infer<typeof ExchangePage>;

export const Recipient = z.object({
  officeId: OfficeId,
  /** What the pair agreed on, for this urgency; empty where nothing is agreed. */
  ordinary: Terms,
  urgent: Terms,
  basis: z.string(),
  /** An exchange of this kind is open already. */
  openExchangeId: Id.nullable(),
});
export type Recipient = z.infer<typeof Recipient>;

const params = z.object({ exchangeId: Id });
const act = <B extends z.ZodType>(name: string, path: string, summary: string, body: B) =>
  route({
    name: `exchanges.${name}`,
    method: "post",
    path: `/exchanges/:exchangeId/${path}`,
    summary,
    params,
    body,
    reply: ExchangeView,
    refuses: [
      "not_found",
      "forbidden",
      "stale",
      "not_now",
      "duplicate",
      "second_factor_required",
      "bad_code",
      "bad_credentials",
      "account_locked",
    ],
  });

export const exchangeRoutes = {
  list: route({
    name: "exchanges.list",
    method: "get",
    path: "/exchanges",
    summary: "Exchanges this officer may read, last changed first",
    query: ExchangeQuery,
    reply: ExchangePage,
  }),
  get: route({
    name: "exchanges.get",
    method: "get",
    path: "/exchanges/:exchangeId",
    summary: "One exchange; the first opening by another office is recorded before the answer",
    params,
    reply: ExchangeView,
    refuses: ["not_found"],
  }),
  recipients: route({
    name: "exchanges.recipients",
    method: "get",
    path: "/leads/:leadId/recipients",
    summary: "Offices to which this lead may go, by kind",
    params: z.object({ leadId: Id }),
    query: z.object({ kind: OpenKind }),
    reply: z.object({ recipients: z.array(Recipient) }),
    refuses: ["not_found", "forbidden"],
  }),
  draft: route({
    name: "exchanges.draft",
    method: "post",
    path: "/exchanges",
    summary: "拟稿: prepares what another office shall see",
    status: 201,
    body: DraftExchange,
    reply: ExchangeView,
    refuses: ["not_found", "forbidden", "not_now", "duplicate"],
  }),
  edit: act("edit", "edit", "Changes the draft", EditExchange),
  submit: act("submit", "submit", "提交审核 or 提交签发, as the 权限清单 says", Versioned),
  discard: act("discard", "discard", "作废 of a draft", Bare),
  review: act("review", "review", "审核: pass it on, or return it with the reason", ReviewExchange),
  issue: act("issue", "issue", "签发 (second factor): freezes the content and sends it", Proven),
  uploadApproval: act(
    "uploadApproval",
    "offline-approval",
    "线下签批: the scan of the signed approval form",
    UploadApproval,
  ),
  confirmApproval: act(
    "confirmApproval",
    "confirm-approval",
    "A second person confirms the 线下签批: that issues",
    Proven,
  ),
  withdraw: act(
    "withdraw",
    "withdraw",
    "撤回 before 签收; until 受理 with a reason",
    WithdrawExchange,
  ),
  sign: act("sign", "sign", "签收 by a holder of the 收件岗", SignExchange),
  route: act("route", "route", "To the department that handles it", RouteExchange),
  assign: act("assign", "assign", "分派 or 改派", AssignExchange),
  accept: act("accept", "accept", "受理: makes the receiver's own lead", AcceptExchange),
  feedback: act("feedback", "feedback", "反馈; a result closes the exchange", GiveFeedback),
  acknowledge: act("acknowledge", "acknowledge", "已知悉", AcknowledgeFeedback),
  supplement: act("supplement", "supplements", "补充材料 or 更正", AddSupplement),
  requestMaterials: act("requestMaterials", "requests", "商请补充材料", Texted),
  askFeedback: act("askFeedback", "ask-feedback", "商请反馈", Texted),
  recordPaper: act(
    "recordPaper",
    "paper",
    "The formal paper's number and scan, or its reference",
    RecordPaper,
  ),
  read: act("read", "read", "已阅 of a notice", Bare),
  circulate: act(
    "circulate",
    "circulate",
    "传阅 of a notice inside one's own office",
    CirculateExchange,
  ),
  supervise: act(
    "supervise",
    "supervise",
    "督办 by a superior office: recorded, seen by both sides, and opens 双方 to it",
    Texted,
  ),
  endSupervision: act("endSupervision", "end-supervision", "Ends one's office's 督办", Bare),
  dispute: act("dispute", "dispute", "认为不属于本院管辖, with the reason", RaiseDispute),
  disputeStep: act(
    "disputeStep",
    "dispute/steps",
    "Records a step towards 指定管辖",
    RecordDisputeStep,
  ),
} as const;
