import { HubError } from "../kernel/faults.ts";
import { ensure } from "../kernel/verdict.ts";
import { officeLogId } from "../offices/contract.ts";
import { mayAdminister } from "../officers/rules.ts";
import type { Ctx } from "../store/hub.ts";
import type { Policy, SetPolicy } from "./contract.ts";
import { getPolicy, policyOf } from "./queries.ts";

/** Changes an office's rules for its accounts; the idle time holds for open sessions, too. */
export async function setPolicy(
  ctx: Ctx,
  officeId: string,
  { id, expects, reason, ...policy }: SetPolicy,
): Promise<void> {
  ensure(mayAdminister(ctx.actor, "security_admin", officeId));
  await ctx.hub.journal.act(ctx, {
    id,
    input: { officeId, expects, reason, ...policy },
    run: async (tx) => {
      const { version, ...before } = await policyOf(ctx.hub, officeId, tx.session);
      if (version !== expects)
        throw new HubError("stale", { fresh: await getPolicy(ctx, officeId) });
      const { session } = tx;
      await tx.store.policies.updateOne(
        { _id: officeId, version },
        { $set: { ...policy, version: version + 1 } },
        { session, upsert: true },
      );
      await tx.store.sessions.updateMany(
        { officeId, endedAt: null },
        { $set: { idleMinutes: policy.idleMinutes } },
        { session },
      );
      const fields = (Object.keys(policy) as (keyof Policy)[]).filter(
        (field) => policy[field] !== before[field],
      );
      return [
        { channelId: officeLogId(officeId), type: "policy.changed", body: { fields, reason } },
      ];
    },
  });
}
