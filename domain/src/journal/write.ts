import type { ClientSession } from "mongoose";
import { HubError } from "../kernel/faults.ts";
import type { Ctx } from "../store/hub.ts";
import { LostRace, uncast, type Store } from "../store/store.ts";
import { toEntry, type Announcer } from "./announce.ts";
import type { ChannelDoc, EntryDoc } from "./model.ts";
import { inputDigest } from "./number.ts";

/** What one commit added to one channel, which is as it was before that commit. */
export interface Written {
  channel: ChannelDoc;
  docs: EntryDoc[];
}

/** After the commit: to the gateways, under the rights that the commit compared. */
export function announceWritten(announcer: Announcer, { channel, docs }: Written): void {
  if (docs.length > 0)
    announcer.entries(
      { id: channel._id, rights: channel.head.rights },
      docs.map((doc) => toEntry(doc)),
    );
}

/** Same officer and same input, or nobody's business: the stored outcome is only told to whom it belongs. */
export function ensureSame(before: EntryDoc, ctx: Ctx, input: unknown): void {
  const same =
    before.actor === ctx.actor.id &&
    before.salt !== null &&
    before.input !== null &&
    inputDigest(before.salt, input) === before.input;
  if (!same) throw new HubError("duplicate");
}

/** The compare-and-set that everything written to a channel passes: same seq and same rights as were read, or a lost race. */
export async function moveHead(
  store: Store,
  session: ClientSession,
  channel: ChannelDoc,
  head: ChannelDoc["head"],
): Promise<void> {
  const moved = await uncast(store.channels).updateOne(
    { _id: channel._id, "head.seq": channel.head.seq, "head.rights": channel.head.rights },
    { $set: { head: { ...head, rights: channel.head.rights } } },
    { session },
  );
  if (moved.matchedCount !== 1) throw new LostRace();
}
