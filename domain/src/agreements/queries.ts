import type { z } from "zod";
import { token } from "../access/rules.ts";
import { compare, frozenClauses } from "../clauses/rules.ts";
import { materialsOf } from "../files/queries.ts";
import { afterCursor, capped, COUNT_CAP, cursorText, parseCursor } from "../kernel/cursor.ts";
import { HubError } from "../kernel/faults.ts";
import { queryTokens } from "../leads/search.ts";
import { cardsOf } from "../officers/queries.ts";
import { countOpenProposals } from "../proposals/queries.ts";
import type { Ctx } from "../store/hub.ts";
import type { AgreementPage, AgreementQuery, Comparison, CompareQuery } from "./acts-contract.ts";
import { ownChannelId, versionId } from "./change.ts";
import { FrozenText, type AgreementRow, type AgreementView, type VersionView } from "./contract.ts";
import { UNDER_WAY } from "./flow.ts";
import type { AgreementDoc, ApprovalDoc, VersionDoc } from "./model.ts";
import { approvalId, approvalOf, hiddenOf, mayHide, standingOf } from "./powers.ts";
import { findReadable } from "./read.ts";
import { draftFor, toAgreementRow, toAgreementView, toVersionHead } from "./present.ts";

const OUTSIDE = { session: null };

/** One agreement for this officer, or not_found. */
export async function getAgreement(ctx: Ctx, agreementId: string): Promise<AgreementView> {
  const { store } = ctx.hub;
  const found = await findReadable(ctx, agreementId);
  const [standing, hidden, approval, versions, own] = await Promise.all([
    standingOf(ctx),
    hiddenOf(store, ctx, found, OUTSIDE),
    approvalOf(store, ctx, found, OUTSIDE),
    store.agreementVersions.find({ agreementId }).sort({ number: -1 }).lean<VersionDoc[]>(),
    ownChannels(ctx, [found]),
  ]);
  const powers = standing.of(found, { approval, hidden: hidden?.number ?? null });
  const seen = { ...found, powers };
  const inHand = versions.find((one) => one.number === found.inHand) ?? null;
  const [cards, scans, relations, openProposals] = await Promise.all([
    cardsOf(
      ctx.hub,
      found.parties.flatMap((one) => one.team),
    ),
    materialsOf(ctx.hub, { kind: "agreement", id: agreementId }),
    relationsOf(ctx, found),
    countOpenProposals(ctx, found),
  ]);
  return toAgreementView(seen, {
    viewer: ctx.actor,
    ownChannelId: own.get(agreementId) ?? null,
    cards,
    draft: draftFor(ctx.actor, seen, { hidden, inHand }),
    frozen: versions.filter((one) => one.canonical !== null),
    approval,
    scans,
    relations,
    openProposals,
  });
}

/** By agreement: the own office's channel about it, where it is open and this officer reads it. */
async function ownChannels(ctx: Ctx, docs: readonly AgreementDoc[]): Promise<Map<string, string>> {
  const ids = docs.map((one) => ownChannelId(one._id, ctx.actor.officeId));
  const channels = await ctx.hub.store.channels
    .find({ _id: { $in: ids }, audience: { $in: ctx.actor.tokens } }, { matterId: 1 })
    .lean<{ _id: string; matterId: string | null }[]>();
  return new Map(
    channels.flatMap((one): [string, string][] => (one.matterId ? [[one.matterId, one._id]] : [])),
  );
}

/** From both ends; of another agreement that this officer may not read its title alone, as this one gives it. */
async function relationsOf(ctx: Ctx, x: AgreementDoc): Promise<AgreementView["relations"]> {
  const { store } = ctx.hub;
  const audience = { $in: ctx.actor.tokens };
  const named = x.relations.flatMap((one) => one.agreementId ?? []);
  const [readable, towards] = await Promise.all([
    store.agreements.find({ _id: { $in: named }, audience }, { _id: 1 }).lean<{ _id: string }[]>(),
    store.agreements
      .find({ "relations.agreementId": x._id, audience }, { values: 1, relations: 1 })
      .lean<Pick<AgreementDoc, "_id" | "values" | "relations">[]>(),
  ]);
  const known = new Set(readable.map((one) => one._id));
  return [
    ...x.relations.map(({ kind, agreementId, title }) => ({
      kind,
      title,
      direction: "to" as const,
      agreementId: agreementId && known.has(agreementId) ? agreementId : null,
    })),
    ...towards.flatMap((other) =>
      other.relations
        .filter((one) => one.agreementId === x._id)
        .map(({ kind }) => ({
          kind,
          title: other.values.title,
          direction: "from" as const,
          agreementId: other._id,
        })),
    ),
  ];
}

function filterOf(
  ctx: Ctx,
  query: Omit<AgreementQuery, "cursor" | "limit">,
): Record<string, unknown> {
  const { tokens } = ctx.actor;
  const superior = token.superior("");
  const own = tokens.filter((one) => !one.startsWith(superior));
  const wanted = query.box === "below" ? tokens.filter((one) => one.startsWith(superior)) : own;
  const filter: Record<string, unknown> = {
    audience: { $in: query.box === "all" ? tokens : wanted },
  };
  if (query.box === "mine") filter["reference"] = false;
  if (query.box === "reference") filter["reference"] = true;
  if (query.state || query.underWay !== undefined)
    filter["state"] = {
      ...(query.state ? { $eq: query.state } : {}),
      ...(query.underWay === undefined ? {} : { [query.underWay ? "$in" : "$nin"]: UNDER_WAY }),
    };
  if (query.inForce !== undefined) filter["inForce"] = query.inForce ? { $ne: null } : null;
  if (query.partnerId) filter["parties.officeId"] = query.partnerId;
  if (query.field) filter["values.fields"] = query.field;
  if (query.instrument) filter["values.instrument"] = query.instrument;
  if (query.clause) filter["clauseKeys"] = query.clause;
  const words = query.text ? queryTokens(query.text) : [];
  if (words.length > 0) filter["$and"] = words.map((word) => ({ search: word }));
  return filter;
}

