/** Where `now` comes from; an argument everywhere, so that rules and tests own their time. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** China has one zone and no summer time (Asia/Shanghai, UTC+8 since 1991), so days are counted with a fixed offset. */
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** The day in Asia/Shanghai as YYYY-MM-DD. */
export const dayOf = (at: Date): string =>
  new Date(at.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);

/** The first millisecond of a Shanghai day. */
export const startOfDay = (day: string): Date =>
  new Date(Date.parse(`${day}T00:00:00Z`) - SHANGHAI_OFFSET_MS);

/** The last millisecond of a Shanghai day. */
export const endOfDay = (day: string): Date =>
  new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS - 1 - SHANGHAI_OFFSET_MS);

const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** Which days are worked: listed exceptions first, then Monday to Friday. */
export interface WorkCalendar {
  /** YYYY-MM-DD -> is a working day. Holds holidays and make-up working days. */
  days: Readonly<Record<string, boolean>>;
  /** The last year whose holidays are published; later periods are provisional. */
  publishedThrough: number;
}

export function isWorkingDay(day: string, calendar: WorkCalendar): boolean {
  const listed = calendar.days[day];
  if (listed !== undefined) return listed;
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

export type Period =
  | { unit: "hours"; count: number }
  | { unit: "days"; count: number }
  | { unit: "working_days"; count: number };

/**
 * When a period that starts at `from` ends. Hours run from the instant. Days leave out the first day and end with the
 * last, which rolls on to the next working day when it is a holiday (民法典 arts 201-203). Working days count worked days only.
 */
export function dueAt(from: Date, period: Period, calendar: WorkCalendar): Date {
  if (period.unit === "hours") return new Date(from.getTime() + period.count * 3_600_000);
  let day = dayOf(from);
  if (period.unit === "days") {
    day = addDays(day, period.count);
    while (!isWorkingDay(day, calendar)) day = addDays(day, 1);
    return endOfDay(day);
  }
  for (let left = period.count; left > 0;) {
    day = addDays(day, 1);
    if (isWorkingDay(day, calendar)) left -= 1;
  }
  return endOfDay(day);
}

/** Whole days past `due` at `now`, at least 1 once it is past; 0 before. */
export const daysOverdue = (due: Date, now: Date): number =>
  now <= due ? 0 : Math.max(1, Math.ceil((now.getTime() - due.getTime()) / DAY_MS));

/** True when the calendar cannot be sure of `at`: its year's holidays are not published yet. */
export const isProvisional = (at: Date, calendar: WorkCalendar): boolean =>
  Number(dayOf(at).slice(0, 4)) > calendar.publishedThrough;
