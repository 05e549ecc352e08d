import { tokensOf } from "../access/rules.ts";
import { attachToEntry, releaseFiles } from "../files/links.ts";
import { getChannel } from "../journal/read.ts";
import { followId } from "../journal/follow.ts";
import { toEntry } from "../journal/announce.ts";
import type { Post } from "../journal/journal.ts";
import type { ChannelDoc, EntryDoc } from "../journal/model.ts";
import { HubError } from "../kernel/faults.ts";
import { ensure } from "../kernel/verdict.ts";
import type { OfficerDoc } from "../officers/model.ts";
import type { Ctx } from "../store/hub.ts";
import type { EditMessage, Entry, Mark, PostMessage } from "./contract.ts";
import { getEntry } from "./queries.ts";
import { mayAcknowledge, mayChange, mayChannel, mayErase } from "./rules.ts";

/**
 * Writes one entry and answers it. One that comes again is answered as it stands today, under today's rights: whoever lost the channel
 * hears of it no more, and what was recalled meanwhile comes back without its words.
 */
async function posted(ctx: Ctx, post: Post): Promise<Entry> {
  const { replayed, entry } = await ctx.hub.journal.post(ctx, post);
  return replayed ? getEntry(ctx, entry.channelId, entry._id) : toEntry(entry);
}

/** Says something in a channel. Whoever is mentioned must be able to read it, follows it from now on, and gets a notice. */
export async function postMessage(
  ctx: Ctx,
  channelId: string,
  { id, ...body }: PostMessage,
): Promise<Entry> {
  const mentioned = await prepared(ctx, channelId, { id, ...body });
  return posted(ctx, {
    id,
    channelId,
    type: "message.posted",
    body,
    input: { post: channelId, body },
    rule: (channel) => mayChannel(ctx.actor, "post", channel),
    follow: mentioned,
    ...(mentioned.length > 0 ? { pending: ["notices"] } : {}),
  });
}

/**
 * Lays files at the message and answers whom it mentions. One that comes again was judged when it came first: whom it names may have
 * left since.
 */
async function prepared(
  ctx: Ctx,
  channelId: string,
  { id, mentions, files }: Pick<PostMessage, "id" | "mentions" | "files">,
): Promise<string[]> {
  if (mentions.length + files.length === 0) return [];
  if (await ctx.hub.store.entries.exists({ _id: id })) return [];
  const mentioned = await readersAmong(ctx, channelId, mentions);
  await attachToEntry(ctx, channelId, id, files);
  return mentioned;
}

/** Where an entry stands. */
interface Where {
  channelId: string;
  entryId: string;
}

/** Writes an entry about another one. */
const postedOn = (
  ctx: Ctx,
  { channelId, entryId }: Where,
  post: Omit<Post, "channelId" | "target">,
): Promise<Entry> => posted(ctx, { ...post, channelId, target: entryId });

/** Corrects one's own message. The former text stays in the record. */
export const editMessage = (ctx: Ctx, where: Where, { id, text }: EditMessage): Promise<Entry> =>
  postedOn(ctx, where, {
    id,
    type: "message.edited",
    body: { text },
    input: { edit: where, text },
    rule: (...seen) => mayChange(ctx.actor, ...seen),
  });

/** Takes back one's own message: its body is withheld from every reader, header and digest stay. */
export const recallMessage = (ctx: Ctx, where: Where, { id }: { id: string }): Promise<Entry> =>
  postedOn(ctx, where, {
    id,
    type: "message.recalled",
    body: {},
    input: { recall: where },
    rule: (...seen) => mayChange(ctx.actor, ...seen),
  });

/** 收到: the everyday answer. */
export const acknowledgeMessage = (
  ctx: Ctx,
  where: Where,
  { id }: { id: string },
): Promise<Entry> =>
  postedOn(ctx, where, {
    id,
    type: "message.acknowledged",
    body: {},
    input: { acknowledge: where },
    rule: (...seen) => mayAcknowledge(ctx.actor, ...seen),
  });

