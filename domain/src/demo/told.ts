import { silent } from "../journal/announce.ts";
import { createJournal } from "../journal/journal.ts";
import type { Hub } from "../store/hub.ts";

const HOUR_MS = 3_600_000;

/** The hub as it was some hours ago, for stories that are told with the commands everybody uses. Tells nobody what it writes. */
export interface Retelling {
  hub: Hub;
  /** From now on it is so many hours before the demo is loaded. */
  at: (hoursAgo: number) => void;
  /** Does it unless an earlier start has: `id` is that of the command. Not every input can be made again after a restart. */
  once: (id: string, act: () => Promise<unknown>) => Promise<void>;
}

export function retelling(hub: Hub): Retelling {
  const start = hub.clock.now().getTime();
  let now = new Date(start);
  const clock = { now: () => now };
  const journal = createJournal(hub.store, clock, silent);
  return {
    hub: { ...hub, clock, announcer: silent, journal },
    at: (hoursAgo) => {
      now = new Date(start - hoursAgo * HOUR_MS);
    },
    once: async (id, act) => {
      if (!(await hub.store.entries.exists({ _id: id }))) await act();
    },
  };
}
