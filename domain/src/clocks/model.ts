import type { Stamp } from "../kernel/signature.ts";
import { asIs, define } from "../store/define.ts";
import type { ClockKey, PairTerms } from "./contract.ts";

/** Periods between two offices. */
export interface PairDoc {
  /** Both codes in order: `321084+341181`. */
  _id: string;
  officeIds: string[];
  version: number;
  agreed: PairTerms | null;
  agreedAt: Date | null;
  proposed: { terms: PairTerms; by: Stamp } | null;
  /** The agreement in force whose clauses set these of the periods; null where the two offices agreed on all by themselves. */
  source: { agreementId: string; clauseIds: string[]; keys: ClockKey[] } | null;
}

export const pairs = define<PairDoc>(
  "pairs",
  {
    officeIds: [String],
    version: Number,
    agreed: asIs,
    agreedAt: Date,
    proposed: asIs,
    source: asIs,
  },
  [[{ officeIds: 1 }], [{ "source.agreementId": 1 }]],
);

export const pairId = (one: string, other: string): string => [one, other].toSorted().join("+");
