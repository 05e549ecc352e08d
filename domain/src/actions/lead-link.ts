import type { LeadView } from "../leads/contract.ts";
import type { LeadDoc } from "../leads/model.ts";
import type { Ctx } from "../store/hub.ts";
import type { ActionDoc, FindingDoc } from "./model.ts";

/** The finding from which a lead was registered, here or by the office that sent it; null where this officer may not read the action. */
export async function findingBehind(
  ctx: Ctx,
  lead: Pick<LeadDoc, "_id" | "originExchangeId">,
): Promise<LeadView["finding"]> {
  const { store } = ctx.hub;
  const finding = await store.findings
    .findOne(
      lead.originExchangeId === null
        ? { "settled.leadId": lead._id }
        : { "settled.exchangeId": lead.originExchangeId },
      { actionId: 1, number: 1 },
    )
    .lean<Pick<FindingDoc, "_id" | "actionId" | "number"> | null>();
  if (!finding) return null;
  const action = await store.actions
    .findOne({ _id: finding.actionId, audience: { $in: ctx.actor.tokens } }, { title: 1 })
    .lean<Pick<ActionDoc, "_id" | "title"> | null>();
  return (
    action && {
      actionId: action._id,
      findingId: finding._id,
      number: finding.number,
      actionTitle: action.title,
    }
  );
}
