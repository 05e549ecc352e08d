import type { ClientSession } from "mongoose";
import type { WorkCalendar } from "../kernel/clock.ts";
import type { Hub } from "../store/hub.ts";
import type { CalendarView } from "./contract.ts";
import { publishedDays } from "./published.ts";

/** The calendar's one document. */
export const CALENDAR_ID = "work";

/** The calendar with where each day comes from. */
export async function getCalendar(
  hub: Pick<Hub, "store">,
  session: ClientSession | null = null,
): Promise<CalendarView> {
  const published = publishedDays();
  const entered = await hub.store.calendars.findById(CALENDAR_ID, null, { session }).lean();
  const days = new Map(published.days.map((one) => [one.day, { ...one, edited: false }]));
  for (const one of entered?.days ?? []) days.set(one.day, { ...one, edited: true });
  return {
    version: entered?.version ?? 0,
    publishedThrough: Math.max(published.publishedThrough, entered?.publishedThrough ?? 0),
    days: [...days.values()].toSorted((a, b) => (a.day < b.day ? -1 : 1)),
  };
}

/** The calendar as periods are counted by (kernel/clock.ts). */
export async function calendarOf(
  hub: Pick<Hub, "store">,
  session: ClientSession | null = null,
): Promise<WorkCalendar> {
  const { days, publishedThrough } = await getCalendar(hub, session);
  return { days: Object.fromEntries(days.map((one) => [one.day, one.working])), publishedThrough };
}
