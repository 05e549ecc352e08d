import { token } from "../access/rules.ts";
import type { ApprovalRow } from "../approvals/contract.ts";
import { desksOf, type Draft } from "../approvals/rules.ts";
import { audienceOfOwn, audienceOfParties, hostOfficeOf } from "../agreements/audience.ts";
import type { AgreementDoc } from "../agreements/model.ts";
import type { Tx } from "../journal/journal.ts";
import { HubError } from "../kernel/faults.ts";
import { LostRace } from "../store/store.ts";
import { INSIDE } from "./flow.ts";
import type { ProposalDoc } from "./model.ts";

/** What approval asks of a proposal: see approvals/rules.ts. */
export const draftOf = (x: Pick<ProposalDoc, "officeId" | "departmentId" | "drafted">): Draft => ({
  officeId: x.officeId,
  departmentId: x.departmentId,
  drafterId: x.drafted.officerId,
});

type Facts = Omit<ProposalDoc, "waiting">;

/**
 * Who reads it, asked of the agreement each time: until it is released the people of its office alone, for ever when it never was; then all parties. `row`: of the 权限清单 of
 * its office.
 */
export const audienceOfProposal = (x: Facts, agreement: AgreementDoc): string[] =>
  x.released === null
    ? [...new Set([...audienceOfOwn(agreement, x.officeId), token.officer(x.drafted.officerId)])]
    : audienceOfParties(agreement);

/** On whose desk it lies; written with every change. */
export function waitingFor(x: Facts, agreement: AgreementDoc, row: ApprovalRow): string[] {
  switch (x.state) {
    case "draft":
      return [token.officer(x.drafted.officerId)];
    case "reviewing":
      return desksOf(row.reviewers, draftOf(x));
    case "issuing":
      return desksOf(row.issuers, draftOf(x));
    case "released":
      return [token.leaders(hostOfficeOf(agreement))];
    default:
      return [];
  }
}

/** The proposal in this transaction, or not_found. */
export async function loadProposal(
  tx: Tx,
  agreementId: string,
  proposalId: string,
): Promise<ProposalDoc> {
  const found = await tx.store.proposals
    .findOne({ _id: proposalId, agreementId }, null, { session: tx.session })
    .lean<ProposalDoc>();
  if (!found) throw new HubError("not_found");
  return found;
}

/** Changes a proposal from the version that was read. A lost race runs the command again. */
export async function changeProposal(
  tx: Tx,
  before: ProposalDoc,
  change: Partial<ProposalDoc>,
  { agreement, row }: { agreement: AgreementDoc; row: ApprovalRow },
): Promise<ProposalDoc> {
  const next = { ...before, ...change, version: before.version + 1, changedAt: tx.at };
  const waiting = waitingFor(next, agreement, row);
  const moved = await tx.store.proposals.updateOne(
    { _id: before._id, version: before.version },
    { $set: { ...change, waiting, changedAt: tx.at }, $inc: { version: 1 } },
    { session: tx.session },
  );
  if (moved.matchedCount !== 1) throw new LostRace();
  // Whoever may not read it, before or now, hears nothing.
  tx.changed(audienceOfProposal(next, agreement), {
    feature: "agreements",
    id: before.agreementId,
  });
  return { ...next, waiting };
}

/** The text is settled, or the negotiation over: what was not decided lapses, inside the offices and between them. */
export async function lapseProposals(
  tx: Tx,
  agreement: AgreementDoc,
  number: number,
): Promise<void> {
  await tx.store.proposals.updateMany(
    {
      agreementId: agreement._id,
      number,
      state: { $in: [...INSIDE, "released"] },
    },
    { $set: { state: "lapsed", waiting: [], changedAt: tx.at }, $inc: { version: 1 } },
    { session: tx.session },
  );
}
