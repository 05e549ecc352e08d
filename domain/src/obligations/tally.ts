import type { Tx } from "../journal/journal.ts";
import type { OccurrenceDoc } from "./model.ts";
import type { Cell } from "./record.ts";

type Counted = Pick<OccurrenceDoc, Exclude<keyof Cell, "n">>;

const FIELDS: Record<Exclude<keyof Cell, "n">, 1> = {
  officeId: 1,
  kind: 1,
  opensOn: 1,
  dueOn: 1,
  phase: 1,
  deferred: 1,
  late: 1,
};

const keyOf = (one: Counted): string =>
  (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).map((field) => one[field]).join("|");

/** Alike ones as one cell, in order of their days: few in a year, since what recurs shares its days. */
export function cellsOf(found: readonly Counted[]): Cell[] {
  const cells = new Map<string, Cell>();
  for (const one of found) {
    const key = keyOf(one);
    const known = cells.get(key);
    if (known) known.n += 1;
    else {
      const { officeId, kind, opensOn, dueOn, phase, deferred, late } = one;
      cells.set(key, { officeId, kind, opensOn, dueOn, phase, deferred, late, n: 1 });
    }
  }
  return [...cells.values()].toSorted((one, other) => (one.dueOn < other.dueOn ? -1 : 1));
}

/**
 * Counts an agreement's occurrences anew for the years in which these days lie, in the transaction that changed them: two that change the
 * same year meet at the tally, and one of them runs again. Counted rather than added up, so that nothing can drift.
 */
export async function retally(
  { store, session }: Pick<Tx, "store" | "session">,
  agreementId: string,
  days: readonly string[],
): Promise<void> {
  for (const year of new Set(days.map((day) => day.slice(0, 4)))) {
    const found = await store.occurrences
      .find({ agreementId, dueOn: { $gte: `${year}-01-01`, $lte: `${year}-12-31` } }, FIELDS, {
        session,
      })
      .lean<Counted[]>();
    const pending = found.filter((one) => one.phase === "pending").length;
    await store.tallies.updateOne(
      { _id: `${agreementId}/${year}` },
      { $set: { agreementId, year: Number(year), pending, cells: cellsOf(found) } },
      { session, upsert: true },
    );
  }
}
