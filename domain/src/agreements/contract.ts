import { z } from "zod";
import { Clause, ClauseKey, FrozenClause } from "../clauses/contract.ts";
import { Material } from "../files/contract.ts";
import { Id, OfficeId } from "../kernel/ids.ts";
import { Marking } from "../kernel/markings.ts";
import { OfficerCard } from "../kernel/officer.ts";
import { Signature } from "../kernel/signature.ts";
import { line, prose } from "../kernel/text.ts";
import { Knows, LeadField } from "../leads/contract.ts";

/** 意见, 实施意见, 协作协议, 框架协议, 备忘录, 工作/运行办法, 行动方案, 会议纪要, 倡议/宣言/联盟章程, 其他. */
export const Instrument = z.enum([
  "opinion",
  "implementing",
  "cooperation",
  "framework",
  "memorandum",
  "rules",
  "plan",
  "minutes",
  "declaration",
  "other",
]);
export type Instrument = z.infer<typeof Instrument>;

/** 起草, 征求意见, 院内审批, 报上级院, 会签中, 用印, 已印发（待施行）, 施行; 已废止（新文件替代）, 期满, 终止; 作废 (never in force). */
export const AgreementState = z.enum([
  "drafting",
  "consulting",
  "approving",
  "reporting",
  "signing",
  "sealing",
  "issued",
  "in_force",
  "abolished",
  "expired",
  "terminated",
  "discarded",
]);
export type AgreementState = z.infer<typeof AgreementState>;

/** What moves an agreement or leaves it in its state; see flow.ts. */
export type AgreementStep =
  | Exclude<AgreementAct, "post" | "propose" | "remark" | "sign" | "staff" | "scan" | "relate">
  | "abandon_revision"
  | "abandon_expired"
  | "signed"
  | "signed_effective"
  | "number_effective"
  | "take_effect"
  | "expire";

/** What somebody may do; `can` of a view lists those that hold for its reader now. `sign`: the signatures feature says how. */
export const AgreementAct = z.enum([
  "edit",
  "circulate",
  "discard",
  "propose",
  "remark",
  "settle",
  "abandon",
  "approve",
  "send_back",
  "report",
  "consent",
  "freeze",
  "reopen",
  "sign",
  "seal",
  "number",
  "file",
  "revise",
  "accede",
  "leave",
  "assess",
  "abolish",
  "terminate",
  "staff",
  "scan",
  "relate",
  "post",
]);
export type AgreementAct = z.infer<typeof AgreementAct>;

/** A date as precise as it was reported: 2019, 2019-05 or 2019-05-20; a day is a day in Asia/Shanghai. */
export const PartialDay = z.union([z.iso.date(), z.string().regex(/^\d{4}(-(0[1-9]|1[0-2]))?$/)]);

/** When it takes effect: 自印发之日起, 自某日起, 自最后一方签署之日起. */
export const EffectRule = z.discriminatedUnion("from", [
  z.object({ from: z.literal("issue") }),
  z.object({ from: z.literal("day"), on: z.iso.date() }),
  z.object({ from: z.literal("last_signature") }),
]);
export type EffectRule = z.infer<typeof EffectRule>;

/** How long it holds: 长期有效, 至某日, 自施行之日起若干年. */
export const Term = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("long") }),
  z.object({ kind: z.literal("until"), on: z.iso.date() }),
  z.object({ kind: z.literal("years"), count: z.int().min(1).max(50) }),
]);
export type Term = z.infer<typeof Term>;

/** A party as it is written down: an office with an account in the hub, or one (or another body) by its name alone. */
export const PartyInput = z.object({ officeId: OfficeId.nullable(), name: line(60) }).strict();
export type PartyInput = z.infer<typeof PartyInput>;

