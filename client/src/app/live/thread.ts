import type { Entry, EntryPage, Position } from "@hub/domain/channels/contract";
import { isWhole, type EntryPlace } from "@hub/domain/kernel/socket";

/**
 * One channel as this browser holds it: entries without a gap up to `position`, what came early beyond it, and how far the server is
 * known to be. All changes are pure: state before + events = state fetched fresh, however often and in whatever order they come.
 */
export interface Thread {
  channelId: string;
  /** In seq order without gaps, from the oldest that was loaded to `position`. */
  entries: readonly Entry[];
  /** Entries newer than some loaded ones that came beside an older page: edits, recalls, 收到. */
  targeting: readonly Entry[];
  /** Null until the first page has come. */
  position: Position | null;
  /** Beyond the position, by seq, waiting for what lies between. */
  early: ReadonlyMap<number, Entry | EntryPlace>;
  /** The furthest head that was heard of. */
  head: Position | null;
  /** There are older entries than the first. */
  hasOlder: boolean;
  /** What is here contradicts the server (a restored store, a foreign hash): to be fetched from the position, now. */
  doubtful: boolean;
}

export const emptyThread = (channelId: string): Thread => ({
  channelId,
  entries: [],
  targeting: [],
  position: null,
  early: new Map(),
  head: null,
  hasOlder: false,
  doubtful: false,
});

/** Type of an entry that takes its target's words away, and what is then said of it. */
const WITHHOLDS: Readonly<Record<string, Entry["withheld"]>> = {
  "message.recalled": "recalled",
  "entry.erased": "erased",
};

/** Takes words away from what was recalled or erased, as a page read now would: they do not stay in the browser either. */
function withheldBy(entries: readonly Entry[], by: readonly Entry[]): readonly Entry[] {
  const gone = new Map<string, Entry["withheld"]>();
  for (const entry of by) {
    const why = WITHHOLDS[entry.type];
    if (why && entry.target !== null) gone.set(entry.target, why);
  }
  if (gone.size === 0) return entries;
  return entries.map((entry) => {
    const ofTarget =
      entry.type === "message.edited" && entry.target !== null ? gone.get(entry.target) : undefined;
    const why = gone.get(entry.id) ?? ofTarget ?? null;
    const isNews = why === "erased" || (why === "recalled" && entry.withheld === null);
    return isNews ? { ...entry, body: null, withheld: why } : entry;
  });
}

const sorted = (entries: Iterable<Entry>): Entry[] =>
  [...entries].toSorted((a, b) => a.seq - b.seq);

/** Entries by seq, each once; where two say the same place, the one whose words were withheld is later and holds. */
function union(...lists: (readonly Entry[])[]): Entry[] {
  const bySeq = new Map<number, Entry>();
  for (const entry of lists.flat()) {
    const known = bySeq.get(entry.seq);
    if (!known || known.withheld === null) bySeq.set(entry.seq, entry);
  }
  return sorted(bySeq.values());
}

/** Moves what came early behind the position, as far as it follows without a gap. */
function settle(thread: Thread): Thread {
  if (thread.position === null) return thread;
  let position = thread.position;
  let { doubtful } = thread;
  const added: Entry[] = [];
  const early = new Map<number, Entry | EntryPlace>();
  for (const [seq, entry] of [...thread.early].toSorted(([a], [b]) => a - b)) {
    if (seq <= position.seq) continue;
    if (seq === position.seq + 1 && isWhole(entry)) {
      // The chain says whether both are of the same store.
      if (entry.prev !== position.hash) doubtful = true;
      else {
        added.push(entry);
        position = { seq, hash: entry.hash };
        continue;
      }
    }
    early.set(seq, entry);
  }
  if (added.length === 0) return { ...thread, early, doubtful };
  const entries = withheldBy([...thread.entries, ...added], added);
  return { ...thread, entries, early, position, doubtful };
}

const further = (head: Position | null, other: Position): Position =>
  head === null || other.seq > head.seq ? other : head;

/** Entries that were told: early ones wait, known ones are dropped. */
export function withEntries(thread: Thread, told: readonly (Entry | EntryPlace)[]): Thread {
  const fresh = told.filter((entry) => entry.seq > (thread.position?.seq ?? 0));
  if (fresh.length === 0) return thread;
  const early = new Map(thread.early);
  for (const entry of fresh) {
    const known = early.get(entry.seq);
    if (!known || !isWhole(known)) early.set(entry.seq, entry);
  }
  return settle({ ...thread, early });
}

/** A head that was told: where the server is, or that it is not the store we read before. */
export function withHead(thread: Thread, head: Position): Thread {
  const { position } = thread;
  if (position === null) return { ...thread, head: further(thread.head, head) };
  const isBehind = head.seq < position.seq;
  const isOther = head.seq === position.seq && head.hash !== position.hash;
  if (isOther) return { ...thread, head, doubtful: true };
  // A head told before a hint that came since is merely old; one of a restored store shows as a foreign hash at the next fetch.
  if (isBehind) return thread;
  return { ...thread, head: further(thread.head, head) };
}

/** A page read after `position`, or the newest page where there was none. */
export function withPage(thread: Thread, page: EntryPage): Thread {
  if (page.reset || thread.position === null) return fromFresh(thread, page);
  const added = page.entries.filter((entry) => entry.seq > (thread.position?.seq ?? 0));
  const last = added.at(-1);
  const position = last ? { seq: last.seq, hash: last.hash } : thread.position;
  const entries = withheldBy([...thread.entries, ...added], added);
  const head = further(thread.head, page.head);
  return settle({ ...thread, entries, position, head, doubtful: false });
}

/** The newest page replaces everything, except what was told meanwhile and lies beyond it. */
function fromFresh(thread: Thread, page: EntryPage): Thread {
  const last = page.entries.at(-1);
  const early = page.reset ? new Map() : thread.early;
  return settle({
    channelId: thread.channelId,
    entries: page.entries,
    targeting: page.targeting,
    position: last ? { seq: last.seq, hash: last.hash } : page.head,
    early,
    head: page.head,
    hasOlder: page.more,
    doubtful: false,
  });
}

/** A page of older entries, read before the first that is here. */
export function withOlder(thread: Thread, page: EntryPage): Thread {
  const first = thread.entries[0];
  if (!first) return thread;
  const older = page.entries.filter((entry) => entry.seq < first.seq);
  // Asked for before everything was read anew: it does not join what is here now.
  if (older.length > 0 && older.at(-1)?.hash !== first.prev) return thread;
  const entries = withheldBy(
    [...older, ...thread.entries],
    [...thread.entries, ...page.targeting, ...thread.targeting],
  );
  const targeting = union(thread.targeting, page.targeting).filter(
    (entry) => entry.seq > (thread.position?.seq ?? 0),
  );
  return { ...thread, entries, targeting, hasOlder: page.more };
}

/** True when the server is known to have more than is shown, or something else. */
export function isBehind(thread: Thread): boolean {
  if (thread.position === null) return false;
  return thread.doubtful || thread.early.size > 0 || (thread.head?.seq ?? 0) > thread.position.seq;
}

/** Everything to fold for reading: what is without a gap, and what came beside older pages. */
export const entriesOf = (thread: Thread): readonly Entry[] =>
  union(thread.entries, thread.targeting);
