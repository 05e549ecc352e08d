import { asIs, define } from "../store/define.ts";
import type { Stamp } from "../kernel/signature.ts";
import type { Marking } from "../kernel/markings.ts";
import type { ActionKind } from "./contract.ts";
import type { ChecklistItem } from "./plan-contract.ts";
import type { digestedFinding } from "./findings.ts";
import type { ActionRecord, PlanRecord, Time } from "./record.ts";
import type { FieldRecord, FindingRecord } from "./field-record.ts";

export interface ActionDoc extends ActionRecord {
  audience: string[];
  /** Tokens of those whose next move it waits for. */
  waiting: string[];
  /** When the hub looks at it by itself: to remind the silent, to start nothing. */
  nextAt: Date | null;
}

/** Every list rides on an index that begins with audience. */
export const actions = define<ActionDoc>(
  "actions",
  {
    version: Number,
    kind: String,
    state: String,
    title: String,
    purpose: String,
    marking: String,
    hostOfficeId: String,
    officeIds: [String],
    superiorIds: [String],
    place: asIs,
    agreementId: String,
    seriesId: String,
    recurrenceAt: Date,
    startAt: Date,
    endAt: Date,
    allDay: Boolean,
    long: Boolean,
    sequence: Number,
    people: asIs,
    proposed: asIs,
    poll: asIs,
    fixed: asIs,
    moves: asIs,
    cancelled: asIs,
    plan: asIs,
    planHistory: asIs,
    conference: asIs,
    tasks: asIs,
    checklist: asIs,
    sheets: asIs,
    imports: asIs,
    findingSerial: Number,
    openFindings: Number,
    started: asIs,
    concluded: asIs,
    report: asIs,
    archived: asIs,
    channelId: String,
    insideOfficeIds: [String],
    changedAt: Date,
    audience: [String],
    waiting: [String],
    nextAt: Date,
  },
  [
    [{ audience: 1, changedAt: -1, _id: -1 }],
    [{ audience: 1, state: 1, changedAt: -1, _id: -1 }],
    [{ audience: 1, long: 1, startAt: 1, endAt: 1 }],
    [{ "people.officerId": 1, startAt: 1 }],
    [{ waiting: 1 }],
    [{ seriesId: 1, recurrenceAt: 1 }],
    [{ agreementId: 1, changedAt: -1 }],
    [{ nextAt: 1 }, { partialFilterExpression: { nextAt: { $type: "date" } } }],
  ],
);

/** What was submitted as a version of the plan; never changed. */
export interface ActionPlanDoc {
  /** See planVersionId. */
  _id: string;
  actionId: string;
  content: PlanRecord["content"];
  digest: string;
  by: Stamp;
}

export const planVersionId = (actionId: string, version: number): string =>
  `${actionId}/${version}`;

export const actionPlans = define<ActionPlanDoc>(
  "action_plans",
  { actionId: String, content: asIs, digest: String, by: asIs },
  [[{ actionId: 1 }]],
);

/** Check-ins and ticks: one document each, so that a hundred phones never wait for one another's. */
export type FieldDoc = FieldRecord;
export const fieldRecords = define<FieldDoc>(
  "field_records",
  {
    actionId: String,
    kind: String,
    stopId: String,
    itemId: String,
    result: String,
    note: String,
    device: asIs,
    by: asIs,
    at: Date,
  },
  [[{ actionId: 1, at: 1, _id: 1 }]],
);

export type FindingDoc = FindingRecord;
export const findings = define<FindingDoc>(
  "findings",
  {
    actionId: String,
    version: Number,
    number: Number,
    title: String,
    text: String,
    field: String,
    stopId: String,
    place: asIs,
    handling: asIs,
    evidence: asIs,
    recorderIds: [String],
    device: asIs,
    shots: asIs,
    settled: asIs,
    digest: String,
    by: asIs,
    at: Date,
  },
  [
    [{ actionId: 1, number: 1 }, { unique: true }],
    [{ "settled.leadId": 1 }],
    [{ "settled.exchangeId": 1 }],
  ],
);

/** What a finding said before it was corrected, and why; never changed. */
export interface FindingVersionDoc {
  /** `${findingId}/${version}` */
  _id: string;
  findingId: string;
  before: ReturnType<typeof digestedFinding>;
  reason: string;
  by: Stamp;
}

export const findingVersions = define<FindingVersionDoc>(
  "finding_versions",
  { findingId: String, before: asIs, reason: String, by: asIs },
  [[{ findingId: 1 }]],
);

export interface SeriesDoc {
  _id: string;
  version: number;
  kind: ActionKind;
  title: string;
  purpose: string;
  marking: Marking;
  hostOfficeId: string;
  officeIds: string[];
  agreementId: string | null;
  first: Time;
  /** As kernel/recurrence.ts wrote it. */
  rule: string;
  until: string | null;
  proposeDays: number;
  started: Stamp;
  skipped: { recurrenceAt: Date; reason: string; by: Stamp }[];
  /** Occurrences for which an action stands. */
  made: Date[];
  ended: { on: string; reason: string; by: Stamp } | null;
  channelId: string;
  sequence: number;
  changedAt: Date;
  /** The day on which the hub proposes the next one; null when nothing follows. */
  nextAt: Date | null;
  audience: string[];
}

export const series = define<SeriesDoc>(
  "series",
  {
    version: Number,
    kind: String,
    title: String,
    purpose: String,
    marking: String,
    hostOfficeId: String,
    officeIds: [String],
    agreementId: String,
    first: asIs,
    rule: String,
    until: String,
    proposeDays: Number,
    started: asIs,
    skipped: asIs,
    made: [Date],
    ended: asIs,
    channelId: String,
    sequence: Number,
    changedAt: Date,
    nextAt: Date,
    audience: [String],
  },
  [
    [{ audience: 1, _id: 1 }],
    [{ nextAt: 1 }, { partialFilterExpression: { nextAt: { $type: "date" } } }],
  ],
);

/** An officer's calendar feed: one at most, known by the hash of its token alone. */
export interface FeedDoc {
  /** The officer's id. */
  _id: string;
  officeId: string;
  /** SHA-256 of the token, hexadecimal. */
  tokenHash: string;
  madeAt: Date;
  lastReadAt: Date | null;
}

export const feeds = define<FeedDoc>(
  "feeds",
  { officeId: String, tokenHash: String, madeAt: Date, lastReadAt: Date },
  [[{ tokenHash: 1 }, { unique: true }]],
);

/** A checklist of an office: the newest version; runs keep what they began with. */
export interface ChecklistDoc {
  _id: string;
  officeId: string;
  version: number;
  name: string;
  items: ChecklistItem[];
  saved: Stamp;
}

export const checklists = define<ChecklistDoc>(
  "checklists",
  { officeId: String, version: Number, name: String, items: asIs, saved: asIs },
  [[{ officeId: 1, _id: 1 }]],
);
