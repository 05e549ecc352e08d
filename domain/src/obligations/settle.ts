import type { AgreementDoc } from "../agreements/model.ts";
import { calendarOf } from "../calendar/queries.ts";
import { dayOf } from "../kernel/clock.ts";
import { changeObligation, derivedOf, writeOccurrence, type Work } from "./change.ts";
import type { ObligationDoc, OccurrenceDoc, TurnDoc } from "./model.ts";
import {
  horizonOf,
  isUntouched,
  lastDayOf,
  owedOf,
  plannedOf,
  reconcile,
  type Owed,
} from "./plan.ts";
import { afterTurnOf, partyIdsOf, turnOf } from "./rules.ts";
import { addDays, stepsOf } from "./state.ts";

type Source = Pick<ObligationDoc, "_id" | "agreementId" | "clauseId" | "terms" | "handlers">;

/** An occurrence as it is owed, under the terms of now, before anything was done about it. */
export function occurrenceOf(
  source: Source,
  owed: Owed,
  { order, at, event = null }: { order: string[]; at: Date; event?: OccurrenceDoc["event"] },
): OccurrenceDoc {
  const { terms } = source;
  const { _id, officeId, rotates, period, anchor, opensOn, dueOn, provisional } = owed;
  const facts = {
    _id,
    version: 1,
    obligationId: source._id,
    agreementId: source.agreementId,
    clauseId: source.clauseId,
    kind: terms.kind,
    title: terms.title,
    period,
    anchor,
    officeId,
    rotates,
    partyIds: order,
    opensOn,
    dueOn,
    firstDueOn: dueOn,
    provisional,
    times: "times" in terms.recurrence ? terms.recurrence.times : 1,
    confirmation: terms.confirmation,
    accepts: terms.evidence,
    event,
    evidence: [],
    confirmed: [],
    requests: [],
    handlerId: source.handlers.find((one) => one.officeId === officeId)?.officerId ?? null,
    steps: stepsOf(owed),
    level: 0,
    changedAt: at,
  };
  return { ...facts, ...derivedOf(facts) };
}

/** Members of an untouched occurrence that follow from the terms and from whose turn it is. */
const SETTLED = [
  "kind",
  "title",
  "period",
  "anchor",
  "officeId",
  "rotates",
  "partyIds",
  "opensOn",
  "dueOn",
  "firstDueOn",
  "provisional",
  "times",
  "confirmation",
  "accepts",
  "handlerId",
  "steps",
] as const satisfies readonly (keyof OccurrenceDoc)[];

function differenceOf(before: OccurrenceDoc, wanted: OccurrenceDoc): Partial<OccurrenceDoc> | null {
  const changed = SETTLED.filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(wanted[name]),
  );
  return changed.length === 0
    ? null
    : (Object.fromEntries(changed.map((name) => [name, wanted[name]])) as Partial<OccurrenceDoc>);
}

interface Settled {
  /** Due days of all that was made, changed or dropped: the tallies of their years have to be counted anew. */
  days: string[];
  madeThrough: string | null;
}

/**
 * Brings the occurrences of an obligation in line with its terms, the parties of now and the horizon: makes what is missing, rewrites
 * and drops what has not opened yet and nobody has spoken about, and leaves everything else as it was made. Doing it again changes
 * nothing.
 */
async function settle(
  work: Work,
  obligation: ObligationDoc,
  agreement: Pick<AgreementDoc, "parties">,
): Promise<Settled> {
  const { store, session, at } = work;
  const calendar = await calendarOf(work, session);
  const [existing, named] = await Promise.all([
    store.occurrences
      .find({ obligationId: obligation._id }, null, { session })
      .sort({ anchor: 1 })
      .lean<OccurrenceDoc[]>(),
    namedIn(work, obligation.agreementId),
  ]);
  const today = dayOf(at);
  const through = horizonOf(today);
  const order = partyIdsOf(agreement);
  const { start, after } = rotationFrom(obligation, existing, today);
  const first = after === null ? turnOf(agreement, named) : afterTurnOf(agreement, after);
  const planned = plannedOf(obligation, start, through, calendar);
  const owed = owedOf(obligation, planned, { order, first });
  const { make, keep, drop } = reconcile(existing, owed, {
    today,
    madeThrough: obligation.madeThrough,
  });
  const days: string[] = [];
  const made = make.map((one) => occurrenceOf(obligation, one, { order, at }));
  if (made.length > 0) await store.occurrences.insertMany(made, { session, lean: true });
  days.push(...made.map((one) => one.dueOn));
  for (const one of keep) {
    const before = existing.find((known) => known._id === one._id);
    const change = before && differenceOf(before, occurrenceOf(obligation, one, { order, at }));
    if (!before || !change) continue;
    await writeOccurrence(work, before, change);
    days.push(before.dueOn, one.dueOn);
  }
  // Whoever came or left since counts for what is still open, too.
  for (const one of existing)
    if (hasOtherParties(one, order) && !isUntouched(one, today)) {
      await writeOccurrence(work, one, { partyIds: order });
      days.push(one.dueOn);
    }
  if (drop.length > 0) await store.occurrences.deleteMany({ _id: { $in: drop } }, { session });
  days.push(...existing.filter((one) => drop.includes(one._id)).map((one) => one.dueOn));
  return { days, madeThrough: madeThroughOf(obligation, through) };
}

const hasOtherParties = (one: OccurrenceDoc, order: readonly string[]): boolean =>
  (one.phase === "pending" || one.phase === "submitted") && one.partyIds.join() !== order.join();

function madeThroughOf(obligation: ObligationDoc, through: string): string | null {
  const { recurrence } = obligation.terms;
  if (recurrence.every === "event") return null;
  const last = recurrence.every === "once" ? recurrence.on : lastDayOf(obligation);
  return last !== null && last <= through ? null : through;
}

/**
 * Where planning begins. With 轮值 behind what can no longer change, and with the party after whoever has what is open now; everything
 * else is planned whole, and what is there already is recognised by its id.
 */
function rotationFrom(
  { terms }: ObligationDoc,
  existing: readonly OccurrenceDoc[],
  today: string,
): { start: string; after: string | null } {
  if (terms.responsible.who !== "rotation") return { start: terms.from, after: null };
  const standing = existing.filter((one) => one.event === null && !isUntouched(one, today));
  const last = standing.at(-1);
  const open = standing.findLast((one) => one.phase === "pending" && one.dueOn >= today);
  return {
    start: last ? addDays(last.anchor, 1) : terms.from,
    after: open?.officeId ?? null,
  };
}

/** The office that the last fact named for the turn; null before there was any. */
async function namedIn(
  { store, session }: Pick<Work, "store" | "session">,
  agreementId: string,
): Promise<string | null> {
  const found = await store.turns.findById(agreementId, null, { session }).lean<TurnDoc>();
  return found?.officeId ?? null;
}

/**
 * Writes an obligation as it is now, new or in place of `known`, and settles its occurrences in the same commit. Answers the due days that
 * were touched: the caller counts their years anew (tally.ts), once for all that it writes.
 */
export async function keepObligation(
  work: Work,
  agreement: Pick<AgreementDoc, "parties">,
  next: ObligationDoc,
  known: ObligationDoc | null,
): Promise<string[]> {
  const { days, madeThrough } = await settle(work, next, agreement);
  if (known) await changeObligation(work, known, { ...next, madeThrough });
  else
    await work.store.obligations.insertMany([{ ...next, madeThrough }], {
      session: work.session,
      lean: true,
    });
  return days;
}
