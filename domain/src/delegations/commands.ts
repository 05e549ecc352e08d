import { HubError } from "../kernel/faults.ts";
import { replanOffice } from "../exchanges/plan.ts";
import { ensure } from "../kernel/verdict.ts";
import { officeLogId } from "../offices/contract.ts";
import type { OfficerDoc } from "../officers/model.ts";
import type { Ctx } from "../store/hub.ts";
import type { Delegate } from "./contract.ts";
import { factsOf } from "./queries.ts";
import { mayDelegate, mayRevoke } from "./rules.ts";

/** 委托: the actor hands his own power over named acts to a colleague for days, on a written basis. The id is the command's. */
export async function delegate(ctx: Ctx, input: Delegate): Promise<void> {
  const { id, delegateId, acts, from, until, basis } = input;
  const { officeId } = ctx.actor;
  await ctx.hub.journal.act(ctx, {
    id,
    input,
    run: async (tx) => {
      const { session, store, at } = tx;
      const to = await store.officers.findById(delegateId, null, { session }).lean<OfficerDoc>();
      if (!to?.active) throw new HubError("not_found");
      ensure(mayDelegate(ctx.actor, { ...to, id: to._id }, { from, until, now: at }));
      const doc = {
        _id: id,
        officeId,
        principalId: ctx.actor.id,
        delegateId,
        acts: [...new Set(acts)],
        from,
        until,
        basis,
        createdAt: at,
        revokedAt: null,
      };
      await store.delegations.insertMany([doc], { session, lean: true });
      await replanOffice(tx, officeId);
      return [
        {
          channelId: officeLogId(officeId),
          type: "delegation.made",
          body: { delegationId: id, delegateId, acts: doc.acts },
        },
      ];
    },
  });
}

/** Ends a delegation at once; what was issued under it stays issued. */
export async function revokeDelegation(
  ctx: Ctx,
  delegationId: string,
  { id, reason }: { id: string; reason: string },
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id,
    input: { delegationId, reason },
    run: async (tx) => {
      const { session, store, at } = tx;
      const doc = await store.delegations.findById(delegationId, null, { session }).lean();
      if (!doc) throw new HubError("not_found");
      ensure(mayRevoke(ctx.actor, factsOf(doc), at));
      await store.delegations.updateOne(
        { _id: delegationId, revokedAt: null },
        { $set: { revokedAt: at } },
        { session },
      );
      await replanOffice(tx, doc.officeId);
      const body = { delegationId, reason };
      return [{ channelId: officeLogId(doc.officeId), type: "delegation.revoked", body }];
    },
  });
}
