import { define } from "../store/define.ts";

/** What is looked at: a matter, or the finding of an action. */
export type ReadKind = "lead" | "exchange" | "agreement" | "action" | "finding";

/** That an officer of another office looked at a matter: one per officer, matter and hour, however often. */
export interface ReadDoc {
  /** `${officerId}/${matterId}/${hour}` */
  _id: string;
  officerId: string;
  officeId: string;
  kind: ReadKind;
  matterId: string;
  first: Date;
  last: Date;
  count: number;
}

export const reads = define<ReadDoc>(
  "reads",
  {
    officerId: String,
    officeId: String,
    kind: String,
    matterId: String,
    first: Date,
    last: Date,
    count: Number,
  },
  [[{ matterId: 1, last: -1 }]],
);
