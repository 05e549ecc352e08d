import { openDB, type DBSchema } from "idb";
import type { Queued } from "./queue.ts";

/** Where what is not sent outlives the tab; each officer sees only his own. */
export interface OutboxStore<T extends Kept> {
  /** False where the browser keeps nothing beyond the tab. */
  lasting: boolean;
  all(officerId: string): Promise<T[]>;
  has(id: string): Promise<boolean>;
  put(outgoing: T): Promise<void>;
  delete(id: string): Promise<void>;
  /** Of every officer. */
  clear(): Promise<void>;
  close(): void;
}

type Kept = Pick<Queued, "id" | "officerId">;

interface Schema<T extends Kept> extends DBSchema {
  outgoing: { key: string; value: T; indexes: { officerId: string } };
}

/** In IndexedDB, or in memory where the browser refuses it (private windows of some kernels). */
export async function openOutboxStore<T extends Kept>(
  name = "tongzhou-outbox",
): Promise<OutboxStore<T>> {
  try {
    const db = await openDB<Schema<Kept>>(name, 1, {
      upgrade(fresh) {
        fresh
          .createObjectStore("outgoing", { keyPath: "id" })
          .createIndex("officerId", "officerId");
      },
      // A newer tab wants to upgrade: this one lets go.
      blocking: (_current, _blocked, event) => {
        if (event.target instanceof IDBDatabase) event.target.close();
      },
    });
    return {
      lasting: true,
      // What is read under a name is what was written under it.
      all: async (officerId) =>
        (await db.getAllFromIndex("outgoing", "officerId", officerId)) as T[],
      has: async (id) => (await db.getKey("outgoing", id)) !== undefined,
      put: async (outgoing) => void (await db.put("outgoing", outgoing)),
      delete: (id) => db.delete("outgoing", id),
      clear: () => db.clear("outgoing"),
      close: () => db.close(),
    };
  } catch {
    return memoryOutboxStore<T>();
  }
}

/** Keeps nothing beyond the tab. */
export function memoryOutboxStore<T extends Kept>(): OutboxStore<T> {
  const kept = new Map<string, T>();
  return {
    lasting: false,
    all: async (officerId) => [...kept.values()].filter((one) => one.officerId === officerId),
    has: async (id) => kept.has(id),
    put: async (outgoing) => void kept.set(outgoing.id, outgoing),
    delete: async (id) => void kept.delete(id),
    clear: async () => kept.clear(),
    close: () => undefined,
  };
}
