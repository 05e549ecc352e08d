import type { Problem } from "@hub/domain/kernel/faults";
import type { OutboxStore } from "./outbox-store.ts";

/** What was made on this device and is not known to be stored by the hub yet. `id` is the command's: sent twice, stored once. */
export interface Queued {
  id: string;
  officerId: string;
  /** When it was made, on this device's clock; also its place in the queue. */
  at: string;
  state: "queued" | "sending" | "failed";
  /** Why it was refused; failed only. */
  problem: Problem | null;
}

/** How one attempt ended: stored, refused for good, or not known because no answer came. */
export type Sent =
  | { outcome: "stored" }
  | { outcome: "refused"; problem: Problem }
  | { outcome: "unknown" };

export interface QueueOptions<T extends Queued> {
  officerId: string;
  store: OutboxStore<T>;
  /** What goes in order: nothing of a lane is sent before what stands before it there. */
  laneOf: (item: T) => string;
  send: (item: T) => Promise<Sent>;
  random?: () => number;
}

export interface Queue<T extends Queued> {
  /** Keeps it and sends it when its turn comes. Resolves once it is kept. */
  add(item: T): Promise<void>;
  /** What waits in a lane, in the order in which it was made. */
  of(lane: string): readonly T[];
  all(): readonly T[];
  subscribe(listener: () => void): () => void;
  /** The link is back: what waits is tried now. */
  wake(): void;
  /** Tries a refused one again. */
  retry(id: string): Promise<void>;
  /** Takes back what has not been sent; null when it is on its way or stored already. */
  takeBack(id: string): Promise<T | null>;
  stop(): void;
}

const RETRY_MS = 2_000;
const RETRY_MAX_MS = 60_000;

/**
 * Sends what officers make, in order per lane, also what was made while there was no network or before the tab was closed.
 * It may send twice: the id makes that harmless. What is refused stays, with the reason, and lets later ones pass.
 */
export async function createQueue<T extends Queued>(options: QueueOptions<T>): Promise<Queue<T>> {
  const { officerId, store, laneOf, send, random = Math.random } = options;
  const listeners = new Set<() => void>();
  const busy = new Set<string>();
  const failures = new Map<string, number>();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const life = new AbortController();
  /** What was under way when the tab closed may or may not have arrived: it is sent again. */
  let items: readonly T[] = (await store.all(officerId))
    .map((one) => (one.state === "sending" ? { ...one, state: "queued" as const } : one))
    .toSorted((a, b) => a.at.localeCompare(b.at) || a.id.localeCompare(b.id));

  function put(changed: readonly T[]): void {
    items = changed;
    for (const listener of listeners) listener();
  }

  const replace = (id: string, change: Partial<Queued>): void =>
    put(items.map((one) => (one.id === id ? { ...one, ...change } : one)));

  const drop = (id: string): void => put(items.filter((one) => one.id !== id));

  const next = (lane: string): T | undefined =>
    items.find((one) => laneOf(one) === lane && one.state !== "failed");

  async function drain(lane: string): Promise<void> {
    if (busy.has(lane)) return;
    busy.add(lane);
    clearTimeout(timers.get(lane));
    timers.delete(lane);
    try {
      for (let one = next(lane); one && !life.signal.aborted; one = next(lane)) {
        replace(one.id, { state: "sending" });
        // Another tab of this officer may have sent it or taken it back meanwhile.
        if (!(await store.has(one.id))) {
          drop(one.id);
          continue;
        }
        const sent = await send(one).catch((): Sent => ({ outcome: "unknown" }));
        if (life.signal.aborted) return;
        if (sent.outcome === "unknown") {
          replace(one.id, { state: "queued" });
          later(lane);
          return;
        }
        failures.delete(lane);
        if (sent.outcome === "refused") {
          const failed: T = { ...one, state: "failed", problem: sent.problem };
          await store.put(failed);
          replace(one.id, failed);
        } else {
          await store.delete(one.id);
          drop(one.id);
        }
      }
    } finally {
      busy.delete(lane);
    }
  }

  function later(lane: string): void {
    const count = (failures.get(lane) ?? 0) + 1;
    failures.set(lane, count);
    const ms = Math.min(RETRY_MS * 2 ** (count - 1), RETRY_MAX_MS) * (0.5 + random() / 2);
    timers.set(
      lane,
      setTimeout(() => void drain(lane), ms),
    );
  }

  const drainAll = (): void => {
    for (const lane of new Set(items.map(laneOf))) void drain(lane);
  };

  drainAll();
  return {
    async add(item) {
      await store.put(item);
      put([...items, item]);
      void drain(laneOf(item));
    },
    of: (lane) => items.filter((one) => laneOf(one) === lane),
    all: () => items,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    wake() {
      failures.clear();
      drainAll();
    },
    async retry(id) {
      const one = items.find((known) => known.id === id && known.state === "failed");
      if (!one) return;
      const again: T = { ...one, state: "queued", problem: null };
      await store.put(again);
      replace(id, again);
      void drain(laneOf(one));
    },
    async takeBack(id) {
      const one = items.find((known) => known.id === id && known.state !== "sending");
      if (!one) return null;
      await store.delete(id);
      drop(id);
      return one;
    },
    stop() {
      life.abort();
      for (const timer of timers.values()) clearTimeout(timer);
      listeners.clear();
    },
  };
}
