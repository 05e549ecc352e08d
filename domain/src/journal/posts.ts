import type { ClientSession } from "mongoose";
import type { Clock } from "../kernel/clock.ts";
import { ENTRIES } from "../kernel/events.ts";
import { HubError } from "../kernel/faults.ts";
import { ensure } from "../kernel/verdict.ts";
import type { Ctx } from "../store/hub.ts";
import { LostRace, transaction, uncast, type Store } from "../store/store.ts";
import type { Announcer } from "./announce.ts";
import { followersOf, followUpsert, NOTHING_READ, type FollowWrite } from "./follow.ts";
import type { Journal, Post } from "./journal.ts";
import type { ChannelDoc, EntryDoc } from "./model.ts";
import { numbered } from "./number.ts";
import { announceWritten, ensureSame, moveHead } from "./write.ts";

interface Waiting {
  ctx: Ctx;
  post: Post;
  done: (result: { replayed: boolean; entry: EntryDoc }) => void;
  failed: (thrown: unknown) => void;
}

/** A channel as this process's last commit left it, and who follows it. */
interface Remembered {
  channel: ChannelDoc;
  followers: ReadonlySet<string>;
}

/** What a batch comes to, to be told once it is committed. */
interface Outcome {
  channel: ChannelDoc | null;
  docs: EntryDoc[];
  /** Marks of authors who follow already, and follows that are new. */
  marks: FollowWrite[];
  joins: FollowWrite[];
  tell: (() => void)[];
}

/** As many posts as share one commit: beyond it a transaction grows faster than it saves. */
const BATCH = 128;
/** Busy channels whose state is remembered between commits. */
const REMEMBERED = 200;

