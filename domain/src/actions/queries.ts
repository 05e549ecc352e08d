import { mayRead } from "../access/rules.ts";
import { materialsOf } from "../files/queries.ts";
import type { Attached, MatterRef } from "../files/contract.ts";
import { afterCursor, capped, COUNT_CAP, cursorText, parseCursor } from "../kernel/cursor.ts";
import { HubError } from "../kernel/faults.ts";
import { cardsOf } from "../officers/queries.ts";
import type { Ctx, Hub } from "../store/hub.ts";
import type { ActionPage, ActionQuery } from "./acts-contract.ts";
import { ownChannelId } from "./change.ts";
import { busyOf } from "./conflicts.ts";
import type { ActionAct, ActionRow, ActionView } from "./contract.ts";
import {
  planVersionId,
  type ActionDoc,
  type ActionPlanDoc,
  type FieldDoc,
  type FindingDoc,
} from "./model.ts";
import type { ChecklistTemplate, PlanVersion } from "./plan-contract.ts";
import { conflictsIn } from "./poll.ts";
import type { Conflict } from "./poll-contract.ts";
import { powerOverPlan } from "./powers.ts";
import { toActionRow, toActionView, toImport } from "./present.ts";
import { readableLeads } from "./readable-leads.ts";
import { toFindingRow } from "./present-finding.ts";
import type { ImportView } from "./record-contract.ts";
import { signatureOf } from "../kernel/signature.ts";

/** The action, or not_found for whoever may not read it. */
export async function findAction(ctx: Ctx, actionId: string): Promise<ActionDoc> {
  const found = await ctx.hub.store.actions.findById(actionId).lean<ActionDoc>();
  if (!found || !mayRead(ctx.actor, found).allowed) throw new HubError("not_found");
  return found;
}

/** One action for this officer, with everything that was recorded. */
export async function getAction(ctx: Ctx, actionId: string): Promise<ActionView> {
  const x = await findAction(ctx, actionId);
  const { store } = ctx.hub;
  const [records, findings, liaisons, files, busy] = await Promise.all([
    store.fieldRecords.find({ actionId }).sort({ at: 1, _id: 1 }).lean<FieldDoc[]>(),
    store.findings.find({ actionId }).sort({ number: 1 }).lean<FindingDoc[]>(),
    liaisonsOf(ctx.hub, x.officeIds),
    filesOf(ctx.hub, { kind: "action", id: actionId }),
    busyByOption(ctx, x),
  ]);
  const cards = await cardsOf(ctx.hub, [
    ...[...liaisons.values()].flat(),
    ...x.people.map((one) => one.officerId),
    ...records.map((one) => one.by.officerId),
  ]);
  const leads = await readableLeads(ctx, findings);
  const view = toActionView(x, {
    viewer: ctx.actor,
    now: ctx.hub.clock.now(),
    cards,
    liaisons,
    busy,
    records,
    findings: findings.map((one) => toFindingRow(one, leads)),
    files,
    ownChannelId: x.insideOfficeIds.includes(ctx.actor.officeId)
      ? ownChannelId(actionId, ctx.actor.officeId)
      : null,
  });
  return { ...view, can: await withPowers(ctx, x, view.can) };
}

/** A version of the plan as it went round, which nobody changes any more. */
export async function getPlanVersion(
  ctx: Ctx,
  actionId: string,
  version: number,
): Promise<PlanVersion> {
  await findAction(ctx, actionId);
  const found = await ctx.hub.store.actionPlans
    .findById(planVersionId(actionId, version))
    .lean<ActionPlanDoc>();
  if (!found) throw new HubError("not_found");
  const { digest, content, by } = found;
  return { version, digest, content, saved: signatureOf(by) };
}

/** Approving is also a question of delegations, which the pure rules do not know. */
async function withPowers(ctx: Ctx, x: ActionDoc, can: ActionAct[]): Promise<ActionAct[]> {
  const approves = can.includes("approve_plan") && (await powerOverPlan(ctx, x)).allowed;
  return approves ? can : can.filter((act) => act !== "approve_plan" && act !== "return_plan");
}

/** Photos of cameras and drones that belong to no finding, import by import. */
export async function listImports(ctx: Ctx, actionId: string): Promise<ImportView[]> {
  const x = await findAction(ctx, actionId);
  const files = await filesOf(ctx.hub, { kind: "action", id: actionId });
  return x.imports.map((one) => toImport(one, files));
}

/** A matter's files by id, as frozen things name them. */
export async function filesOf(hub: Hub, matter: MatterRef): Promise<Map<string, Attached>> {
  const found = await materialsOf(hub, matter);
  return new Map(
    found.map(({ fileId, number, title, name, size, mime, sha256, sm3 }) => [
      fileId,
      { fileId, number, title, name, size, mime, sha256, sm3 },
    ]),
  );
}

