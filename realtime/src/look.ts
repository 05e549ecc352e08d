import { admissionsOf, stillAdmitted } from "@hub/domain/sessions/admissions";
import type { Admission, SessionIds } from "@hub/domain/sessions/queries";
import type { Ctx, Hub } from "@hub/domain/store/hub";

/** Who is behind a session at this moment, or null; by one query where nothing has changed since `known`. */
export type Look = (
  ids: SessionIds,
  known?: Ctx,
) => Promise<Pick<Admission, "session" | "ctx"> | null>;

interface Waiting {
  ids: SessionIds;
  known: Ctx | undefined;
  done(admission: Pick<Admission, "session" | "ctx"> | null): void;
  failed(thrown: unknown): void;
}

/** Looks for all commands that arrive in one turn of the loop together: a query a turn, not one a command. */
export function createLook(hub: Hub): Look {
  let waiting: Waiting[] = [];

  async function lookForAll(): Promise<void> {
    const batch = waiting;
    waiting = [];
    try {
      const still = await stillAdmitted(hub, batch);
      const others = batch.filter((_, index) => !still[index]);
      const found =
        others.length > 0
          ? await admissionsOf(
              hub,
              others.map(({ ids }) => ids),
            )
          : [];
      batch.forEach((one, index) => one.done(still[index] ?? found[others.indexOf(one)] ?? null));
    } catch (thrown) {
      for (const one of batch) one.failed(thrown);
    }
  }

  return (ids, known) =>
    new Promise((done, failed) => {
      if (waiting.length === 0) setImmediate(() => void lookForAll());
      waiting.push({ ids, known, done, failed });
    });
}
