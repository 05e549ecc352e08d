import { dayOf, startOfDay } from "../kernel/clock.ts";
import { daysOf } from "../kernel/recurrence.ts";
import type { Time } from "./record.ts";

/** A series as its occurrences are computed. */
export interface Recurring {
  first: Time;
  /** As kernel/recurrence.ts wrote it: calendar days of Asia/Shanghai. */
  rule: string;
  until: string | null;
  ended: { on: string } | null;
  skipped: readonly { recurrenceAt: Date }[];
  /** Occurrences for which an action stands: its own day holds, not the rule's. */
  made: readonly Date[];
}

/** The last day on which an occurrence may begin: the rule's own end, or the day before it was ended. */
export function lastDayOf({ until, ended }: Pick<Recurring, "until" | "ended">): string | null {
  if (!ended) return until;
  const before = dayOf(new Date(startOfDay(ended.on).getTime() - 1));
  return until !== null && until < before ? until : before;
}

/** The time of the occurrence that begins at this instant. */
export const timeAt = ({ first }: Pick<Recurring, "first">, at: Date): Time => ({
  startAt: at,
  endAt: new Date(at.getTime() + first.endAt.getTime() - first.startAt.getTime()),
  allDay: first.allDay,
});

/** Every instant that the rule gives between two days, both included, exceptions too. China has one zone without summer time, so the clock of the first is everybody's. */
export function recurrencesOf(x: Recurring, from: string, to: string): Date[] {
  const begins = dayOf(x.first.startAt);
  const sinceMidnight = x.first.startAt.getTime() - startOfDay(begins).getTime();
  return daysOf({ rrule: x.rule, from: begins, until: lastDayOf(x) }, from, to).map(
    (day) => new Date(startOfDay(day).getTime() + sinceMidnight),
  );
}

/** Of these, those that still stand in the series itself: neither skipped nor an action by now. */
export function expectedOf(x: Recurring, from: string, to: string): Date[] {
  const gone = new Set([
    ...x.skipped.map((one) => +one.recurrenceAt),
    ...x.made.map((one) => +one),
  ]);
  return recurrencesOf(x, from, to).filter((at) => !gone.has(+at));
}

/** How far ahead a series is looked at: a little more than the longest step of anybody's rule. */
const AHEAD_DAYS = 800;
const DAY_MS = 86_400_000;

/** The next of them from this instant on. */
export function nextOf(x: Recurring, after: Date, count: number): Date[] {
  const to = dayOf(new Date(after.getTime() + AHEAD_DAYS * DAY_MS));
  return expectedOf(x, dayOf(after), to)
    .filter((at) => at >= after)
    .slice(0, count);
}

/** When the hub proposes the next action of the series by itself; null when nothing follows. */
export function proposeAt(x: Recurring & { proposeDays: number }, now: Date): Date | null {
  const [next] = nextOf(x, now, 1);
  return next ? new Date(next.getTime() - x.proposeDays * DAY_MS) : null;
}
