import type { Attached } from "../files/contract.ts";
import type { Stamp } from "../kernel/signature.ts";
import type {
  Confirmation,
  EvidenceKind,
  EvidenceRef,
  ObligationKind,
  ObligationTerms,
  RequestKind,
} from "./contract.ts";

export interface Handler {
  officeId: string;
  officerId: string;
}

/** 落实事项: what binds, and who handles it in each office. What falls due when stands in its occurrences. */
export interface ObligationRecord {
  _id: string;
  version: number;
  agreementId: string;
  clauseId: string | null;
  /** 第几条 of the text in force; null when it was defined by hand. */
  article: number | null;
  terms: ObligationTerms;
  /** The rule of the terms, as it is counted by; null per event and for once. */
  rrule: string | null;
  defined: Stamp;
  /** The first day on which nothing new falls due any more. */
  ended: { on: string; reason: string; by: Stamp } | null;
  /** 承办人, at most one in each office. */
  handlers: Handler[];
  /** Occurrences are made up to this day; null when no more will be. */
  madeThrough: string | null;
  changedAt: Date;
}

export interface Evidence {
  /** Of the command, and so of the entry. */
  id: string;
  kind: EvidenceKind;
  ref: EvidenceRef | null;
  text: string;
  files: Attached[];
  on: string;
  digest: string;
  by: Stamp;
  refuted: { by: Stamp; reason: string } | null;
}

export interface OccurrenceRequest {
  id: string;
  kind: RequestKind;
  reason: string;
  to: string | null;
  by: Stamp;
  answers: { id: string; agree: boolean; reason: string; by: Stamp }[];
  outcome: "agreed" | "declined" | "withdrawn" | null;
}

/** How far it is, by facts alone; with today's date the state follows (rules.ts). */
export type Phase = "pending" | "submitted" | "met" | "waived";

/**
 * One time that it is to be done, by one office. It keeps the terms under which it was made, and days rather than instants: all of it
 * begins and ends with days in Asia/Shanghai.
 */
export interface OccurrenceRecord {
  _id: string;
  version: number;
  obligationId: string;
  agreementId: string;
  clauseId: string | null;
  kind: ObligationKind;
  title: string;
  period: string;
  /** The day that the window counts from; occurrences of one obligation stand in its order. */
  anchor: string;
  officeId: string;
  rotates: boolean;
  /** Parties with an account: those whose word may be asked for. */
  partyIds: string[];
  opensOn: string;
  dueOn: string;
  firstDueOn: string;
  provisional: boolean;
  times: number;
  confirmation: Confirmation;
  accepts: EvidenceKind[];
  event: { text: string; on: string; by: Stamp } | null;
  evidence: Evidence[];
  confirmed: { id: string; by: Stamp }[];
  requests: OccurrenceRequest[];
  /** 承办人 in the office that has to do it; null: its liaison. */
  handlerId: string | null;
  /** When those inside the office are told, and how many of them were (clocks/rules.ts LEVELS). */
  steps: Date[];
  level: number;
  changedAt: Date;
  // What follows from the above, and is written with it.
  phase: Phase;
  deferred: boolean;
  metOn: string | null;
  late: boolean;
  nextAt: Date | null;
  /** Whose doing it waits for, once it has opened, and whose word. */
  waiting: string[];
  asked: string[];
}

/** So many occurrences alike: what dashboards add up. */
export interface Cell {
  officeId: string;
  opensOn: string;
  dueOn: string;
  phase: Phase;
  deferred: boolean;
  late: boolean;
  n: number;
}

/** The year strip of one agreement, counted: rewritten in every transaction that changes an occurrence of that year. */
export interface TallyRecord {
  /** `${agreementId}/${year}`: the year in which they fall due. */
  _id: string;
  agreementId: string;
  year: number;
  /** How many are still to be done. */
  pending: number;
  /** Its cells as text (tally.ts). */
  cells: string;
}

/** 轮值: whose turn it is to convene in an agreement. */
export interface TurnRecord {
  /** The agreement's id. */
  _id: string;
  version: number;
  officeId: string;
  moved: { id: string; from: string; to: string; fact: string; on: string; by: Stamp }[];
}
