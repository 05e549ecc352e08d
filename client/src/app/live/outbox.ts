import type { PostMessage } from "@hub/domain/channels/contract";
import { newId } from "@hub/domain/kernel/ids";
import type { Problem } from "@hub/domain/kernel/faults";
import type { z } from "zod";
import type { OutboxStore } from "./outbox-store.ts";

/** What was written and is not known to be stored yet. `id` is the command's and the entry's: sent twice, stored once. */
export interface Outgoing {
  id: string;
  officerId: string;
  channelId: string;
  message: Omit<z.input<typeof PostMessage>, "id">;
  /** When it was written, on this device's clock; also its place in the queue. */
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

export interface OutboxOptions {
  officerId: string;
  store: OutboxStore;
  send: (outgoing: Outgoing) => Promise<Sent>;
  now?: () => Date;
  random?: () => number;
}

export interface Outbox {
  /** Keeps a message and sends it when its turn comes. Resolves once it is kept. */
  add(channelId: string, message: Outgoing["message"]): Promise<string>;
  /** What waits, in the order in which it was written. */
  of(channelId: string): readonly Outgoing[];
  all(): readonly Outgoing[];
  subscribe(listener: () => void): () => void;
  /** The link is back: what waits is tried now. */
  wake(): void;
  /** Tries a refused one again. */
  retry(id: string): Promise<void>;
  /** Takes back what has not been sent; null when it is on its way or stored already. */
  takeBack(id: string): Promise<Outgoing | null>;
  stop(): void;
}

const RETRY_MS = 2_000;
const RETRY_MAX_MS = 60_000;

/**
 * Sends what officers write, in order per channel, also what was written while there was no network or before the tab was closed.
 * It may send twice: the id makes that harmless. A refused message stays, with the reason, and lets later ones pass.
 */
export async function createOutbox(options: OutboxOptions): Promise<Outbox> {
  const { officerId, store, send, now = () => new Date(), random = Math.random } = options;
  const listeners = new Set<() => void>();
  const busy = new Set<string>();
  const failures = new Map<string, number>();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const life = new AbortController();
  /** What was under way when the tab closed may or may not have arrived: it is sent again. */
  let items: readonly Outgoing[] = (await store.all(officerId))
    .map((one) => (one.state === "sending" ? { ...one, state: "queued" as const } : one))
    .toSorted((a, b) => a.at.localeCompare(b.at) || a.id.localeCompare(b.id));

  function put(changed: readonly Outgoing[]): void {
    items = changed;
    for (const listener of listeners) listener();
  }

  const replace = (id: string, change: Partial<Outgoing>): void =>
    put(items.map((one) => (one.id === id ? { ...one, ...change } : one)));

  const drop = (id: string): void => put(items.filter((one) => one.id !== id));

  const next = (channelId: string): Outgoing | undefined =>
    items.find((one) => one.channelId === channelId && one.state !== "failed");

  async function drain(channelId: string): Promise<void> {
    if (busy.has(channelId)) return;
    busy.add(channelId);
    clearTimeout(timers.get(channelId));
    timers.delete(channelId);
    try {
      for (let one = next(channelId); one && !life.signal.aborted; one = next(channelId)) {
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
          later(channelId);
          return;
        }
        failures.delete(channelId);
        if (sent.outcome === "refused") {
          const failed: Outgoing = { ...one, state: "failed", problem: sent.problem };
          await store.put(failed);
          replace(one.id, failed);
        } else {
          await store.delete(one.id);
          drop(one.id);
        }
      }
    } finally {
      busy.delete(channelId);
    }
  }

  function later(channelId: string): void {
    const count = (failures.get(channelId) ?? 0) + 1;
    failures.set(channelId, count);
    const ms = Math.min(RETRY_MS * 2 ** (count - 1), RETRY_MAX_MS) * (0.5 + random() / 2);
    timers.set(
      channelId,
      setTimeout(() => void drain(channelId), ms),
    );
  }

  const drainAll = (): void => {
    for (const channelId of new Set(items.map((one) => one.channelId))) void drain(channelId);
  };

  drainAll();
  return {
    async add(channelId, message) {
      const id = newId();
      const outgoing: Outgoing = {
        id,
        officerId,
        channelId,
        message,
        at: now().toISOString(),
        state: "queued",
        problem: null,
      };
      await store.put(outgoing);
      put([...items, outgoing]);
      void drain(channelId);
      return id;
    },
    of: (channelId) => items.filter((one) => one.channelId === channelId),
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
      const again: Outgoing = { ...one, state: "queued", problem: null };
      await store.put(again);
      replace(id, again);
      void drain(one.channelId);
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
