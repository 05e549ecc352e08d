import { z } from "zod";
import { ClockView, Terms } from "../clocks/contract.ts";
import { DisputeView } from "../disputes/contract.ts";
import { Attached } from "../files/contract.ts";
import { Id, OfficeId } from "../kernel/ids.ts";
import { Marking } from "../kernel/markings.ts";
import { OfficerCard } from "../kernel/officer.ts";
import { Signature } from "../kernel/signature.ts";
import { line, prose } from "../kernel/text.ts";
import {
  Knows,
  LeadField,
  LeadGrade,
  LeadSource,
  Place,
  SupervisedBody,
} from "../leads/contract.ts";

/** 通报, 移送线索, 委托调查, 移送案件, 会商. Each has its own law and flow; see OPEN_KINDS for those that can be made. */
export const ExchangeKind = z.enum([
  "notice",
  "transfer",
  "commission",
  "case_transfer",
  "consultation",
]);
export type ExchangeKind = z.infer<typeof ExchangeKind>;
export const OPEN_KINDS = ["notice", "transfer"] as const satisfies readonly ExchangeKind[];
export const OpenKind = z.enum(OPEN_KINDS);
export type OpenKind = z.infer<typeof OpenKind>;

/**
 * 拟稿, 待审核, 待签发, 已到达, 已签收, 已分派, 已受理, 已办结 (a notice: 已阅); 已撤回, 已作废 (a draft), 已指定他院管辖.
 * Arrival is the commit of the issue: the hub's store is both offices' designated system.
 */
export const ExchangeState = z.enum([
  "draft",
  "reviewing",
  "issuing",
  "arrived",
  "signed",
  "assigned",
  "accepted",
  "done",
  "withdrawn",
  "discarded",
  "redirected",
]);
export type ExchangeState = z.infer<typeof ExchangeState>;

/** What somebody may do; `can` of a view lists those that hold for its reader now. */
export const ExchangeAct = z.enum([
  "edit",
  "submit",
  "discard",
  "pass",
  "return",
  "issue",
  "upload_approval",
  "confirm_approval",
  "withdraw",
  "sign",
  "route",
  "assign",
  "reassign",
  "accept",
  "feedback",
  "acknowledge",
  "supplement",
  "request_materials",
  "ask_feedback",
  "record_paper",
  "read",
  "circulate",
  "dispute",
  "dispute_step",
  "supervise",
  "end_supervision",
  "post",
]);
export type ExchangeAct = z.infer<typeof ExchangeAct>;

/** 平急. */
export const Urgency = z.enum(["ordinary", "urgent"]);
export type Urgency = z.infer<typeof Urgency>;

/** Parts of a lead that may be shown to the other side. `basic` always is; `opinion` does not exist here on purpose. */
export const Section = z.enum(["basic", "body", "place", "facts", "reporter"]);
export type Section = z.infer<typeof Section>;

/** What the other side sees and signs for. Its SM3 over canonical JSON (RFC 8785) is the 校验码. */
export const Frozen = z.object({
  v: z.literal(1),
  kind: ExchangeKind,
  fromOfficeId: OfficeId,
  toOfficeId: OfficeId,
  leadNumber: z.string(),
  title: z.string(),
  field: LeadField,
  grade: LeadGrade,
  marking: Marking,
  source: LeadSource,
  /** Why it is sent, in the sender's words. */
  note: z.string(),
  body: SupervisedBody.nullable().optional(),
  place: Place.nullable().optional(),
  facts: z.string().optional(),
  reporter: z.string().optional(),
  files: z.array(Attached),
});
export type Frozen = z.infer<typeof Frozen>;

/** The formal paper: number and stamped scan, or the reference under which it went 经业务应用系统移送. */
export const FormalPaper = z.discriminatedUnion("via", [
  z.object({ via: z.literal("scan"), number: line(60), fileId: Id }),
  z.object({ via: z.literal("business_system"), reference: line(120) }),
]);
export type FormalPaper = z.infer<typeof FormalPaper>;
/** A formal paper as it was recorded, by whom and when. */
export const RecordedPaper = z.object({ id: Id, paper: FormalPaper, by: Signature });

/** 受理情况, 立案, 不立案, 进展, 结果. Only a result closes. */
export const FeedbackKind = z.enum(["acceptance", "filed", "not_filed", "progress", "result"]);
export type FeedbackKind = z.infer<typeof FeedbackKind>;
/** For example 清理网箱 18 个. */
export const Figure = z.object({
  label: line(40),
  number: z.number().finite(),
  unit: prose(20).default(""),
});