/** What is written about an agreement, beside its clauses. */
export const AgreementValues = z.object({
  title: line(120),
  instrument: Instrument,
  /** 水域或区域, for example 高邮湖. */
  area: prose(60).default(""),
  fields: z.array(LeadField).max(17).default([]),
  marking: Marking.default("internal"),
  effect: EffectRule.default({ from: "issue" }),
  term: Term.default({ kind: "long" }),
  /** 评估日期; each side is reminded six months ahead. */
  assessOn: z.iso.date().nullable().default(null),
  /** 依次会签: each party signs after those before it. */
  inOrder: z.boolean().default(false),
  /** 报上级院: the superior offices must have agreed before the text is frozen. */
  reports: z.boolean().default(false),
  remark: prose(2_000).default(""),
});
export type AgreementValues = z.infer<typeof AgreementValues>;

/** Between documents: 修订, 依据其制定运行办法, 替代. Each is seen from both ends. */
export const RelationKind = z.enum(["revises", "rules_under", "supersedes"]);
export const RelationView = z.object({
  kind: RelationKind,
  /** `to`: this one does it to the other; `from`: the other does it to this one. */
  direction: z.enum(["to", "from"]),
  /** Null when the other one is not the viewer's to read, or not in the hub. */
  agreementId: Id.nullable(),
  title: z.string(),
});

/** 部门, 分管, 检察长: what an office asks for before it agrees to the settled text. */
export const ApprovalStep = z.enum(["department", "deputy", "chief"]);
export type ApprovalStep = z.infer<typeof ApprovalStep>;
/** 党组会: by date and result only. */
export const MeetingResult = z.enum(["passed", "passed_with_changes", "not_passed"]);

/** One office's own 院内审批 of the settled text: its people alone see who; the others see `approvedAt`. */
export const ApprovalView = z.object({
  /** The steps this office goes through, in order. */
  steps: z.array(ApprovalStep),
  done: z.array(z.object({ step: ApprovalStep, note: z.string(), by: Signature })),
  meeting: z.object({ on: z.iso.date(), result: MeetingResult, by: Signature }).nullable(),
  /** Whose turn it is; null when nothing is left to do. */
  next: ApprovalStep.nullable(),
});
export type ApprovalView = z.infer<typeof ApprovalView>;

export const PartyView = z.object({
  /** Stays the same for the party's whole time; `index` is its place in the signing order, from 0. */
  id: Id,
  index: z.int(),
  officeId: OfficeId.nullable(),
  name: z.string(),
  host: z.boolean(),
  /** When it came later: 加入. */
  accededOn: z.iso.date().nullable(),
  /** 退出. */
  leftOn: z.iso.date().nullable(),
  /** The settled text has the agreement of its chief. */
  approvedAt: z.iso.datetime().nullable(),
  /** 报上级院: who agreed, under which number, when. */
  consent: z
    .object({ superior: z.string(), number: z.string(), on: z.iso.date(), by: Signature })
    .nullable(),
  sealedOn: z.iso.date().nullable(),
  /** Its handling department and people; only for viewers of that office. */
  departmentId: Id.nullable(),
  team: z.array(OfficerCard),
});
export type PartyView = z.infer<typeof PartyView>;

/** draft: being written or negotiated; frozen: what is signed; void: reopened after the freeze; in_force; replaced: by a later version; over. */
export const VersionState = z.enum(["draft", "frozen", "void", "in_force", "replaced", "over"]);
export type VersionState = z.infer<typeof VersionState>;

export const VersionHead = z.object({
  /** From 1 within the agreement. */
  number: z.int(),
  state: VersionState,
  /** SM3 of the frozen text as canonical JSON (RFC 8785), hexadecimal; null before the freeze. */
  digest: z.string().nullable(),
  frozen: Signature.nullable(),
  /** The entry that froze it: the anchor of what is signed. Null for a version that was registered from paper. */
  anchorEntryId: Id.nullable(),
  /** 文号; its day is null where a registered one does not say. */
  issued: z.object({ number: z.string(), on: z.iso.date().nullable() }).nullable(),
  /** Days in Asia/Shanghai; `until` is the last one. */
  effectiveOn: z.iso.date().nullable(),
  until: z.iso.date().nullable(),
  clauses: z.int(),
});
export type VersionHead = z.infer<typeof VersionHead>;

