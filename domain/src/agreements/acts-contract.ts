import { z } from "zod";
import { Clause, ClauseChange, ClauseKey } from "../clauses/contract.ts";
import { AttachFile } from "../files/contract.ts";
import { Id, OfficeId } from "../kernel/ids.ts";
import { route } from "../kernel/route.ts";
import { line, prose } from "../kernel/text.ts";
import { Count, LeadField } from "../leads/contract.ts";
import {
  AgreementRow,
  AgreementState,
  AgreementValues,
  AgreementView,
  Instrument,
  MeetingResult,
  PartialDay,
  PartyInput,
  RelationKind,
  VersionView,
} from "./contract.ts";

const parties = z.array(PartyInput).min(2).max(60);
const clauses = z.array(Clause).max(120);
const Day = z.iso.date();

/** 起草: by the host office, whose place in the signing order is where it stands in `parties`. */
export const DraftAgreement = z
  .object({
    id: Id,
    agreementId: Id,
    values: AgreementValues,
    /** In signing order; the drafter's office among them. */
    parties,
    clauses: clauses.default([]),
    departmentId: Id.nullable().default(null),
  })
  .strict();
export type DraftAgreement = z.infer<typeof DraftAgreement>;

/** An agreement that is in force on paper already, with its scan as the authoritative copy. */
export const RegisterAgreement = z
  .object({
    id: Id,
    agreementId: Id,
    values: AgreementValues,
    parties: z.array(PartyInput).min(1).max(60),
    /** 牵头: place in `parties`; null when nobody is named. */
    hostIndex: z.int().min(0).nullable().default(null),
    number: prose(60).default(""),
    signedOn: PartialDay.nullable().default(null),
    effectiveOn: Day.nullable().default(null),
    /** Its articles, as far as they are at hand. */
    clauses: clauses.default([]),
    /** Clause types it is known to have, when its text is not at hand. */
    clauseKeys: z.array(ClauseKey).max(23).default([]),
    scans: z.array(AttachFile).max(20).default([]),
    departmentId: Id.nullable().default(null),
  })
  .strict();
export type RegisterAgreement = z.infer<typeof RegisterAgreement>;

/** `expects`: the draft's revision. Parties can be changed until the first circulation. */
export const EditDraft = z
  .object({
    id: Id,
    expects: z.int(),
    values: AgreementValues.optional(),
    parties: parties.optional(),
    clauses: clauses.optional(),
  })
  .strict();
export type EditDraft = z.infer<typeof EditDraft>;

export const Bare = z.object({ id: Id }).strict();
export type Bare = z.infer<typeof Bare>;
/** `expects`: the agreement's version. */
export const Versioned = z.object({ id: Id, expects: z.int() }).strict();
export type Versioned = z.infer<typeof Versioned>;
/** `expects`: the draft's revision, which all parties have before their eyes. */
export const Settled = z.object({ id: Id, expects: z.int() }).strict();
export type Settled = z.infer<typeof Settled>;
export const Reasoned = z.object({ id: Id, reason: line(2_000, 2) }).strict();
export type Reasoned = z.infer<typeof Reasoned>;

/** The next step of the own office's 院内审批. `digest`: of the settled text that was read; another one is refused. */
export const ApproveText = z
  .object({ id: Id, digest: z.string(), note: prose(500).default("") })
  .strict();
export type ApproveText = z.infer<typeof ApproveText>;
export const RecordMeeting = z.object({ id: Id, on: Day, result: MeetingResult }).strict();
export type RecordMeeting = z.infer<typeof RecordMeeting>;
/** Of an outside party the host records the approval, with the paper it rests on. */
export const ApproveOutside = z
  .object({ id: Id, partyId: Id, digest: z.string(), note: line(500, 2) })
  .strict();
export type ApproveOutside = z.infer<typeof ApproveOutside>;
export const RecordConsent = z
  .object({ id: Id, partyId: Id, superior: line(60), number: prose(60).default(""), on: Day })
  .strict();
export type RecordConsent = z.infer<typeof RecordConsent>;

