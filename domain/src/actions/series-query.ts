import { mayRead } from "../access/rules.ts";
import { HubError } from "../kernel/faults.ts";
import { signatureOf } from "../kernel/signature.ts";
import type { Ctx } from "../store/hub.ts";
import type { SeriesView } from "./calendar-contract.ts";
import type { ActionDoc, SeriesDoc } from "./model.ts";
import { maySeries } from "./rules.ts";
import { nextOf, timeAt } from "./series-rule.ts";
import { fixedSpan, spanOf } from "./time.ts";

export async function getSeries(ctx: Ctx, seriesId: string): Promise<SeriesView> {
  const found = await ctx.hub.store.series.findById(seriesId).lean<SeriesDoc>();
  if (!found || !mayRead(ctx.actor, found).allowed) throw new HubError("not_found");
  const [view] = await toViews(ctx, [found]);
  if (!view) throw new HubError("not_found");
  return view;
}

export async function listSeries(ctx: Ctx): Promise<SeriesView[]> {
  const found = await ctx.hub.store.series
    .find({ audience: { $in: ctx.actor.tokens } })
    .sort({ _id: -1 })
    .limit(200)
    .lean<SeriesDoc[]>();
  return toViews(ctx, found);
}

type Made = Pick<
  ActionDoc,
  "_id" | "seriesId" | "recurrenceAt" | "state" | "startAt" | "endAt" | "allDay"
>;

async function toViews(ctx: Ctx, docs: readonly SeriesDoc[]): Promise<SeriesView[]> {
  const made = await ctx.hub.store.actions
    .find(
      { seriesId: { $in: docs.map((one) => one._id) }, audience: { $in: ctx.actor.tokens } },
      { seriesId: 1, recurrenceAt: 1, state: 1, startAt: 1, endAt: 1, allDay: 1 },
    )
    .sort({ recurrenceAt: 1 })
    .lean<Made[]>();
  const now = ctx.hub.clock.now();
  return docs.map((x) =>
    toView(
      ctx,
      x,
      made.filter((one) => one.seriesId === x._id),
      now,
    ),
  );
}

const toView = (ctx: Ctx, x: SeriesDoc, made: readonly Made[], now: Date): SeriesView => ({
  id: x._id,
  version: x.version,
  kind: x.kind,
  title: x.title,
  purpose: x.purpose,
  marking: x.marking,
  hostOfficeId: x.hostOfficeId,
  officeIds: x.officeIds,
  agreementId: x.agreementId,
  first: spanOf(x.first),
  rule: x.rule,
  until: x.until,
  proposeDays: x.proposeDays,
  started: signatureOf(x.started),
  skipped: x.skipped.map((one) => ({
    recurrenceAt: one.recurrenceAt.toISOString(),
    reason: one.reason,
    by: signatureOf(one.by),
  })),
  ended: x.ended && { ...x.ended, by: signatureOf(x.ended.by) },
  made: made.flatMap((one) => {
    const span = fixedSpan(one);
    return one.recurrenceAt
      ? [
          {
            recurrenceAt: one.recurrenceAt.toISOString(),
            actionId: one._id,
            state: one.state,
            span: span && spanOf(span),
          },
        ]
      : [];
  }),
  ahead: nextOf(x, now, 12).map((at) => ({
    seriesId: x._id,
    recurrenceAt: at.toISOString(),
    span: spanOf(timeAt(x, at)),
    kind: x.kind,
    title: x.title,
    officeIds: x.officeIds,
  })),
  channelId: x.channelId,
  can: maySeries(ctx.actor, x).allowed ? ["skip", "propose", "end"] : [],
});
