import type { ClientSession } from "mongoose";
import { HubError } from "../kernel/faults.ts";
import { derivedId } from "../kernel/ids.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Verdict } from "../kernel/verdict.ts";
import { transaction, type Store } from "../store/store.ts";
import type { Ctx } from "../store/hub.ts";
import type { Announcer, Change } from "./announce.ts";
import { GENESIS } from "./chain.ts";
import { followAll, readOwn } from "./follow.ts";
import type { ChannelDoc, EntryDoc } from "./model.ts";
import { numbered, type NewEntry } from "./number.ts";
import { createPosts } from "./posts.ts";
import { announceWritten, ensureSame, moveHead, type Written } from "./write.ts";

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

export function createJournal(store: Store, clock: Clock, announcer: Announcer): Journal {
  const posts = createPosts(store, clock, announcer);

  async function act(ctx: Ctx, asked: Act): Promise<{ replayed: boolean }> {
    await ctx.sure;
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
    for (const written of outcome.done) {
      posts.forget(written.channel._id);
      announceWritten(announcer, written);
    }
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
      await readOwn(store, session, ctx.actor.id, channel, head);
      written.push({ channel, docs });
    }
    await store.entries.insertMany(
      written.flatMap(({ docs }) => docs),
      { session, lean: true },
    );
    return written;
  }

  return { act, post: posts.post, drain: posts.drain };
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

/** The id of a command's further entries: derived, so that a run after a lost race writes the same ids. */
const stepId = (commandId: string, index: number): string => derivedId(commandId, String(index));