export const SealAgreement = z
  .object({ id: Id, partyId: Id, on: Day, scan: AttachFile.nullable().default(null) })
  .strict();
export type SealAgreement = z.infer<typeof SealAgreement>;
export const NumberAgreement = z.object({ id: Id, number: line(60), on: Day }).strict();
export type NumberAgreement = z.infer<typeof NumberAgreement>;
export const FileAgreement = z
  .object({ id: Id, to: line(60), on: Day, number: prose(60).default("") })
  .strict();
export type FileAgreement = z.infer<typeof FileAgreement>;
export const AccedeParty = z
  .object({ id: Id, partyId: Id, party: PartyInput, on: Day, basis: AttachFile })
  .strict();
export type AccedeParty = z.infer<typeof AccedeParty>;
export const LeaveParty = z
  .object({ id: Id, partyId: Id, on: Day, reason: line(500, 2), basis: AttachFile.nullable() })
  .strict();
export type LeaveParty = z.infer<typeof LeaveParty>;
/** `next`: the following assessment day; null when there is none. */
export const AssessAgreement = z
  .object({ id: Id, on: Day, conclusion: line(2_000, 2), next: Day.nullable() })
  .strict();
export type AssessAgreement = z.infer<typeof AssessAgreement>;
/** `byAgreementId`: the new document that replaces it (废止); it becomes a relation of both. */
export const EndAgreement = z
  .object({
    id: Id,
    on: Day,
    reason: line(500, 2),
    byAgreementId: Id.nullable().default(null),
  })
  .strict();
export type EndAgreement = z.infer<typeof EndAgreement>;
/** Of the own office: which department handles it and who works on it. */
export const StaffAgreement = z
  .object({ id: Id, departmentId: Id.nullable(), officerIds: z.array(Id).max(20) })
  .strict();
export type StaffAgreement = z.infer<typeof StaffAgreement>;
export const ScanAgreement = z.object({ id: Id, scan: AttachFile }).strict();
export type ScanAgreement = z.infer<typeof ScanAgreement>;
/** This agreement does it to the other: one that the officer reads, or one outside by its title. */
export const RelateAgreement = z
  .object({ id: Id, kind: RelationKind, agreementId: Id.nullable(), title: prose(120).default("") })
  .strict()
  .refine((relation) => relation.agreementId !== null || relation.title !== "", {
    path: ["title"],
  });
export type RelateAgreement = z.infer<typeof RelateAgreement>;

