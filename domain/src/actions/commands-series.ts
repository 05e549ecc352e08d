import { dayOf } from "../kernel/clock.ts";
import { HubError } from "../kernel/faults.ts";
import { derivedId } from "../kernel/ids.ts";
import { writtenRule } from "../kernel/recurrence.ts";
import { stampOf } from "../kernel/signature.ts";
import { ensure, refuse } from "../kernel/verdict.ts";
import type { Tx } from "../journal/journal.ts";
import { actorOf } from "../sessions/queries.ts";
import { officeTree } from "../offices/queries.ts";
import type { OfficerDoc } from "../officers/model.ts";
import type { Ctx, Hub } from "../store/hub.ts";
import { LostRace } from "../store/store.ts";
import { audienceOfSeries } from "./audience.ts";
import type {
  EndSeries,
  ProposeOccurrence,
  SkipOccurrence,
  StartSeries,
} from "./calendar-contract.ts";
import type { Written } from "./change.ts";
import { enterAction, ensureAgreement, partiesOf, reasonDigest } from "./commands-propose.ts";
import type { SeriesDoc } from "./model.ts";
import { mayPropose, maySeries } from "./rules.ts";
import { expectedOf, proposeAt, timeAt } from "./series-rule.ts";
import { spanOf, timeOf } from "./time.ts";

/** The action that one occurrence becomes: the same whoever makes it, so that hub and hand never make two. */
export const occurrenceActionId = (seriesId: string, at: Date): string =>
  derivedId(seriesId, `occurrence/${at.getTime()}`);

/** Starts a series; the actor's office is the host of all that it brings. */
export async function startSeries(
  ctx: Ctx,
  { id, seriesId, ...input }: StartSeries,
): Promise<void> {
  const { actor } = ctx;
  ensure(mayPropose(actor));
  await ctx.hub.journal.act(ctx, {
    id,
    input: { startSeries: seriesId, ...input },
    run: async (tx) => {
      const first = timeOf(input.first);
      const rule = writtenRule(input.rule, dayOf(first.startAt));
      if (rule === null)
        throw new HubError("bad_input", { issues: [{ path: "rule", code: "no_rule" }] });
      await ensureAgreement(ctx, tx, input.agreementId);
      const tree = await officeTree(tx, tx.session);
      const { kind, title, purpose, marking, agreementId, until, proposeDays } = input;
      const facts = {
        _id: seriesId,
        version: 1,
        kind,
        title,
        purpose,
        marking,
        hostOfficeId: actor.officeId,
        officeIds: partiesOf(tree, actor.officeId, input.officeIds),
        agreementId,
        first,
        rule,
        until,
        proposeDays,
        started: stampOf(actor, ctx.role, tx.at),
        skipped: [],
        made: [],
        ended: null,
        channelId: derivedId(seriesId, "channel"),
        sequence: 0,
        changedAt: tx.at,
      };
      const audience = audienceOfSeries(facts);
      const nextAt = proposeAt(facts, tx.at);
      if (nextAt === null)
        throw new HubError("bad_input", { issues: [{ path: "rule", code: "never" }] });
      await tx.store.series.insertMany([{ ...facts, nextAt, audience }], {
        session: tx.session,
        lean: true,
      });
      await tx.open({
        _id: facts.channelId,
        kind: "action",
        matterId: seriesId,
        officeIds: facts.officeIds,
        title,
        members: [],
        audience,
      });
      tx.changed(audience, { feature: "series", id: seriesId });
      return [{ channelId: facts.channelId, type: "series.started", body: { seriesId } }];
    },
  });
}

async function loadSeries(tx: Tx, seriesId: string): Promise<SeriesDoc> {
  const found = await tx.store.series
    .findById(seriesId, null, { session: tx.session })
    .lean<SeriesDoc>();
  if (!found) throw new HubError("not_found");
  return found;
}

async function changeSeries(tx: Tx, before: SeriesDoc, change: Partial<SeriesDoc>): Promise<void> {
  const next = { ...before, ...change };
  const moved = await tx.store.series.updateOne(
    { _id: before._id, version: before.version },
    {
      $set: { ...change, nextAt: proposeAt(next, tx.at), changedAt: tx.at },
      $inc: { version: 1, sequence: 1 },
    },
    { session: tx.session },
  );
  if (moved.matchedCount !== 1) throw new LostRace();
  tx.changed(before.audience, { feature: "series", id: before._id });
}

