import { markSigned } from "../agreements/effect.ts";
import type { AgreementDoc, VersionDoc } from "../agreements/model.ts";
import type { Tx } from "../journal/journal.ts";
import type { NewEntry } from "../journal/number.ts";
import { HubError } from "../kernel/faults.ts";
import type { EntryType } from "../kernel/events.ts";
import { LostRace } from "../store/store.ts";
import { nextReminder } from "./deadlines.ts";
import { factsOf, freshSigning, isFrozen, signingId, type Signing } from "./load.ts";
import type { SignatureDoc, SigningDoc } from "./model.ts";
import { isComplete, waitingForSigning } from "./rules.ts";

/** An act's first entry, told to whom it concerns, in the channel of all parties. */
export function told(
  { agreement, version }: Pick<Signing, "agreement" | "version">,
  type: EntryType,
  body: Record<string, unknown>,
): Omit<NewEntry, "id"> {
  const { _id: agreementId, channelId } = agreement;
  if (channelId === null) throw new HubError("not_now", { reason: "not_being_signed" });
  const { number } = version;
  return { channelId, type, body: { agreementId, number, ...body }, pending: ["notices"] };
}

/**
 * Changes a co-signing from the version that was read, with what follows: who is waited for, and when to remind. A lost race runs the
 * command again on fresh state.
 */
export async function changeSigning(
  tx: Tx,
  { agreement, version, doc }: Pick<Signing, "agreement" | "version" | "doc">,
  change: Partial<SigningDoc>,
): Promise<SigningDoc> {
  const next = { ...doc, ...change, version: doc.version + 1 };
  const facts = factsOf(agreement, version, next);
  const derived = { waiting: waitingForSigning(facts), nextAt: nextReminder(facts, next) };
  if (doc.version === 0) {
    await tx.store.signings.insertMany([{ ...next, ...derived }], {
      session: tx.session,
      lean: true,
    });
  } else {
    const moved = await tx.store.signings.updateOne(
      { _id: doc._id, version: doc.version },
      { $set: { ...change, ...derived }, $inc: { version: 1 } },
      { session: tx.session },
    );
    if (moved.matchedCount !== 1) throw new LostRace();
  }
  tx.changed(agreement.audience, { feature: "agreements", id: agreement._id });
  return { ...next, ...derived };
}

/**
 * Adds a party's signature, whichever way it was given. The last one completes the co-signing in the same commit, and what follows for
 * the agreement (用印, or its effect) is written with it: exactly once, for the co-signing's version lets one of two last signers in
 * and shows the other what he did.
 */
export async function addSignature(
  tx: Tx,
  signing: Signing,
  row: SignatureDoc,
): Promise<Omit<NewEntry, "id">[]> {
  await tx.store.signatures.insertMany([row], { session: tx.session, lean: true });
  const { doc, facts } = signing;
  const signed = [...doc.signed, row.partyId];
  const complete = isComplete({ ...facts, signed });
  await changeSigning(tx, signing, {
    signed,
    papers: doc.papers.filter((paper) => paper.partyId !== row.partyId),
    ...(complete ? { completedAt: tx.at } : {}),
  });
  return complete ? markSigned(tx, signing) : [];
}

/**
 * What the agreement did to its co-signing, in the act's own commit: the freeze opens it, a reopening ends it. Who is waited for, and
 * whether anybody is still reminded, follows from the agreement and the version as that act left them.
 */
export async function followAgreement(
  tx: Tx,
  agreement: AgreementDoc,
  version: VersionDoc,
): Promise<void> {
  if (!isFrozen(version)) throw new TypeError("a co-signing rests on a frozen text");
  const { number } = version;
  const found = await tx.store.signings
    .findById(signingId(agreement._id, number), null, { session: tx.session })
    .lean<SigningDoc>();
  const doc = found ?? freshSigning(agreement._id, number);
  await changeSigning(tx, { agreement, version, doc }, {});
}
