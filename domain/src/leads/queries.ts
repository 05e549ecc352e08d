import { mayRead, token } from "../access/rules.ts";
import { findingBehind } from "../actions/lead-link.ts";
import type { ExchangeDoc } from "../exchanges/model.ts";
import { afterCursor, capped, COUNT_CAP, cursorText, parseCursor } from "../kernel/cursor.ts";
import { endOfDay, startOfDay } from "../kernel/clock.ts";
import { HubError } from "../kernel/faults.ts";
import { signatureOf } from "../kernel/signature.ts";
import { cardsOf } from "../officers/queries.ts";
import { noteRead } from "../reads/commands.ts";
import type { Ctx } from "../store/hub.ts";
import type { LeadPage, LeadQuery, LeadVersion, RelatedLead } from "./acts-contract.ts";
import type { LeadRow, LeadView } from "./contract.ts";
import type { LeadDoc, LeadVersionDoc } from "./model.ts";
import { outsideValues, toLeadRow, toLeadView } from "./present.ts";
import { lookForKeys, queryTokens, relationKeys } from "./search.ts";

type LeadExchange = LeadView["exchanges"][number];

async function findReadable(ctx: Ctx, leadId: string): Promise<LeadDoc> {
  const lead = await ctx.hub.store.leads.findById(leadId).lean<LeadDoc>();
  if (!lead || !mayRead(ctx.actor, lead).allowed) throw new HubError("not_found");
  // A superior's look is noted before it is answered.
  if (ctx.actor.officeId !== lead.officeId) await noteRead(ctx, { kind: "lead", id: leadId });
  return lead;
}

/** One lead for this officer, or not_found. */
export async function getLead(ctx: Ctx, leadId: string): Promise<LeadView> {
  const lead = await findReadable(ctx, leadId);
  const [cards, office, exchanges, finding] = await Promise.all([
    cardsOf(ctx.hub, [...lead.team.map((one) => one.officerId), lead.registered.officerId]),
    ctx.hub.store.offices.findById(lead.officeId, { level: 1 }).lean(),
    exchangesOf(ctx, [leadId]),
    findingBehind(ctx, lead),
  ]);
  return toLeadView(lead, {
    viewer: ctx.actor,
    cards,
    level: office?.level ?? "county",
    exchanges: exchanges.get(leadId) ?? [],
    finding,
  });
}

/** Readable exchanges of these leads, newest first: those they were sent by, and the one by which they came. */
async function exchangesOf(
  ctx: Ctx,
  leadIds: readonly string[],
): Promise<Map<string, LeadExchange[]>> {
  if (leadIds.length === 0) return new Map();
  const ids = [...leadIds];
  const docs = await ctx.hub.store.exchanges
    .find({
      $or: [{ leadId: { $in: ids } }, { "accepted.leadId": { $in: ids } }],
      audience: { $in: ctx.actor.tokens },
    })
    .sort({ changedAt: -1 })
    .lean<ExchangeDoc[]>();
  const found = new Map<string, LeadExchange[]>();
  for (const doc of docs)
    for (const leadId of [doc.leadId, doc.accepted?.leadId])
      if (leadId && ids.includes(leadId))
        found.set(leadId, [...(found.get(leadId) ?? []), toLeadExchange(doc)]);
  return found;
}

const toLeadExchange = (doc: ExchangeDoc): LeadExchange => ({
  id: doc._id,
  kind: doc.kind,
  state: doc.state,
  fromOfficeId: doc.fromOfficeId,
  toOfficeId: doc.toOfficeId,
  at: (doc.sentAt ?? doc.drafted.at).toISOString(),
  lastFeedback: doc.feedback.at(-1)?.kind ?? null,
  dueAt: doc.dueAt?.toISOString() ?? null,
  held: doc.clocks.some((clock) => clock.held && clock.metAt === null),
});

function filterOf(ctx: Ctx, query: Omit<LeadQuery, "cursor" | "limit">): Record<string, unknown> {
  const { tokens, id } = ctx.actor;
  // The own register and those below differ by the token alone, so that the index answers by itself.
  const own = tokens.filter((one) => !one.startsWith("superior:"));
  const wanted = query.below || query.officeId ? tokens : own;
  // The team is in the audience by name: "mine" is the same index with one token.
  const filter: Record<string, unknown> = {
    audience: query.mine ? token.officer(id) : { $in: wanted },
  };
  if (query.officeId) filter["officeId"] = query.officeId;
  if (query.state) filter["state"] = query.state;
  for (const name of ["field", "grade", "marking"] as const)
    if (query[name]) filter[`values.${name}`] = query[name];
  if (query.side === "came") filter["originExchangeId"] = { $ne: null };
  if (query.side === "sent") filter["sent"] = true;
  if (query.from || query.to)
    filter["registeredAt"] = {
      ...(query.from ? { $gte: startOfDay(query.from) } : {}),
      ...(query.to ? { $lte: endOfDay(query.to) } : {}),
    };
  const words = query.text ? queryTokens(query.text) : [];
  if (words.length > 0) filter["$and"] = words.map((word) => ({ search: word }));
  return filter;
}

