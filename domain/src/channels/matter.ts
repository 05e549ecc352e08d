import type { ActionDoc } from "../actions/model.ts";
import type { AgreementDoc } from "../agreements/model.ts";
import type { ExchangeDoc, TombstoneDoc } from "../exchanges/model.ts";
import { sideOfViewer } from "../exchanges/present.ts";
import { presentPaper } from "../exchanges/rules.ts";
import type { ChannelDoc } from "../journal/model.ts";
import type { LeadDoc } from "../leads/model.ts";
import type { Ctx } from "../store/hub.ts";
import type { ChannelKind, MatterRef } from "./contract.ts";

/** By channel id: the matter each channel belongs to, as far as this officer may read it. */
export async function matterRefs(
  ctx: Ctx,
  channels: readonly ChannelDoc[],
): Promise<Map<string, MatterRef>> {
  const refs = await refsOfMatters(
    ctx,
    channels.flatMap(({ kind, matterId: id }) => {
      const matter = matterKindOf(kind);
      return id && matter ? [{ kind: matter, id }] : [];
    }),
  );
  return new Map(
    channels.flatMap(({ _id, matterId }): [string, MatterRef][] => {
      const ref = matterId ? refs.get(matterId) : undefined;
      return ref ? [[_id, ref]] : [];
    }),
  );
}

/** What kind of matter a channel belongs to; null for conversations and logs. */
export function matterKindOf(kind: ChannelKind): MatterRef["kind"] | null {
  if (kind === "lead" || kind === "exchange") return kind;
  if (kind === "action" || kind === "action_own") return "action";
  return kind === "agreement" || kind === "agreement_own" ? "agreement" : null;
}

/** By matter id, as far as this officer may read it. Of an exchange that was taken back only that it was there. */
export async function refsOfMatters(
  ctx: Ctx,
  matters: readonly { kind: MatterRef["kind"]; id: string }[],
): Promise<Map<string, MatterRef>> {
  const idsOf = (kind: MatterRef["kind"]) => [
    ...new Set(matters.flatMap((one) => (one.kind === kind ? [one.id] : []))),
  ];
  const audience = { $in: ctx.actor.tokens };
  const { store } = ctx.hub;
  const [leads, exchanges, tombstones, agreements, actions] = await Promise.all([
    find(idsOf("lead"), (ids) =>
      store.leads.find({ _id: { $in: ids }, audience }).lean<LeadDoc[]>(),
    ),
    find(idsOf("exchange"), (ids) =>
      store.exchanges.find({ _id: { $in: ids }, audience }).lean<ExchangeDoc[]>(),
    ),
    find(idsOf("exchange"), (ids) =>
      store.tombstones.find({ _id: { $in: ids }, audience }).lean<TombstoneDoc[]>(),
    ),
    find(idsOf("agreement"), (ids) =>
      store.agreements.find({ _id: { $in: ids }, audience }).lean<AgreementDoc[]>(),
    ),
    find(idsOf("action"), (ids) =>
      store.actions
        .find({ _id: { $in: ids }, audience }, { title: 1 })
        .lean<Pick<ActionDoc, "_id" | "title">[]>(),
    ),
  ]);
  const refs = new Map<string, MatterRef>();
  for (const { _id: id } of tombstones)
    refs.set(id, { kind: "exchange", id, leadId: null, title: "", number: null });
  for (const { _id: id, title } of actions)
    refs.set(id, { kind: "action", id, leadId: null, title, number: null });
  for (const lead of leads)
    refs.set(lead._id, {
      kind: "lead",
      id: lead._id,
      leadId: lead._id,
      title: lead.values.title,
      number: lead.number,
    });
  for (const { _id: id, values, issued } of agreements)
    refs.set(id, {
      kind: "agreement",
      id,
      leadId: null,
      title: values.title,
      number: issued?.number ?? null,
    });
  for (const exchange of exchanges) {
    const paper = presentPaper(exchange);
    refs.set(exchange._id, {
      kind: "exchange",
      id: exchange._id,
      leadId: ownLead(ctx, exchange),
      title: exchange.title,
      number: paper?.via === "scan" ? paper.number : exchange.leadNumber,
    });
  }
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