export const AgreementQuery = z.object({
  /** `mine`: my office is a party; `reference`: agreements of others, for looking up; `below`: of subordinates. */
  box: z.enum(["mine", "reference", "below", "all"]).default("all"),
  state: AgreementState.optional(),
  /** In force, also while it is being revised. */
  inForce: z.stringbool().optional(),
  underWay: z.stringbool().optional(),
  partnerId: OfficeId.optional(),
  field: LeadField.optional(),
  instrument: Instrument.optional(),
  clause: ClauseKey.optional(),
  /** Words of title, area, number or a party's name. */
  text: z.string().trim().max(100).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AgreementQuery = z.infer<typeof AgreementQuery>;
export const AgreementPage = z.object({
  rows: z.array(AgreementRow),
  next: z.string().nullable(),
  count: Count,
});
export type AgreementPage = z.infer<typeof AgreementPage>;

/** Two texts beside each other: versions by number, or `draft` for the text in hand. */
export const CompareQuery = z.object({
  from: z.coerce.number().int().min(1),
  to: z.union([z.literal("draft"), z.coerce.number().int().min(1)]),
});
export const Comparison = z.object({ changes: z.array(ClauseChange) });
export type Comparison = z.infer<typeof Comparison>;

const params = z.object({ agreementId: Id });
const act = <B extends z.ZodType>(name: string, path: string, summary: string, body: B) =>
  route({
    name: `agreements.${name}`,
    method: "post",
    path: `/agreements/:agreementId/${path}`,
    summary,
    params,
    body,
    reply: AgreementView,
    refuses: ["not_found", "forbidden", "stale", "not_now", "duplicate"],
  });

export const agreementRoutes = {
  list: route({
    name: "agreements.list",
    method: "get",
    path: "/agreements",
    summary: "Agreements this officer may read, last changed first",
    query: AgreementQuery,
    reply: AgreementPage,
  }),
  get: route({
    name: "agreements.get",
    method: "get",
    path: "/agreements/:agreementId",
    summary: "One agreement with its parties, the text in hand and its versions",
    params,
    reply: AgreementView,
    refuses: ["not_found"],
  }),
  version: route({
    name: "agreements.version",
    method: "get",
    path: "/agreements/:agreementId/versions/:number",
    summary: "A frozen version: its text and the exact canonical JSON that is hashed and signed",
    params: z.object({ agreementId: Id, number: z.coerce.number().int().min(1) }),
    reply: VersionView,
    refuses: ["not_found"],
  }),
  compare: route({
    name: "agreements.compare",
    method: "get",
    path: "/agreements/:agreementId/compare",
    summary: "Two texts beside each other, article by article, as a redline",
    params,
    query: CompareQuery,
    reply: Comparison,
    refuses: ["not_found"],
  }),
  document: route({
    name: "agreements.document",
    method: "get",
    path: "/agreements/:agreementId/document",
    summary: "Clean text as .docx in official layout: of a version, or of the text in hand",
    params,
    query: z.object({ number: z.coerce.number().int().min(1).optional() }),
    binary: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    refuses: ["not_found"],
  }),
  draft: route({
    name: "agreements.draft",
    method: "post",
    path: "/agreements",
    summary: "起草, inside the host office",
    status: 201,
    body: DraftAgreement,
    reply: AgreementView,
    refuses: ["forbidden", "duplicate"],
  }),
  register: route({
    name: "agreements.register",
    method: "post",
    path: "/agreements/register",
    summary: "Registers an agreement that is in force on paper, with its scan",
    status: 201,
    body: RegisterAgreement,
    reply: AgreementView,
    refuses: ["not_found", "forbidden", "duplicate"],
  }),
  edit: act("edit", "edit", "Changes the draft, inside the host office", EditDraft),
  circulate: act("circulate", "circulate", "征求意见: the draft goes to all parties", Settled),
  discard: act("discard", "discard", "作废 of a draft that was never circulated", Bare),
  settle: act("settle", "settle", "定稿: to each party's 院内审批", Settled),
  abandon: act("abandon", "abandon", "Ends the negotiation, with the reason", Reasoned),
  approve: act("approve", "approve", "The own office's next step of 院内审批", ApproveText),
  meeting: act("meeting", "meeting", "党组会: date and result", RecordMeeting),
  approveOutside: act(
    "approveOutside",
    "approve-outside",
    "The host records that a party without account agrees",
    ApproveOutside,
  ),
  sendBack: act("sendBack", "send-back", "Back to 征求意见, with the reason", Reasoned),
  report: act("report", "report", "报上级院", Bare),
  consent: act("consent", "consent", "The superior office agreed: paper's number", RecordConsent),
  freeze: act("freeze", "freeze", "冻结文本，开始会签", Settled),
  reopen: act("reopen", "reopen", "Voids what was frozen; the text is negotiated anew", Reasoned),
  seal: act("seal", "seal", "用印 of a party, with the scan", SealAgreement),
  number: act("number", "number", "编号印发", NumberAgreement),
  file: act("file", "file", "报备", FileAgreement),
  revise: act("revise", "revise", "Starts a revision from the version in force", Bare),
  accede: act("accede", "accede", "加入 of a party", AccedeParty),
  leave: act("leave", "leave", "退出 of a party", LeaveParty),
  assess: act("assess", "assess", "评估", AssessAgreement),
  abolish: act("abolish", "abolish", "废止（新文件替代）", EndAgreement),
  terminate: act("terminate", "terminate", "终止", EndAgreement),
  staff: act("staff", "staff", "承办部门和承办人 of the own office", StaffAgreement),
  scan: act("scan", "scans", "Adds the scanned original", ScanAgreement),
  relate: act("relate", "relations", "修订, 依据其制定, 替代", RelateAgreement),
} as const;
