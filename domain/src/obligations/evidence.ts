import { mayRead } from "../access/rules.ts";
import { told } from "../agreements/change.ts";
import type { AgreementDoc } from "../agreements/model.ts";
import type { Tx } from "../journal/journal.ts";
import type { NewEntry } from "../journal/number.ts";
import { HubError } from "../kernel/faults.ts";
import { derivedId } from "../kernel/ids.ts";
import type { Stamp } from "../kernel/signature.ts";
import type { Ctx } from "../store/hub.ts";
import { changeOccurrence, channelOf } from "./change.ts";
import type { EvidenceRef } from "./contract.ts";
import { findHappened } from "./linkable.ts";
import type { OccurrenceDoc } from "./model.ts";
import type { Evidence } from "./record.ts";
import { liveEvidence, othersOf } from "./state.ts";

/**
 * Lays evidence at an occurrence in the caller's transaction, which has checked that it may: by an officer's own hand, or because the act
 * that is the evidence (a report confirmed, minutes issued) happens in that very commit. Answers the entry to write in the agreement's
 * channel; its id is the evidence's. `words`: of parties that agreed to that very evidence already, each by its own signature: they need not
 * confirm it again.
 */
export async function putEvidence(
  tx: Tx,
  { agreement, occurrence }: { agreement: AgreementDoc; occurrence: OccurrenceDoc },
  evidence: Evidence,
  words: readonly Stamp[] = [],
): Promise<NewEntry> {
  const next = await changeOccurrence(tx, agreement, occurrence, {
    evidence: [...occurrence.evidence, evidence],
    confirmed: [
      ...occurrence.confirmed,
      ...words
        .filter((by) => othersOf(occurrence).includes(by.officeId))
        .map((by) => ({ id: derivedId(evidence.id, by.officeId), by })),
    ],
  });
  const { id, kind, digest } = evidence;
  const { _id: occurrenceId, agreementId, obligationId } = occurrence;
  const met = next.phase === "met";
  const body = { agreementId, obligationId, occurrenceId, kind, digest, met };
  return { id, ...told(channelOf(agreement), "obligation.evidenced", body) };
}

const issue = (path: string, code: string) =>
  new HubError("bad_input", { issues: [{ path, code }] });

/** What is linked must be there, the officer's to read, and between the parties; it proves one thing once. */
export async function ensureLinkable(
  tx: Tx,
  ctx: Ctx,
  ref: EvidenceRef,
  occurrence: OccurrenceDoc,
): Promise<void> {
  const found = await findHappened(tx, ref);
  if (!found || !mayRead(ctx.actor, found).allowed) throw new HubError("not_found");
  if (!found.officeIds.every((id) => occurrence.partyIds.includes(id)))
    throw issue("ref", "not_between_parties");
  if (liveEvidence(occurrence).some((given) => given.ref?.id === ref.id))
    throw issue("ref", "linked_already");
}