/** The frozen text of a version: its canonical JSON is kept as it is, hashed and signed. */
export const FrozenText = z.object({
  v: z.literal(1),
  agreement: Id,
  version: z.int(),
  title: z.string(),
  instrument: Instrument,
  area: z.string(),
  fields: z.array(LeadField),
  /** In signing order. */
  parties: z.array(
    z.object({ id: Id, officeId: OfficeId.nullable(), name: z.string(), host: z.boolean() }),
  ),
  inOrder: z.boolean(),
  effect: EffectRule,
  term: Term,
  assessOn: z.iso.date().nullable(),
  /** The version it revises, of this agreement. */
  replaces: z.int().nullable(),
  clauses: z.array(FrozenClause),
});
export type FrozenText = z.infer<typeof FrozenText>;

/** The text in hand, before it is frozen. `revision` counts its changes: what an edit or a decision `expects`. */
export const DraftText = z.object({
  number: z.int(),
  revision: z.int(),
  clauses: z.array(Clause),
  values: AgreementValues,
});
export type DraftText = z.infer<typeof DraftText>;

export const VersionView = VersionHead.extend({
  text: FrozenText,
  /** The exact canonical JSON whose SM3 is `digest`. */
  canonical: z.string(),
});
export type VersionView = z.infer<typeof VersionView>;

export const AgreementRow = z.object({
  id: Id,
  version: z.int(),
  title: z.string(),
  instrument: Instrument,
  area: z.string(),
  fields: z.array(LeadField),
  marking: Marking,
  state: AgreementState,
  /** 文号. */
  number: z.string(),
  /** In signing order; those that left stay, with the date. */
  parties: z.array(PartyView.pick({ officeId: true, name: true, host: true, leftOn: true })),
  hostOfficeId: OfficeId.nullable(),
  /** The viewer's side; `reference`: an agreement of others, registered for looking up. */
  side: z.enum(["host", "party", "superior", "reference"]),
  signedOn: PartialDay.nullable(),
  /** The version in force; null while there is none. Beside a state before 施行 it means: 修订中. */
  inForce: VersionHead.pick({ number: true, effectiveOn: true, until: true }).nullable(),
  assessOn: z.iso.date().nullable(),
  /** Reported clause types of a registered agreement, or those of the text. */
  clauseKeys: z.array(ClauseKey),
  changedAt: z.iso.datetime(),
  /** 双方/各方; null for whom it is not open. */
  channelId: Id.nullable(),
  /** 本院: the viewer's own office's channel about it. */
  ownChannelId: Id.nullable(),
  can: z.array(AgreementAct),
});
export type AgreementRow = z.infer<typeof AgreementRow>;

export const AgreementView = AgreementRow.omit({ parties: true }).extend({
  values: AgreementValues,
  /** 报上级院 is asked for the text on its way; a revision says so for itself. */
  reports: z.boolean(),
  parties: z.array(PartyView),
  /** The text being negotiated, for those who may see it: in 起草 the host office, afterwards the parties; null when there is none. */
  draft: DraftText.nullable(),
  /** Those that were frozen, void ones too, the newest first. */
  versions: z.array(VersionHead),
  /** The viewer's own office's 院内审批, while it runs or once it ran. */
  approval: ApprovalView.nullable(),
  /** 用印后的扫描件: the authoritative copy. */
  scans: z.array(Material),
  /** `on` is null where a registered one does not say. */
  issued: z.object({ number: z.string(), on: z.iso.date().nullable(), by: Signature }).nullable(),
  filings: z.array(
    z.object({ to: z.string(), on: z.iso.date(), number: z.string(), by: Signature }),
  ),
  /** 评估 that was done, the newest last. */
  assessments: z.array(z.object({ on: z.iso.date(), conclusion: z.string(), by: Signature })),
  relations: z.array(RelationView),
  /** Reasons for which it came back to 征求意见, or was reopened after the freeze. */
  returns: z.array(z.object({ reason: z.string(), voided: z.int().nullable(), by: Signature })),
  /** Also while a revision is still under way whose older version came to its term. */
  ended: z.object({ reason: z.string(), on: z.iso.date(), by: Signature }).nullable(),
  drafted: Signature,
  /** SM3 of the settled text while it is being approved: what 院内审批 and the outside parties agree to. */
  settled: z.string().nullable(),
  knows: z.array(Knows),
  /** Counts of what the viewer may see: released proposals and those of the own office. */
  openProposals: z.int(),
});
export type AgreementView = z.infer<typeof AgreementView>;

