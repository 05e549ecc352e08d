import type { NoReview } from "../approvals/contract.ts";
import type { Stamp } from "../kernel/signature.ts";
import { asIs, define } from "../store/define.ts";
import type { Change, Outcome, ProposalState } from "./contract.ts";

/** What one office would have changed in a text; its own until it is released. */
export interface ProposalDoc {
  _id: string;
  version: number;
  agreementId: string;
  /** The version of the text it speaks of. */
  number: number;
  officeId: string;
  departmentId: string | null;
  state: ProposalState;
  change: Change;
  /** The article as it read when this was written; null for an insertion and an opinion on the whole. */
  base: { number: number; heading: string; text: string; reads: string } | null;
  reason: string;
  drafted: Stamp;
  returns: { reason: string; by: Stamp }[];
  /** Why there is no 审核, when there is none; see approvals/rules.ts. */
  noReview: NoReview | null;
  reviewed: Stamp | null;
  released: Stamp | null;
  answers: { officeId: string; agree: boolean; reason: string; by: Stamp }[];
  decision: { outcome: Outcome; reason: string; by: Stamp } | null;
  changedAt: Date;
  /** Tokens of those whose next move it waits for. */
  waiting: string[];
}

export const proposals = define<ProposalDoc>(
  "proposals",
  {
    version: Number,
    agreementId: String,
    number: Number,
    officeId: String,
    departmentId: String,
    state: String,
    change: asIs,
    base: asIs,
    reason: String,
    drafted: asIs,
    returns: asIs,
    noReview: String,
    reviewed: asIs,
    released: asIs,
    answers: asIs,
    decision: asIs,
    changedAt: Date,
    waiting: [String],
  },
  [[{ agreementId: 1, number: -1, _id: 1 }], [{ waiting: 1 }]],
);

/** A word on an article. */
export interface RemarkDoc {
  _id: string;
  agreementId: string;
  clauseId: string;
  officeId: string;
  scope: "own" | "all";
  text: string;
  by: Stamp;
  resolved: Stamp | null;
}

export const remarks = define<RemarkDoc>(
  "remarks",
  {
    agreementId: String,
    clauseId: String,
    officeId: String,
    scope: String,
    text: String,
    by: asIs,
    resolved: asIs,
  },
  [[{ agreementId: 1, _id: 1 }]],
);
