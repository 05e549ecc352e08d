import type { EntryPage, Position } from "@hub/domain/channels/contract";
import type { EntriesHint } from "@hub/domain/kernel/socket";
import {
  emptyThread,
  isBehind,
  withEntries,
  withHead,
  withOlder,
  withPage,
  type Thread,
} from "./thread.ts";

/** How a page is asked for: after a position, before a seq, or the newest. */
export type Where = { after: Position } | { before: number } | Record<string, never>;

export interface Reading {
  thread: Thread;
  status: "loading" | "ready";
  /** Of the last fetch, while it failed. */
  error: unknown;
}

export interface ReaderOptions {
  fetchPage: (channelId: string, where: Where) => Promise<EntryPage>;
  /** 0 ≤ x < 1; spreads what many browsers would otherwise do in the same moment. */
  random?: () => number;
}

export interface Reader {
  /** Holds a channel: loads its newest page once. Answers what lets it go again. */
  open(channelId: string): () => void;
  opened(): string[];
  reading(channelId: string): Reading | null;
  /** Called with the channel that changed. */
  subscribe(listener: (channelId: string) => void): () => void;
  onEntries(hint: EntriesHint): void;
  onHeads(heads: Readonly<Record<string, Position>>): void;
  /** Fetches what is newer in these channels, or in all, now: hints may have been missed. */
  pull(channelIds?: readonly string[]): Promise<void>;
  /**
   * Waits until an entry that is known to be stored stands in its channel; without a hint of it, it is fetched. Ends at once where
   * nobody holds the channel, and after one fetch that could not bring it.
   */
  reach(channelId: string, entryId: string): Promise<void>;
  /** Loads the page before the first entry. */
  older(channelId: string): Promise<void>;
  /** Drops a channel that may not be read any more. */
  forget(channelId: string): void;
  stop(): void;
}

/** A gap is usually a hint that another node is about to bring. */
const PATIENCE_MS = 300;
const JITTER_MS = 200;
const LOOK_MS = 30;
const RETRY_MS = 1_000;
const RETRY_MAX_MS = 30_000;

interface Held {
  reading: Reading;
  holders: number;
  timer: ReturnType<typeof setTimeout> | undefined;
  fetching: Promise<void> | null;
  failures: number;
}

/** Keeps threads of the open channels current: applies hints, waits out reordering, fetches gaps, one fetch per channel at a time. */
export function createReader({ fetchPage, random = Math.random }: ReaderOptions): Reader {
  const channels = new Map<string, Held>();
  const listeners = new Set<(channelId: string) => void>();
  const life = new AbortController();

  function set(channelId: string, change: Partial<Reading>): void {
    const held = channels.get(channelId);
    if (!held) return;
    const reading = { ...held.reading, ...change };
    const isSame = (Object.keys(reading) as (keyof Reading)[]).every(
      (key) => reading[key] === held.reading[key],
    );
    if (isSame) return;
    held.reading = reading;
    for (const listener of listeners) listener(channelId);
  }

  function later(channelId: string, ms: number): void {
    const held = channels.get(channelId);
    if (!held || held.timer !== undefined || held.fetching || life.signal.aborted) return;
    held.timer = setTimeout(() => {
      held.timer = undefined;
      if (isBehind(held.reading.thread)) void fetchNewer(channelId);
    }, ms);
  }

  /** Waits a little while something is missing; nothing to do otherwise. */
  function watchGap(channelId: string): void {
    const held = channels.get(channelId);
    if (!held || !isBehind(held.reading.thread)) return;
    if (held.reading.thread.doubtful) void fetchNewer(channelId);
    else later(channelId, PATIENCE_MS + random() * JITTER_MS);
  }

  function fetchNewer(channelId: string): Promise<void> {
    const held = channels.get(channelId);
    if (!held || life.signal.aborted) return Promise.resolve();
    clearTimeout(held.timer);
    held.timer = undefined;
    held.fetching ??= fetchUntilEven(channelId, held).finally(() => {
      held.fetching = null;
      if (held.failures > 0 && channels.get(channelId) === held && !life.signal.aborted) {
        const ms = Math.min(RETRY_MS * 2 ** (held.failures - 1), RETRY_MAX_MS);
        held.timer ??= setTimeout(
          () => {
            held.timer = undefined;
            void fetchNewer(channelId);
          },
          ms * (0.5 + random() / 2),
        );
      } else watchGap(channelId);
    });
    return held.fetching;
  }

  /** Page after page until the server has no more. What is early may still wait for a hint; its gap is looked at afterwards. */
  async function fetchUntilEven(channelId: string, held: Held): Promise<void> {
    try {
      for (let more = true; more && channels.get(channelId) === held && !life.signal.aborted;) {
        const { position } = held.reading.thread;
        const page = await fetchPage(channelId, position ? { after: position } : {});
        const thread = withPage(held.reading.thread, page);
        more = position !== null && !page.reset && page.more;
        held.failures = 0;
        set(channelId, { thread, status: "ready", error: null });
      }
    } catch (error) {
      held.failures += 1;
      set(channelId, { error });
    }
  }

  function apply(channelId: string, change: (thread: Thread) => Thread): void {
    const held = channels.get(channelId);
    if (!held) return;
    set(channelId, { thread: change(held.reading.thread) });
    watchGap(channelId);
  }

  const stands = (channelId: string, entryId: string): boolean =>
    channels.get(channelId)?.reading.thread.entries.some(({ id }) => id === entryId) ?? true;

  async function pull(channelIds: readonly string[] = [...channels.keys()]): Promise<void> {
    await Promise.all(
      channelIds.map(async (channelId) => {
        // What is under way may have been asked before the reason for this pull.
        await channels.get(channelId)?.fetching;
        await fetchNewer(channelId);
      }),
    );
  }

  return {
    open(channelId) {
      const known = channels.get(channelId);
      if (known) known.holders += 1;
      else {
        channels.set(channelId, {
          reading: { thread: emptyThread(channelId), status: "loading", error: null },
          holders: 1,
          timer: undefined,
          fetching: null,
          failures: 0,
        });
        void fetchNewer(channelId);
      }
      let isHeld = true;
      return () => {
        const held = channels.get(channelId);
        if (!isHeld || !held) return;
        isHeld = false;
        held.holders -= 1;
        if (held.holders > 0) return;
        clearTimeout(held.timer);
        channels.delete(channelId);
      };
    },
    opened: () => [...channels.keys()],
    reading: (channelId) => channels.get(channelId)?.reading ?? null,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onEntries: ({ channelId, entries }) =>
      apply(channelId, (thread) => withEntries(thread, entries)),
    onHeads(heads) {
      for (const [channelId, head] of Object.entries(heads))
        apply(channelId, (thread) => withHead(thread, head));
    },
    pull,
    async reach(channelId, entryId) {
      for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += LOOK_MS) {
        if (stands(channelId, entryId)) return;
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
      if (!stands(channelId, entryId)) await pull([channelId]);
    },
    async older(channelId) {
      const held = channels.get(channelId);
      const first = held?.reading.thread.entries[0];
      if (!held || !first || !held.reading.thread.hasOlder) return;
      const page = await fetchPage(channelId, { before: first.seq });
      set(channelId, { thread: withOlder(held.reading.thread, page) });
    },
    forget(channelId) {
      const held = channels.get(channelId);
      if (!held) return;
      clearTimeout(held.timer);
      channels.delete(channelId);
      for (const listener of listeners) listener(channelId);
    },
    stop() {
      life.abort();
      for (const { timer } of channels.values()) clearTimeout(timer);
      channels.clear();
      listeners.clear();
    },
  };
}
