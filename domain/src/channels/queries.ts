import { getChannel, readPage } from "../journal/read.ts";
import type { ChannelDoc, EntryDoc, FollowDoc } from "../journal/model.ts";
import { HubError } from "../kernel/faults.ts";
import type { Ctx } from "../store/hub.ts";
import {
  parsePosition,
  type ChannelRow,
  type ChannelView,
  type Entry,
  type EntryPage,
  type Position,
  type Readers,
} from "./contract.ts";
import { matterRefs } from "./matter.ts";
import { toChannelView } from "./present.ts";

/** The channel as this officer sees it, or not_found. */
export async function viewChannel(ctx: Ctx, channelId: string): Promise<ChannelView> {
  const { store } = ctx.hub;
  const channel = await getChannel(store, channelId, ctx.actor.tokens);
  const follow = await store.follows
    .findOne({ officerId: ctx.actor.id, channelId })
    .lean<FollowDoc>();
  const refs = await matterRefs(ctx, [channel]);
  return toChannelView(ctx.actor, channel, follow, refs.get(channelId) ?? null);
}

/** A page of entries of a channel that this officer may read. */
export async function listEntriesOf(
  ctx: Ctx,
  channelId: string,
  where: { after?: string | undefined; before?: number | undefined; limit: number },
): Promise<EntryPage> {
  const channel = await getChannel(ctx.hub.store, channelId, ctx.actor.tokens);
  return readPage(ctx.hub.store, channel, {
    limit: where.limit,
    ...(where.after === undefined ? {} : { after: parsePosition(where.after) }),
    ...(where.before === undefined ? {} : { before: where.before }),
  });
}

/** More conversations than this are not listed at once; older ones are found by search. */
const FOLLOWED = 1_000;

async function followed(
  ctx: Ctx,
): Promise<{ follows: Map<string, FollowDoc>; channels: ChannelDoc[] }> {
  const { store } = ctx.hub;
  const docs = await store.follows
    .find({ officerId: ctx.actor.id })
    .sort({ at: -1 })
    .limit(FOLLOWED)
    .lean<FollowDoc[]>();
  const follows = new Map(docs.map((doc) => [doc.channelId, doc]));
  const channels = await store.channels
    .find({ _id: { $in: [...follows.keys()] }, audience: { $in: ctx.actor.tokens } })
    .lean<ChannelDoc[]>();
  return { follows, channels };
}

/** Conversations this officer follows, newest first, with what is unread in all of them. */
export async function listChannelsOf(
  ctx: Ctx,
  limit: number,
): Promise<{ channels: ChannelRow[]; unread: number }> {
  const { follows, channels } = await followed(ctx);
  const talk = channels
    .filter((channel) => channel.kind !== "office_log")
    .toSorted((a, b) => b.head.at.getTime() - a.head.at.getTime());
  const shown = talk.slice(0, limit);
  const [refs, lasts] = await Promise.all([matterRefs(ctx, shown), lastEntries(ctx, shown)]);
  const rows = shown.map((channel) => ({
    ...toChannelView(
      ctx.actor,
      channel,
      follows.get(channel._id) ?? null,
      refs.get(channel._id) ?? null,
    ),
    last: lasts.get(channel._id) ?? null,
  }));
  const unread = talk.reduce(
    (sum, channel) => sum + channel.head.ordinal - (follows.get(channel._id)?.readOrdinal ?? 0),
    0,
  );
  return { channels: rows, unread };
}

/** The newest news of each channel, folded like any page: a recalled message shows as recalled here too. */
async function lastEntries(ctx: Ctx, channels: ChannelDoc[]): Promise<Map<string, Entry>> {
  const pairs = await Promise.all(
    channels.map(async (channel): Promise<[string, Entry | undefined]> => {
      const { entries } = await readPage(ctx.hub.store, channel, { limit: 8 });
      const news = entries.filter(
        (entry, index) => entry.ordinal > (entries[index - 1]?.ordinal ?? -1),
      );
      return [channel._id, news.at(-1) ?? entries.at(-1)];
    }),
  );
  return new Map(pairs.flatMap(([id, entry]) => (entry ? [[id, entry]] : [])));
}

/** Heads of everything this officer follows, for a browser that cannot hold a socket. */
export async function listHeadsOf(ctx: Ctx): Promise<Record<string, Position>> {
  const { channels } = await followed(ctx);
  return Object.fromEntries(
    channels.map((channel) => [channel._id, { seq: channel.head.seq, hash: channel.head.hash }]),
  );
}

/** How far the others have come: by name inside the own office, by office outside it. */
export async function listReadersOf(ctx: Ctx, channelId: string): Promise<Readers> {
  const { store } = ctx.hub;
  await getChannel(store, channelId, ctx.actor.tokens);
  const follows = await store.follows.find({ channelId }).lean<FollowDoc[]>();
  const officers = await store.officers
    .find({ _id: { $in: follows.map((one) => one.officerId) } }, { officeId: 1 })
    .lean();
  const officeOf = new Map(officers.map((one) => [one._id, one.officeId]));
  const offices = new Map<string, { received: number; read: number }>();
  const own: Readers["officers"] = [];
  for (const follow of follows) {
    const officeId = officeOf.get(follow.officerId);
    if (!officeId || follow.officerId === ctx.actor.id) continue;
    const reached = { received: follow.receivedSeq, read: follow.readSeq };
    if (officeId === ctx.actor.officeId) own.push({ officerId: follow.officerId, ...reached });
    const known = offices.get(officeId) ?? { received: 0, read: 0 };
    offices.set(officeId, {
      received: Math.max(known.received, reached.received),
      read: Math.max(known.read, reached.read),
    });
  }
  return {
    officers: own,
    offices: [...offices].map(([officeId, reached]) => ({ officeId, ...reached })),
  };
}

/** One entry as it stands today, or not_found. */
export async function getEntry(ctx: Ctx, channelId: string, entryId: string): Promise<Entry> {
  const channel = await getChannel(ctx.hub.store, channelId, ctx.actor.tokens);
  const doc = await ctx.hub.store.entries
    .findOne({ _id: entryId, channelId }, { seq: 1 })
    .lean<EntryDoc>();
  const page = doc
    ? await readPage(ctx.hub.store, channel, { before: doc.seq + 1, limit: 1 })
    : null;
  const entry = page?.entries[0];
  if (!entry) throw new HubError("not_found");
  return entry;
}