/** Leads this officer may read, newest registered first. */
export async function listLeads(ctx: Ctx, query: LeadQuery): Promise<LeadPage> {
  const { store } = ctx.hub;
  const filter = filterOf(ctx, query);
  const cursor = query.cursor ? parseCursor(query.cursor) : null;
  const [docs, n] = await Promise.all([
    pageOf(ctx, filter, cursor, query.limit + 1),
    store.leads.countDocuments(filter, { limit: COUNT_CAP + 1 }),
  ]);
  const shown = docs.slice(0, query.limit);
  const last = docs.length > query.limit ? shown.at(-1) : undefined;
  return {
    rows: await toRows(ctx, shown),
    next: last ? cursorText({ at: last.registeredAt, id: last._id }) : null,
    count: capped(n),
  };
}

/** How many leads a list has, counted up to `limit`. */
export const countLeads = (
  ctx: Ctx,
  query: Omit<LeadQuery, "cursor" | "limit">,
  limit: number,
): Promise<number> => ctx.hub.store.leads.countDocuments(filterOf(ctx, query), { limit });

const pageOf = (
  ctx: Ctx,
  filter: Record<string, unknown>,
  cursor: { at: Date; id: string } | null,
  limit: number,
): Promise<LeadDoc[]> =>
  ctx.hub.store.leads
    .find(cursor ? { $and: [filter, afterCursor("registeredAt", cursor)] } : filter)
    .sort({ registeredAt: -1, _id: -1 })
    .limit(limit)
    .lean<LeadDoc[]>();

async function toRows(ctx: Ctx, docs: readonly LeadDoc[]): Promise<LeadRow[]> {
  const handlers = docs.flatMap((one) => one.team.map((member) => member.officerId));
  const [cards, exchanges] = await Promise.all([
    cardsOf(ctx.hub, handlers),
    exchangesOf(
      ctx,
      docs.map((one) => one._id),
    ),
  ]);
  return docs.map((lead) =>
    toLeadRow(lead, { viewer: ctx.actor, cards, exchange: exchanges.get(lead._id)?.[0] ?? null }),
  );
}

const LEDGER_PAGE = 200;

/** The rows of a list, all of them in its order, for the ledger. */
export async function* leadRows(
  ctx: Ctx,
  query: Omit<LeadQuery, "cursor" | "limit">,
): AsyncIterable<LeadRow> {
  const filter = filterOf(ctx, query);
  let cursor: { at: Date; id: string } | null = null;
  for (;;) {
    const docs: LeadDoc[] = await pageOf(ctx, filter, cursor, LEDGER_PAGE);
    yield* await toRows(ctx, docs);
    const last = docs.at(-1);
    if (!last || docs.length < LEDGER_PAGE) return;
    cursor = { at: last.registeredAt, id: last._id };
  }
}

/** Every version that was written, newest first. */
export async function listLeadVersions(ctx: Ctx, leadId: string): Promise<LeadVersion[]> {
  const lead = await findReadable(ctx, leadId);
  const docs = await ctx.hub.store.leadVersions
    .find({ leadId })
    .sort({ version: -1 })
    .lean<LeadVersionDoc[]>();
  const own = ctx.actor.officeId === lead.officeId;
  return docs.map((doc) => ({
    version: doc.version,
    values: own ? doc.values : outsideValues(doc.values),
    by: signatureOf(doc.by),
    reason: doc.reason,
  }));
}

/** Readable leads of the same body, at the same place or within about a kilometre. */
export async function listRelated(ctx: Ctx, leadId: string): Promise<RelatedLead[]> {
  const lead = await findReadable(ctx, leadId);
  const keys = lookForKeys(lead.values);
  if (keys.length === 0) return [];
  const docs = await ctx.hub.store.leads
    .find({ keys: { $in: keys }, audience: { $in: ctx.actor.tokens }, _id: { $ne: leadId } })
    .sort({ registeredAt: -1, _id: -1 })
    .limit(20)
    .lean<LeadDoc[]>();
  const rows = await toRows(ctx, docs);
  const own = relationKeys(lead.values);
  return rows.map((row, index) => {
    const shared = docs[index]?.keys ?? [];
    const same = (kind: string) => shared.some((key) => key.startsWith(kind) && own.includes(key));
    const why: RelatedLead["why"] = [];
    if (same("body:")) why.push("body");
    if (same("place:")) why.push("place");
    if (shared.some((key) => key.startsWith("cell:") && keys.includes(key))) why.push("near");
    return { ...row, why };
  });
}
