import { dayOf } from "../kernel/clock.ts";
import type { OccurrenceDoc } from "../obligations/model.ts";
import { readableAgreements, rowsOf } from "../obligations/queries.ts";
import type { Ctx } from "../store/hub.ts";
import type { ActionDoc } from "./model.ts";
import { evidenceKind } from "./obligations.ts";
import type { Owed } from "./report-contract.ts";

const MOST = 50;

/**
 * What the parties of an action's agreement owed on its day and have not done, by due day, as far as such an action counts as evidence; and
 * what stands in `namedIds` already. Empty without an agreement, or where this officer may not read it.
 */
export async function owedTo(
  ctx: Ctx,
  x: Pick<ActionDoc, "agreementId" | "kind" | "startAt">,
  namedIds: readonly string[],
): Promise<Owed[]> {
  if (x.agreementId === null) return [];
  const agreements = await readableAgreements(ctx, { _id: x.agreementId });
  if (agreements.length === 0) return [];
  const opensOn = { $lte: dayOf(x.startAt ?? ctx.hub.clock.now()) };
  const open = { phase: "pending", opensOn, accepts: evidenceKind(x) };
  const filter: Record<string, unknown> = {
    agreementId: x.agreementId,
    $or: [open, { _id: { $in: namedIds } }],
  };
  const found = await ctx.hub.store.occurrences
    .find(filter)
    .sort({ dueOn: 1, _id: 1 })
    .limit(MOST)
    .lean<OccurrenceDoc[]>();
  return rowsOf(ctx, agreements, found).map(({ id, title, period, officeId, dueOn, state }) => ({
    id,
    title,
    period,
    officeId,
    dueOn,
    state,
  }));
}
