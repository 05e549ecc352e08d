import type { Recurrence } from "@hub/domain/obligations/contract";

/** A rule of days as a form asks for it. */
export interface DayRule {
  unit: "weekly" | "monthly" | "yearly";
  /** Every so many weeks, months or years. */
  interval: number;
  /** Of a week. */
  weekday: Weekday;
  /** Of a month, 31 is its last where it has fewer. */
  day: number;
  month: number;
}

export const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const PLAIN_RULE: DayRule = {
  unit: "monthly",
  interval: 1,
  weekday: "MO",
  day: 1,
  month: 1,
};

/** The rule as RFC 5545 writes it (kernel/recurrence.ts says how the ends of months are meant). */
export function ruleTextOf({ unit, interval, weekday, day, month }: DayRule): string {
  const every = interval > 1 ? `;INTERVAL=${interval}` : "";
  if (unit === "weekly") return `FREQ=WEEKLY${every};BYDAY=${weekday}`;
  if (unit === "monthly") return `FREQ=MONTHLY${every};BYMONTHDAY=${day}`;
  return `FREQ=YEARLY${every};BYMONTH=${month};BYMONTHDAY=${day}`;
}

const SHAPE =
  /^FREQ=(WEEKLY|MONTHLY|YEARLY)(?:;INTERVAL=(\d+))?(?:;BYDAY=(MO|TU|WE|TH|FR|SA|SU))?(?:;BYMONTH=(\d+))?(?:;BYMONTHDAY=(\d+))?$/;

/** A rule of the form's kind read back; null for any other, which then stands as it is written. */
export function dayRuleOf(text: string): DayRule | null {
  const [whole, frequency, interval = "1", weekday, month, day] = SHAPE.exec(text) ?? [];
  if (!whole) return null;
  const unit = frequency?.toLowerCase() as DayRule["unit"];
  const rule: DayRule = {
    unit,
    interval: Number(interval),
    weekday: (weekday as Weekday | undefined) ?? PLAIN_RULE.weekday,
    day: Number(day ?? PLAIN_RULE.day),
    month: Number(month ?? PLAIN_RULE.month),
  };
  return ruleTextOf(rule) === text ? rule : null;
}

export const isPeriodic = (
  recurrence: Recurrence,
): recurrence is Extract<Recurrence, { times: number }> => "times" in recurrence;
