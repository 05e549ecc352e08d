import { dayOf } from "@hub/domain/kernel/clock";

/** China has one zone; every time on a screen is Beijing time, wherever the desk stands. */
const parts = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Asia/Shanghai",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

const DAY_MS = 86_400_000;

/** 2026-11-22 14:05:09 */
export function exactTime(at: string | Date): string {
  const found: Record<string, string> = {};
  for (const part of parts.formatToParts(new Date(at))) found[part.type] = part.value;
  const { year, month, day, hour, minute, second } = found;
  return `${year}-${month}-${day} ${hour}:${minute}:${second}`;
}

/** 2026-11-22 14:05 */
export const minuteTime = (at: string | Date): string => exactTime(at).slice(0, 16);

/** 2026-11-22 */
export const dayTime = (at: string | Date): string => exactTime(at).slice(0, 10);

/** As short as it stays clear: 14:05 today, 11-22 14:05 this year, the whole date before. */
export function shortTime(at: string | Date, now: Date): string {
  const text = minuteTime(at);
  if (text.slice(0, 10) === dayOf(now)) return text.slice(11);
  return text.slice(0, 4) === dayOf(now).slice(0, 4) ? text.slice(5) : text;
}

/** Days between two instants as people count them: by the calendar, in Beijing. */
export const daysBetween = (from: Date, to: Date): number =>
  Math.round((Date.parse(dayOf(to)) - Date.parse(dayOf(from))) / DAY_MS);

export type DueState =
  | { kind: "overdue"; unit: "days" | "hours"; count: number }
  | { kind: "soon" | "ahead"; unit: "days" | "hours" | "minutes"; count: number };

/** How a clock stands: hours under two days, days above; `soon` is the last two days. */
export function dueState(due: string | Date, now: Date): DueState {
  const left = new Date(due).getTime() - now.getTime();
  if (left < 0) {
    const hours = Math.max(1, Math.floor(-left / 3_600_000));
    return hours < 24
      ? { kind: "overdue", unit: "hours", count: hours }
      : { kind: "overdue", unit: "days", count: Math.ceil(-left / DAY_MS) };
  }
  if (left < 3_600_000)
    return { kind: "soon", unit: "minutes", count: Math.max(1, Math.floor(left / 60_000)) };
  if (left < 2 * DAY_MS)
    return { kind: "soon", unit: "hours", count: Math.floor(left / 3_600_000) };
  return { kind: "ahead", unit: "days", count: daysBetween(now, new Date(due)) };
}

/** 0 is Sunday. */
export const weekday = (day: string): "0" | "1" | "2" | "3" | "4" | "5" | "6" =>
  WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? "0";

const WEEKDAYS = ["0", "1", "2", "3", "4", "5", "6"] as const;
