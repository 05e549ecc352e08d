import type { Store } from "../store/store.ts";
import { digestOf, GENESIS, hashOf } from "./chain.ts";
import type { ChannelDoc } from "./model.ts";

export interface Finding {
  channelId: string;
  seq: number;
  problem: "gap" | "broken_link" | "wrong_hash" | "wrong_body" | "ordinal" | "clock" | "head";
}

export interface Verification {
  channels: number;
  entries: number;
  /** Entries whose body was erased: their header is checked, their body is gone by decision. */
  erased: number;
  findings: Finding[];
}

/** Walks every chain from its first entry: numbers, links, hashes, bodies against their salted digests, and the head. */
export async function verifyJournal(store: Store): Promise<Verification> {
  const result: Verification = { channels: 0, entries: 0, erased: 0, findings: [] };
  for await (const channel of store.channels.find().sort({ _id: 1 }).lean().cursor())
    await verifyChannel(store, channel, result);
  return result;
}

async function verifyChannel(
  store: Store,
  channel: ChannelDoc,
  result: Verification,
): Promise<void> {
  const channelId = channel._id;
  result.channels += 1;
  let previous = { seq: 0, ordinal: 0, hash: GENESIS, at: new Date(0) };
  const found = (seq: number, problem: Finding["problem"]) =>
    result.findings.push({ channelId, seq, problem });
  for await (const entry of store.entries.find({ channelId }).sort({ seq: 1 }).lean().cursor()) {
    result.entries += 1;
    if (entry.seq !== previous.seq + 1) found(entry.seq, "gap");
    if (entry.prev !== previous.hash) found(entry.seq, "broken_link");
    if (hashOf(entry) !== entry.hash) found(entry.seq, "wrong_hash");
    if (entry.ordinal < previous.ordinal || entry.ordinal > previous.ordinal + 1)
      found(entry.seq, "ordinal");
    if (entry.at < previous.at) found(entry.seq, "clock");
    if (entry.salt === null) result.erased += 1;
    else if (digestOf(entry.salt, entry.body) !== entry.digest) found(entry.seq, "wrong_body");
    previous = entry;
  }
  if (channel.head.seq !== previous.seq || channel.head.hash !== previous.hash)
    found(channel.head.seq, "head");
}
