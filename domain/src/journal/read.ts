import { HubError } from "../kernel/faults.ts";
import type { Entry, EntryPage, Position } from "../channels/contract.ts";
import type { Store } from "../store/store.ts";
import { toEntry } from "./announce.ts";
import { GENESIS } from "./chain.ts";
import type { ChannelDoc, EntryDoc } from "./model.ts";

/** Entry types whose target's body is no longer shown. */
const WITHHOLDS: Record<string, Entry["withheld"]> = {
  "message.recalled": "recalled",
  "entry.erased": "erased",
};

/** Further behind than this a reader starts over from the head instead of walking. */
const FAR_BEHIND = 500;

/**
 * A page of a channel, folded: bodies that were recalled or erased are withheld, header and digest stay, so the chain verifies.
 * `after` walks forward from a position, `before` (a seq) backward; neither gives the newest page. Access is the caller's question.
 */
export async function readPage(
  store: Store,
  channel: ChannelDoc,
  where: { after?: Position; before?: number; limit: number },
): Promise<EntryPage> {
  const { _id: channelId, head } = channel;
  const position = { seq: head.seq, hash: head.hash, ordinal: head.ordinal };
  const { after, before, limit } = where;
  if (after) {
    const known = await isKnown(store, channelId, after);
    if (known && head.seq - after.seq <= FAR_BEHIND) {
      const docs = await store.entries
        .find({ channelId, seq: { $gt: after.seq, $lte: head.seq } })
        .sort({ seq: 1 })
        .limit(limit)
        .lean();
      const last = docs.at(-1)?.seq ?? after.seq;
      return { ...(await fold(store, docs)), head: position, reset: false, more: last < head.seq };
    }
  }
  const upTo = before === undefined ? head.seq : Math.min(head.seq, before - 1);
  const docs = await store.entries
    .find({ channelId, seq: { $lte: upTo } })
    .sort({ seq: -1 })
    .limit(limit)
    .lean();
  docs.reverse();
  return {
    ...(await fold(store, docs)),
    head: position,
    reset: after !== undefined,
    more: (docs[0]?.seq ?? 1) > 1,
  };
}

async function isKnown(store: Store, channelId: string, position: Position): Promise<boolean> {
  if (position.seq === 0) return position.hash === GENESIS;
  const at = await store.entries.findOne({ channelId, seq: position.seq }, { hash: 1 }).lean();
  return at?.hash === position.hash;
}

/** Joins what targets the page and withholds what was recalled or erased since, wherever that was said. */
async function fold(
  store: Store,
  docs: EntryDoc[],
): Promise<Pick<EntryPage, "entries" | "targeting">> {
  const first = docs[0];
  if (!first) return { entries: [], targeting: [] };
  const onPage = new Set(docs.map((doc) => doc._id));
  const targeting = await store.entries
    .find({ channelId: first.channelId, target: { $in: [...onPage] } })
    .sort({ seq: 1 })
    .lean();
  const withheld = new Map<string, Entry["withheld"]>();
  for (const doc of targeting) {
    const why = WITHHOLDS[doc.type];
    if (why && doc.target) withheld.set(doc.target, why);
  }
  // A recalled message keeps nothing readable: its edits are withheld with it.
  const why = (doc: EntryDoc): Entry["withheld"] => {
    if (doc.body === null) return "erased";
    const edited = doc.type === "message.edited" && doc.target ? withheld.get(doc.target) : null;
    return withheld.get(doc._id) ?? edited ?? null;
  };
  const elsewhere = docs.filter(
    (doc) => doc.type === "message.edited" && doc.target && !onPage.has(doc.target),
  );
  for (const gone of await recalledAmong(store, first.channelId, elsewhere))
    withheld.set(gone, "recalled");
  return {
    entries: docs.map((doc) => toEntry(doc, why(doc))),
    targeting: targeting.filter((doc) => !onPage.has(doc._id)).map((doc) => toEntry(doc, why(doc))),
  };
}

/** Of edits whose message stands on another page: the messages that were recalled. */
async function recalledAmong(
  store: Store,
  channelId: string,
  edits: EntryDoc[],
): Promise<string[]> {
  const targets = edits.flatMap((doc) => (doc.target ? [doc.target] : []));
  if (targets.length === 0) return [];
  const recalls = await store.entries
    .find({ channelId, target: { $in: targets }, type: "message.recalled" }, { target: 1 })
    .lean();
  return recalls.flatMap((doc) => (doc.target ? [doc.target] : []));
}

/** A channel that this reader may read, or not_found. */
export async function getChannel(
  store: Store,
  channelId: string,
  tokens: readonly string[],
): Promise<ChannelDoc> {
  const channel = await store.channels.findById(channelId).lean<ChannelDoc>();
  if (!channel || !channel.audience.some((one) => tokens.includes(one)))
    throw new HubError("not_found");
  return channel;
}
