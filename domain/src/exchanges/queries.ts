import { powerOver } from "../approvals/queries.ts";
import { mayRead } from "../access/rules.ts";
import { materialsOf } from "../files/queries.ts";
import { afterCursor, capped, COUNT_CAP, cursorText, parseCursor } from "../kernel/cursor.ts";
import { endOfDay, startOfDay } from "../kernel/clock.ts";
import { HubError } from "../kernel/faults.ts";
import { ensure } from "../kernel/verdict.ts";
import type { LeadDoc } from "../leads/model.ts";
import { mayLead } from "../leads/rules.ts";
import { cardsOf } from "../officers/queries.ts";
import { listOffices } from "../offices/queries.ts";
import { noteOpening, noteRead } from "../reads/commands.ts";
import { pairTerms } from "../clocks/queries.ts";
import type { Ctx } from "../store/hub.ts";
import type { ExchangePage, ExchangeQuery, Recipient } from "./acts-contract.ts";
import type { ExchangeAct, ExchangeRow, ExchangeView, OpenKind } from "./contract.ts";
import type { ExchangeDoc, TombstoneDoc } from "./model.ts";
import {
  isOut,
  toExchangeRow,
  toExchangeView,
  toTombstoneRow,
  toTombstoneView,
  type Surroundings,
} from "./present.ts";
import { draftOf, exchangeCan, mayReceive } from "./rules.ts";

/**
 * One exchange for this officer, or not_found. A look by another office than the sender's is noted before it is answered, the first one
 * as an entry. After a withdrawal the other side finds its tombstone here.
 */
export async function getExchange(ctx: Ctx, exchangeId: string): Promise<ExchangeView> {
  const found = await findReadable(ctx, exchangeId);
  if (!found) return getTombstone(ctx, exchangeId);
  if (ctx.actor.officeId === found.fromOfficeId) return present(ctx, found);
  await noteRead(ctx, { kind: "exchange", id: exchangeId });
  if (!isOut(found) || found.opened.includes(ctx.actor.officeId)) return present(ctx, found);
  await noteOpening(ctx, exchangeId);
  return getExchange(ctx, exchangeId);
}

async function findReadable(ctx: Ctx, exchangeId: string): Promise<ExchangeDoc | null> {
  const found = await ctx.hub.store.exchanges.findById(exchangeId).lean<ExchangeDoc>();
  return found && mayRead(ctx.actor, found).allowed ? found : null;
}

async function getTombstone(ctx: Ctx, exchangeId: string): Promise<ExchangeView> {
  const left = await ctx.hub.store.tombstones.findById(exchangeId).lean<TombstoneDoc>();
  if (!left || !mayRead(ctx.actor, left).allowed) throw new HubError("not_found");
  return toTombstoneView(left, ctx.actor);
}

async function present(ctx: Ctx, exchange: ExchangeDoc): Promise<ExchangeView> {
  const [around, can, preview] = await Promise.all([
    surroundings(ctx, [exchange]),
    canNow(ctx, exchange),
    previewOf(ctx, exchange),
  ]);
  return toExchangeView(exchange, around, { can, preview });
}

const APPROVING: Partial<Record<ExchangeAct, "review" | "issue">> = {
  pass: "review",
  issue: "issue",
};

/** As the pure rules say, and for approvals as today's 权限清单 and delegations say: exactly what the commands will ask. */
async function canNow(ctx: Ctx, exchange: ExchangeDoc): Promise<ExchangeAct[]> {
  const can = exchangeCan(ctx.actor, exchange);
  const kept: ExchangeAct[] = [];
  for (const act of can) {
    const power =
      act === "return" ? (exchange.state === "issuing" ? "issue" : "review") : APPROVING[act];
    const asked = power
      ? await powerOver(ctx, power, { ...exchange, draft: draftOf(exchange) })
      : null;
    if (asked === null || asked.allowed) kept.push(act);
  }
  return kept;
}

/** Before the issue: the lead as the other side would see it now, for the sender's own people. */
async function previewOf(ctx: Ctx, exchange: ExchangeDoc) {
  if (exchange.content !== null) return null;
  const lead = await ctx.hub.store.leads.findById(exchange.leadId).lean<LeadDoc>();
  if (!lead) return null;
  const all = await materialsOf(ctx.hub, { kind: "lead", id: lead._id });
  const files = exchange.materials.flatMap((id) => {
    const material = all.find((one) => one.fileId === id);
    if (!material) return [];
    const { fileId, title, name, size, mime, sha256, sm3 } = material;
    return [{ fileId, title, name, size, mime, sha256, sm3 }];
  });
  return {
    values: lead.values,
    files: files.map((file, index) => ({ ...file, number: index + 1 })),
  };
}

