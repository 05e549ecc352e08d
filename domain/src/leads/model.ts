import type { Stamp } from "../kernel/signature.ts";
import { asIs, define } from "../store/define.ts";
import type { LeadValues } from "./contract.ts";
import type { LeadRecord } from "./record.ts";

/** The record, and under which words lists find it. */
export interface LeadDoc extends LeadRecord {
  /** True once shared with another office. */
  sent: boolean;
  audience: string[];
  /** Tokens of those whose next move it waits for. */
  waiting: string[];
  /** Words under which it is found, see search.ts. */
  search: string[];
  /** What it has in common with related leads, see search.ts. */
  keys: string[];
}

/** Every list rides on an index that begins with audience; two arrays cannot share one, so search and keys stand alone. */
export const leads = define<LeadDoc>(
  "leads",
  {
    version: Number,
    officeId: String,
    departmentId: String,
    number: String,
    values: asIs,
    state: String,
    team: asIs,
    registered: asIs,
    registeredAt: Date,
    changedAt: Date,
    steps: asIs,
    recordedUp: asIs,
    superiorId: String,
    superiorIds: [String],
    originExchangeId: String,
    sent: Boolean,
    channelId: String,
    audience: [String],
    waiting: [String],
    search: [String],
    keys: [String],
  },
  [
    [{ audience: 1, registeredAt: -1, _id: -1 }],
    [{ audience: 1, state: 1, registeredAt: -1, _id: -1 }],
    [{ audience: 1, "values.field": 1, registeredAt: -1, _id: -1 }],
    [{ officeId: 1, number: 1 }, { unique: true }],
    [{ waiting: 1 }],
    [{ search: 1 }],
    [{ keys: 1 }],
  ],
);

/** What was written at a version; never changed, never shown to another office. */
export interface LeadVersionDoc {
  /** `${leadId}/${version}` */
  _id: string;
  leadId: string;
  version: number;
  values: LeadValues;
  digest: string;
  reason: string;
  by: Stamp;
}

export const leadVersions = define<LeadVersionDoc>(
  "lead_versions",
  {
    leadId: String,
    version: Number,
    values: asIs,
    digest: String,
    reason: String,
    by: asIs,
  },
  [[{ leadId: 1, version: -1 }]],
);

/** The last number given in a register: one document per office and year, moved in the registering transaction. */
export interface RegisterDoc {
  /** `${officeId}/${year}` */
  _id: string;
  serial: number;
}

export const registers = define<RegisterDoc>("registers", { serial: Number });
