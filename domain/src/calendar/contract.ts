import { z } from "zod";
import { Id } from "../kernel/ids.ts";
import { route } from "../kernel/route.ts";
import { line } from "../kernel/text.ts";

/** A day that is not as its weekday says: a holiday, or a make-up working day. */
export const CalendarDay = z.strictObject({
  day: z.iso.date(),
  working: z.boolean(),
  name: line(40),
});
export type CalendarDay = z.infer<typeof CalendarDay>;

export const CalendarView = z.object({
  version: z.int(),
  /** The last year whose holidays the State Council has published; what ends later is provisional. */
  publishedThrough: z.int(),
  days: z.array(CalendarDay.extend({ edited: z.boolean() })),
});
export type CalendarView = z.infer<typeof CalendarView>;

export const SetCalendar = z.strictObject({
  id: Id,
  expects: z.int(),
  /** Days to set. One that is set as its weekday says counts as an ordinary day. */
  days: z.array(CalendarDay).max(200),
  publishedThrough: z.int().min(2024).max(2100),
  /** The notice it rests on, e.g. 国办发明电〔2026〕1号. */
  basis: line(300),
});
export type SetCalendar = z.infer<typeof SetCalendar>;

export const calendarRoute = route({
  name: "calendar.get",
  method: "get",
  path: "/calendar",
  summary: "Holidays and make-up working days by which periods are counted",
  reply: CalendarView,
});

export const setCalendarRoute = route({
  name: "calendar.set",
  method: "put",
  path: "/calendar",
  summary: "Enter the holidays of a year, or correct a day",
  body: SetCalendar,
  reply: CalendarView,
  refuses: ["forbidden", "stale"],
});

export const calendarEntries = {
  "calendar.changed": {
    counts: false,
    body: z.object({ days: z.array(z.string()), publishedThrough: z.int() }),
  },
} as const;
