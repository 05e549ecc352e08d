import type { ClientSession, UpdateQuery } from "mongoose";
import { ENTRIES } from "../kernel/events.ts";
import { HubError } from "../kernel/faults.ts";
import { derivedId } from "../kernel/ids.ts";
import type { Clock } from "../kernel/clock.ts";
import { ensure, type Verdict } from "../kernel/verdict.ts";
import { LostRace, transaction, type Store } from "../store/store.ts";
import type { Ctx } from "../store/hub.ts";
import { toEntry, type Announcer, type Change } from "./announce.ts";
import { GENESIS } from "./chain.ts";
import type { ChannelDoc, EntryDoc, FollowDoc } from "./model.ts";
import { inputDigest, numbered, type NewEntry } from "./number.ts";

/** A transaction as a command sees it: reads go through `session`, and what is told afterwards is collected here. */
export interface Tx {
  session: ClientSession;
  store: Store;
  at: Date;
  /** Opens a channel in this commit; its first entry must be written in it too. */
  open(channel: Omit<ChannelDoc, "head" | "createdAt" | "open">): Promise<void>;
  /** Rewrites who may read and write; bumps the channel's rights, so that no post outruns it. */
  regrant(
    channelId: string,
    change: Partial<Pick<ChannelDoc, "audience" | "members" | "officeIds" | "open" | "title">>,
  ): Promise<void>;
  /** Makes these officers followers, from where they stand or from the beginning. */
  follow(channelId: string, officerIds: readonly string[]): Promise<void>;
  /** Told after the commit to the lists of whoever holds one of these tokens. */
  changed(tokens: readonly string[], change: Change): void;
  /** Told after the commit: sessions and sockets of these officers are looked at again. */
  rightsOf(...officerIds: string[]): void;
}

export interface Act {
  /** The command's id, made by whoever asked; it becomes the id of the first entry. */
  id: string;
  /** What was asked, all of it: the same id with something else is a `duplicate`. */
  input: unknown;
  /** Loads, ensures, changes matters, and returns what happened. Runs again on fresh state after a lost race. */
  run(
    tx: Tx,
  ): Promise<Omit<NewEntry, "id">[] | { entries: (Omit<NewEntry, "id"> & { id?: string })[] }>;
}

/** An entry that changes no matter: many of a channel share one commit. */
export interface Post extends NewEntry {
  input: unknown;
  /** Asked in the commit's own snapshot: the channel, the entry that is targeted, and what targeted it before. */
  rule(channel: ChannelDoc, target: EntryDoc | null, earlier: readonly EntryDoc[]): Verdict;
  /** Who follows from now on, beside the author. */
  follow?: readonly string[];
}

export interface Journal {
  /** One legal act in one commit. `replayed`: it had happened already, with the same input by the same officer. */
  act(ctx: Ctx, act: Act): Promise<{ replayed: boolean }>;
  /** Writes to one channel, grouped with whatever else waits for it. */
  post(ctx: Ctx, post: Post): Promise<{ replayed: boolean; entry: EntryDoc }>;
  /** Resolves when nothing waits any more. */
  drain(): Promise<void>;
}

interface Waiting {
  ctx: Ctx;
  post: Post;
  done: (result: { replayed: boolean; entry: EntryDoc }) => void;
  failed: (thrown: unknown) => void;
}

/** What one commit added to one channel, which is as it was read in that commit. */
interface Written {
  channel: ChannelDoc | null;
  docs: EntryDoc[];
}

/** As many posts as share one commit: beyond it a transaction grows faster than it saves. */
const BATCH = 128;