async function liaisonsOf(hub: Hub, officeIds: readonly string[]): Promise<Map<string, string[]>> {
  const found = await hub.store.officers
    .find({ officeId: { $in: [...officeIds] }, active: true, posts: "liaison" }, { officeId: 1 })
    .lean<{ _id: string; officeId: string }[]>();
  const byOffice = new Map<string, string[]>();
  for (const one of found)
    byOffice.set(one.officeId, [...(byOffice.get(one.officeId) ?? []), one._id]);
  return byOffice;
}

async function busyByOption(ctx: Ctx, x: ActionDoc): Promise<Map<string, number>> {
  const options = x.state === "polling" ? (x.poll?.options ?? []) : [];
  const [first] = options;
  if (!first) return new Map();
  const all = {
    startAt: new Date(Math.min(...options.map((one) => one.startAt.getTime()))),
    endAt: new Date(Math.max(...options.map((one) => one.endAt.getTime()))),
  };
  const busy = await busyOf(ctx.hub.store, x, all);
  return new Map(
    options.map((one) => [
      one.id,
      new Set(conflictsIn(one, busy).map((clash) => clash.officerId)).size,
    ]),
  );
}

/** Who of the people that go is taken between two instants; of what one may not read only that it is so. */
export async function listConflicts(
  ctx: Ctx,
  actionId: string,
  { startAt, endAt }: { startAt: string; endAt: string },
): Promise<Conflict[]> {
  const x = await findAction(ctx, actionId);
  const span = { startAt: new Date(startAt), endAt: new Date(endAt), allDay: false };
  return conflictsIn(span, await busyOf(ctx.hub.store, x, span, null, ctx.actor));
}

type Narrowing = Omit<ActionQuery, "cursor" | "limit">;

/** Actions this officer may read, last changed first. */
export async function listActions(ctx: Ctx, query: ActionQuery): Promise<ActionPage> {
  const [page, n] = await Promise.all([
    pageOf(ctx, query),
    countActions(ctx, query, COUNT_CAP + 1),
  ]);
  return { ...page, count: capped(n) };
}

/** How many a list holds, counted up to `limit`. */
export const countActions = (ctx: Ctx, query: Narrowing, limit: number): Promise<number> =>
  ctx.hub.store.actions.countDocuments(filterOf(ctx, query), { limit });

async function pageOf(ctx: Ctx, query: ActionQuery): Promise<Omit<ActionPage, "count">> {
  const filter = filterOf(ctx, query);
  const cursor = query.cursor ? parseCursor(query.cursor) : null;
  const docs = await ctx.hub.store.actions
    .find(cursor ? { $and: [filter, afterCursor("changedAt", cursor)] } : filter)
    .sort({ changedAt: -1, _id: -1 })
    .limit(query.limit + 1)
    .lean<ActionDoc[]>();
  const shown = docs.slice(0, query.limit);
  const last = docs.length > query.limit ? shown.at(-1) : undefined;
  return {
    rows: shown.map((one) => toActionRow(one, ctx.actor, ctx.hub.clock.now())),
    next: last ? cursorText({ at: last.changedAt, id: last._id }) : null,
  };
}

function filterOf(ctx: Ctx, query: Narrowing): Record<string, unknown> {
  const { tokens, id } = ctx.actor;
  const filter: Record<string, unknown> = { audience: { $in: tokens } };
  if (query.state) filter["state"] = query.state;
  if (query.kind) filter["kind"] = query.kind;
  if (query.officeId) filter["officeIds"] = query.officeId;
  if (query.agreementId) filter["agreementId"] = query.agreementId;
  if (query.mine) filter["people.officerId"] = id;
  if (query.waiting) filter["waiting"] = { $in: tokens };
  return filter;
}

const LEDGER_PAGE = 200;

/** The rows of a list, all of them in its order, for the ledger. */
export async function* actionRows(ctx: Ctx, query: Narrowing): AsyncIterable<ActionRow> {
  let cursor: string | undefined;
  do {
    const page: Omit<ActionPage, "count"> = await pageOf(ctx, {
      ...query,
      cursor,
      limit: LEDGER_PAGE,
    });
    yield* page.rows;
    cursor = page.next ?? undefined;
  } while (cursor);
}

/** Checklists of the officer's own office, and of those with which it acts. */
export async function listTemplates(ctx: Ctx): Promise<ChecklistTemplate[]> {
  const { store } = ctx.hub;
  const officeIds: string[] = await store.actions.distinct("officeIds", {
    audience: { $in: ctx.actor.tokens },
    officeIds: ctx.actor.officeId,
  });
  const found = await store.checklists
    .find({ officeId: { $in: [...new Set([ctx.actor.officeId, ...officeIds])] } })
    .sort({ officeId: 1, _id: 1 })
    .limit(200)
    .lean();
  return found.map(({ _id, saved, ...one }) => ({ id: _id, ...one, saved: signatureOf(saved) }));
}

export async function getTemplate(ctx: Ctx, templateId: string): Promise<ChecklistTemplate> {
  const found = await ctx.hub.store.checklists.findById(templateId).lean();
  if (found?.officeId !== ctx.actor.officeId) throw new HubError("not_found");
  const { _id, saved, ...one } = found;
  return { id: _id, ...one, saved: signatureOf(saved) };
}