/** Agreements this officer may read, last changed first. */
export async function listAgreements(ctx: Ctx, query: AgreementQuery): Promise<AgreementPage> {
  const { store } = ctx.hub;
  const filter = filterOf(ctx, query);
  const cursor = query.cursor ? parseCursor(query.cursor) : null;
  const [docs, n] = await Promise.all([
    store.agreements
      .find(cursor ? { $and: [filter, afterCursor("changedAt", cursor)] } : filter)
      .sort({ changedAt: -1, _id: -1 })
      .limit(query.limit + 1)
      .lean<AgreementDoc[]>(),
    store.agreements.countDocuments(filter, { limit: COUNT_CAP + 1 }),
  ]);
  const shown = docs.slice(0, query.limit);
  const last = docs.length > query.limit ? shown.at(-1) : undefined;
  return {
    rows: await toRows(ctx, shown),
    next: last ? cursorText({ at: last.changedAt, id: last._id }) : null,
    count: capped(n),
  };
}

async function toRows(ctx: Ctx, docs: readonly AgreementDoc[]): Promise<AgreementRow[]> {
  const [standing, own, hidden, approvals] = await Promise.all([
    standingOf(ctx),
    ownChannels(ctx, docs),
    hiddenNumbers(ctx, docs),
    ownApprovals(ctx, docs),
  ]);
  return docs.map((doc) => {
    const powers = standing.of(doc, {
      approval: approvals.get(doc._id) ?? null,
      hidden: hidden.get(doc._id) ?? null,
    });
    const given = { viewer: ctx.actor, ownChannelId: own.get(doc._id) ?? null };
    return toAgreementRow({ ...doc, powers }, given);
  });
}

/** By agreement: the number of the version that only the host's people know of, where this officer is one of them (powers.ts). */
async function hiddenNumbers(
  ctx: Ctx,
  docs: readonly AgreementDoc[],
): Promise<Map<string, number>> {
  const ids = docs.filter((doc) => mayHide(ctx, doc)).map((doc) => doc._id);
  const found = await ctx.hub.store.agreementVersions
    .find({ agreementId: { $in: ids }, state: "draft" }, { agreementId: 1, number: 1 })
    .lean<Pick<VersionDoc, "agreementId" | "number">[]>();
  return new Map(found.map((one) => [one.agreementId, one.number]));
}

/** By agreement: the own office's 院内审批 of the text in hand. */
async function ownApprovals(
  ctx: Ctx,
  docs: readonly AgreementDoc[],
): Promise<Map<string, ApprovalDoc>> {
  const ids = docs.flatMap(({ _id, inHand }) =>
    inHand === null ? [] : [approvalId(_id, inHand, ctx.actor.officeId)],
  );
  const found = await ctx.hub.store.agreementApprovals
    .find({ _id: { $in: ids } })
    .lean<ApprovalDoc[]>();
  return new Map(found.map((one) => [one.agreementId, one]));
}

/** A version that was frozen, with the exact bytes that are hashed and signed. */
export async function getVersion(
  ctx: Ctx,
  agreementId: string,
  number: number,
): Promise<VersionView> {
  await findReadable(ctx, agreementId);
  const version = await ctx.hub.store.agreementVersions
    .findById(versionId(agreementId, number))
    .lean<VersionDoc>();
  if (!version?.canonical) throw new HubError("not_found");
  const text = FrozenText.parse(JSON.parse(version.canonical));
  return { ...toVersionHead(version), text, canonical: version.canonical };
}

/** The text that this officer may see under a number, or in hand; not_found for what is another office's still. */
export async function readableText(
  ctx: Ctx,
  agreementId: string,
  wanted: number | "draft",
): Promise<{ agreement: AgreementDoc; version: VersionDoc }> {
  const { store } = ctx.hub;
  const agreement = await findReadable(ctx, agreementId);
  const hidden = await hiddenOf(store, ctx, agreement, OUTSIDE);
  const number = wanted === "draft" ? (hidden?.number ?? agreement.inHand) : wanted;
  const version =
    number === null
      ? null
      : await store.agreementVersions.findById(versionId(agreementId, number)).lean<VersionDoc>();
  const powers = { drafts: false, speaks: false, turn: null, hidden: hidden?.number ?? null };
  const inHand = version?.number === agreement.inHand ? version : null;
  const open =
    version !== null &&
    (version.canonical !== null ||
      draftFor(ctx.actor, { ...agreement, powers }, { hidden, inHand })?._id === version._id);
  if (!version || !open) throw new HubError("not_found");
  return { agreement, version };
}

/** Two texts beside each other, article by article. */
export async function compareTexts(
  ctx: Ctx,
  agreementId: string,
  { from, to }: z.output<typeof CompareQuery>,
): Promise<Comparison> {
  const one = await readableText(ctx, agreementId, from);
  const other = await readableText(ctx, agreementId, to);
  const { parties } = one.agreement;
  return {
    changes: compare(
      frozenClauses(one.version.clauses, parties),
      frozenClauses(other.version.clauses, parties),
    ),
  };
}