/** The occurrence of that instant, while it still stands in the series. */
function ensureExpected(x: SeriesDoc, at: Date): void {
  const day = dayOf(at);
  if (!expectedOf(x, day, day).some((one) => +one === +at))
    ensure(refuse("not_now", "no_such_occurrence"));
}

/** One occurrence does not take place: an exception of the rule, with the reason. */
export async function skipOccurrence(
  ctx: Ctx,
  seriesId: string,
  { id, recurrenceAt, reason }: SkipOccurrence,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id,
    input: { skipOccurrence: seriesId, recurrenceAt, reason },
    run: async (tx) => {
      const x = await loadSeries(tx, seriesId);
      ensure(maySeries(ctx.actor, x));
      const at = new Date(recurrenceAt);
      ensureExpected(x, at);
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      await changeSeries(tx, x, { skipped: [...x.skipped, { recurrenceAt: at, reason, by }] });
      const body = { seriesId, recurrenceAt: at.toISOString(), digest: reasonDigest(reason) };
      return [{ channelId: x.channelId, type: "series.skipped", body }];
    },
  });
}

/** No further occurrence from a day on. What was proposed already stays as it is. */
export async function endSeries(
  ctx: Ctx,
  seriesId: string,
  { id, on, reason }: EndSeries,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id,
    input: { endSeries: seriesId, on, reason },
    run: async (tx) => {
      const x = await loadSeries(tx, seriesId);
      ensure(maySeries(ctx.actor, x));
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      await changeSeries(tx, x, { ended: { on, reason, by } });
      const body = { seriesId, on, digest: reasonDigest(reason) };
      return [{ channelId: x.channelId, type: "series.ended", body }];
    },
  });
}

/** Proposes the action of one occurrence now. It asks for the day of the rule, and goes the way of every action. */
export async function proposeOccurrence(
  ctx: Ctx,
  seriesId: string,
  { id, recurrenceAt }: ProposeOccurrence,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id,
    input: { proposeOccurrence: seriesId, recurrenceAt },
    run: async (tx) => {
      const x = await loadSeries(tx, seriesId);
      ensure(maySeries(ctx.actor, x));
      return makeOccurrence(ctx, tx, x, new Date(recurrenceAt));
    },
  });
}

async function makeOccurrence(ctx: Ctx, tx: Tx, x: SeriesDoc, at: Date): Promise<Written[]> {
  ensureExpected(x, at);
  const { kind, title, purpose, marking, hostOfficeId, agreementId } = x;
  const { written } = await enterAction(tx, {
    actionId: occurrenceActionId(x._id, at),
    kind,
    title,
    purpose,
    marking,
    place: null,
    agreementId,
    officeIds: x.officeIds.filter((one) => one !== hostOfficeId),
    span: spanOf(timeAt(x, at)),
    hostOfficeId,
    by: stampOf(ctx.actor, ctx.role, tx.at),
    seriesId: x._id,
    recurrenceAt: at,
  });
  await changeSeries(tx, x, { made: [...x.made, at] });
  return written;
}

/**
 * The hub proposes what is due of a series, in the name of whoever started it, as long as that officer is there. May run anywhere, any time,
 * twice at once: the action's id follows from series and occurrence.
 */
export async function proposeByClock(hub: Hub, seriesId: string): Promise<void> {
  const x = await hub.store.series.findById(seriesId).lean<SeriesDoc>();
  const now = hub.clock.now();
  if (!x?.nextAt || x.nextAt > now) return;
  const starter = await hub.store.officers.findById(x.started.officerId).lean<OfficerDoc>();
  const [at] = expectedOf(x, dayOf(now), dayOf(new Date(now.getTime() + 800 * 86_400_000))).filter(
    (one) => one >= now,
  );
  if (!starter?.active || !at) {
    await hub.store.series.updateOne(
      { _id: seriesId, version: x.version },
      { $set: { nextAt: at ? new Date(now.getTime() + 86_400_000) : null } },
    );
    return;
  }
  const ctx: Ctx = { hub, actor: actorOf(starter), role: x.started.role };
  await hub.journal.act(ctx, {
    id: derivedId(occurrenceActionId(seriesId, at), "propose"),
    input: { proposeByClock: seriesId, at: at.toISOString() },
    run: async (tx) => makeOccurrence(ctx, tx, await loadSeries(tx, seriesId), at),
  });
}
