import type { ExchangeDoc } from "../exchanges/model.ts";
import { sideOfViewer } from "../exchanges/present.ts";
import type { ChannelDoc } from "../journal/model.ts";
import type { LeadDoc } from "../leads/model.ts";
import type { Ctx } from "../store/hub.ts";
import type { MatterRef } from "./contract.ts";

const idsOf = (channels: readonly ChannelDoc[], kind: ChannelDoc["kind"]): string[] =>
  channels.flatMap((one) => (one.kind === kind && one.matterId ? [one.matterId] : []));

/** By channel id: the matter each channel belongs to, as far as this officer may read it. */
export async function matterRefs(
  ctx: Ctx,
  channels: readonly ChannelDoc[],
): Promise<Map<string, MatterRef>> {
  const audience = { $in: ctx.actor.tokens };
  const [leads, exchanges] = await Promise.all([
    find(idsOf(channels, "lead"), (ids) =>
      ctx.hub.store.leads.find({ _id: { $in: ids }, audience }).lean<LeadDoc[]>(),
    ),
    find(idsOf(channels, "exchange"), (ids) =>
      ctx.hub.store.exchanges.find({ _id: { $in: ids }, audience }).lean<ExchangeDoc[]>(),
    ),
  ]);
  const refs = new Map<string, MatterRef>();
  for (const lead of leads)
    refs.set(lead.channelId, {
      kind: "lead",
      id: lead._id,
      leadId: lead._id,
      title: lead.values.title,
      number: lead.number,
    });
  for (const exchange of exchanges)
    if (exchange.channelId)
      refs.set(exchange.channelId, {
        kind: "exchange",
        id: exchange._id,
        leadId: ownLead(ctx, exchange),
        title: exchange.title,
        number: exchange.paper?.via === "scan" ? exchange.paper.number : exchange.leadNumber,
      });
  return refs;
}

async function find<Doc>(
  ids: readonly string[],
  ask: (ids: string[]) => Promise<Doc[]>,
): Promise<Doc[]> {
  return ids.length > 0 ? ask([...ids]) : [];
}

/** The exchange's lead in the register of this officer's office. */
function ownLead(ctx: Ctx, exchange: ExchangeDoc): string | null {
  const side = sideOfViewer(ctx.actor, exchange);
  if (side === "superior") return null;
  return side === "from" ? exchange.leadId : (exchange.accepted?.leadId ?? null);
}
