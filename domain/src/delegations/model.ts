import { define } from "../store/define.ts";
import type { DelegatedAct } from "./contract.ts";

export interface DelegationDoc {
  _id: string;
  officeId: string;
  principalId: string;
  delegateId: string;
  acts: DelegatedAct[];
  /** YYYY-MM-DD, both days included. */
  from: string;
  until: string;
  basis: string;
  createdAt: Date;
  revokedAt: Date | null;
}

export const delegations = define<DelegationDoc>(
  "delegations",
  {
    officeId: String,
    principalId: String,
    delegateId: String,
    acts: [String],
    from: String,
    until: String,
    basis: String,
    createdAt: Date,
    revokedAt: Date,
  },
  [[{ officeId: 1, until: -1 }], [{ delegateId: 1, until: 1 }]],
);
