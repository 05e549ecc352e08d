import { RRuleTemporal } from "rrule-temporal";

/**
 * When something comes again, as an RRULE (RFC 5545, 3.3.10) over calendar days. Days are days in Asia/Shanghai; the rule itself sees
 * days only, so neither a zone nor the process's TZ has a say in it.
 *
 * Where a month has no 29th, 30th or 31st, its last day stands for it: RFC 5545 would leave the month out, and nobody who agrees on
 * "the 31st of each month" means that seven months are free. Such rules are therefore written as "the last of the days up to the 31st"
 * (BYMONTHDAY=28,29,30,31;BYSETPOS=-1), which every implementation reads alike.
 */
export interface DayRule {
  /** RRULE without DTSTART, UNTIL and COUNT: where it begins and ends stands beside it. */
  rrule: string;
  /** DTSTART, a day: from it intervals are counted; nothing comes before it. */
  from: string;
  /** The last day on which something may come; null: no end. */
  until: string | null;
  /** EXDATE: days that are left out. */
  except?: readonly string[];
}

const WEEKDAY = String.raw`[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU)`;
const listOf = (one: string): RegExp => new RegExp(`^${one}(?:,${one})*$`);

/** The parts that a rule of days may have. Those of the clock (BYHOUR …) are not among them. */
const PARTS: Record<string, RegExp> = {
  FREQ: /^(?:DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d{0,2}$/,
  BYMONTH: listOf("(?:[1-9]|1[0-2])"),
  BYMONTHDAY: listOf("-?(?:[1-9]|[12]\\d|3[01])"),
  BYDAY: listOf(WEEKDAY),
  BYSETPOS: listOf("-?[1-9]\\d{0,2}"),
  WKST: /^(?:MO|TU|WE|TH|FR|SA|SU)$/,
};

type Parts = Map<string, string>;

function partsOf(rrule: string): Parts | null {
  const parts: Parts = new Map();
  for (const part of rrule.split(";")) {
    const [name = "", value = ""] = part.split("=");
    if (!PARTS[name]?.test(value) || parts.has(name)) return null;
    parts.set(name, value);
  }
  return parts.has("FREQ") ? parts : null;
}

const textOf = (parts: Parts): string =>
  [...parts].map(([name, value]) => `${name}=${value}`).join(";");

/** The fewest days that each month ever has. */
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether one of these months (all, when none is named) may lack the day. */
const isLacking = (day: number, months: string | undefined): boolean =>
  (months?.split(",").map((month) => LENGTHS[Number(month) - 1] ?? 0) ?? LENGTHS).some(
    (length) => day > length,
  );

/** 28 … `day`: the last of them that a month has is the day, or the month's last. */
const daysUpTo = (day: number): string =>
  Array.from({ length: day - 27 }, (_, index) => String(28 + index)).join(",");

/**
 * The rule as it is stored: what RFC 5545 leaves to DTSTART is written out, and the ends of months are as said above. Null for text that
 * is no rule of days, and for one that names a day which a month may lack among other days or across intervals of years: there the last
 * day of a month has to be named as such (BYMONTHDAY=-1).
 */
export function writtenRule(rrule: string, from: string): string | null {
  const parts = partsOf(rrule);
  if (!parts) return null;
  const frequency = parts.get("FREQ");
  if (frequency !== "MONTHLY" && frequency !== "YEARLY") return textOf(parts);
  const [, month = 1, day = 1] = from.split("-").map(Number);
  if (!parts.has("BYDAY") && !parts.has("BYMONTHDAY")) {
    if (frequency === "YEARLY" && !parts.has("BYMONTH")) parts.set("BYMONTH", String(month));
    parts.set("BYMONTHDAY", String(day));
  }
  const days = (parts.get("BYMONTHDAY") ?? "").split(",").map(Number);
  const isComplete = !days.some((one) => isLacking(one, parts.get("BYMONTH")));
  if (parts.has("BYSETPOS") || isComplete) return textOf(parts);
  const [only = 0, ...others] = days;
  if (others.length > 0 || parts.has("BYDAY")) return null;
  if (frequency === "YEARLY") {
    if ((parts.get("INTERVAL") ?? "1") !== "1") return null;
    parts.set("FREQ", "MONTHLY");
  }
  parts.set("BYMONTHDAY", daysUpTo(only));
  parts.set("BYSETPOS", "-1");
  return textOf(parts);
}

const midnight = (day: string): Date => new Date(`${day}T00:00:00Z`);

/** The days of a rule from `start` to `through`, both included, in order. The rule is as `writtenRule` gave it. */
export function daysOf(rule: DayRule, start: string, through: string): string[] {
  const first = start > rule.from ? start : rule.from;
  const last = rule.until !== null && rule.until < through ? rule.until : through;
  if (last < first) return [];
  const begins = `${rule.from.replaceAll("-", "")}T000000Z`;
  const days = new RRuleTemporal({
    rruleString: `DTSTART:${begins}\nRRULE:${rule.rrule}`,
    cache: false,
  })
    .between(midnight(first), midnight(last), true)
    .map((at) => new Date(at.epochMilliseconds).toISOString().slice(0, 10));
  return rule.except ? days.filter((day) => !rule.except?.includes(day)) : days;
}

/** 月, 季度, 半年, 年 by the months they last. */
const MONTHS = { month: 1, quarter: 3, half_year: 6, year: 12 } as const;
export type PeriodUnit = keyof typeof MONTHS;

/** The rule of the last days of the periods. */
export const PERIOD_RULES: Record<PeriodUnit, string> = {
  month: "FREQ=MONTHLY;BYMONTHDAY=-1",
  quarter: "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1",
  half_year: "FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1",
  year: "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31",
};

/** The period in which a day lies, as people and ids name it: `2026-11`, `2026-Q4`, `2026-H2`, `2026`. */
export function periodOf(day: string, unit: PeriodUnit): string {
  const [year = "", month = ""] = day.split("-");
  const nth = Math.ceil(Number(month) / MONTHS[unit]);
  if (unit === "month") return `${year}-${month}`;
  if (unit === "year") return year;
  return `${year}-${unit === "quarter" ? "Q" : "H"}${nth}`;
}

/** The first day of the period in which a day lies. */
export function firstDayOf(day: string, unit: PeriodUnit): string {
  const [year = "", month = ""] = day.split("-");
  const first = Math.floor((Number(month) - 1) / MONTHS[unit]) * MONTHS[unit] + 1;
  return `${year}-${String(first).padStart(2, "0")}-01`;
}

/** The same day so many months later, or the last day of that month. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last)))
    .toISOString()
    .slice(0, 10);
}
