import { TZDate } from "@date-fns/tz";
import ical, { ICalCalendarMethod, ICalEventStatus, type ICalCalendar } from "ical-generator";
import { dayOf, endOfDay } from "../kernel/clock.ts";
import type { ActionKind, ActionState } from "./contract.ts";
import type { Time } from "./record.ts";
import { lastDayOf, type Recurring } from "./series-rule.ts";
import { ZONE } from "./span.ts";

/** An action as a calendar programme may know it: when and of what kind, with whom, and nothing of what it is about. */
export interface FeedEvent {
  id: string;
  kind: ActionKind;
  state: ActionState;
  sequence: number;
  officeIds: readonly string[];
  span: Time;
  changedAt: Date;
}

export interface FeedSeries extends Recurring {
  id: string;
  kind: ActionKind;
  sequence: number;
  officeIds: readonly string[];
  changedAt: Date;
}

const KIND: Record<ActionKind, string> = {
  patrol: "联合巡查",
  inspection: "联合检查",
  campaign: "专项行动",
  conference: "联席会议",
};

/** UTC+8 without summer time since 1991: all that a programme needs to know of the zone (RFC 5545, 3.6.5). */
const VTIMEZONE = [
  "BEGIN:VTIMEZONE",
  `TZID:${ZONE}`,
  "BEGIN:STANDARD",
  "DTSTART:19700101T000000",
  "TZOFFSETFROM:+0800",
  "TZOFFSETTO:+0800",
  "TZNAME:CST",
  "END:STANDARD",
  "END:VTIMEZONE",
].join("\r\n");

const uidOf = (id: string): string => `${id}@tongzhou`;
const inZone = (at: Date): TZDate => new TZDate(at, ZONE);

/**
 * The feed as text (RFC 5545). UIDs stay for ever and SEQUENCE rises; a cancelled action stays as cancelled, for a calendar that only
 * misses it would keep it. An occurrence that became an action leaves its series (EXDATE) and is an event of its own, so that nothing
 * shows twice. Titles are neutral: the feed is read by programmes that the hub does not know.
 */
export function feedText(
  events: readonly FeedEvent[],
  series: readonly FeedSeries[],
  officeNames: ReadonlyMap<string, string>,
): string {
  const calendar = ical({
    name: "同舟 · 联合行动",
    prodId: { company: "tongzhou", product: "actions", language: "ZH" },
    method: ICalCalendarMethod.PUBLISH,
    timezone: { name: ZONE, generator: () => VTIMEZONE },
    ttl: 3_600,
  });
  const title = (kind: ActionKind, officeIds: readonly string[]) =>
    `${KIND[kind]}（${officeIds.map((id) => officeNames.get(id) ?? id).join("、")}）`;
  for (const { id, kind, officeIds, span, state, sequence, changedAt } of events)
    put(calendar, { id, summary: title(kind, officeIds), span, sequence, changedAt }).status(
      statusOf(state),
    );
  for (const one of series) {
    const { id, kind, officeIds, first, sequence, changedAt } = one;
    const summary = title(kind, officeIds);
    put(calendar, { id, summary, span: first, sequence, changedAt })
      .status(ICalEventStatus.TENTATIVE)
      .repeating(recurrenceText(one));
  }
  return calendar.toString();
}

function statusOf(state: ActionState): ICalEventStatus {
  if (state === "cancelled") return ICalEventStatus.CANCELLED;
  return state === "planning" ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED;
}

interface Put {
  id: string;
  summary: string;
  span: Time;
  sequence: number;
  changedAt: Date;
}

const put = (calendar: ICalCalendar, { id, summary, span, sequence, changedAt }: Put) =>
  calendar.createEvent({
    id: uidOf(id),
    summary,
    start: inZone(span.startAt),
    end: inZone(span.endAt),
    allDay: span.allDay,
    timezone: ZONE,
    sequence,
    stamp: changedAt,
    lastModified: changedAt,
  });

const compact = (iso: string): string => iso.replaceAll(/[-:]|\.\d{3}/g, "");
const dateText = (at: Date): string => dayOf(at).replaceAll("-", "");

/** RRULE with its end, and EXDATE of what was skipped or has become an action. */
export function recurrenceText(x: Recurring): string {
  const { allDay } = x.first;
  const last = lastDayOf(x);
  const until =
    last === null
      ? ""
      : `;UNTIL=${allDay ? last.replaceAll("-", "") : compact(endOfDay(last).toISOString())}`;
  const gone = new Set([
    ...x.skipped.map((one) => +one.recurrenceAt),
    ...x.made.map((one) => +one),
  ]);
  const local = (at: Date) =>
    compact(new Date(at.getTime() + 8 * 3_600_000).toISOString()).slice(0, 15);
  const exdates = [...gone]
    .toSorted((one, other) => one - other)
    .map((ms) => new Date(ms))
    .map((at) =>
      allDay ? `EXDATE;VALUE=DATE:${dateText(at)}` : `EXDATE;TZID=${ZONE}:${local(at)}`,
    );
  return [`RRULE:${x.rule}${until}`, ...exdates].join("\r\n");
}
