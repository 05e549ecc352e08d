import { hostOfficeOf } from "../agreements/audience.ts";
import { ownChannelId } from "../agreements/change.ts";
import type { AgreementDoc } from "../agreements/model.ts";
import type { Tx } from "../journal/journal.ts";
import { HubError } from "../kernel/faults.ts";
import { LostRace } from "../store/store.ts";
import type { ObligationDoc, OccurrenceDoc } from "./model.ts";
import type { OccurrenceRecord } from "./record.ts";
import { awaitedOf } from "./rules.ts";
import { metOn, phaseOf } from "./state.ts";
import { retally } from "./tally.ts";

/** As much of a transaction as changes without an author need: the sweep has no more. */
export type Work = Pick<Tx, "session" | "store" | "at">;

type Derived = "phase" | "deferred" | "metOn" | "late" | "nextAt" | "waiting" | "asked";

/** What follows from an occurrence's facts, and is written whenever they are. */
export function derivedOf(one: Omit<OccurrenceRecord, Derived>): Pick<OccurrenceRecord, Derived> {
  const phase = phaseOf(one);
  const isDone = phase === "met" || phase === "submitted";
  const awaited = awaitedOf({ ...one, phase });
  const tokensOf = (which: typeof awaited) => [...new Set(which.flatMap(({ tokens }) => tokens))];
  const done = isDone ? metOn(one) : null;
  return {
    phase,
    deferred: phase === "pending" && one.dueOn !== one.firstDueOn,
    metOn: done,
    late: done !== null && done > one.dueOn,
    nextAt: phase === "pending" ? (one.steps[one.level] ?? null) : null,
    waiting: tokensOf(awaited.filter(({ act }) => act === "meet")),
    asked: tokensOf(awaited.filter(({ act }) => act !== "meet")),
  };
}

/** The agreement in this transaction, or not_found. */
export async function loadAgreement(
  { store, session }: Work,
  agreementId: string,
): Promise<AgreementDoc> {
  const found = await store.agreements
    .findById(agreementId, null, { session })
    .lean<AgreementDoc>();
  if (!found) throw new HubError("not_found");
  return found;
}

/** The obligation with its agreement, or not_found. */
export async function loadObligation(
  tx: Work,
  obligationId: string,
): Promise<{ obligation: ObligationDoc; agreement: AgreementDoc }> {
  const obligation = await tx.store.obligations
    .findById(obligationId, null, { session: tx.session })
    .lean<ObligationDoc>();
  if (!obligation) throw new HubError("not_found");
  return { obligation, agreement: await loadAgreement(tx, obligation.agreementId) };
}

/** The occurrence with its agreement, or not_found. */
export async function loadOccurrence(
  tx: Work,
  occurrenceId: string,
): Promise<{ occurrence: OccurrenceDoc; agreement: AgreementDoc }> {
  const occurrence = await tx.store.occurrences
    .findById(occurrenceId, null, { session: tx.session })
    .lean<OccurrenceDoc>();
  if (!occurrence) throw new HubError("not_found");
  return { occurrence, agreement: await loadAgreement(tx, occurrence.agreementId) };
}

/** Changes an obligation from the version that was read; a lost race runs again. */
export async function changeObligation(
  { store, session, at }: Work,
  before: Pick<ObligationDoc, "_id" | "version">,
  { _id, version: _version, ...change }: ObligationDoc,
): Promise<void> {
  const moved = await store.obligations.updateOne(
    { _id: before._id, version: before.version },
    { $set: { ...change, changedAt: at }, $inc: { version: 1 } },
    { session },
  );
  if (moved.matchedCount !== 1) throw new LostRace();
}

/** Where all of it is told: before all parties, or in the host's own channel where no other party has an account. */
export const channelOf = (agreement: AgreementDoc): string =>
  agreement.channelId ?? ownChannelId(agreement._id, hostOfficeOf(agreement));

/** Changes an occurrence from the version that was read, with all that follows, without counting it anew. A lost race runs again. */
export async function writeOccurrence(
  { store, session, at }: Work,
  before: OccurrenceDoc,
  change: Partial<OccurrenceDoc>,
): Promise<OccurrenceDoc> {
  const next = { ...before, ...change, version: before.version + 1, changedAt: at };
  const derived = derivedOf(next);
  const moved = await store.occurrences.updateOne(
    { _id: before._id, version: before.version },
    { $set: { ...change, ...derived, changedAt: at }, $inc: { version: 1 } },
    { session },
  );
  if (moved.matchedCount !== 1) throw new LostRace();
  return { ...next, ...derived };
}

/** The same for one act, with the tally of its years; lists hear of it. */
export async function changeOccurrence(
  tx: Tx,
  agreement: Pick<AgreementDoc, "_id" | "audience">,
  before: OccurrenceDoc,
  change: Partial<OccurrenceDoc>,
): Promise<OccurrenceDoc> {
  const next = await writeOccurrence(tx, before, change);
  await recount(tx, agreement, [before.dueOn, next.dueOn]);
  return next;
}

/** Counts the years of these due days anew, once for all that an act has changed; lists and dashboards hear of it. */
export async function recount(
  tx: Tx,
  agreement: Pick<AgreementDoc, "_id" | "audience">,
  days: readonly string[],
): Promise<void> {
  await retally(tx, agreement._id, days);
  tx.changed(agreement.audience, { feature: "obligations", id: agreement._id });
}
