import { mayRead } from "../access/rules.ts";
import type { AgreementDoc } from "../agreements/model.ts";
import { refsOfMatters } from "../channels/matter.ts";
import { dayOf } from "../kernel/clock.ts";
import { capped, COUNT_CAP } from "../kernel/cursor.ts";
import { HubError } from "../kernel/faults.ts";
import { signatureOf } from "../kernel/signature.ts";
import { cardsOf } from "../officers/queries.ts";
import type { Ctx } from "../store/hub.ts";
import type { OccurrencePage, OccurrenceQuery } from "./acts-contract.ts";
import type {
  AgreementObligations,
  ObligationView,
  OccurrenceRow,
  OccurrenceView,
  TurnView,
} from "./contract.ts";
import type { ObligationDoc, OccurrenceDoc, TurnDoc } from "./model.ts";
import {
  toObligationView,
  toOccurrenceRow,
  toOccurrenceView,
  type Of,
  type Viewer,
} from "./present.ts";
import { mayObliged, partyIdsOf, turnOf } from "./rules.ts";
import { conditionOf } from "./state.ts";

/** What rules and views need of an agreement; its texts stay where they are. */
const AS_READ = {
  audience: 1,
  state: 1,
  values: 1,
  revision: 1,
  parties: 1,
  hostPartyId: 1,
  registrarOfficeId: 1,
  reference: 1,
  inHand: 1,
  inForce: 1,
  issued: 1,
  drafted: 1,
  superiorIds: 1,
  assessments: 1,
  ended: 1,
  channelId: 1,
} as const;
export type AsRead = Pick<AgreementDoc, "_id" | keyof typeof AS_READ>;

/** The agreements this officer may read: whoever reads one may read what it obliges to, and nobody else may. */
export const readableAgreements = (
  ctx: Ctx,
  narrowed: Record<string, unknown> = {},
): Promise<AsRead[]> =>
  ctx.hub.store.agreements
    .find({ audience: { $in: ctx.actor.tokens }, reference: false, ...narrowed }, AS_READ)
    .lean<AsRead[]>();

/** One of them, or not_found. */
export async function readableAgreement(ctx: Ctx, agreementId: string): Promise<AsRead> {
  const found = await ctx.hub.store.agreements.findById(agreementId, AS_READ).lean<AsRead>();
  if (!found || !mayRead(ctx.actor, found).allowed) throw new HubError("not_found");
  return found;
}

export const viewerOf = (ctx: Ctx): Viewer => ({
  actor: ctx.actor,
  today: dayOf(ctx.hub.clock.now()),
});

/** One occurrence, with its agreement, that this officer may read, or not_found. */
export async function readableOccurrence(
  ctx: Ctx,
  occurrenceId: string,
): Promise<{ occurrence: OccurrenceDoc; agreement: AsRead }> {
  const occurrence = await ctx.hub.store.occurrences.findById(occurrenceId).lean<OccurrenceDoc>();
  if (!occurrence) throw new HubError("not_found");
  return { occurrence, agreement: await readableAgreement(ctx, occurrence.agreementId) };
}

/** One occurrence for this officer, or not_found. */
export async function getOccurrence(ctx: Ctx, occurrenceId: string): Promise<OccurrenceView> {
  const { occurrence: found, agreement } = await readableOccurrence(ctx, occurrenceId);
  const linked = found.evidence.flatMap(({ ref }) =>
    ref ? [{ kind: ref.kind === "exchange" ? ref.kind : ("action" as const), id: ref.id }] : [],
  );
  return toOccurrenceView(found, agreement, viewerOf(ctx), await refsOfMatters(ctx, linked));
}

/** One obligation with its occurrences of a year, or not_found. */
export async function getObligation(
  ctx: Ctx,
  obligationId: string,
  year = yearOf(ctx),
): Promise<ObligationView> {
  const found = await ctx.hub.store.obligations.findById(obligationId).lean<ObligationDoc>();
  if (!found) throw new HubError("not_found");
  const agreement = await readableAgreement(ctx, found.agreementId);
  const [view] = await present(ctx, agreement, [found], year);
  if (!view) throw new HubError("not_found");
  return view;
}

/** The year of today, in Asia/Shanghai. */
export const yearOf = (ctx: Ctx): number => Number(dayOf(ctx.hub.clock.now()).slice(0, 4));

/** 落实事项 of an agreement, and whose turn it is; of an agreement that is not this officer's to read: not_found. */
export async function listObligations(
  ctx: Ctx,
  agreementId: string,
  year = yearOf(ctx),
): Promise<AgreementObligations> {
  const agreement = await readableAgreement(ctx, agreementId);
  const [found, turn] = await Promise.all([
    ctx.hub.store.obligations.find({ agreementId }).lean<ObligationDoc[]>(),
    turnView(ctx, agreement),
  ]);
  return {
    agreementId,
    year,
    obligations: await present(ctx, agreement, found, year),
    turn,
    can: mayObliged(ctx.actor, "define", agreement).allowed ? ["define"] : [],
  };
}

async function turnView(ctx: Ctx, agreement: AsRead): Promise<TurnView> {
  const turn = await ctx.hub.store.turns.findById(agreement._id).lean<TurnDoc>();
  return {
    officeId: turnOf(agreement, turn?.officeId),
    version: turn?.version ?? 0,
    order: partyIdsOf(agreement),
    moved: (turn?.moved ?? []).map((one) => ({ ...one, by: signatureOf(one.by) })),
    can: mayObliged(ctx.actor, "move", agreement).allowed ? ["move"] : [],
  };
}