export const FeedbackView = z.object({
  id: Id,
  kind: FeedbackKind,
  text: z.string(),
  figures: z.array(Figure),
  number: z.string(),
  files: z.array(Attached),
  digest: z.string(),
  by: Signature,
  /** 已知悉. */
  acknowledged: Signature.nullable(),
});
export const SupplementView = z.object({
  id: Id,
  kind: z.enum(["supplement", "correction"]),
  text: z.string(),
  files: z.array(Attached),
  digest: z.string(),
  by: Signature,
  requestId: Id.nullable(),
});
export const RequestView = z.object({
  id: Id,
  text: z.string(),
  by: Signature,
  answered: z.boolean(),
});
/** 督办 by a superior office: on which paper, since when, and until when; while it holds, its leaders and liaison read 双方. */
export const SupervisionView = z.object({
  id: Id,
  officeId: OfficeId,
  text: z.string(),
  by: Signature,
  ended: Signature.nullable(),
});
export const AssignmentView = z.object({
  prosecutor: OfficerCard,
  assistants: z.array(OfficerCard),
  clerk: OfficerCard.nullable(),
  departmentId: Id,
  by: Signature,
  reason: z.string(),
  /** Null for the present one. */
  until: z.iso.datetime().nullable(),
});

/** One station of the path: who and when once passed; `current` where it stands and its clock runs. */
export const Station = z.object({
  key: z.enum([
    "draft",
    "review",
    "issue",
    "send",
    "sign",
    "accept",
    "handle",
    "feedback",
    "close",
  ]),
  status: z.enum(["passed", "current", "ahead", "skipped"]),
  by: Signature.nullable(),
  at: z.iso.datetime().nullable(),
  /** 本人拟稿, 受委托签发, 线下签批 … */
  note: z.enum(["own_draft", "delegated", "offline"]).nullable(),
});
export type Station = z.infer<typeof Station>;

/** One side of the exchange: whom to call. */
export const Party = z.object({
  officeId: OfficeId,
  telephone: z.string(),
  /** 承办人. */
  handler: OfficerCard.nullable(),
});

export const ExchangeRow = z.object({
  id: Id,
  version: z.int(),
  kind: ExchangeKind,
  state: ExchangeState,
  urgency: Urgency,
  title: z.string(),
  field: LeadField,
  grade: LeadGrade,
  marking: Marking,
  fromOfficeId: OfficeId,
  toOfficeId: OfficeId,
  /** The viewer's side: what was sent, what came, or a superior's look. */
  side: z.enum(["from", "to", "superior"]),
  /** The viewer's own lead, when there is one: the origin, or the one that acceptance made. */
  leadId: Id.nullable(),
  leadNumber: z.string(),
  /** Of the issue, which is the arrival too. */
  sentAt: z.iso.datetime().nullable(),
  signedAt: z.iso.datetime().nullable(),
  acceptedAt: z.iso.datetime().nullable(),
  changedAt: z.iso.datetime(),
  handler: z.string().nullable(),
  clock: ClockView.nullable(),
  lastFeedback: FeedbackKind.nullable(),
  /** Null until it is sent. */
  channelId: Id.nullable(),
  disputed: z.boolean(),
  can: z.array(ExchangeAct),
});
export type ExchangeRow = z.infer<typeof ExchangeRow>;