const of = { agreementId: Id };
const on = z.object({ ...of, number: z.int(), digest: z.string() });
const bare = z.object(of);
const party = z.object({ ...of, partyId: Id });
/**
 * Until the first circulation, and for what an office does by itself: in its own channel (本院). Everything else in the channel of all
 * parties. Names, ids and digests only; the texts stand in the versions.
 */
export const agreementEntries = {
  "agreement.drafted": { counts: true, body: bare },
  "agreement.registered": { counts: true, body: bare },
  "agreement.edited": {
    counts: false,
    body: z.object({ ...of, revision: z.int(), fields: z.array(z.string()), digest: z.string() }),
  },
  "agreement.staffed": {
    counts: true,
    body: z.object({ ...of, departmentId: Id.nullable(), officerIds: z.array(Id) }),
  },
  "agreement.circulated": {
    counts: true,
    body: z.object({ ...of, officeIds: z.array(OfficeId), number: z.int(), digest: z.string() }),
  },
  "agreement.discarded": { counts: true, body: bare },
  "agreement.settled": { counts: true, body: on },
  /** In the own channel: a step of the office's own 院内审批. */
  "agreement.approval_step": { counts: true, body: z.object({ ...of, step: ApprovalStep }) },
  "agreement.meeting_recorded": {
    counts: true,
    body: z.object({ ...of, on: z.iso.date(), result: MeetingResult }),
  },
  /** To all: this party agrees to the settled text. */
  "agreement.approved": { counts: true, body: party.extend({ digest: z.string() }) },
  "agreement.sent_back": { counts: true, body: party.extend({ digest: z.string() }) },
  "agreement.reported": { counts: true, body: bare },
  "agreement.consented": { counts: true, body: party },
  "agreement.frozen": { counts: true, body: on },
  "agreement.reopened": { counts: true, body: on.extend({ reasonDigest: z.string() }) },
  /** The last party signed. */
  "agreement.all_signed": { counts: true, body: on },
  "agreement.sealed": { counts: true, body: party.extend({ fileId: Id.nullable() }) },
  "agreement.issued": { counts: true, body: bare.extend({ on: z.iso.date() }) },
  "agreement.filed": { counts: true, body: bare.extend({ on: z.iso.date() }) },
  "agreement.in_force": {
    counts: true,
    body: z.object({
      ...of,
      number: z.int(),
      effectiveOn: z.iso.date(),
      replaces: z.int().nullable(),
    }),
  },
  "agreement.revision_drafted": { counts: true, body: z.object({ ...of, number: z.int() }) },
  "agreement.revision_abandoned": { counts: true, body: z.object({ ...of, number: z.int() }) },
  "agreement.acceded": { counts: true, body: party },
  "agreement.left": { counts: true, body: party },
  "agreement.scanned": { counts: true, body: bare.extend({ fileId: Id }) },
  "agreement.related": { counts: true, body: bare.extend({ kind: RelationKind }) },
  "agreement.assessed": { counts: true, body: bare.extend({ on: z.iso.date() }) },
  "agreement.assessment_ahead": { counts: true, body: bare.extend({ on: z.iso.date() }) },
  "agreement.ended": {
    counts: true,
    body: bare.extend({ state: AgreementState, on: z.iso.date() }),
  },
} as const;
