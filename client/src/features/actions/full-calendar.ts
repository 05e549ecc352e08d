import FullCalendar from "@fullcalendar/react";
import dayGrid from "@fullcalendar/react/daygrid";
import interaction from "@fullcalendar/react/interaction";
import list from "@fullcalendar/react/list";
import ZH from "@fullcalendar/react/locales/zh-cn";
import classic from "@fullcalendar/react/themes/classic";
import timeGrid from "@fullcalendar/react/timegrid";
import "@fullcalendar/react/skeleton.css";
import "@fullcalendar/react/themes/classic/theme.css";

export type { EventInput } from "@fullcalendar/react";
export { FullCalendar, ZH };

/** The views we show, and drawing things to another day; colours come from calendar.module.css. */
export const PLUGINS = [dayGrid, timeGrid, list, interaction, classic];
