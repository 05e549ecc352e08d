import type { ClientSession } from "mongoose";
import type { AgreementDoc } from "../agreements/model.ts";
import { loadVersion } from "../agreements/change.ts";
import type { Hub } from "../store/hub.ts";
import { LostRace, transaction } from "../store/store.ts";
import { nextReminder, remindersOf } from "./deadlines.ts";
import { factsOf, isFrozen, signingId } from "./load.ts";
import type { SigningDoc } from "./model.ts";
import { awaitedOfSigning, paperOfficeOf, type AwaitedSigning } from "./rules.ts";

/** Who is reminded of what; ids only. */
export interface SignerReminded {
  /** The same for the same step of the same deadline, whenever it is tried. */
  cause: string;
  agreementId: string;
  /** What is awaited, of whom, and in which office. */
  act: AwaitedSigning["act"];
  tokens: string[];
  officeId: string;
}

/**
 * Sends the reminders of a co-signing that are due: one for each party, whatever steps were missed while the hub was down. In one
 * transaction they are noted as sent and `tell` writes the notices, so each goes out once. Answers whom it reminded.
 */
export async function remindSigners(
  hub: Hub,
  { agreementId, number }: { agreementId: string; number: number },
  tell: (session: ClientSession, reminded: SignerReminded) => Promise<string[]>,
): Promise<string[]> {
  const now = hub.clock.now();
  const id = signingId(agreementId, number);
  const outcome = await transaction(hub.store, async (session) => {
    const { store } = hub;
    const doc = await store.signings.findById(id, null, { session }).lean<SigningDoc>();
    if (!doc?.nextAt || doc.nextAt > now) return [];
    const agreement = await store.agreements
      .findById(agreementId, null, { session })
      .lean<AgreementDoc>();
    const version = await loadVersion({ store, session }, agreementId, number);
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
    for (const { act, partyId, tokens } of awaitedOfSigning(facts)) {
      const last = due.findLast((one) => one.partyId === partyId);
      const party = facts.parties.find((one) => one.id === partyId);
      if (!last || !party) continue;
      const cause = `${id}/${last.key}`;
      const officeId = paperOfficeOf(party, facts);
      const of = { cause, agreementId, act, tokens, officeId };
      told.push(...(await tell(session, of)));
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
