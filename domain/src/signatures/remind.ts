import type { ClientSession } from "mongoose";
import type { AgreementDoc } from "../agreements/model.ts";
import { loadVersion } from "../agreements/change.ts";
import type { Hub } from "../store/hub.ts";
import { LostRace, transaction } from "../store/store.ts";
import { nextReminder, remindersOf, type Step } from "./deadlines.ts";
import { factsOf, isFrozen } from "./load.ts";
import type { SigningDoc } from "./model.ts";
import { paperOfficeOf } from "./rules.ts";

/** Who is reminded of what; ids only. */
export interface Reminded {
  /** The same for the same step of the same deadline, whenever it is tried. */
  cause: string;
  agreementId: string;
  step: Step;
  /** The office whose signature is awaited. */
  officeId: string;
}

/**
 * Sends the reminders of a co-signing that are due: one for each party, whatever steps were missed while the hub was down. In one
 * transaction they are noted as sent and `tell` writes the notices, so each goes out once. Answers whom it reminded.
 */
export async function remindSigners(
  hub: Hub,
  signingId: string,
  tell: (session: ClientSession, reminded: Reminded) => Promise<string[]>,
): Promise<string[]> {
  const now = hub.clock.now();
  const outcome = await transaction(hub.store, async (session) => {
    const { store } = hub;
    const doc = await store.signings.findById(signingId, null, { session }).lean<SigningDoc>();
    if (!doc?.nextAt || doc.nextAt > now) return [];
    const agreement = await store.agreements
      .findById(doc.agreementId, null, { session })
      .lean<AgreementDoc>();
    const version = await loadVersion({ store, session }, doc.agreementId, doc.number);
    if (!agreement || !isFrozen(version)) return [];
    const facts = factsOf(agreement, version, doc);
    const due = remindersOf(facts, doc).filter(({ at }) => at <= now);
    const next = { ...doc, reminded: [...doc.reminded, ...due.map(({ key }) => key)] };
    const moved = await store.signings.updateOne(
      { _id: doc._id, version: doc.version },
      {
        $set: { reminded: next.reminded, nextAt: nextReminder(facts, next) },
        $inc: { version: 1 },
      },
      { session },
    );
    if (moved.matchedCount !== 1) throw new LostRace();
    const told: string[] = [];
    for (const party of facts.parties) {
      const last = due.findLast(({ partyId }) => partyId === party.id);
      if (!last) continue;
      told.push(
        ...(await tell(session, {
          cause: `${signingId}/${last.key}`,
          agreementId: agreement._id,
          step: last.step,
          officeId: paperOfficeOf(party, facts),
        })),
      );
    }
    return told;
  });
  if (!outcome) throw new Error("reminders: every try lost its race");
  return outcome.done;
}

/** Statements that nobody can sign any more, kept a day for whoever asks what became of them. */
const KEPT_MS = 86_400_000;

export async function sweepChallenges({
  store,
  clock,
}: Pick<Hub, "store" | "clock">): Promise<void> {
  const before = new Date(clock.now().getTime() - KEPT_MS);
  await store.challenges.deleteMany({ expiresAt: { $lt: before } });
}
