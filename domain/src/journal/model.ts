import type { ChannelKind } from "../channels/contract.ts";
import { asIs, define } from "../store/define.ts";

/** The state that `append` compares and sets: the last entry's place and hash, and the rights under which one may write. */
export interface Head {
  seq: number;
  ordinal: number;
  hash: string;
  at: Date;
  /** Bumped in the transaction of every revoke. */
  rights: number;
}

export interface ChannelDoc {
  _id: string;
  kind: ChannelKind;
  /** The lead or exchange that this channel belongs to; null for direct and group conversations and for an office's log. */
  matterId: string | null;
  officeIds: string[];
  /** A group's name; matters are shown by their own title. */
  title: string | null;
  members: { officerId: string; officeId: string }[];
  /** Who may read, as tokens (access/rules.ts). */
  audience: string[];
  /** False once nobody may write any more. */
  open: boolean;
  head: Head;
  createdAt: Date;
}

export const channels = define<ChannelDoc>(
  "channels",
  {
    kind: String,
    matterId: String,
    officeIds: [String],
    title: String,
    members: asIs,
    audience: [String],
    open: Boolean,
    head: asIs,
    createdAt: Date,
  },
  [[{ matterId: 1 }], [{ audience: 1, "head.at": -1, _id: -1 }]],
);

export interface EntryDoc {
  _id: string;
  v: number;
  channelId: string;
  seq: number;
  ordinal: number;
  type: string;
  actor: string;
  office: string;
  role: string;
  at: Date;
  target: string | null;
  prev: string;
  /** SM3(salt ‖ canonical body), hexadecimal. */
  digest: string;
  hash: string;
  /** Null after an erase; then the salt is null too, so that the digest cannot be guessed back. */
  body: unknown;
  salt: string | null;
  /** SM3(salt ‖ canonical input) of the command that made it, to tell a retry from another use of the same id. */
  input: string | null;
  /** Handlers that have yet to run; each is cleared in its own commit. */
  pending?: string[];
}

export const entries = define<EntryDoc>(
  "entries",
  {
    v: Number,
    channelId: String,
    seq: Number,
    ordinal: Number,
    type: String,
    actor: String,
    office: String,
    role: String,
    at: Date,
    target: String,
    prev: String,
    digest: String,
    hash: String,
    body: asIs,
    salt: String,
    input: String,
    pending: { type: [String], default: undefined },
  },
  [
    [{ channelId: 1, seq: 1 }, { unique: true }],
    [
      { channelId: 1, target: 1, seq: 1 },
      { partialFilterExpression: { target: { $type: "string" } } },
    ],
    // The audit of an office: what its officers did, newest first.
    [{ office: 1, at: -1, _id: -1 }],
    [{ pending: 1, at: 1 }, { partialFilterExpression: { pending: { $exists: true } } }],
  ],
);

/** An officer's cursor on a channel. */
export interface FollowDoc {
  /** `${officerId}/${channelId}` */
  _id: string;
  officerId: string;
  channelId: string;
  /** Up to where a device of the officer has the entries, and up to where they were read. */
  receivedSeq: number;
  readSeq: number;
  readOrdinal: number;
  at: Date;
}

export const follows = define<FollowDoc>(
  "follows",
  {
    officerId: String,
    channelId: String,
    receivedSeq: Number,
    readSeq: Number,
    readOrdinal: Number,
    at: Date,
  },
  [[{ officerId: 1, at: -1 }], [{ channelId: 1 }]],
);
