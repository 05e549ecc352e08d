import { handlesContent, token, tokensOf } from "../access/rules.ts";
import { attachToEntry, releaseFiles } from "../files/links.ts";
import { getChannel } from "../journal/read.ts";
import { followId } from "../journal/follow.ts";
import { toEntry } from "../journal/announce.ts";
import type { Post } from "../journal/journal.ts";
import type { ChannelDoc, EntryDoc } from "../journal/model.ts";
import { HubError } from "../kernel/faults.ts";
import { derivedId } from "../kernel/ids.ts";
import { ensure, refuse } from "../kernel/verdict.ts";
import type { OfficerDoc } from "../officers/model.ts";
import type { Ctx } from "../store/hub.ts";
import type {
  ChangeMembers,
  EditMessage,
  Entry,
  Mark,
  OpenGroup,
  PostMessage,
} from "./contract.ts";
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

/** Corrects one's own message. The former text stays in the record. */
export async function editMessage(
  ctx: Ctx,
  where: { channelId: string; entryId: string },
  { id, text }: EditMessage,
): Promise<Entry> {
  return posted(ctx, {
    id,
    channelId: where.channelId,
    type: "message.edited",
    target: where.entryId,
    body: { text },
    input: { edit: where, text },
    rule: (channel, target, earlier) => mayChange(ctx.actor, channel, target, earlier),
  });
}

/** Takes back one's own message: its body is withheld from every reader, header and digest stay. */
export async function recallMessage(
  ctx: Ctx,
  where: { channelId: string; entryId: string },
  { id }: { id: string },
): Promise<Entry> {
  return posted(ctx, {
    id,
    channelId: where.channelId,
    type: "message.recalled",
    target: where.entryId,
    body: {},
    input: { recall: where },
    rule: (channel, target, earlier) => mayChange(ctx.actor, channel, target, earlier),
  });
}

/** 收到: the everyday answer. */
export async function acknowledgeMessage(
  ctx: Ctx,
  where: { channelId: string; entryId: string },
  { id }: { id: string },
): Promise<Entry> {
  return posted(ctx, {
    id,
    channelId: where.channelId,
    type: "message.acknowledged",
    target: where.entryId,
    body: {},
    input: { acknowledge: where },
    rule: (channel, target, earlier) => mayAcknowledge(ctx.actor, channel, target, earlier),
  });
}

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

/** The conversation of two officers: one for each pair, whoever opens it first. */
export async function openDirect(
  ctx: Ctx,
  { id, officerId }: { id: string; officerId: string },
): Promise<string> {
  const { store, journal } = ctx.hub;
  if (officerId === ctx.actor.id) throw new HubError("forbidden", { reason: "own_conversation" });
  const both = [ctx.actor.id, officerId].toSorted();
  const channelId = derivedId("direct", both.join("+"));
  if (await store.channels.exists({ _id: channelId })) return channelId;
  await journal
    .act(ctx, {
      id,
      input: { openDirect: both },
      run: async (tx) => {
        const [me, other] = [
          await contentOfficer(ctx, ctx.actor.id),
          await contentOfficer(ctx, officerId),
        ];
        const there = await store.channels
          .findById(channelId, { _id: 1 }, { session: tx.session })
          .lean();
        // The other one was faster: nothing to write, and the caller finds the channel open.
        if (there) throw new AlreadyOpen();
        const members = [me, other].map((one) => ({ officerId: one._id, officeId: one.officeId }));
        await tx.open({
          _id: channelId,
          kind: "direct",
          matterId: null,
          officeIds: [...new Set(members.map((one) => one.officeId))],
          title: null,
          members,
          audience: both.map(token.officer),
        });
        await tx.follow(channelId, both);
        tx.changed(both.map(token.officer), { feature: "channels", id: channelId });
        return [{ channelId, type: "channel.opened", body: { kind: "direct" } }];
      },
    })
    .catch((thrown: unknown) => {
      if (!(thrown instanceof AlreadyOpen)) throw thrown;
    });
  return channelId;
}

class AlreadyOpen extends Error {}

