import type { ClientSession } from "mongoose";
import { handlesContent } from "../access/rules.ts";
import type { StandingDelegation } from "../approvals/rules.ts";
import { HubError } from "../kernel/faults.ts";
import { dayOf } from "../kernel/clock.ts";
import type { OfficerDoc } from "../officers/model.ts";
import type { Ctx } from "../store/hub.ts";
import { cardsOf } from "../officers/queries.ts";
import type { DelegationFacts, DelegationView } from "./contract.ts";
import type { DelegationDoc } from "./model.ts";
import { isInForce, mayRevoke } from "./rules.ts";

export const factsOf = (doc: DelegationDoc): DelegationFacts => ({
  id: doc._id,
  officeId: doc.officeId,
  principalId: doc.principalId,
  delegateId: doc.delegateId,
  acts: doc.acts,
  from: doc.from,
  until: doc.until,
  revokedAt: doc.revokedAt?.toISOString() ?? null,
});

/** What was delegated to the actor for today, each with its principal as he stands today. */
export async function standingDelegations(
  ctx: Ctx,
  { session }: { session: ClientSession | null } = { session: null },
): Promise<StandingDelegation[]> {
  const { store, clock } = ctx.hub;
  const today = dayOf(clock.now());
  const found = await store.delegations
    .find({ delegateId: ctx.actor.id, until: { $gte: today } }, null, { session })
    .lean();
  const inForce = found.filter((doc) => doc.from <= today && doc.revokedAt === null);
  if (inForce.length === 0) return [];
  const principals = await store.officers
    .find({ _id: { $in: inForce.map((doc) => doc.principalId) }, active: true }, null, { session })
    .lean<OfficerDoc[]>();
  return inForce.map((doc) => {
    const principal = principals.find((one) => one._id === doc.principalId);
    return {
      delegation: factsOf(doc),
      principal: principal ? { ...principal, id: principal._id } : null,
    };
  });
}

/** How long a delegation that is over stays in the list. */
const KEPT_DAYS = 366;
const LIST_LIMIT = 300;

/** The office's delegations for everybody who sees content there: in whose name somebody signs is no secret inside. */
export async function listDelegations(ctx: Ctx): Promise<DelegationView[]> {
  const { store, clock } = ctx.hub;
  if (!handlesContent(ctx.actor.posts).allowed) return [];
  const oldest = dayOf(new Date(clock.now().getTime() - KEPT_DAYS * 86_400_000));
  const docs = await store.delegations
    .find({ officeId: ctx.actor.officeId, until: { $gte: oldest } })
    .sort({ until: -1, _id: -1 })
    .limit(LIST_LIMIT)
    .lean();
  return toViews(ctx, docs);
}

export async function getDelegation(ctx: Ctx, delegationId: string): Promise<DelegationView> {
  const doc = await ctx.hub.store.delegations.findById(delegationId).lean();
  const isOwn = doc?.officeId === ctx.actor.officeId && handlesContent(ctx.actor.posts).allowed;
  const [view] = doc && isOwn ? await toViews(ctx, [doc]) : [];
  if (!view) throw new HubError("not_found");
  return view;
}

async function toViews(ctx: Ctx, docs: DelegationDoc[]): Promise<DelegationView[]> {
  const now = ctx.hub.clock.now();
  const cards = await cardsOf(
    ctx.hub,
    docs.flatMap((doc) => [doc.principalId, doc.delegateId]),
  );
  return docs.flatMap((doc) => {
    const facts = factsOf(doc);
    const principal = cards.get(doc.principalId);
    const delegate = cards.get(doc.delegateId);
    if (!principal || !delegate) return [];
    const can: DelegationView["can"] = mayRevoke(ctx.actor, facts, now).allowed ? ["revoke"] : [];
    const { basis, createdAt } = doc;
    const inForce = isInForce(facts, now);
    return [
      { ...facts, principal, delegate, basis, createdAt: createdAt.toISOString(), inForce, can },
    ];
  });
}
