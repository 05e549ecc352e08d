import type { Attached } from "../files/contract.ts";
import type { Stamp } from "../kernel/signature.ts";
import type { KeyProvider } from "../keys/contract.ts";
import { asIs, define } from "../store/define.ts";

/** A signed paper that waits for the second person. */
export interface RecordedPaper {
  partyId: string;
  file: Attached;
  signedBy: string;
  role: string;
  signedOn: string;
  recorded: Stamp;
}

/** The co-signing of one frozen version: everything about it but the signatures themselves. */
export interface SigningDoc {
  /** `${agreementId}/${number}` */
  _id: string;
  /** Bumped by every act, so that of two last signers one sees the other. */
  version: number;
  agreementId: string;
  number: number;
  /** Ids of the parties that have signed, in the order in which they did. */
  signed: string[];
  papers: RecordedPaper[];
  declines: { partyId: string; opinion: string; by: Stamp }[];
  rejections: { partyId: string; reason: string; by: Stamp }[];
  /** Last days, Asia/Shanghai. */
  deadlines: { partyId: string; on: string }[];
  /** Reminders that went out: `${partyId}/${day}/${step}`. */
  reminded: string[];
  completedAt: Date | null;
  /** When the sweep looks at its deadlines again. */
  nextAt: Date | null;
  waiting: string[];
}

export const signings = define<SigningDoc>(
  "signings",
  {
    version: Number,
    agreementId: String,
    number: Number,
    signed: [String],
    papers: asIs,
    declines: asIs,
    rejections: asIs,
    deadlines: asIs,
    reminded: [String],
    completedAt: Date,
    nextAt: Date,
    waiting: [String],
  },
  [
    [{ agreementId: 1, number: -1 }],
    [{ waiting: 1 }],
    [{ nextAt: 1 }, { partialFilterExpression: { nextAt: { $type: "date" } } }],
  ],
);

/** One party's signature under one version. Its id is the id of the act, and of the act's entry. */
export interface SignatureDoc {
  _id: string;
  agreementId: string;
  number: number;
  partyId: string;
  /** Who signed, or (paper) who confirmed. */
  by: Stamp;
  online: {
    statement: string;
    /** DER, hexadecimal. */
    signature: string;
    provider: KeyProvider;
    keyId: string;
    publicKey: string;
    fingerprint: string;
    /** The paper on which the delegation rests; null when the chief signed. */
    basis: string | null;
  } | null;
  paper: RecordedPaper | null;
}

export const signatures = define<SignatureDoc>(
  "signatures",
  {
    agreementId: String,
    number: Number,
    partyId: String,
    by: asIs,
    online: asIs,
    paper: asIs,
  },
  [[{ agreementId: 1, number: 1, partyId: 1 }, { unique: true }]],
);

/** A statement that waits for its signature: for one officer in one session, once. */
export interface ChallengeDoc {
  _id: string;
  officerId: string;
  sessionId: string;
  agreementId: string;
  number: number;
  partyId: string;
  keyId: string;
  statement: string;
  basis: string | null;
  expiresAt: Date;
  usedAt: Date | null;
}

export const challenges = define<ChallengeDoc>(
  "challenges",
  {
    officerId: String,
    sessionId: String,
    agreementId: String,
    number: Number,
    partyId: String,
    keyId: String,
    statement: String,
    basis: String,
    expiresAt: Date,
    usedAt: Date,
  },
  [[{ expiresAt: 1 }]],
);
