import { asIs, define } from "../store/define.ts";
import type { AgreementRecord, ApprovalRecord, VersionRecord } from "./record.ts";

export interface AgreementDoc extends AgreementRecord {
  /** Who reads the record. */
  audience: string[];
  /** Tokens of those whose next move it waits for. */
  waiting: string[];
  /** Words under which it is found, as leads are (leads/search.ts). */
  search: string[];
}
export type VersionDoc = VersionRecord;
export type ApprovalDoc = ApprovalRecord;

export const agreements = define<AgreementDoc>(
  "agreements",
  {
    version: Number,
    state: String,
    values: asIs,
    revision: asIs,
    parties: asIs,
    hostPartyId: String,
    registrarOfficeId: String,
    reference: Boolean,
    source: String,
    clauseKeys: [String],
    signedOn: String,
    inHand: Number,
    inForce: asIs,
    settled: String,
    issued: asIs,
    filings: asIs,
    assessments: asIs,
    relations: asIs,
    returns: asIs,
    ended: asIs,
    drafted: asIs,
    superiorIds: [String],
    sharedAt: Date,
    channelId: String,
    nextAt: Date,
    reminded: [String],
    changedAt: Date,
    audience: [String],
    waiting: [String],
    search: [String],
  },
  [
    [{ audience: 1, changedAt: -1, _id: -1 }],
    [{ audience: 1, state: 1, changedAt: -1, _id: -1 }],
    [{ source: 1 }, { unique: true, partialFilterExpression: { source: { $type: "string" } } }],
    [{ "relations.agreementId": 1 }],
    [{ waiting: 1 }],
    [{ search: 1 }],
    [{ nextAt: 1 }, { partialFilterExpression: { nextAt: { $type: "date" } } }],
  ],
);

export const agreementVersions = define<VersionDoc>(
  "agreement_versions",
  {
    agreementId: String,
    number: Number,
    state: String,
    revision: Number,
    values: asIs,
    clauses: asIs,
    replaces: Number,
    canonical: String,
    digest: String,
    frozen: asIs,
    anchorEntryId: String,
    issued: asIs,
    effectiveOn: String,
    until: String,
    changedAt: Date,
  },
  [[{ agreementId: 1, number: -1 }]],
);

export const agreementApprovals = define<ApprovalDoc>(
  "agreement_approvals",
  {
    agreementId: String,
    number: Number,
    officeId: String,
    digest: String,
    steps: [String],
    done: asIs,
    meeting: asIs,
    waiting: [String],
  },
  [[{ agreementId: 1, number: -1 }], [{ waiting: 1 }]],
);