/** A queue per channel: what waits is committed together, in the order in which it came. */
export function createPosts(
  store: Store,
  clock: Clock,
  announcer: Announcer,
): Pick<Journal, "post" | "drain"> & { forget(channelId: string): void } {
  const queues = new Map<string, Waiting[]>();
  const running = new Set<Promise<void>>();
  const recent = new Map<string, Remembered>();

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
    let isFirstTry = true;
    const committed = await transaction(store, async (session) => {
      const remembered = isFirstTry ? recent.get(channelId) : undefined;
      isFirstTry = false;
      recent.delete(channelId);
      const found = await readFor(channelId, batch, remembered);
      const outcome = decide(channelId, batch, found, clock.now());
      await write(session, outcome);
      await dropUnsure(batch);
      return { ...outcome, followers: found.followers };
    });
    if (!committed) throw new HubError("busy", { retryAfterSeconds: 1 });
    const { channel, docs, marks, tell, followers } = committed.done;
    if (channel && docs.length > 0) {
      remember(channel, docs, followers);
      announceWritten(announcer, { channel, docs });
      if (batch.some((one) => one.post.follow?.length))
        announcer.rights({ channelIds: [channelId] });
      // A mark that is lost with the process shows one's own words as unread, no more; only the authors wait for it.
      if (marks.length > 0)
        await uncast(store.follows)
          .bulkWrite(marks, { ordered: false })
          .catch(() => undefined);
    }
    for (const one of tell) one();
  }

  /**
   * What a batch is judged by. It is read beside the transaction, or remembered from the last commit: whatever has changed since fails
   * at the head's compare-and-set (every entry moves its seq, every change of rights its number) or at an entry's unique id, and then
   * everything is read anew.
   */
  async function readFor(
    channelId: string,
    batch: readonly Waiting[],
    remembered: Remembered | undefined,
  ) {
    const targetIds = batch.flatMap((one) => (one.post.target ? [one.post.target] : []));
    const ids = remembered ? [] : batch.map((one) => one.post.id);
    const nothing: EntryDoc[] = [];
    const [channel, followers, known, targeting] = await Promise.all([
      remembered?.channel ?? store.channels.findById(channelId).lean<ChannelDoc>(),
      remembered?.followers ?? followersOf(store, channelId),
      ids.length + targetIds.length > 0
        ? store.entries.find({ _id: { $in: [...ids, ...targetIds] } }).lean<EntryDoc[]>()
        : nothing,
      targetIds.length > 0
        ? store.entries.find({ channelId, target: { $in: targetIds } }).lean<EntryDoc[]>()
        : nothing,
    ]);
    return { channel, followers, known, targeting, isRemembered: remembered !== undefined };
  }

  async function write(session: ClientSession, outcome: Outcome): Promise<void> {
    const { channel, docs, joins } = outcome;
    const last = docs.at(-1);
    if (!channel || !last) return;
    const { seq, ordinal, hash, at } = last;
    await moveHead(store, session, channel, { ...channel.head, seq, ordinal, hash, at });
    await uncast(store.entries).insertMany(docs, { session });
    if (joins.length > 0) await uncast(store.follows).bulkWrite(joins, { session });
  }

  function remember(
    channel: ChannelDoc,
    docs: readonly EntryDoc[],
    known: ReadonlySet<string>,
  ): void {
    const last = docs.at(-1);
    if (!last) return;
    const { seq, ordinal, hash, at } = last;
    const followers = new Set(known);
    for (const { actor } of docs) followers.add(actor);
    recent.set(channel._id, {
      channel: { ...channel, head: { ...channel.head, seq, ordinal, hash, at } },
      followers,
    });
    const oldest = recent.keys().next();
    if (recent.size > REMEMBERED && !oldest.done) recent.delete(oldest.value);
  }

  return {
    post,
    forget: (channelId) => void recent.delete(channelId),
    drain: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** Before the commit: whose session turned out to be over is told so, and the others are numbered anew without him. */
async function dropUnsure(batch: Waiting[]): Promise<void> {
  const sure = await Promise.allSettled(batch.map(({ ctx }) => ctx.sure ?? Promise.resolve()));
  const kept = batch.filter((one, index) => {
    const outcome = sure[index];
    if (outcome?.status !== "rejected") return true;
    one.failed(outcome.reason);
    return false;
  });
  if (kept.length === batch.length) return;
  batch.splice(0, batch.length, ...kept);
  throw new LostRace();
}

/** Judges each post of a batch and numbers those that are allowed. Pure but for the salt. */
function decide(
  channelId: string,
  batch: readonly Waiting[],
  found: {
    channel: ChannelDoc | null;
    known: readonly EntryDoc[];
    targeting: readonly EntryDoc[];
    followers: ReadonlySet<string>;
    isRemembered: boolean;
  },
  now: Date,
): Outcome {
  const { channel, followers, isRemembered } = found;
  const byId = new Map<string, EntryDoc>(found.known.map((doc) => [doc._id, doc]));
  const targeting = [...found.targeting];
  const outcome: Outcome = { channel, docs: [], marks: [], joins: [], tell: [] };
  let head = channel?.head;
  for (const { ctx, post: wanted, done, failed } of batch) {
    try {
      const before = byId.get(wanted.id);
      if (before) {
        ensureSame(before, ctx, wanted.input);
        if (before.channelId !== channelId) throw new HubError("duplicate");
        outcome.tell.push(() => done({ replayed: true, entry: before }));
        continue;
      }
      if (!channel || !head) throw new HubError("not_found");
      const target = wanted.target ? (byId.get(wanted.target) ?? null) : null;
      if (wanted.target && target?.channelId !== channelId) throw new HubError("not_found");
      const earlier = targeting.filter((doc) => doc.target === wanted.target);
      ensure(wanted.rule(channel, target, wanted.target ? earlier : []));
      const author = { id: ctx.actor.id, officeId: ctx.actor.officeId, role: ctx.role };
      const made = numbered(head, wanted, author, now, wanted.input);
      head = made.head;
      outcome.docs.push(made.doc);
      byId.set(wanted.id, made.doc);
      if (wanted.target) targeting.push(made.doc);
      // Who speaks has read what stands above; who says 收到 to an old message has not.
      const reached = ENTRIES[wanted.type].counts
        ? { receivedSeq: head.seq, readSeq: head.seq, readOrdinal: head.ordinal }
        : NOTHING_READ;
      const follow = followUpsert(ctx.actor.id, channelId, now, reached);
      (followers.has(ctx.actor.id) ? outcome.marks : outcome.joins).push(follow);
      for (const officerId of wanted.follow ?? [])
        outcome.joins.push(followUpsert(officerId, channelId, now, NOTHING_READ));
      outcome.tell.push(() => done({ replayed: false, entry: made.doc }));
    } catch (thrown) {
      // What was remembered may be out of date: nobody is refused by it.
      if (isRemembered) throw new LostRace();
      outcome.tell.push(() => failed(thrown));
    }
  }
  return outcome;
}
