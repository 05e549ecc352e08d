import { silent, type Announcer } from "../journal/announce.ts";
import type { Locks } from "../files/locks.ts";
import { openFiles } from "../files/storage.ts";
import { createJournal } from "../journal/journal.ts";
import { systemClock, type Clock } from "../kernel/clock.ts";
import { createSeal } from "../sessions/seal.ts";
import type { Env } from "./env.ts";
import type { Hub } from "./hub.ts";
import { migrate } from "./migrations.ts";
import { connectStore } from "./store.ts";

/** A hub that was opened, and how to close it: what waits in the journal is written first. */
export interface OpenHub {
  hub: Hub;
  close: () => Promise<void>;
}

interface Brought {
  announcer?: Announcer;
  clock?: Clock;
  /** Over Redis, where several nodes take uploads; without them the locks are this process's own. */
  locks?: Locks;
}

/** Connects and migrates the store and puts the hub together; the caller brings what carries its announcements. */
export async function openHub(
  env: Pick<Env, "MONGODB_URI" | "SESSION_SECRET" | "FILES_DIR">,
  { announcer = silent, clock = systemClock, locks }: Brought = {},
): Promise<OpenHub> {
  const store = await connectStore(env.MONGODB_URI);
  try {
    await migrate(store, clock);
  } catch (thrown) {
    await store.close();
    throw thrown;
  }
  const journal = createJournal(store, clock, announcer);
  const files = openFiles({ dir: env.FILES_DIR, ...(locks ? { locks } : {}) });
  const hub = { store, journal, announcer, clock, seal: createSeal(env.SESSION_SECRET), files };
  return {
    hub,
    close: async () => {
      await journal.drain();
      await files.close();
      await store.close();
    },
  };
}
