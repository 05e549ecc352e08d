import type { Stamp } from "../kernel/signature.ts";
import { asIs, define } from "../store/define.ts";
import type { LeadState, LeadStep, LeadValues, TeamDuty } from "./contract.ts";

export interface LeadDoc {
  _id: string;
  version: number;
  officeId: string;
  departmentId: string | null;
  number: string;
  values: LeadValues;
  state: LeadState;
  team: { officerId: string; duty: TeamDuty; since: Date }[];
  registered: Stamp;
  registeredAt: Date;
  changedAt: Date;
  steps: {
    step: LeadStep;
    note: string;
    decision: { decidedBy: string; decidedOn: string; number: string } | null;
    by: Stamp;
  }[];
  /** 向上一级院备案. */
  recordedUp: { recordedOn: string; number: string; by: Stamp } | null;
  superiorId: string | null;
  /** Every office above, nearest first. */
  superiorIds: string[];
  /** The exchange whose acceptance made this lead. */
  originExchangeId: string | null;
  /** True once shared with another office. */
  sent: boolean;
  channelId: string;
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