export const ExchangeView = ExchangeRow.extend({
  /** Null for a tombstone: the sender withdrew it, and only the receipt is left. */
  content: Frozen.nullable(),
  /** 校验码; null before the issue. */
  digest: z.string().nullable(),
  sections: z.array(Section),
  /** Chosen materials of the lead, while it is a draft; the sender's side only. */
  materials: z.array(Id),
  terms: Terms,
  agreement: z.string(),
  drafted: Signature.nullable(),
  /** Reasons why it came back to the drafter, newest last; the sender's side only. */
  returns: z.array(z.object({ reason: z.string(), by: Signature })),
  reviewed: Signature.nullable(),
  /** Why there is no 审核: 本人拟稿, an authorised prosecutor, or the 权限清单 asks for none. */
  noReview: z.enum(["own_draft", "authorised", "not_listed"]).nullable(),
  issued: z
    .object({
      by: Signature,
      mode: z.enum(["own", "delegated", "offline"]),
      /** 受张某委托, or whose written approval it rests on. */
      principal: z.string().nullable(),
      approvalFileId: Id.nullable(),
    })
    .nullable(),
  /** 线下签批 that waits for a second person. */
  offlineApproval: z
    .object({ fileId: Id, signedBy: OfficerCard, signedOn: z.iso.date(), uploaded: Signature })
    .nullable(),
  /** The newest first: that one holds, what stood before it stays readable. */
  papers: z.array(RecordedPaper),
  /** 平台签收回执: who, office, server time and digest. */
  receipt: z.object({ by: Signature, digest: z.string() }).nullable(),
  departmentId: Id.nullable(),
  assignments: z.array(AssignmentView),
  accepted: z.object({ by: Signature, number: z.string(), leadId: Id.nullable() }).nullable(),
  feedback: z.array(FeedbackView),
  supplements: z.array(SupplementView),
  requests: z.array(RequestView),
  /** 商请反馈. */
  asked: z.array(z.object({ id: Id, text: z.string(), by: Signature })),
  reads: z.array(Signature),
  dispute: DisputeView.nullable(),
  supervisions: z.array(SupervisionView),
  withdrawn: z.object({ by: Signature, reason: z.string() }).nullable(),
  stations: z.array(Station),
  clocks: z.array(ClockView),
  parties: z.array(Party),
  knows: z.array(Knows),
  tombstone: z.boolean(),
});
export type ExchangeView = z.infer<typeof ExchangeView>;

const of = { exchangeId: Id };
const on = z.object({ ...of, digest: z.string() });
const bare = z.object(of);
const supervision = z.object({ ...of, supervisionId: Id, officeId: OfficeId });
/** Before the issue: in the lead's own channel. From the issue on: in the exchange's channel, which both sides read. */
export const exchangeEntries = {
  "exchange.drafted": {
    counts: true,
    body: z.object({ ...of, kind: ExchangeKind, toOfficeId: OfficeId }),
  },
  "exchange.edited": { counts: false, body: z.object({ ...of, fields: z.array(z.string()) }) },
  "exchange.submitted": { counts: true, body: bare },
  "exchange.reviewed": { counts: true, body: bare },
  "exchange.returned": { counts: true, body: on },
  "exchange.discarded": { counts: false, body: bare },
  "exchange.approval_uploaded": {
    counts: true,
    body: z.object({ ...of, fileId: Id, signedBy: Id }),
  },
  "exchange.issued": {
    counts: true,
    body: on.extend({ mode: z.enum(["own", "delegated", "offline"]), principalId: Id.nullable() }),
  },
  "exchange.arrived": {
    counts: true,
    body: on.extend({ kind: ExchangeKind, fromOfficeId: OfficeId, toOfficeId: OfficeId }),
  },
  "exchange.opened": { counts: false, body: z.object({ ...of, officeId: OfficeId }) },
  "exchange.signed": { counts: true, body: on },
  "exchange.routed": { counts: true, body: z.object({ ...of, departmentId: Id }) },
  "exchange.assigned": {
    counts: true,
    body: z.object({ ...of, officerIds: z.array(Id), again: z.boolean() }),
  },
  "exchange.accepted": { counts: true, body: z.object({ ...of, number: z.string() }) },
  "exchange.feedback": { counts: true, body: on.extend({ feedbackId: Id, kind: FeedbackKind }) },
  "exchange.acknowledged": { counts: true, body: z.object({ ...of, feedbackId: Id }) },
  "exchange.supplemented": {
    counts: true,
    body: on.extend({ supplementId: Id, kind: z.enum(["supplement", "correction"]) }),
  },
  "exchange.materials_requested": { counts: true, body: on.extend({ requestId: Id }) },
  "exchange.feedback_asked": { counts: true, body: on.extend({ askId: Id }) },
  "exchange.paper_recorded": {
    counts: true,
    body: z.object({ ...of, via: z.enum(["scan", "business_system"]) }),
  },
  "exchange.read": { counts: true, body: bare },
  "exchange.circulated": { counts: true, body: z.object({ ...of, officerIds: z.array(Id) }) },
  "exchange.withdrawn": { counts: true, body: on },
  "exchange.supervised": { counts: true, body: supervision },
  "exchange.supervision_ended": { counts: true, body: supervision },
} as const;
