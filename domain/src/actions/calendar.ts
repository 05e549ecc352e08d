import { endOfDay, startOfDay } from "../kernel/clock.ts";
import { HubError } from "../kernel/faults.ts";
import type { Ctx } from "../store/hub.ts";
import {
  MAX_RANGE_DAYS,
  type CalendarPage,
  type CalendarQuery,
  type CalendarRow,
  type Expected,
} from "./calendar-contract.ts";
import { FIXED } from "./flow.ts";
import type { ActionDoc, SeriesDoc } from "./model.ts";
import { coordinates } from "./rules.ts";
import { expectedOf, timeAt } from "./series-rule.ts";
import { LONG_MS, spanOf } from "./time.ts";

/** Of an action as much as a line in a day needs: no plan, no report, nothing that was recorded. */
const LINE = {
  version: 1,
  kind: 1,
  state: 1,
  title: 1,
  hostOfficeId: 1,
  officeIds: 1,
  seriesId: 1,
  "people.officerId": 1,
  "proposed.officerId": 1,
  startAt: 1,
  endAt: 1,
  allDay: 1,
} as const;
export type Line = Pick<
  ActionDoc,
  | "_id"
  | "version"
  | "kind"
  | "state"
  | "title"
  | "hostOfficeId"
  | "officeIds"
  | "seriesId"
  | "people"
  | "proposed"
  | "startAt"
  | "endAt"
  | "allDay"
>;

const MOVABLE: readonly ActionDoc["state"][] = ["planning", "scheduled"];

/** What takes place between two days of Asia/Shanghai, with dates under poll and what series expect: all of it under the one predicate. */
export async function getCalendar(ctx: Ctx, query: CalendarQuery): Promise<CalendarPage> {
  const range = rangeOf(query);
  const narrowed = narrowing(ctx, query);
  const [lines, polling, series] = await Promise.all([
    linesOf(ctx, narrowed, range),
    ctx.hub.store.actions
      .find({ ...narrowed, state: "polling" }, { title: 1, poll: 1 })
      .limit(200)
      .lean<Pick<ActionDoc, "_id" | "title" | "poll">[]>(),
    query.mine ? [] : ctx.hub.store.series.find(narrowed).limit(500).lean<SeriesDoc[]>(),
  ]);
  return {
    rows: lines.flatMap((one) => toCalendarRow(ctx, one)),
    options: polling.flatMap(({ _id, title, poll }) =>
      (poll?.options ?? [])
        .filter((one) => one.startAt < range.to && one.endAt > range.from)
        .map((one) => ({ actionId: _id, title, optionId: one.id, span: spanOf(one) })),
    ),
    expected: series.flatMap((one) => expectedIn(one, query)),
  };
}

interface Range {
  from: Date;
  /** Not in it any more. */
  to: Date;
}

function rangeOf({ from, to }: Pick<CalendarQuery, "from" | "to">): Range {
  const range = { from: startOfDay(from), to: new Date(endOfDay(to).getTime() + 1) };
  const days = (range.to.getTime() - range.from.getTime()) / 86_400_000;
  if (days <= 0)
    throw new HubError("bad_input", { issues: [{ path: "query.to", code: "ends_before" }] });
  if (days > MAX_RANGE_DAYS)
    throw new HubError("bad_input", { issues: [{ path: "query.to", code: "too_long" }] });
  return range;
}

function narrowing(ctx: Ctx, query: Omit<CalendarQuery, "from" | "to">): Record<string, unknown> {
  return {
    audience: { $in: ctx.actor.tokens },
    ...(query.kind ? { kind: query.kind } : {}),
    ...(query.officeId ? { officeIds: query.officeId } : {}),
    ...(query.mine ? { "people.officerId": ctx.actor.id } : {}),
  };
}

/**
 * Fixed actions that touch the range, cancelled ones too. What takes no more than a week begins at most a week before it, so its index
 * range stays short; the few longer ones are looked for beside.
 */
async function linesOf(
  ctx: Ctx,
  narrowed: Record<string, unknown>,
  { from, to }: Range,
): Promise<Line[]> {
  const { actions } = ctx.hub.store;
  const touching: Record<string, unknown> = {
    ...narrowed,
    endAt: { $gt: from },
    state: { $in: [...FIXED, "cancelled"] },
  };
  const begins = { $gte: new Date(from.getTime() - LONG_MS), $lt: to };
  const [short, long] = await Promise.all([
    actions.find({ ...touching, long: false, startAt: begins }, LINE).lean<Line[]>(),
    actions.find({ ...touching, long: true, startAt: { $lt: to } }, LINE).lean<Line[]>(),
  ]);
  return [...short, ...long].toSorted(
    (one, other) => Number(one.startAt) - Number(other.startAt) || (one._id < other._id ? -1 : 1),
  );
}

function toCalendarRow(ctx: Ctx, x: Line): CalendarRow[] {
  const { startAt, endAt, allDay } = x;
  if (!startAt || !endAt) return [];
  return [
    {
      id: x._id,
      version: x.version,
      kind: x.kind,
      state: x.state,
      title: x.title,
      hostOfficeId: x.hostOfficeId,
      officeIds: x.officeIds,
      seriesId: x.seriesId,
      mine: x.people.some((one) => one.officerId === ctx.actor.id),
      span: spanOf({ startAt, endAt, allDay }),
      movable: MOVABLE.includes(x.state) && coordinates(ctx.actor, x),
    },
  ];
}

/** The occurrences of a series that begin between two days and are no action yet. */
export const expectedIn = (x: SeriesDoc, { from, to }: { from: string; to: string }): Expected[] =>
  expectedOf(x, from, to).map((at) => ({
    seriesId: x._id,
    recurrenceAt: at.toISOString(),
    span: spanOf(timeAt(x, at)),
    kind: x.kind,
    title: x.title,
    officeIds: x.officeIds,
  }));