/** A standing conversation across offices; whoever opens it is a member. */
export async function openGroup(ctx: Ctx, input: OpenGroup): Promise<string> {
  const { channelId, title } = input;
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { openGroup: input },
    run: async (tx) => {
      const ids = [...new Set([ctx.actor.id, ...input.officerIds])];
      const officers = await Promise.all(ids.map((id) => contentOfficer(ctx, id)));
      const members = officers.map((one) => ({ officerId: one._id, officeId: one.officeId }));
      await tx.open({
        _id: channelId,
        kind: "group",
        matterId: null,
        officeIds: [...new Set(members.map((one) => one.officeId))],
        title,
        members,
        audience: ids.map(token.officer),
      });
      await tx.follow(channelId, ids);
      tx.changed(ids.map(token.officer), { feature: "channels", id: channelId });
      return [
        { channelId, type: "channel.opened", body: { kind: "group" } },
        { channelId, type: "member.joined", body: { officerIds: ids } },
      ];
    },
  });
  return channelId;
}

/** Lets officers join a group, which they then see whole, or leave it, whereupon no post of theirs can follow. */
export async function changeMembers(
  ctx: Ctx,
  channelId: string,
  input: ChangeMembers,
): Promise<void> {
  const { store, journal } = ctx.hub;
  await journal.act(ctx, {
    id: input.id,
    input: { changeMembers: channelId, ...input },
    run: async (tx) => {
      const channel = await store.channels
        .findById(channelId, null, { session: tx.session })
        .lean<ChannelDoc>();
      if (!channel) throw new HubError("not_found");
      const leavesAlone = input.add.length === 0 && input.remove.every((id) => id === ctx.actor.id);
      ensure(mayChannel(ctx.actor, leavesAlone ? "leave" : "members", channel));
      const added = input.add.filter((id) => !channel.members.some((one) => one.officerId === id));
      const removed = input.remove.filter((id) =>
        channel.members.some((one) => one.officerId === id),
      );
      if (added.length + removed.length === 0) ensure(refuse("not_now", "nothing_to_change"));
      const joining = await Promise.all(added.map((id) => contentOfficer(ctx, id)));
      const members = [
        ...channel.members.filter((one) => !removed.includes(one.officerId)),
        ...joining.map((one) => ({ officerId: one._id, officeId: one.officeId })),
      ];
      const audience = members.map((one) => token.officer(one.officerId));
      await tx.regrant(channelId, {
        members,
        audience,
        officeIds: [...new Set(members.map((one) => one.officeId))],
      });
      await tx.follow(channelId, added);
      await store.follows.deleteMany(
        { _id: { $in: removed.map((id) => followId(id, channelId)) } },
        { session: tx.session },
      );
      tx.changed([...channel.audience, ...audience], { feature: "channels", id: channelId });
      return [
        ...(added.length > 0
          ? [{ channelId, type: "member.joined" as const, body: { officerIds: added } }]
          : []),
        ...(removed.length > 0
          ? [{ channelId, type: "member.left" as const, body: { officerIds: removed } }]
          : []),
      ];
    },
  });
}

/**
 * Empties the body and the salt of an entry for good, and lets go of its files. Itself an entry; nothing else ever changes a written
 * one.
 */
export async function eraseEntry(
  ctx: Ctx,
  where: { channelId: string; entryId: string },
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
async function editsOf(ctx: Ctx, where: { channelId: string; entryId: string }): Promise<string[]> {
  const edits = await ctx.hub.store.entries
    .find({ channelId: where.channelId, target: where.entryId, type: "message.edited" }, { _id: 1 })
    .lean();
  return edits.map((entry) => entry._id);
}

/** An officer who may take part in talk: active, with a post, and no administrator. */
async function contentOfficer(ctx: Ctx, officerId: string): Promise<OfficerDoc> {
  const officer = await ctx.hub.store.officers.findById(officerId).lean<OfficerDoc>();
  if (!officer?.active || !handlesContent(officer.posts).allowed) throw new HubError("not_found");
  return officer;
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
