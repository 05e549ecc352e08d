import { z } from "zod";
import { Entry, Mark, Position, PostMessage } from "../channels/contract.ts";
import type { Problem } from "./faults.ts";
import { Id, OfficeId } from "./ids.ts";

/**
 * What travels on the socket, both ways, in one place for gateway and browser. Everything the server says is a hint: it may be lost or
 * come out of order, and whoever missed it learns from the next `heads`.
 */

/** Instead of an entry that is too large for a hint: where it stands, to be fetched. */
export const EntryPlace = z.object({ id: Id, channelId: Id, seq: z.int() });
export type EntryPlace = z.infer<typeof EntryPlace>;

/** Entries of one channel that were committed together, in seq order. */
export const EntriesHint = z.object({
  channelId: Id,
  entries: z.array(z.union([Entry, EntryPlace])),
});
export type EntriesHint = z.infer<typeof EntriesHint>;

export const isWhole = (entry: Entry | EntryPlace): entry is Entry => "hash" in entry;

/** A list or matter that may look different now; id null: many at once. Carries no content. */
export const ChangedHint = z.object({ feature: z.string(), id: z.string().nullable() });
export type ChangedHint = z.infer<typeof ChangedHint>;

export const HeadHint = Position.extend({ ordinal: z.int() });
export type HeadHint = z.infer<typeof HeadHint>;

/** Heads of followed and watched channels that moved since this socket was last told; the first message names all. */
export const HeadsHint = z.object({ now: z.iso.datetime(), heads: z.record(Id, HeadHint) });
export type HeadsHint = z.infer<typeof HeadsHint>;

/** What this officer may do in these channels is to be asked again; `lost` may not be read any more. */
export const RightsHint = z.object({ channelIds: z.array(Id), lost: z.array(Id) });
export type RightsHint = z.infer<typeof RightsHint>;

/** This node is about to go: connect anew, somewhere else, within the time. */
export const DrainingHint = z.object({ withinMs: z.int() });
export type DrainingHint = z.infer<typeof DrainingHint>;

export const SocketPost = z.object({ channelId: Id, message: PostMessage }).strict();
export type SocketPost = z.infer<typeof SocketPost>;

export const SocketMark = z.object({ channelId: Id, mark: Mark }).strict();
export type SocketMark = z.infer<typeof SocketMark>;

/** At most as many as one screen shows. */
export const SocketWatch = z.object({ channelIds: z.array(Id).min(1).max(50) }).strict();
export type SocketWatch = z.infer<typeof SocketWatch>;

/** Offices of which somebody who may receive (收件岗, 联络员) is on line now; nobody is named. */
export const Duty = z.object({ officeIds: z.array(OfficeId) });
export type Duty = z.infer<typeof Duty>;
export const Nothing = z.object({}).strict();

/** What a command on the socket answers: its value, or the same problem that HTTP would answer. */
export type Reply<Value> = { ok: true; value: Value } | { ok: false; problem: Problem };
type Ack<Value> = (reply: Reply<Value>) => void;

export interface ServerToClient {
  entries(hint: EntriesHint): void;
  changed(hint: ChangedHint): void;
  heads(hint: HeadsHint): void;
  rights(hint: RightsHint): void;
  draining(hint: DrainingHint): void;
}

export interface ClientToServer {
  post(input: z.input<typeof SocketPost>, ack: Ack<Entry>): void;
  mark(input: z.input<typeof SocketMark>, ack: Ack<{ unread: number }>): void;
  /** Joins the rooms of these channels and answers their heads: whoever fetches afterwards misses nothing. */
  watch(input: z.input<typeof SocketWatch>, ack: Ack<HeadsHint>): void;
  unwatch(input: z.input<typeof SocketWatch>, ack: Ack<Record<string, never>>): void;
  duty(input: Record<string, never>, ack: Ack<Duty>): void;
}

/** How often heads are told and rights are looked at again. */
export const BEAT_MS = 15_000;

/** Where the socket is served. */
export const SOCKET_PATH = "/socket.io";
