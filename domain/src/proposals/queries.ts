import { mayRead } from "../access/rules.ts";
import type { AgreementDoc, VersionDoc } from "../agreements/model.ts";
import { findReadable } from "../agreements/read.ts";
import { audienceOfOwn, audienceOfParties } from "../agreements/audience.ts";
import { versionId } from "../agreements/change.ts";
import { HubError } from "../kernel/faults.ts";
import { signatureOf } from "../kernel/signature.ts";
import type { Ctx } from "../store/hub.ts";
import type { AdoptionRow, ProposalView, RemarkView } from "./contract.ts";
import { INSIDE } from "./flow.ts";
import type { ProposalDoc, RemarkDoc } from "./model.ts";
import { proposalStanding } from "./powers.ts";
import { toAdoptionRow, toProposalView } from "./present.ts";

/**
 * What of an agreement's proposals this officer may see: released ones for those who read the channel of all parties, and all of his own
 * office for those who read its own channel. Every list, count and table asks by this filter.
 */
function visible(ctx: Ctx, agreement: AgreementDoc): Record<string, unknown> | null {
  const { actor } = ctx;
  const shared = mayRead(actor, { audience: audienceOfParties(agreement) }).allowed;
  const own = mayRead(actor, { audience: audienceOfOwn(agreement, actor.officeId) }).allowed;
  const either = [
    ...(shared ? [{ released: { $ne: null } }] : []),
    ...(own ? [{ officeId: actor.officeId }] : []),
  ];
  return either.length > 0 ? { agreementId: agreement._id, $or: either } : null;
}

/** How many this officer may see that are not decided yet. */
export async function countOpenProposals(ctx: Ctx, agreement: AgreementDoc): Promise<number> {
  const filter = visible(ctx, agreement);
  if (!filter || agreement.inHand === null) return 0;
  return ctx.hub.store.proposals.countDocuments({
    ...filter,
    number: agreement.inHand,
    state: { $in: [...INSIDE, "released"] },
  });
}

async function proposalsOf(
  ctx: Ctx,
  agreement: AgreementDoc,
  number: number | null,
): Promise<{ docs: ProposalDoc[]; version: VersionDoc | null }> {
  const filter = visible(ctx, agreement);
  if (!filter || number === null) return { docs: [], version: null };
  const { store } = ctx.hub;
  const [docs, version] = await Promise.all([
    store.proposals
      .find({ ...filter, number })
      .sort({ _id: 1 })
      .lean<ProposalDoc[]>(),
    store.agreementVersions.findById(versionId(agreement._id, number)).lean<VersionDoc>(),
  ]);
  return { docs, version };
}

/** Proposals of the text in hand, or of the version asked for. */
export async function listProposals(
  ctx: Ctx,
  agreementId: string,
  number?: number,
): Promise<ProposalView[]> {
  const agreement = await findReadable(ctx, agreementId);
  const { docs, version } = await proposalsOf(ctx, agreement, number ?? agreement.inHand);
  const standing = await proposalStanding(ctx);
  return docs.map((doc) =>
    toProposalView(doc, {
      viewer: ctx.actor,
      facts: standing.facts(doc, agreement),
      clauses: version?.clauses ?? [],
      parties: agreement.parties,
    }),
  );
}

/** One proposal as this officer may see it, or not_found. */
export async function getProposal(
  ctx: Ctx,
  agreementId: string,
  proposalId: string,
): Promise<ProposalView> {
  const agreement = await findReadable(ctx, agreementId);
  const doc = await ctx.hub.store.proposals
    .findOne({ _id: proposalId, agreementId }, { number: 1 })
    .lean<Pick<ProposalDoc, "number">>();
  const found = doc && (await listProposals(ctx, agreement._id, doc.number));
  const view = found?.find((one) => one.id === proposalId);
  if (!view) throw new HubError("not_found");
  return view;
}

/** 征求意见采纳情况: every released proposal with what became of it, in the order of the articles. */
export async function adoptionOf(
  ctx: Ctx,
  agreementId: string,
  number?: number,
): Promise<AdoptionRow[]> {
  const agreement = await findReadable(ctx, agreementId);
  const { docs } = await proposalsOf(ctx, agreement, number ?? agreement.inHand);
  return docs
    .filter((doc) => doc.released !== null && doc.state !== "withdrawn")
    .map((doc) => toAdoptionRow(doc))
    .toSorted(
      (one, other) =>
        (one.clause.number ?? 1_000) - (other.clause.number ?? 1_000) ||
        (one.officeId < other.officeId ? -1 : Number(one.officeId > other.officeId)),
    );
}

/** Remarks to all parties, and of the own office. */
export async function listRemarks(ctx: Ctx, agreementId: string): Promise<RemarkView[]> {
  const agreement = await findReadable(ctx, agreementId);
  const { actor, hub } = ctx;
  const shared = mayRead(actor, { audience: audienceOfParties(agreement) }).allowed;
  const own = mayRead(actor, { audience: audienceOfOwn(agreement, actor.officeId) }).allowed;
  const docs = await hub.store.remarks.find({ agreementId }).sort({ _id: 1 }).lean<RemarkDoc[]>();
  return docs
    .filter((one) => (one.scope === "all" ? shared : own && one.officeId === actor.officeId))
    .map((one) => ({
      id: one._id,
      clauseId: one.clauseId,
      scope: one.scope,
      text: one.text,
      by: signatureOf(one.by),
      resolved: one.resolved ? signatureOf(one.resolved) : null,
      can: one.resolved ? [] : ["resolve" as const],
    }));
}
