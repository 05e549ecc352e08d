import { asIs, define } from "../store/define.ts";
import type { CalendarDay } from "./contract.ts";

/** What administrators have entered beside the published holidays (calendar/published.ts). One document, `work`. */
export interface CalendarDoc {
  _id: string;
  version: number;
  publishedThrough: number;
  days: CalendarDay[];
  basis: string;
}

export const calendars = define<CalendarDoc>("calendars", {
  version: Number,
  publishedThrough: Number,
  days: asIs,
  basis: String,
});