export function createJournal(store: Store, clock: Clock, announcer: Announcer): Journal {
  const queues = new Map<string, Waiting[]>();
  const running = new Set<Promise<void>>();

  function announce({ channel, docs }: Written): void {
    if (channel && docs.length > 0)
      announcer.entries(
        { id: channel._id, rights: channel.head.rights },
        docs.map((doc) => toEntry(doc)),
      );
  }

  async function act(ctx: Ctx, asked: Act): Promise<{ replayed: boolean }> {
    const changes: { tokens: readonly string[]; change: Change }[] = [];
    const lookAgain = new Set<string>();
    const officerIds = new Set<string>();
    const outcome = await transaction(store, async (session) => {
      changes.length = 0;
      lookAgain.clear();
      officerIds.clear();
      const before = await store.entries.findById(asked.id, null, { session }).lean();
      if (before) {
        ensureSame(before, ctx, asked.input);
        return null;
      }
      const at = clock.now();
      const tx: Tx = {
        session,
        store,
        at,
        open: (channel) => openChannel(store, session, channel, at),
        regrant: async (channelId, change) => {
          await store.channels.updateOne(
            { _id: channelId },
            { $set: change, $inc: { "head.rights": 1 } },
            { session },
          );
          lookAgain.add(channelId);
        },
        follow: (channelId, ids) => {
          lookAgain.add(channelId);
          return followAll(store, session, channelId, ids, at);
        },
        changed: (tokens, change) => void changes.push({ tokens, change }),
        rightsOf: (...ids) => ids.forEach((id) => officerIds.add(id)),
      };
      const ran = await asked.run(tx);
      const wanted = Array.isArray(ran) ? ran : ran.entries;
      return write(ctx, session, at, asked, wanted);
    });
    if (!outcome) throw new HubError("busy", { retryAfterSeconds: 1 });
    if (outcome.done === null) return { replayed: true };
    for (const written of outcome.done) announce(written);
    for (const { tokens, change } of changes) announcer.changed(tokens, change);
    if (lookAgain.size + officerIds.size > 0)
      announcer.rights({ channelIds: [...lookAgain], officerIds: [...officerIds] });
    return { replayed: false };
  }

  async function write(
    ctx: Ctx,
    session: ClientSession,
    at: Date,
    asked: Act,
    wanted: (Omit<NewEntry, "id"> & { id?: string })[],
  ): Promise<Written[]> {
    if (wanted.length === 0) throw new TypeError("an act writes at least one entry");
    const author = { id: ctx.actor.id, officeId: ctx.actor.officeId, role: ctx.role };
    const written: Written[] = [];
    const ids = [...new Set(wanted.map((entry) => entry.channelId))];
    const found = await store.channels.find({ _id: { $in: ids } }, null, { session }).lean();
    for (const channelId of ids) {
      const channel = found.find((one) => one._id === channelId);
      if (!channel) throw new HubError("not_found");
      const docs: EntryDoc[] = [];
      let head = channel.head;
      for (const [index, entry] of wanted.entries()) {
        if (entry.channelId !== channelId) continue;
        const id = index === 0 ? asked.id : (entry.id ?? stepId(asked.id, index));
        const made = numbered(
          head,
          { ...entry, id },
          author,
          at,
          index === 0 ? asked.input : undefined,
        );
        docs.push(made.doc);
        head = made.head;
      }
      await moveHead(store, session, channel, head);
      written.push({ channel, docs });
    }
    await store.entries.insertMany(
      written.flatMap(({ docs }) => docs),
      { session, lean: true },
    );
    return written;
  }

  function post(ctx: Ctx, wanted: Post): Promise<{ replayed: boolean; entry: EntryDoc }> {
    return new Promise((done, failed) => {
      const waiting = { ctx, post: wanted, done, failed };
      const queue = queues.get(wanted.channelId);
      if (queue) {
        queue.push(waiting);
        return;
      }
      queues.set(wanted.channelId, [waiting]);
      const run = drainChannel(wanted.channelId).finally(() => running.delete(run));
      running.add(run);
    });
  }

  /** Takes what waits for a channel, again and again until nothing does. Never rejects: each waiting post is told itself. */
  async function drainChannel(channelId: string): Promise<void> {
    for (;;) {
      const queue = queues.get(channelId);
      const batch = queue?.splice(0, BATCH) ?? [];
      if (batch.length === 0) {
        queues.delete(channelId);
        return;
      }
      try {
        await commitBatch(channelId, batch);
      } catch (thrown) {
        // One bad post must not take its neighbours down: each is tried alone before it is refused.
        if (batch.length === 1) batch[0]?.failed(thrown);
        else for (const one of batch) await commitBatch(channelId, [one]).catch(one.failed);
      }
    }
  }

  async function commitBatch(channelId: string, batch: Waiting[]): Promise<void> {
    const outcome = await transaction(store, async (session) => {
      const at = clock.now();
      const ids = batch.map((one) => one.post.id);
      const targetIds = batch.flatMap((one) => (one.post.target ? [one.post.target] : []));
      const channel = await store.channels.findById(channelId, null, { session }).lean();
      const known = await store.entries
        .find({ _id: { $in: [...ids, ...targetIds] } }, null, { session })
        .lean();
      const targeting: EntryDoc[] = targetIds.length
        ? await store.entries
            .find({ channelId, target: { $in: targetIds } }, null, { session })
            .lean()
        : [];
      const byId = new Map<string, EntryDoc>(known.map((doc) => [doc._id, doc]));
      const verdicts: (() => void)[] = [];
      const docs: EntryDoc[] = [];
      const read: Parameters<Store["follows"]["bulkWrite"]>[0] = [];
      let head = channel?.head;
      for (const { ctx, post: wanted, done, failed } of batch) {
        try {
          const before = byId.get(wanted.id);
          if (before) {
            ensureSame(before, ctx, wanted.input);
            if (before.channelId !== channelId) throw new HubError("duplicate");
            verdicts.push(() => done({ replayed: true, entry: before }));
            continue;
          }
          if (!channel || !head) throw new HubError("not_found");
          const target = wanted.target ? (byId.get(wanted.target) ?? null) : null;
          if (wanted.target && target?.channelId !== channelId) throw new HubError("not_found");
          const earlier = targeting.filter((doc) => doc.target === wanted.target);
          ensure(wanted.rule(channel, target, wanted.target ? earlier : []));
          const author = { id: ctx.actor.id, officeId: ctx.actor.officeId, role: ctx.role };
          const made = numbered(head, wanted, author, at, wanted.input);
          head = made.head;
          docs.push(made.doc);
          byId.set(wanted.id, made.doc);
          if (wanted.target) targeting.push(made.doc);
          // Who speaks has read what stands above; who says 收到 to an old message has not.
          const reached = ENTRIES[wanted.type].counts
            ? { receivedSeq: head.seq, readSeq: head.seq, readOrdinal: head.ordinal }
            : NOTHING_READ;
          read.push(followUpsert(ctx.actor.id, channelId, at, reached));
          for (const officerId of wanted.follow ?? [])
            read.push(followUpsert(officerId, channelId, at, NOTHING_READ));
          verdicts.push(() => done({ replayed: false, entry: made.doc }));
        } catch (thrown) {
          verdicts.push(() => failed(thrown));
        }
      }
      if (channel && head && docs.length > 0) {
        await moveHead(store, session, channel, head);
        await store.entries.insertMany(docs, { session, lean: true });
        await store.follows.bulkWrite(read, { session, ordered: true });
      }
      return { channel, docs, verdicts };
    });
    if (!outcome) throw new HubError("busy", { retryAfterSeconds: 1 });
    announce(outcome.done);
    if (outcome.done.docs.length > 0 && batch.some(({ post }) => post.follow?.length))
      announcer.rights({ channelIds: [channelId] });
    for (const tell of outcome.done.verdicts) tell();
  }

  return {
    act,
    post,
    drain: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** Same officer and same input, or nobody's business: the stored outcome is only told to whom it belongs. */
function ensureSame(before: EntryDoc, ctx: Ctx, input: unknown): void {
  const same =
    before.actor === ctx.actor.id &&
    before.salt !== null &&
    before.input !== null &&
    inputDigest(before.salt, input) === before.input;
  if (!same) throw new HubError("duplicate");
}

async function openChannel(
  store: Store,
  session: ClientSession,
  channel: Omit<ChannelDoc, "head" | "createdAt" | "open">,
  at: Date,
): Promise<void> {
  const head = { seq: 0, ordinal: 0, hash: GENESIS, at: new Date(0), rights: 0 };
  await store.channels.insertMany([{ ...channel, open: true, head, createdAt: at }], {
    session,
    lean: true,
  });
}

async function moveHead(
  store: Store,
  session: ClientSession,
  channel: ChannelDoc,
  head: ChannelDoc["head"],
): Promise<void> {
  const moved = await store.channels.updateOne(
    { _id: channel._id, "head.seq": channel.head.seq, "head.rights": channel.head.rights },
    { $set: { head: { ...head, rights: channel.head.rights } } },
    { session },
  );
  if (moved.matchedCount !== 1) throw new LostRace();
}

const NOTHING_READ = { receivedSeq: 0, readSeq: 0, readOrdinal: 0 };

export const followId = (officerId: string, channelId: string): string =>
  `${officerId}/${channelId}`;

function followUpsert(
  officerId: string,
  channelId: string,
  at: Date,
  read: Pick<FollowDoc, "receivedSeq" | "readSeq" | "readOrdinal">,
) {
  const update: UpdateQuery<FollowDoc> = {
    $setOnInsert: { officerId, channelId, at },
    $max: read,
  };
  return { updateOne: { filter: { _id: followId(officerId, channelId) }, update, upsert: true } };
}

async function followAll(
  store: Store,
  session: ClientSession,
  channelId: string,
  officerIds: readonly string[],
  at: Date,
): Promise<void> {
  if (officerIds.length === 0) return;
  await store.follows.bulkWrite(
    [...new Set(officerIds)].map((id) => followUpsert(id, channelId, at, NOTHING_READ)),
    { session },
  );
}

/** The id of a command's further entries: derived, so that a run after a lost race writes the same ids. */
const stepId = (commandId: string, index: number): string => derivedId(commandId, String(index));
