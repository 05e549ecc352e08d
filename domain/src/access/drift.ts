import { audienceOfOwn, audienceOfParties as audienceOfAgreement } from "../agreements/audience.ts";
import { derivedOf as derivedOfAgreement } from "../agreements/change.ts";
import type { AgreementDoc } from "../agreements/model.ts";
import {
  audienceInside as audienceInAction,
  audienceOfAction,
  audienceOfParties,
  audienceOfSeries,
} from "../actions/audience.ts";
import type { ActionDoc, SeriesDoc } from "../actions/model.ts";
import { audienceOfBoth, audienceOfTombstone } from "../exchanges/audience.ts";
import { derivedOf } from "../exchanges/change.ts";
import type { ExchangeDoc, TombstoneDoc } from "../exchanges/model.ts";
import type { ChannelDoc } from "../journal/model.ts";
import { audienceInside, audienceOfLead } from "../leads/rules.ts";
import type { LeadDoc } from "../leads/model.ts";
import type { Store } from "../store/store.ts";

/** What is kept with its readers, and that its stored readers are not those that the facts give. */
export interface Drift {
  feature: "leads" | "exchanges" | "agreements" | "actions" | "series" | "channels" | "tombstones";
  id: string;
}

const differs = (stored: readonly string[], computed: readonly string[]): boolean =>
  [...new Set(stored)].toSorted().join() !== [...new Set(computed)].toSorted().join();

/** So many channels are laid beside their matters at once. */
const BATCH = 500;

/**
 * Recomputes who may read each lead, exchange, tombstone, agreement and channel of a matter, and names those that differ. It mends nothing: a
 * difference is a defect or a hand in the store, and somebody has to look. What a command changed between two reads is no difference:
 * each is looked at once more, by itself, before it is named.
 */
export async function* audienceDrift(store: Store): AsyncIterable<Drift> {
  for await (const lead of store.leads.find().lean<LeadDoc[]>().cursor())
    if (leadDrifts(lead) && leadDrifts(await store.leads.findById(lead._id).lean<LeadDoc>()))
      yield { feature: "leads", id: lead._id };
  for await (const exchange of store.exchanges.find().lean<ExchangeDoc[]>().cursor())
    if (
      exchangeDrifts(exchange) &&
      exchangeDrifts(await store.exchanges.findById(exchange._id).lean<ExchangeDoc>())
    )
      yield { feature: "exchanges", id: exchange._id };
  for await (const action of store.actions.find().lean<ActionDoc[]>().cursor())
    if (
      actionDrifts(action) &&
      actionDrifts(await store.actions.findById(action._id).lean<ActionDoc>())
    )
      yield { feature: "actions", id: action._id };
  for await (const one of store.series.find().lean<SeriesDoc[]>().cursor())
    if (differs(one.audience, audienceOfSeries(one))) yield { feature: "series", id: one._id };
  for await (const { _id: id } of store.tombstones.find({}, { _id: 1 }).lean().cursor())
    if ((await tombstoneDrifts(store, id)) && (await tombstoneDrifts(store, id)))
      yield { feature: "tombstones", id };
  for await (const agreement of store.agreements.find().lean<AgreementDoc[]>().cursor())
    if (
      agreementDrifts(agreement) &&
      agreementDrifts(await store.agreements.findById(agreement._id).lean<AgreementDoc>())
    )
      yield { feature: "agreements", id: agreement._id };
  let batch: string[] = [];
  const ofMatters = store.channels.find({ matterId: { $ne: null } }, { _id: 1 }).lean();
  for await (const { _id: id } of ofMatters.cursor()) {
    batch.push(id);
    if (batch.length < BATCH) continue;
    yield* channelDrifts(store, batch);
    batch = [];
  }
  yield* channelDrifts(store, batch);
}

const leadDrifts = (lead: LeadDoc | null): boolean =>
  lead !== null && differs(lead.audience, audienceOfLead(lead));

const exchangeDrifts = (exchange: ExchangeDoc | null): boolean =>
  exchange !== null && differs(exchange.audience, derivedOf(exchange).audience);

const agreementDrifts = (agreement: AgreementDoc | null): boolean =>
  agreement !== null && differs(agreement.audience, derivedOfAgreement(agreement).audience);

const actionDrifts = (action: ActionDoc | null): boolean =>
  action !== null && differs(action.audience, audienceOfAction(action));

async function tombstoneDrifts(store: Store, id: string): Promise<boolean> {
  const [tombstone, exchange] = await Promise.all([
    store.tombstones.findById(id).lean<TombstoneDoc>(),
    store.exchanges.findById(id).lean<ExchangeDoc>(),
  ]);
  if (!tombstone || !exchange) return tombstone !== null;
  return differs(tombstone.audience, audienceOfTombstone(exchange));
}

async function* channelDrifts(store: Store, ids: readonly string[]): AsyncIterable<Drift> {
  for (const id of await driftingChannels(store, ids))
    if ((await driftingChannels(store, [id])).length > 0) yield { feature: "channels", id };
}

/** Of these channels, those whose readers are not those of their matter; one whose matter is gone has none. */
async function driftingChannels(store: Store, ids: readonly string[]): Promise<string[]> {
  const channels = await store.channels.find({ _id: { $in: [...ids] } }).lean<ChannelDoc[]>();
  const matterIds = channels.flatMap((channel) => channel.matterId ?? []);
  const [leads, exchanges, agreements, actions, series] = await Promise.all([
    store.leads.find({ _id: { $in: matterIds } }).lean<LeadDoc[]>(),
    store.exchanges.find({ _id: { $in: matterIds } }).lean<ExchangeDoc[]>(),
    store.agreements.find({ _id: { $in: matterIds } }).lean<AgreementDoc[]>(),
    store.actions.find({ _id: { $in: matterIds } }).lean<ActionDoc[]>(),
    store.series.find({ _id: { $in: matterIds } }).lean<SeriesDoc[]>(),
  ]);
  const byId = new Map(agreements.map((one) => [one._id, one]));
  const readers = new Map<string, string[]>([
    ...leads.map((lead): [string, string[]] => [lead._id, audienceInside(lead)]),
    ...exchanges.map((one): [string, string[]] => [one._id, audienceOfBoth(one)]),
    ...actions.map((one): [string, string[]] => [one._id, audienceOfParties(one)]),
    ...series.map((one): [string, string[]] => [one._id, audienceOfSeries(one)]),
  ]);
  const readersOf = ({ kind, matterId, officeIds: [officeId = ""] }: ChannelDoc): string[] => {
    const action = actions.find((one) => kind === "action_own" && one._id === matterId);
    if (action) return audienceInAction(action, officeId);
    const agreement = byId.get(matterId ?? "");
    if (!agreement) return readers.get(matterId ?? "") ?? [];
    return kind === "agreement_own"
      ? audienceOfOwn(agreement, officeId)
      : audienceOfAgreement(agreement);
  };
  return channels
    .filter((channel) => differs(channel.audience, readersOf(channel)))
    .map((channel) => channel._id);
}
