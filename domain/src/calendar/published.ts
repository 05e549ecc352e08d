import chineseDays from "chinese-days";
import type { CalendarDay } from "./contract.ts";

export interface Published {
  days: CalendarDay[];
  publishedThrough: number;
}

const FIRST_YEAR = 2025;
/** Beyond this the library cannot have anything: the next year's holidays are published each November. */
const LOOK_AHEAD = 2040;

let known: Published | undefined;

/**
 * Holidays and make-up days as published, from chinese-days. A year without any is not published yet: the library would call its
 * National Day an ordinary day.
 */
export function publishedDays(): Published {
  if (known) return known;
  const days: CalendarDay[] = [];
  let publishedThrough = FIRST_YEAR - 1;
  for (let year = FIRST_YEAR; year <= LOOK_AHEAD; year += 1) {
    const ofYear = exceptionsOf(year);
    if (ofYear.length === 0) break;
    days.push(...ofYear);
    publishedThrough = year;
  }
  known = { days, publishedThrough };
  return known;
}

function exceptionsOf(year: number): CalendarDay[] {
  const found: CalendarDay[] = [];
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    const { work: working, name } = chineseDays.getDayDetail(day);
    const weekday = new Date(at).getUTCDay();
    const isOrdinary = working === (weekday !== 0 && weekday !== 6);
    // "National Day,国庆节,3": English name, Chinese name, days off.
    if (!isOrdinary) found.push({ day, working, name: name.split(",")[1] ?? name });
  }
  return found;
}
