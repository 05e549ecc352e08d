import { admissionsOf } from "@hub/domain/sessions/admissions";
import type { Admission, SessionIds } from "@hub/domain/sessions/queries";
import type { Hub } from "@hub/domain/store/hub";

/** Who is behind a session at this moment, or null. */
export type Look = (ids: SessionIds) => Promise<Admission | null>;

interface Waiting {
  ids: SessionIds;
  done(admission: Admission | null): void;
  failed(thrown: unknown): void;
}

/** Looks for all commands that arrive in one turn of the loop together: two queries a turn, not two a command. */
export function createLook(hub: Hub): Look {
  let waiting: Waiting[] = [];

  async function lookForAll(): Promise<void> {
    const batch = waiting;
    waiting = [];
    try {
      const found = await admissionsOf(
        hub,
        batch.map(({ ids }) => ids),
      );
      batch.forEach((one, index) => one.done(found[index] ?? null));
    } catch (thrown) {
      for (const one of batch) one.failed(thrown);
    }
  }

  return (ids) =>
    new Promise((done, failed) => {
      if (waiting.length === 0) setImmediate(() => void lookForAll());
      waiting.push({ ids, done, failed });
    });
}
