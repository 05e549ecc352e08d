import type { z } from "zod";
import type { NoReview } from "../approvals/contract.ts";
import type { Clock } from "../clocks/rules.ts";
import type { Terms } from "../clocks/contract.ts";
import type { DisputeResult, DisputeStage, StepPaper } from "../disputes/contract.ts";
import type { Attached } from "../files/contract.ts";
import type { Marking } from "../kernel/markings.ts";
import type { Stamp } from "../kernel/signature.ts";
import type { LeadField, LeadGrade } from "../leads/contract.ts";
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

export interface Plan {
  review: string[];
  issue: string[];
  direct: boolean;
}

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

/** The formal paper as it was recorded. */
export interface Paper {
  id: string;
  paper: FormalPaper;
  by: Stamp;
}

export interface Supervision {
  id: string;
  officeId: string;
  /** On which paper, and why. */
  text: string;
  by: Stamp;
  ended: Stamp | null;
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

export interface ExchangeRecord {
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
  plan: Plan;
  /** Why there is no 审核, when there is none. */
  noReview: NoReview | null;
  /** Of what was submitted: the issue sends exactly what was reviewed. */
  offered: string | null;
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
  /** Newest last: the last one holds. */
  papers: Paper[];
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
  /** 商请反馈. */
  asked: { id: string; text: string; by: Stamp }[];
  reads: Stamp[];
  circulated: string[];
  dispute: Dispute | null;
  supervisions: Supervision[];
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
  /** Those who read it by name, and since when: for 知悉范围. Absent in what was written before this was kept. */
  since?: { officerId: string; at: Date }[];
  waiting: string[];
}

/** What the receiver keeps of an exchange that the sender took back: that it was there, its receipt, and why it went. */
export interface TombstoneRecord {
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
