import type { Stamp } from "../kernel/signature.ts";
import type { LeadState, LeadStep, LeadValues, TeamDuty } from "./contract.ts";
import type { LeadFacts } from "./rules.ts";

/** A lead as it is kept. */
export interface LeadRecord extends LeadFacts {
  _id: string;
  version: number;
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
  /** Every office above, nearest first. */
  superiorIds: string[];
  /** The exchange whose acceptance made this lead. */
  originExchangeId: string | null;
  channelId: string;
}
