import { asIs, define } from "../store/define.ts";
import type { ObligationRecord, OccurrenceRecord, TallyRecord, TurnRecord } from "./record.ts";

export type ObligationDoc = ObligationRecord;
export type OccurrenceDoc = OccurrenceRecord;
export type TallyDoc = TallyRecord;
export type TurnDoc = TurnRecord;

/*
 * None of these carries readers: whoever may read the agreement may read what it obliges to, and nobody else. Every query therefore
 * names agreements that were found by `{audience: {$in: tokens}}` first (agreements/queries.ts), and every index begins with them.
 */
export const obligations = define<ObligationDoc>(
  "obligations",
  {
    version: Number,
    agreementId: String,
    clauseId: String,
    article: Number,
    terms: asIs,
    rrule: String,
    defined: asIs,
    ended: asIs,
    handlers: asIs,
    madeThrough: String,
    changedAt: Date,
  },
  [
    [{ agreementId: 1 }],
    [{ madeThrough: 1 }, { partialFilterExpression: { madeThrough: { $type: "string" } } }],
  ],
);

export const occurrences = define<OccurrenceDoc>(
  "occurrences",
  {
    version: Number,
    obligationId: String,
    agreementId: String,
    clauseId: String,
    kind: String,
    title: String,
    period: String,
    anchor: String,
    officeId: String,
    rotates: Boolean,
    partyIds: [String],
    opensOn: String,
    dueOn: String,
    firstDueOn: String,
    provisional: Boolean,
    times: Number,
    confirmation: String,
    accepts: [String],
    event: asIs,
    evidence: asIs,
    confirmed: asIs,
    requests: asIs,
    handlerId: String,
    steps: [Date],
    level: Number,
    changedAt: Date,
    phase: String,
    deferred: Boolean,
    metOn: String,
    late: Boolean,
    nextAt: Date,
    waiting: [String],
    asked: [String],
  },
  [
    [{ agreementId: 1, dueOn: 1, _id: 1 }],
    [{ agreementId: 1, phase: 1, dueOn: 1, _id: 1 }],
    // The next conference of each agreement.
    [{ agreementId: 1, kind: 1, phase: 1, dueOn: 1 }],
    [{ obligationId: 1, anchor: 1 }],
    [{ waiting: 1, opensOn: 1 }],
    [{ asked: 1 }],
    [{ nextAt: 1 }, { partialFilterExpression: { nextAt: { $type: "date" } } }],
  ],
);

export const tallies = define<TallyDoc>(
  "tallies",
  { agreementId: String, year: Number, pending: Number, cells: String },
  [[{ agreementId: 1, year: 1 }]],
);

export const turns = define<TurnDoc>("turns", {
  version: Number,
  officeId: String,
  moved: asIs,
});
