import { openDB, type DBSchema } from "idb";
import type { Outgoing } from "./outbox.ts";

/** Where unsent messages outlive the tab; each officer sees only his own. */
export interface OutboxStore {
  all(officerId: string): Promise<Outgoing[]>;
  has(id: string): Promise<boolean>;
  put(outgoing: Outgoing): Promise<void>;
  delete(id: string): Promise<void>;
  close(): void;
}

interface Schema extends DBSchema {
  outgoing: { key: string; value: Outgoing; indexes: { officerId: string } };
}

/** In IndexedDB, or in memory where the browser refuses it (private windows of some kernels). */
export async function openOutboxStore(name = "tongzhou-outbox"): Promise<OutboxStore> {
  try {
    const db = await openDB<Schema>(name, 1, {
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
      all: (officerId) => db.getAllFromIndex("outgoing", "officerId", officerId),
      has: async (id) => (await db.getKey("outgoing", id)) !== undefined,
      put: async (outgoing) => void (await db.put("outgoing", outgoing)),
      delete: (id) => db.delete("outgoing", id),
      close: () => db.close(),
    };
  } catch {
    return memoryOutboxStore();
  }
}

/** Keeps nothing beyond the tab. */
export function memoryOutboxStore(): OutboxStore {
  const kept = new Map<string, Outgoing>();
  return {
    all: async (officerId) => [...kept.values()].filter((one) => one.officerId === officerId),
    has: async (id) => kept.has(id),
    put: async (outgoing) => void kept.set(outgoing.id, outgoing),
    delete: async (id) => void kept.delete(id),
    close: () => undefined,
  };
}
