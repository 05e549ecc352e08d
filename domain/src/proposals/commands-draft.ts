import { approverOf } from "../approvals/queries.ts";
import { noReviewFor } from "../approvals/rules.ts";
import { partyOf } from "../agreements/audience.ts";
import { loadVersion, noted, openOwn, told } from "../agreements/change.ts";
import type { AgreementDoc, VersionDoc } from "../agreements/model.ts";
import { ensureClauses } from "../agreements/parties.ts";
import { loadAsked } from "../agreements/powers.ts";
import { mayAgreement } from "../agreements/rules.ts";
import { withChange } from "../clauses/rules.ts";
import { roleOf } from "../exchanges/commands-review.ts";
import { sm3 } from "../journal/chain.ts";
import type { Tx } from "../journal/journal.ts";
import { canonical } from "../kernel/canonical.ts";
import { HubError } from "../kernel/faults.ts";
import { stampOf } from "../kernel/signature.ts";
import { ensure } from "../kernel/verdict.ts";
import type { OfficerDoc } from "../officers/model.ts";
import type { Ctx } from "../store/hub.ts";
import type {
  Change,
  DraftProposal,
  EditProposal,
  ReviewProposal,
  VersionedProposal,
} from "./contract.ts";
import { actOnProposal } from "./act.ts";
import { audienceOfProposal, changeProposal, draftOf, waitingFor } from "./change.ts";
import type { ProposalDoc } from "./model.ts";
import { proposalStanding } from "./powers.ts";
import { baseOf } from "./rules.ts";

/** The text that is negotiated now, as the proposal speaks of it. */
export async function negotiatedText(tx: Tx, agreement: AgreementDoc): Promise<VersionDoc> {
  const version =
    agreement.state === "consulting" && agreement.inHand !== null
      ? await loadVersion(tx, agreement._id, agreement.inHand)
      : null;
  if (!version) throw new HubError("not_now", { reason: "agreement_state" });
  return version;
}

/** The change can be made in the text as it reads now, and what it puts there is well-formed. */
function ensureFits(version: VersionDoc, change: Change, parties: number): void {
  const known =
    change.op === "opinion"
      ? change.clauseId === null || version.clauses.some((one) => one.id === change.clauseId)
      : withChange(version.clauses, change) !== null;
  if (!known)
    throw new HubError("bad_input", { issues: [{ path: "change.clauseId", code: "unknown" }] });
  if (change.op === "insert") ensureClauses([change.clause], parties, "change.clause");
  const replaced =
    change.op === "replace" && version.clauses.find((one) => one.id === change.clauseId);
  if (replaced && change.op === "replace")
    ensureClauses([{ ...replaced, ...change.text }], parties, "change.text");
}

/** Writes a proposal inside the own office. Nobody else knows of it, nor that there is one. */
export async function draftProposal(
  ctx: Ctx,
  agreementId: string,
  input: DraftProposal,
): Promise<void> {
  const { actor } = ctx;
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { draftProposal: agreementId, ...input },
    run: async (tx) => {
      const { agreement, asked } = await loadAsked(ctx, tx, agreementId);
      ensure(mayAgreement(actor, "propose", asked));
      const version = await negotiatedText(tx, agreement);
      ensureFits(version, input.change, agreement.parties.length);
      const drafted = stampOf(actor, ctx.role, tx.at);
      const departmentId = partyOf(agreement, actor.officeId)?.departmentId ?? actor.departmentId;
      const facts = {
        _id: input.proposalId,
        version: 1,
        agreementId,
        number: version.number,
        officeId: actor.officeId,
        departmentId,
        state: "draft" as const,
        change: input.change,
        base: baseOf(version.clauses, input.change, agreement.parties),
        reason: input.reason,
        drafted,
        returns: [],
        noReview: null,
        reviewed: null,
        released: null,
        answers: [],
        decision: null,
        changedAt: tx.at,
      };
      const { row } = await proposalStanding(ctx, { session: tx.session });
      const noReview = noReviewFor(actor, row, draftOf(facts));
      const doc: ProposalDoc = {
        ...facts,
        noReview,
        waiting: waitingFor(facts, agreement, row),
      };
      await tx.store.proposals.insertMany([doc], { session: tx.session, lean: true });
      tx.changed(audienceOfProposal(doc, agreement), { feature: "agreements", id: agreementId });
      const own = await openOwn(tx, agreement, actor.officeId);
      await tx.follow(own, [actor.id]);
      return [noted(own, "proposal.drafted", { agreementId, proposalId: doc._id })];
    },
  });
}

