import type { MatterRef } from "../channels/contract.ts";
import type { ClockKey } from "../clocks/contract.ts";
import type { Level } from "../clocks/rules.ts";
import { asIs, define } from "../store/define.ts";
import type { NoticeKind } from "./contract.ts";

export interface NoticeDoc {
  /** Derived from cause and officer: told again, it is the same notice. */
  _id: string;
  officerId: string;
  kind: NoticeKind;
  entryType: string | null;
  act: string | null;
  clock: ClockKey | null;
  level: Level | null;
  matter: { kind: MatterRef["kind"]; id: string } | null;
  matterId: string | null;
  /** Of an obligation of that agreement. */
  occurrenceId: string | null;
  channelId: string | null;
  entryId: string | null;
  actor: string | null;
  officeId: string;
  at: Date;
  /** There while it is unread. */
  unread?: true;
}

export const notices = define<NoticeDoc>(
  "notices",
  {
    officerId: String,
    kind: String,
    entryType: String,
    act: String,
    clock: String,
    level: String,
    matter: asIs,
    matterId: String,
    occurrenceId: String,
    channelId: String,
    entryId: String,
    actor: String,
    officeId: String,
    at: Date,
    unread: { type: Boolean, default: undefined },
  },
  [
    [{ officerId: 1, at: -1, _id: -1 }],
    [
      { officerId: 1, unread: 1, at: -1, _id: -1 },
      { partialFilterExpression: { unread: { $exists: true } } },
    ],
  ],
);