/** Cards of everybody named in these exchanges, and the parties' telephones. */
export async function surroundings(ctx: Ctx, found: readonly ExchangeDoc[]): Promise<Surroundings> {
  const people = found.flatMap((one) => [
    one.drafted.officerId,
    ...one.fromTeam,
    ...one.toTeam,
    ...one.circulated,
    ...one.standIns.map((stand) => stand.officerId),
    ...(one.offline ? [one.offline.signedBy] : []),
    ...[one.reviewed, one.issued?.by].flatMap((by) => (by ? [by.officerId] : [])),
    ...one.assignments.flatMap((to) => [
      to.prosecutorId,
      ...to.assistantIds,
      ...(to.clerkId ? [to.clerkId] : []),
    ]),
  ]);
  const [cards, offices] = await Promise.all([cardsOf(ctx.hub, people), listOffices(ctx.hub)]);
  return {
    viewer: ctx.actor,
    cards,
    telephones: new Map(offices.map((office) => [office.id, office.telephone])),
    now: ctx.hub.clock.now(),
  };
}

/** What a list of exchanges is narrowed to. */
type Narrowing = Omit<ExchangeQuery, "cursor" | "limit">;
type Page = Omit<ExchangePage, "count">;

/** Exchanges this officer may read, last changed first. */
export async function listExchanges(ctx: Ctx, query: ExchangeQuery): Promise<ExchangePage> {
  const [page, n] = await Promise.all([
    pageOf(ctx, query),
    countExchanges(ctx, query, COUNT_CAP + 1),
  ]);
  return { ...page, count: capped(n) };
}

/** How many a list holds, counted up to `limit` and not much beyond. */
export async function countExchanges(ctx: Ctx, query: Narrowing, limit: number): Promise<number> {
  const { exchanges, tombstones } = ctx.hub.store;
  if (query.box !== "withdrawn") return exchanges.countDocuments(filterOf(ctx, query), { limit });
  const { own, left } = withdrawnFilters(ctx, query);
  const [mine, others] = await Promise.all([
    exchanges.countDocuments(own, { limit }),
    tombstones.countDocuments(left, { limit }),
  ]);
  return mine + others;
}

const LEDGER_PAGE = 200;

/** The rows of a list, all of them in its order, for the ledger. */
export async function* exchangeRows(ctx: Ctx, query: Narrowing): AsyncIterable<ExchangeRow> {
  let cursor: string | undefined;
  do {
    const page: Page = await pageOf(ctx, { ...query, cursor, limit: LEDGER_PAGE });
    yield* page.rows;
    cursor = page.next ?? undefined;
  } while (cursor);
}

async function pageOf(ctx: Ctx, query: ExchangeQuery): Promise<Page> {
  if (query.box === "withdrawn") return pageOfWithdrawn(ctx, query);
  const filter = filterOf(ctx, query);
  const cursor = query.cursor ? parseCursor(query.cursor) : null;
  const docs = await ctx.hub.store.exchanges
    .find(cursor ? { $and: [filter, afterCursor("changedAt", cursor)] } : filter)
    .sort({ changedAt: -1, _id: -1 })
    .limit(query.limit + 1)
    .lean<ExchangeDoc[]>();
  const shown = docs.slice(0, query.limit);
  const around = await surroundings(ctx, shown);
  const last = docs.length > query.limit ? shown.at(-1) : undefined;
  return {
    rows: shown.map((one) => toExchangeRow(one, around, exchangeCan(ctx.actor, one))),
    next: last ? cursorText({ at: last.changedAt, id: last._id }) : null,
  };
}

