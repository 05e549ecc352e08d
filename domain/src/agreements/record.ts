import type { z } from "zod";
import type { Clause, ClauseKey } from "../clauses/contract.ts";
import type { Stamp } from "../kernel/signature.ts";
import type {
  AgreementState,
  AgreementValues,
  ApprovalStep,
  MeetingResult,
  RelationKind,
  VersionState,
} from "./contract.ts";

/** A party as the store keeps it, in signing order. */
export interface PartyRecord {
  id: string;
  /** Null for one that has no account in the hub: its acts are recorded by the host. */
  officeId: string | null;
  name: string;
  /** Days in Asia/Shanghai. */
  accededOn: string | null;
  leftOn: string | null;
  /** Of the office, when it has an account. */
  departmentId: string | null;
  team: string[];
  /** Who named department and people last. */
  staffed: Stamp | null;
  /** Its chief agreed to the settled text that stands now. */
  approved: { by: Stamp; digest: string } | null;
  consent: { superior: string; number: string; on: string; by: Stamp } | null;
  sealed: { on: string; by: Stamp } | null;
}

/** An agreement, as one document: who, what it is called, where it stands. Its texts stand in its versions. */
export interface AgreementRecord {
  _id: string;
  version: number;
  state: AgreementState;
  /** As they hold for the parties: those of the version in force, or of the text in hand before there is one. */
  values: AgreementValues;
  /** Of a revision in hand what decides its own way; null while there is none. */
  revision: Pick<AgreementValues, "effect" | "reports"> | null;
  parties: PartyRecord[];
  /** Of the party that leads; null for a registered one where nobody is named. */
  hostPartyId: string | null;
  /** Who registered it, when nobody of the parties is in the hub or it came from paper. */
  registrarOfficeId: string;
  /** Agreements of others, for looking up. */
  reference: boolean;
  /** Where an imported one came from: `${officeId}/${key}`; null for all others. */
  source: string | null;
  clauseKeys: ClauseKey[];
  signedOn: string | null;
  /** The version that parties negotiate or sign; null when there is none. A revision is not in hand before it is circulated. */
  inHand: number | null;
  /** `effectiveOn` is null where a registered one does not say. */
  inForce: { number: number; effectiveOn: string | null; until: string | null } | null;
  /** SM3 of the settled text, from 定稿 until it is sent back; what each party approves. */
  settled: string | null;
  /** 文号 of the version in force, or before there is one of the text in hand; `on` is null where a registered one does not say. */
  issued: { number: string; on: string | null; by: Stamp } | null;
  filings: { to: string; on: string; number: string; by: Stamp }[];
  assessments: { on: string; conclusion: string; by: Stamp }[];
  relations: { kind: z.infer<typeof RelationKind>; agreementId: string | null; title: string }[];
  returns: { reason: string; voided: number | null; by: Stamp }[];
  ended: { reason: string; on: string; by: Stamp } | null;
  drafted: Stamp;
  superiorIds: string[];
  /** Since when others than the host know of it. */
  sharedAt: Date | null;
  /** The channel of all parties; null until the first circulation. */
  channelId: string | null;
  /** Six months before the assessment, the fixed day of effect, the last day: whichever comes first. */
  nextAt: Date | null;
  /** Assessment days whose reminder went out. */
  reminded: string[];
  changedAt: Date;
}

/** A text of an agreement: being written, frozen, in force or past. */
export interface VersionRecord {
  /** `${agreementId}/${number}` */
  _id: string;
  agreementId: string;
  number: number;
  state: VersionState;
  /** Counts the changes of a draft. */
  revision: number;
  values: AgreementValues;
  clauses: Clause[];
  /** The version it was drafted from. */
  replaces: number | null;
  /** The frozen text as canonical JSON, and its SM3; null before the freeze. */
  canonical: string | null;
  digest: string | null;
  frozen: Stamp | null;
  anchorEntryId: string | null;
  /** 文号 under which it was issued. */
  issued: AgreementRecord["issued"];
  effectiveOn: string | null;
  until: string | null;
  changedAt: Date;
}

/** One office's 院内审批 of one settled text. */
export interface ApprovalRecord {
  /** `${agreementId}/${number}/${officeId}` */
  _id: string;
  agreementId: string;
  number: number;
  officeId: string;
  /** Of the settled text. */
  digest: string;
  steps: ApprovalStep[];
  done: { step: ApprovalStep; note: string; by: Stamp }[];
  meeting: { on: string; result: z.infer<typeof MeetingResult>; by: Stamp } | null;
  /** On whose desk the next step lies. Who reads it is asked of the agreement: people of that office alone. */
  waiting: string[];
}
