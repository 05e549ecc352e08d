import type { z } from "zod";
import type { Clock } from "../clocks/rules.ts";
import type { Terms } from "../clocks/contract.ts";
import type { DisputeResult, DisputeStage, StepPaper } from "../disputes/contract.ts";
import type { Attached } from "../files/contract.ts";
import type { Marking } from "../kernel/markings.ts";
import type { Stamp } from "../kernel/signature.ts";
import type { LeadField, LeadGrade } from "../leads/contract.ts";
import { asIs, define } from "../store/define.ts";
import type {
  ExchangeState,
  FeedbackKind,
  Figure,
  FormalPaper,
  Frozen,
  OpenKind,
  Section,
  Urgency,
} from "./contract.ts";

export interface Assignment {
  id: string;
  prosecutorId: string;
  assistantIds: string[];
  clerkId: string | null;
  departmentId: string;
  by: Stamp;
  reason: string;
  until: Date | null;
}

export interface Feedback {
  id: string;
  kind: FeedbackKind;
  text: string;
  figures: z.infer<typeof Figure>[];
  number: string;
  files: Attached[];
  digest: string;
  by: Stamp;
  acknowledged: Stamp | null;
}

export interface Supplement {
  id: string;
  kind: "supplement" | "correction";
  text: string;
  files: Attached[];
  digest: string;
  by: Stamp;
  requestId: string | null;
}

export interface Dispute {
  id: string;
  reason: string;
  believedOfficeId: string | null;
  securesOfficeId: string;
  securesNote: string;
  raised: Stamp;
  steps: {
    stage: DisputeStage;
    officeIds: string[];
    connected: string[];
    result: DisputeResult | null;
    designatedOfficeId: string | null;
    note: string;
    paper: StepPaper | null;
    offline: boolean;
    by: Stamp | null;
  }[];
  outcome: Exclude<DisputeResult, "passed"> | null;
  designatedOfficeId: string | null;
  decidedAt: Date | null;
}

export interface ExchangeDoc {
  _id: string;
  version: number;
  kind: OpenKind;
  state: ExchangeState;
  /** True in OPEN_STATES: one open exchange per lead, recipient and kind. */
  open: boolean;
  urgency: Urgency;
  leadId: string;
  fromOfficeId: string;
  toOfficeId: string;
  fromDepartmentId: string | null;
  fromTeam: string[];
  toTeam: string[];
  standIns: { officerId: string; officeId: string }[];
  /** What a line shows of the content. Follows the lead until it is frozen. */
  title: string;
  field: LeadField;
  grade: LeadGrade;
  marking: Marking;
  leadNumber: string;
  sections: Section[];
  /** Chosen materials of the lead, until they are frozen. */
  materials: string[];
  note: string;
  terms: Terms;
  agreement: string;
  content: Frozen | null;
  digest: string | null;
  plan: { review: string[]; issue: string[] };
  drafted: Stamp;
  submitted: Stamp | null;
  returns: { reason: string; by: Stamp }[];
  reviewed: Stamp | null;
  issued: {
    by: Stamp;
    mode: "own" | "delegated" | "offline";
    principalId: string | null;
    principal: string | null;
    approvalFileId: string | null;
  } | null;
  offline: { fileId: string; signedBy: string; signedOn: string; uploaded: Stamp } | null;
  paper: FormalPaper | null;
  leadChannelId: string;
  channelId: string | null;
  superiorIds: string[];
  sentAt: Date | null;
  receipt: { by: Stamp; digest: string } | null;
  departmentId: string | null;
  routed: Stamp | null;
  assignments: Assignment[];
  accepted: { by: Stamp; number: string; leadId: string } | null;
  feedback: Feedback[];
  supplements: Supplement[];
  requests: { id: string; text: string; by: Stamp }[];
  reads: Stamp[];
  circulated: string[];
  dispute: Dispute | null;
  withdrawn: { by: Stamp; reason: string } | null;
  /** Offices that opened it, beside the sender's. */
  opened: string[];
  clocks: Clock[];
  /** When the sweep looks at its clocks again. */
  nextAt: Date | null;
  /** The end of the running clock that ends first, for lists of what is late. */
  dueAt: Date | null;
  /** The office in which that clock runs. */
  dueOfficeId: string | null;
  changedAt: Date;
  audience: string[];
  waiting: string[];
}

export const exchanges = define<ExchangeDoc>(
  "exchanges",
  {
    version: Number,
    kind: String,
    state: String,
    open: Boolean,
    urgency: String,
    leadId: String,
    fromOfficeId: String,
    toOfficeId: String,
    fromDepartmentId: String,
    fromTeam: [String],
    toTeam: [String],
    standIns: asIs,
    title: String,
    field: String,
    grade: String,
    marking: String,
    leadNumber: String,
    sections: [String],
    materials: [String],
    note: String,
    terms: asIs,
    agreement: String,
    content: asIs,
    digest: String,
    plan: asIs,
    drafted: asIs,
    submitted: asIs,
    returns: asIs,
    reviewed: asIs,
    issued: asIs,
    offline: asIs,
    paper: asIs,
    leadChannelId: String,
    channelId: String,
    superiorIds: [String],
    sentAt: Date,
    receipt: asIs,
    departmentId: String,
    routed: asIs,
    assignments: asIs,
    accepted: asIs,
    feedback: asIs,
    supplements: asIs,
    requests: asIs,
    reads: asIs,
    circulated: [String],
    dispute: asIs,
    withdrawn: asIs,
    opened: [String],
    clocks: asIs,
    nextAt: Date,
    dueAt: Date,
    dueOfficeId: String,
    changedAt: Date,
    audience: [String],
    waiting: [String],
  },
  [
    [
      { leadId: 1, toOfficeId: 1, kind: 1 },
      { unique: true, partialFilterExpression: { open: true } },
    ],
    [{ leadId: 1, changedAt: -1 }],
    [{ "accepted.leadId": 1 }],
    [{ audience: 1, changedAt: -1, _id: -1 }],
    [{ audience: 1, toOfficeId: 1, changedAt: -1, _id: -1 }],
    [{ audience: 1, fromOfficeId: 1, changedAt: -1, _id: -1 }],
    [{ waiting: 1 }],
    [{ nextAt: 1 }, { partialFilterExpression: { nextAt: { $type: "date" } } }],
  ],
);

/** What the receiver keeps of an exchange that the sender took back: that it was there, its receipt, and why it went. */
export interface TombstoneDoc {
  /** The exchange's id. */
  _id: string;
  version: number;
  kind: OpenKind;
  urgency: Urgency;
  fromOfficeId: string;
  toOfficeId: string;
  sentAt: Date | null;
  receipt: { by: Stamp; digest: string } | null;
  withdrawn: { by: Stamp; reason: string };
  changedAt: Date;
  audience: string[];
}

export const tombstones = define<TombstoneDoc>(
  "tombstones",
  {
    version: Number,
    kind: String,
    urgency: String,
    fromOfficeId: String,
    toOfficeId: String,
    sentAt: Date,
    receipt: asIs,
    withdrawn: asIs,
    changedAt: Date,
    audience: [String],
  },
  [[{ audience: 1, changedAt: -1, _id: -1 }]],
);
