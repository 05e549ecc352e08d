import { audienceOfExchange } from "../exchanges/audience.ts";
import type { ExchangeDoc } from "../exchanges/model.ts";
import { audienceOfLead } from "../leads/rules.ts";
import type { LeadDoc } from "../leads/model.ts";
import type { Store } from "../store/store.ts";

/** A matter whose stored readers are not those that its facts give. */
export interface Drift {
  feature: "leads" | "exchanges";
  id: string;
}

const same = (one: readonly string[], other: readonly string[]): boolean =>
  [...new Set(one)].toSorted().join() === [...new Set(other)].toSorted().join();

/**
 * Recomputes who may read each lead and exchange and names those that differ. It mends nothing: a difference is a defect or a hand in the
 * store, and somebody has to look. What changed between two reads is read once more before it is named.
 */
export async function* audienceDrift(store: Store): AsyncIterable<Drift> {
  const leadDrifts = (lead: LeadDoc | null) => lead && !same(lead.audience, audienceOfLead(lead));
  for await (const lead of store.leads.find().lean<LeadDoc[]>().cursor())
    if (leadDrifts(lead) && leadDrifts(await store.leads.findById(lead._id).lean<LeadDoc>()))
      yield { feature: "leads", id: lead._id };
  const exchangeDrifts = (exchange: ExchangeDoc | null) =>
    exchange && !same(exchange.audience, audienceOfExchange(exchange));
  for await (const exchange of store.exchanges.find().lean<ExchangeDoc[]>().cursor())
    if (
      exchangeDrifts(exchange) &&
      exchangeDrifts(await store.exchanges.findById(exchange._id).lean<ExchangeDoc>())
    )
      yield { feature: "exchanges", id: exchange._id };
}