/** In the order of the text, then what was defined by hand. */
async function present(
  ctx: Ctx,
  agreement: AsRead,
  found: readonly ObligationDoc[],
  year: number,
): Promise<ObligationView[]> {
  const handlers = found.flatMap((one) => one.handlers.map(({ officerId }) => officerId));
  const [occurrences, cards] = await Promise.all([
    ctx.hub.store.occurrences
      .find({
        agreementId: agreement._id,
        dueOn: { $gte: `${year}-01-01`, $lte: `${year}-12-31` },
        obligationId: { $in: found.map((one) => one._id) },
      })
      .sort({ dueOn: 1, _id: 1 })
      .lean<OccurrenceDoc[]>(),
    cardsOf(ctx.hub, handlers),
  ]);
  const viewer = viewerOf(ctx);
  const rows = new Map<string, OccurrenceRow[]>(found.map((one) => [one._id, []]));
  for (const one of occurrences)
    rows.get(one.obligationId)?.push(toOccurrenceRow(one, agreement, viewer));
  return found
    .toSorted(
      (one, other) =>
        (one.article ?? Infinity) - (other.article ?? Infinity) ||
        one.defined.at.getTime() - other.defined.at.getTime(),
    )
    .map((one) =>
      toObligationView(one, agreement, viewer, { occurrences: rows.get(one._id) ?? [], cards }),
    );
}

type Narrowing = Omit<OccurrenceQuery, "cursor" | "limit">;

/** What a list is narrowed to, in the agreements that were found to be the officer's to read. */
function filterOf(
  agreementIds: readonly string[],
  query: Narrowing,
  today: string,
): Record<string, unknown> {
  const conditions: Record<string, unknown>[] = [{ agreementId: { $in: agreementIds } }];
  const add = (condition: Record<string, unknown>) => void conditions.push(condition);
  if (query.obligationId) add({ obligationId: query.obligationId });
  if (query.officeId) add({ officeId: query.officeId });
  if (query.kind) add({ kind: query.kind });
  if (query.state) add(conditionOf(query.state, today));
  if (query.pending !== undefined) add({ phase: query.pending ? "pending" : { $ne: "pending" } });
  if (query.late !== undefined) add({ phase: "met", late: query.late });
  if (query.from || query.to)
    add({
      dueOn: {
        ...(query.from ? { $gte: query.from } : {}),
        ...(query.to ? { $lte: query.to } : {}),
      },
    });
  return { $and: conditions };
}

/** The agreements and the condition of a list, as far as this officer may read them. */
async function narrowed(ctx: Ctx, query: Narrowing) {
  const agreements = await readableAgreements(
    ctx,
    query.agreementId ? { _id: query.agreementId } : {},
  );
  const ids = agreements.map((one) => one._id);
  return { agreements, filter: filterOf(ids, query, viewerOf(ctx).today) };
}

/** Occurrences of all agreements this officer may read, by due day. */
export async function listOccurrences(ctx: Ctx, query: OccurrenceQuery): Promise<OccurrencePage> {
  const { agreements, filter } = await narrowed(ctx, query);
  const [page, n] = await Promise.all([
    pageOf(ctx, agreements, filter, query),
    ctx.hub.store.occurrences.countDocuments(filter, { limit: COUNT_CAP + 1 }),
  ]);
  return { ...page, count: capped(n) };
}

/** How many a list holds, counted up to `limit`. */
export async function countOccurrences(ctx: Ctx, query: Narrowing, limit: number): Promise<number> {
  const { filter } = await narrowed(ctx, query);
  return ctx.hub.store.occurrences.countDocuments(filter, { limit });
}

const LEDGER_PAGE = 200;

/** The rows of a list, all of them in its order, for the ledger. */
export async function* occurrenceRows(ctx: Ctx, query: Narrowing): AsyncIterable<OccurrenceRow> {
  const { agreements, filter } = await narrowed(ctx, query);
  let cursor: string | undefined;
  do {
    const page: Omit<OccurrencePage, "count"> = await pageOf(ctx, agreements, filter, {
      cursor,
      limit: LEDGER_PAGE,
    });
    yield* page.rows;
    cursor = page.next ?? undefined;
  } while (cursor);
}

/** `2026-11-30.0193…`: where the next page begins. */
const CURSOR = /^(\d{4}-\d{2}-\d{2})\.([0-9a-f-]{36})$/;

async function pageOf(
  ctx: Ctx,
  agreements: readonly AsRead[],
  filter: Record<string, unknown>,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Omit<OccurrencePage, "count">> {
  const [, day, id] = CURSOR.exec(cursor ?? "") ?? [];
  const after = { $or: [{ dueOn: { $gt: day } }, { dueOn: day, _id: { $gt: id } }] };
  const docs = await ctx.hub.store.occurrences
    .find(day ? { $and: [filter, after] } : filter)
    .sort({ dueOn: 1, _id: 1 })
    .limit(limit + 1)
    .lean<OccurrenceDoc[]>();
  const shown = docs.slice(0, limit);
  const last = docs.length > limit ? shown.at(-1) : undefined;
  return {
    rows: rowsOf(ctx, agreements, shown),
    next: last ? `${last.dueOn}.${last._id}` : null,
  };
}

/** Rows of occurrences whose agreements were found to be readable. */
export function rowsOf(
  ctx: Ctx,
  agreements: readonly AsRead[],
  docs: readonly OccurrenceDoc[],
): OccurrenceRow[] {
  const viewer = viewerOf(ctx);
  const byId = new Map<string, Of>(agreements.map((one) => [one._id, one]));
  return docs.flatMap((one) => {
    const agreement = byId.get(one.agreementId);
    return agreement ? [toOccurrenceRow(one, agreement, viewer)] : [];
  });
}
