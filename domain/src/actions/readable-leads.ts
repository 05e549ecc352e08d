import type { Ctx } from "../store/hub.ts";
import type { FindingDoc } from "./model.ts";

/** Of the leads that findings became, those that this officer may read. */
export async function readableLeads(
  ctx: Ctx,
  findings: readonly Pick<FindingDoc, "settled">[],
): Promise<Set<string>> {
  const ids = findings.flatMap((one) => one.settled?.leadId ?? []);
  if (ids.length === 0) return new Set();
  const found = await ctx.hub.store.leads
    .find({ _id: { $in: ids }, audience: { $in: ctx.actor.tokens } }, { _id: 1 })
    .lean<{ _id: string }[]>();
  return new Set(found.map((one) => one._id));
}