function filterOf(ctx: Ctx, query: Narrowing): Record<string, unknown> {
  const { officeId, tokens } = ctx.actor;
  const filter: Record<string, unknown> = { audience: { $in: tokens } };
  if (query.box === "inbox") filter["toOfficeId"] = officeId;
  if (query.box === "sent")
    Object.assign(filter, { fromOfficeId: officeId, sentAt: { $ne: null } });
  if (query.box === "drafts")
    Object.assign(filter, {
      fromOfficeId: officeId,
      state: { $in: ["draft", "reviewing", "issuing"] },
    });
  if (query.kind) filter["kind"] = query.kind;
  if (query.state) filter["state"] = query.state;
  if (query.leadId) filter["$or"] = [{ leadId: query.leadId }, { "accepted.leadId": query.leadId }];
  // Beside what the box says of either side, not in its place.
  const sides = [
    ...(query.fromOfficeId ? [{ fromOfficeId: query.fromOfficeId }] : []),
    ...(query.toOfficeId ? [{ toOfficeId: query.toOfficeId }] : []),
  ];
  if (sides.length > 0) filter["$and"] = sides;
  if (query.accepted !== undefined) filter["accepted"] = query.accepted ? { $ne: null } : null;
  if (query.fed) filter["feedback.kind"] = query.fed;
  if (query.overdue) filter["dueAt"] = { $lt: ctx.hub.clock.now() };
  if (query.from || query.to)
    filter["sentAt"] = {
      ...(query.from ? { $gte: startOfDay(query.from) } : {}),
      ...(query.to ? { $lte: endOfDay(query.to) } : {}),
    };
  return filter;
}

type Filter = Record<string, unknown>;

function withdrawnFilters(ctx: Ctx, query: Narrowing): { own: Filter; left: Filter } {
  const { officeId, tokens } = ctx.actor;
  const left: Filter = {
    audience: { $in: tokens },
    ...(query.kind ? { kind: query.kind } : {}),
  };
  return { left, own: { ...left, fromOfficeId: officeId, state: "withdrawn" } };
}

/** What was taken back: by one's own office with all it held, by others as the tombstone that is left. One list, by time. */
async function pageOfWithdrawn(ctx: Ctx, query: ExchangeQuery): Promise<Page> {
  const { store } = ctx.hub;
  const { own, left } = withdrawnFilters(ctx, query);
  const cursor = query.cursor ? parseCursor(query.cursor) : null;
  const page = (filter: Filter): Filter =>
    cursor ? { $and: [filter, afterCursor("changedAt", cursor)] } : filter;
  const [mine, others] = await Promise.all([
    store.exchanges
      .find(page(own))
      .sort({ changedAt: -1, _id: -1 })
      .limit(query.limit + 1)
      .lean<ExchangeDoc[]>(),
    store.tombstones
      .find(page(left))
      .sort({ changedAt: -1, _id: -1 })
      .limit(query.limit + 1)
      .lean<TombstoneDoc[]>(),
  ]);
  const around = await surroundings(ctx, mine);
  const found = [
    ...mine.map((one) => ({
      ...one,
      row: toExchangeRow(one, around, exchangeCan(ctx.actor, one)),
    })),
    ...others.map((one) => ({ ...one, row: toTombstoneRow(one, ctx.actor) })),
  ].toSorted(
    (one, other) =>
      other.changedAt.getTime() - one.changedAt.getTime() || (one._id < other._id ? 1 : -1),
  );
  const shown = found.slice(0, query.limit);
  const last = found.length > query.limit ? shown.at(-1) : undefined;
  return {
    rows: shown.map((one) => one.row),
    next: last ? cursorText({ at: last.changedAt, id: last._id }) : null,
  };
}

/** Offices to which this lead may go, each with what the pair agreed on, and what is open there already. */
export async function listRecipients(
  ctx: Ctx,
  leadId: string,
  kind: OpenKind,
): Promise<Recipient[]> {
  const lead = await ctx.hub.store.leads.findById(leadId).lean<LeadDoc>();
  if (!lead) throw new HubError("not_found");
  ensure(mayLead(ctx.actor, "send", lead));
  const [offices, others, agreed] = await Promise.all([
    listOffices(ctx.hub),
    ctx.hub.store.exchanges.find({ leadId }).lean<ExchangeDoc[]>(),
    pairTerms(ctx.hub, lead.officeId),
  ]);
  const from = offices.find((one) => one.id === lead.officeId);
  if (!from) throw new HubError("not_found");
  const designated = others.flatMap((one) => one.dispute?.designatedOfficeId ?? []);
  return offices
    .filter((to) => mayReceive(kind, from, to, designated).allowed)
    .map((to) => {
      const open = others.find((one) => one.open && one.kind === kind && one.toOfficeId === to.id);
      const terms = agreed.get(to.id);
      const none = { sign: null, accept: null, progress: null };
      return {
        officeId: to.id,
        ordinary: terms?.ordinary ?? none,
        urgent: terms?.urgent ?? none,
        basis: terms?.basis ?? "",
        openExchangeId: open?._id ?? null,
      };
    });
}
