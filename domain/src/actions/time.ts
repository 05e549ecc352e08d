import type { Time } from "./record.ts";
import { type Span, ZONE } from "./span.ts";

/** A span as it travels, and as it is stored. */
export const spanOf = ({ startAt, endAt, allDay }: Time): Span => ({
  startAt: startAt.toISOString(),
  endAt: endAt.toISOString(),
  allDay,
});
export const timeOf = ({ startAt, endAt, allDay }: Span): Time => ({
  startAt: new Date(startAt),
  endAt: new Date(endAt),
  allDay,
});

/** The span of a record that has one. */
export const fixedSpan = (x: {
  startAt: Date | null;
  endAt: Date | null;
  allDay: boolean;
}): Time | null =>
  x.startAt && x.endAt ? { startAt: x.startAt, endAt: x.endAt, allDay: x.allDay } : null;

/** What takes longer is long: a calendar looks for it beside, so that its index range of all else begins only this much earlier. */
export const LONG_MS = 7 * 86_400_000;
export const isLong = ({ startAt, endAt }: Time): boolean =>
  endAt.getTime() - startAt.getTime() > LONG_MS;

const DAY = new Intl.DateTimeFormat("zh-CN", {
  timeZone: ZONE,
  year: "numeric",
  month: "long",
  day: "numeric",
});
const CLOCK = new Intl.DateTimeFormat("zh-CN", {
  timeZone: ZONE,
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** 2026年12月3日 09:00—17:00, for papers. All day: days only, the last one included. */
export function spanText({ startAt, endAt, allDay }: Time): string {
  const first = DAY.format(startAt);
  const last = DAY.format(new Date(endAt.getTime() - 1));
  if (allDay) return first === last ? first : `${first}—${last}`;
  const ends = first === last ? "" : last;
  return `${first} ${CLOCK.format(startAt)}—${ends ? `${ends} ` : ""}${CLOCK.format(endAt)}`;
}
