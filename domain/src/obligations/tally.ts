import type { Tx } from "../journal/journal.ts";
import type { OccurrenceDoc } from "./model.ts";
import type { Cell, Phase } from "./record.ts";

type Counted = Pick<OccurrenceDoc, Exclude<keyof Cell, "n">>;

const FIELDS: Record<Exclude<keyof Cell, "n">, 1> = {
  officeId: 1,
  opensOn: 1,
  dueOn: 1,
  phase: 1,
  deferred: 1,
  late: 1,
};

/** Of what is done, waived or submitted the day decides nothing any more: its month stays, on the first of it. */
function roughly(one: Counted): Omit<Cell, "n"> {
  const { officeId, phase, deferred, late, opensOn, dueOn } = one;
  if (phase === "pending") return { officeId, opensOn, dueOn, phase, deferred, late };
  const month = `${dueOn.slice(0, 7)}-01`;
  return { officeId, opensOn: month, dueOn: month, phase, deferred, late };
}

const lineOf = ({ officeId, opensOn, dueOn, phase, deferred, late }: Omit<Cell, "n">): string =>
  [officeId, opensOn, dueOn, phase, deferred ? "deferred" : "", late ? "late" : ""].join(" ");

/**
 * Alike ones counted together, one line each, as one text: a board reads those of all agreements, and text is read many times faster than
 * as many documents within documents.
 */
export function packed(found: readonly Counted[]): string {
  const counts = new Map<string, number>();
  for (const one of found) {
    const line = lineOf(roughly(one));
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return [...counts]
    .map(([line, n]) => `${line} ${n}`)
    .toSorted()
    .join("\n");
}

/** The cells of a tally. */
export const cellsOf = (text: string): Cell[] =>
  text === ""
    ? []
    : text.split("\n").map((line) => {
        const [officeId = "", opensOn = "", dueOn = "", phase = "", deferred, late, n] =
          line.split(" ");
        return {
          officeId,
          opensOn,
          dueOn,
          phase: phase as Phase,
          deferred: deferred !== "",
          late: late !== "",
          n: Number(n),
        };
      });

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
      { $set: { agreementId, year: Number(year), pending, cells: packed(found) } },
      { session, upsert: true },
    );
  }
}