/**
 * Moves this officer's cursor forward, never back, and at most to the head. Marking a channel that one does not follow is not
 * following it. Answers what is still unread.
 */
export async function markRead(
  ctx: Ctx,
  channelId: string,
  mark: Mark,
): Promise<{ unread: number }> {
  const { store, announcer } = ctx.hub;
  const channel = await getChannel(store, channelId, ctx.actor.tokens);
  const _id = followId(ctx.actor.id, channelId);
  const before = await store.follows.findById(_id).lean();
  if (!before) return { unread: 0 };
  const received = Math.min(Math.max(mark.received ?? 0, mark.read ?? 0), channel.head.seq);
  const read = Math.min(mark.read ?? 0, channel.head.seq);
  if (received <= before.receivedSeq && read <= before.readSeq)
    return { unread: channel.head.ordinal - before.readOrdinal };
  const readOrdinal =
    read > before.readSeq ? await ordinalAt(ctx, channel, read) : before.readOrdinal;
  await store.follows.updateOne(
    { _id },
    { $max: { receivedSeq: received, readSeq: read, readOrdinal } },
  );
  announcer.changed(channel.audience, { feature: "readers", id: channelId });
  return { unread: channel.head.ordinal - Math.max(readOrdinal, before.readOrdinal) };
}

async function ordinalAt(ctx: Ctx, channel: ChannelDoc, seq: number): Promise<number> {
  if (seq === channel.head.seq) return channel.head.ordinal;
  const at = await ctx.hub.store.entries
    .findOne({ channelId: channel._id, seq }, { ordinal: 1 })
    .lean();
  return at?.ordinal ?? 0;
}

/**
 * Empties the body and the salt of an entry for good, and lets go of its files. Itself an entry; nothing else ever changes a written
 * one.
 */
export async function eraseEntry(
  ctx: Ctx,
  where: Where,
  { id, reason }: { id: string; reason: string },
): Promise<void> {
  const { store, journal } = ctx.hub;
  await journal.act(ctx, {
    id,
    input: { erase: where, reason },
    run: async (tx) => {
      const { session } = tx;
      const channel = await store.channels
        .findById(where.channelId, null, { session })
        .lean<ChannelDoc>();
      const target = await store.entries
        .findOne({ _id: where.entryId, channelId: where.channelId }, null, { session })
        .lean<EntryDoc>();
      if (!channel) throw new HubError("not_found");
      ensure(mayErase(ctx.actor, channel, target));
      const of = [where.entryId, ...(await editsOf(ctx, where))];
      await store.entries.updateMany(
        { _id: { $in: of } },
        { $set: { body: null, salt: null, input: null } },
        { session },
      );
      await releaseFiles(tx, where.channelId, where.entryId);
      return [
        {
          channelId: where.channelId,
          type: "entry.erased",
          target: where.entryId,
          body: { reason },
        },
      ];
    },
  });
}

/** The corrected texts of a message say the same thing again: they go with it. */
async function editsOf(ctx: Ctx, where: Where): Promise<string[]> {
  const edits = await ctx.hub.store.entries
    .find({ channelId: where.channelId, target: where.entryId, type: "message.edited" }, { _id: 1 })
    .lean();
  return edits.map((entry) => entry._id);
}

async function readersAmong(ctx: Ctx, channelId: string, officerIds: string[]): Promise<string[]> {
  const channel = await getChannel(ctx.hub.store, channelId, ctx.actor.tokens);
  const officers = await ctx.hub.store.officers
    .find({ _id: { $in: officerIds }, active: true })
    .lean<OfficerDoc[]>();
  const readers = officers.filter((officer) =>
    tokensOf({ ...officer, id: officer._id }).some((one) => channel.audience.includes(one)),
  );
  const unreadable = officerIds.findIndex((id) => !readers.some((officer) => officer._id === id));
  if (unreadable >= 0)
    throw new HubError("bad_input", {
      issues: [{ path: `mentions.${unreadable}`, code: "cannot_read" }],
    });
  return readers.map((officer) => officer._id);
}
