import type { NewEntry } from "../journal/number.ts";
import type { Tx } from "../journal/journal.ts";
import { dayOf } from "../kernel/clock.ts";
import { HubError } from "../kernel/faults.ts";
import { nextState } from "../kernel/flow.ts";
import { adoptObligations } from "../obligations/adopt.ts";
import { lastDayOf, nextDay } from "./calendar.ts";
import { changeAgreement, changeVersion, loadVersion, sharedChannelId, told } from "./change.ts";
import type { AgreementStep } from "./contract.ts";
import { AGREEMENT_FLOW } from "./flow.ts";
import type { AgreementDoc, VersionDoc } from "./model.ts";

type Written = Omit<NewEntry, "id">;

/** An agreement with the version of it that is in hand. */
export interface Signing {
  agreement: AgreementDoc;
  version: VersionDoc;
}

/** The state after the step, or not_now. */
export function stateAfter(x: Pick<AgreementDoc, "state">, step: AgreementStep) {
  const state = nextState(AGREEMENT_FLOW, x.state, step);
  if (!state) throw new HubError("not_now", { reason: "agreement_state" });
  return state;
}

/**
 * The last party has signed: 用印 comes next, or the effect at once where the text says so. To be called in the transaction of that
 * signature, by whoever has seen that every party of `agreement.parties` without `leftOn` has signed; the agreement's state lets it
 * happen once. Answers the entries to write in that very act, in the channel of all parties.
 */
export async function markSigned(tx: Tx, { agreement, version }: Signing): Promise<Written[]> {
  const signedOn = dayOf(tx.at);
  const body = { agreementId: agreement._id, number: version.number, digest: version.digest };
  const signed = told(sharedChannelId(agreement._id), "agreement.all_signed", body);
  if (version.values.effect.from !== "last_signature") {
    await changeAgreement(tx, agreement, { state: stateAfter(agreement, "signed"), signedOn });
    return [signed];
  }
  const step = "signed_effective";
  return [
    signed,
    ...(await takeEffect(tx, { agreement, version }, { step, on: signedOn, also: { signedOn } })),
  ];
}

/**
 * The version in hand takes effect: what was in force before it is replaced in the same commit, and its clauses oblige from now on. `also`:
 * what else changes about the agreement by the act that brings it about.
 */
export async function takeEffect(
  tx: Tx,
  { agreement, version }: Signing,
  { step, on, also = {} }: { step: AgreementStep; on: string; also?: Partial<AgreementDoc> },
): Promise<Written[]> {
  const state = stateAfter(agreement, step);
  const until = lastDayOf(version.values.term, on);
  await changeVersion(tx, version, { state: "in_force", effectiveOn: on, until });
  if (agreement.inForce) await replaceVersion(tx, agreement, nextDay(on, -1));
  const next = await changeAgreement(tx, agreement, {
    ...also,
    state,
    inForce: { number: version.number, effectiveOn: on, until },
    inHand: null,
    settled: null,
    issued: version.issued,
    // The term of the version before may have ended meanwhile.
    ended: null,
    values: version.values,
    revision: null,
    clauseKeys: [...new Set(version.clauses.map((one) => one.key))],
  });
  return [
    told(sharedChannelId(agreement._id), "agreement.in_force", {
      agreementId: agreement._id,
      number: version.number,
      effectiveOn: on,
      replaces: agreement.inForce?.number ?? null,
    }),
    ...(await adoptObligations(tx, next, { ...version, effectiveOn: on, until })),
  ];
}

async function replaceVersion(tx: Tx, agreement: AgreementDoc, until: string): Promise<void> {
  await changeVersion(tx, await versionInForce(tx, agreement), { state: "replaced", until });
}

/** The version in force, of an agreement that has one. */
export async function versionInForce(tx: Tx, agreement: AgreementDoc): Promise<VersionDoc> {
  const { _id, inForce } = agreement;
  const found = inForce && (await loadVersion(tx, _id, inForce.number));
  if (!found) throw new HubError("not_now", { reason: "agreement_state" });
  return found;
}

/** The parties of an agreement in force changed: what its clauses oblige to falls to those of now. */
export async function adoptAgain(tx: Tx, agreement: AgreementDoc): Promise<Written[]> {
  if (!agreement.inForce) return [];
  return adoptObligations(tx, agreement, await versionInForce(tx, agreement));
}

/** Ends the version in force with the agreement: 废止, 终止, 期满. */
export async function endVersion(tx: Tx, agreement: AgreementDoc, until: string): Promise<void> {
  if (!agreement.inForce) return;
  await changeVersion(tx, await versionInForce(tx, agreement), { state: "over", until });
}

/** The entry that a version ended; see endVersion. */
export const endedEntry = (
  agreement: AgreementDoc,
  state: "abolished" | "terminated" | "expired",
  on: string,
): Written =>
  told(sharedChannelId(agreement._id), "agreement.ended", {
    agreementId: agreement._id,
    state,
    on,
  });
