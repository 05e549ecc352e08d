import type { Announcer } from "../journal/announce.ts";
import type { Files } from "../files/storage.ts";
import type { Journal } from "../journal/journal.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Officer } from "../kernel/officer.ts";
import type { Seal } from "../sessions/seal.ts";
import type { Store } from "./store.ts";

/** What every command may reach. One per process; made at start, closed at stop. */
export interface Hub {
  store: Store;
  journal: Journal;
  announcer: Announcer;
  clock: Clock;
  /** Small secrets at rest: those of second factors. */
  seal: Seal;
  /** Where the bytes of files lie, by their digest. */
  files: Files;
}

/** Who asks, and through what. Made by the door for each request. */
export interface Ctx {
  hub: Hub;
  actor: Officer;
  /** The actor's 职务 in words of today; it stands in the entry for ever. */
  role: string;
  /**
   * Whether the actor's session still holds, while that is being asked; rejects with the fault. The journal commits nothing before it is
   * settled, so a door may prepare a post meanwhile.
   */
  sure?: Promise<unknown>;
}