/** Writes it anew, for the text as it reads now. */
export async function editProposal(
  ctx: Ctx,
  agreementId: string,
  proposalId: string,
  input: EditProposal,
): Promise<void> {
  const of = { agreementId, proposalId };
  const given = { ...of, name: "editProposal", act: "edit", input, sees: input.expects } as const;
  await actOnProposal(ctx, given, async (tx, { agreement, proposal, standing }) => {
    const version = await negotiatedText(tx, agreement);
    ensureFits(version, input.change, agreement.parties.length);
    const { change, reason } = input;
    const base = baseOf(version.clauses, change, agreement.parties);
    const { row } = standing;
    await changeProposal(tx, proposal, { change, reason, base }, { agreement, row });
    return [noted(await openOwn(tx, agreement, proposal.officeId), "proposal.edited", of)];
  });
}

/** 提交: to 审核, or straight to 签发 where the 权限清单 asks for no review. */
export async function submitProposal(
  ctx: Ctx,
  agreementId: string,
  proposalId: string,
  input: VersionedProposal,
): Promise<void> {
  const of = { agreementId, proposalId };
  const given = {
    ...of,
    name: "submitProposal",
    act: "submit",
    input,
    sees: input.expects,
  } as const;
  await actOnProposal(ctx, given, async (tx, { agreement, proposal, standing: { row } }) => {
    await negotiatedText(tx, agreement);
    const drafter = await tx.store.officers
      .findById(proposal.drafted.officerId, null, { session: tx.session })
      .lean<OfficerDoc>();
    const noReview = drafter
      ? noReviewFor(approverOf(drafter), row, draftOf(proposal))
      : proposal.noReview;
    const state = noReview === null ? "reviewing" : "issuing";
    await changeProposal(tx, proposal, { state, noReview, reviewed: null }, { agreement, row });
    return [told(await openOwn(tx, agreement, proposal.officeId), "proposal.submitted", of)];
  });
}

/** 审核, or the leader's word: passes it on, or returns it to the drafter with the reason. */
export async function reviewProposal(
  ctx: Ctx,
  agreementId: string,
  proposalId: string,
  input: ReviewProposal,
): Promise<void> {
  const of = { agreementId, proposalId };
  const act = input.pass ? "pass" : "return";
  const given = { ...of, name: "reviewProposal", act, input, sees: input.expects } as const;
  await actOnProposal(ctx, given, async (tx, { agreement, proposal, standing }) => {
    const power =
      proposal.state === "reviewing" ? standing.reviews(proposal) : standing.releases(proposal);
    ensure(power);
    const by = stampOf(ctx.actor, await roleOf(ctx, tx, power), tx.at);
    const around = { agreement, row: standing.row };
    const own = await openOwn(tx, agreement, proposal.officeId);
    if (input.pass) {
      await changeProposal(tx, proposal, { state: "issuing", reviewed: by }, around);
      return [told(own, "proposal.reviewed", of)];
    }
    if (input.reason === "")
      throw new HubError("bad_input", { issues: [{ path: "reason", code: "required" }] });
    const returns = [...proposal.returns, { reason: input.reason, by }];
    await changeProposal(tx, proposal, { state: "draft", reviewed: null, returns }, around);
    const digest = sm3(canonical(input.reason));
    return [told(own, "proposal.returned", { ...of, digest })];
  });
}

/** 作废 before it was released. */
export async function discardProposal(
  ctx: Ctx,
  agreementId: string,
  proposalId: string,
  input: VersionedProposal,
): Promise<void> {
  const of = { agreementId, proposalId };
  const given = {
    ...of,
    name: "discardProposal",
    act: "discard",
    input,
    sees: input.expects,
  } as const;
  await actOnProposal(ctx, given, async (tx, { agreement, proposal, standing: { row } }) => {
    await changeProposal(tx, proposal, { state: "discarded" }, { agreement, row });
    return [noted(await openOwn(tx, agreement, proposal.officeId), "proposal.discarded", of)];
  });
}
