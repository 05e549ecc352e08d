import type { ClientSession } from "mongoose";
import type { StandingDelegation } from "../approvals/rules.ts";
import { dayOf } from "../kernel/clock.ts";
import type { OfficerDoc } from "../officers/model.ts";
import type { Ctx } from "../store/hub.ts";
import type { DelegationFacts } from "./contract.ts";
import type { DelegationDoc } from "./model.ts";

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
