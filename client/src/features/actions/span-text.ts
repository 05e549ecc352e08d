import { dayOf } from "@hub/domain/kernel/clock";
import type { Span } from "./queries.ts";
import { dayTime, minuteTime } from "../../ui/time.ts";

const DAY_MS = 86_400_000;

/** 2026-12-03 09:00—17:00; over several days both dates; all day: days alone, the last one included. Beijing time, like everything here. */
export function spanText({ startAt, endAt, allDay }: Span): string {
  const last = new Date(Date.parse(endAt) - 1);
  const isOneDay = dayTime(startAt) === dayTime(last);
  if (allDay) return isOneDay ? dayTime(startAt) : `${dayTime(startAt)}—${dayTime(last)}`;
  const end = minuteTime(endAt);
  return `${minuteTime(startAt)}—${isOneDay ? end.slice(11) : end}`;
}

/** The instant of a wall-clock time in Asia/Shanghai, `2026-12-03` and `09:00`; the zone has had no summer time since 1991. */
export const instantOf = (day: string, clock: string): string =>
  new Date(`${day}T${clock}:00+08:00`).toISOString();

/** Whole days, both included. */
export const daysSpan = (from: string, to: string): Span => ({
  startAt: instantOf(from, "00:00"),
  endAt: new Date(Date.parse(instantOf(to, "00:00")) + DAY_MS).toISOString(),
  allDay: true,
});

/** What a span is in a form: days, and clock times unless it takes whole days. */
export interface SpanFields {
  allDay: boolean;
  from: string;
  to: string;
  start: string;
  end: string;
}

export function fieldsOf(span: Span | null, now: Date): SpanFields {
  if (!span) {
    const day = dayOf(new Date(now.getTime() + 7 * DAY_MS));
    return { allDay: false, from: day, to: day, start: "09:00", end: "17:00" };
  }
  const last = dayTime(new Date(Date.parse(span.endAt) - 1));
  return {
    allDay: span.allDay,
    from: dayTime(span.startAt),
    to: span.allDay ? last : dayTime(span.endAt),
    start: span.allDay ? "09:00" : minuteTime(span.startAt).slice(11),
    end: span.allDay ? "17:00" : minuteTime(span.endAt).slice(11),
  };
}

export const spanOfFields = ({ allDay, from, to, start, end }: SpanFields): Span =>
  allDay
    ? daysSpan(from, to)
    : { startAt: instantOf(from, start), endAt: instantOf(to, end), allDay: false };
