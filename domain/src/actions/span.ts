import { z } from "zod";

/** The one zone in which everybody here lives; an instant and this are all that is stored of a time. */
export const ZONE = "Asia/Shanghai";

/** At most this many days: a campaign may last a year. */
const MAX_DAYS = 370;
const DAY_MS = 86_400_000;

/**
 * From an instant to another, which is not in it any more. All day: both are midnights in Asia/Shanghai, the second that of the day
 * after the last.
 */
export const Span = z
  .strictObject({
    startAt: z.iso.datetime({ offset: true }).transform(utc),
    endAt: z.iso.datetime({ offset: true }).transform(utc),
    allDay: z.boolean().default(false),
  })
  .refine((span) => span.startAt < span.endAt, { path: ["endAt"], params: { hub: "ends_before" } })
  .refine((span) => Date.parse(span.endAt) - Date.parse(span.startAt) <= MAX_DAYS * DAY_MS, {
    path: ["endAt"],
    params: { hub: "too_long" },
  })
  .refine((span) => !span.allDay || [span.startAt, span.endAt].every(isMidnight), {
    path: ["allDay"],
    params: { hub: "not_midnight" },
  });
export type Span = z.infer<typeof Span>;

function utc(text: string): string {
  return new Date(text).toISOString();
}

/** 16:00 UTC is midnight in Asia/Shanghai. */
function isMidnight(at: string): boolean {
  return at.endsWith("T16:00:00.000Z");
}
