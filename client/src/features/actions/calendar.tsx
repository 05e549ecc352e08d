import { FullCalendar, type EventInput } from "./full-calendar.ts";
import type { CalendarPage, CalendarRow } from "@hub/domain/actions/calendar-contract";
import type { CalendarController, EventDropInfo } from "@fullcalendar/react";
import { useLanguage, useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { useCarrying } from "./carrying.ts";
import { daysSpan, spanText, type SpanFields } from "./span-text.ts";
import { dayTime } from "../../ui/time.ts";
import type { Span } from "./queries.ts";
import { PLUGINS, ZH } from "./full-calendar.ts";
import styles from "./calendar.module.css";

export const VIEWS = { month: "dayGridMonth", week: "timeGridWeek", agenda: "listMonth" } as const;
export type CalendarView = keyof typeof VIEWS;

/** An action drawn to another day: where it would go, and how to put it back. */
export interface Drawn {
  row: CalendarRow;
  to: Span;
  back: () => void;
}

interface CalendarProps {
  page: CalendarPage | undefined;
  view: CalendarView;
  controller: CalendarController;
  /** The days on screen, both included. */
  onRange: (range: Pick<SpanFields, "from" | "to">, title: string) => void;
  onOpen: (path: string) => void;
  onDrawn: (drawn: Drawn) => void;
}

/** Whole days go by their dates: midnight in Beijing is another day's evening in UTC. */
function placed({ startAt, endAt, allDay }: Span): Pick<EventInput, "start" | "end" | "allDay"> {
  return allDay
    ? { start: dayTime(startAt), end: dayTime(endAt), allDay: true }
    : { start: startAt, end: endAt, allDay: false };
}

/** Month, week or agenda of what takes place, with dates under poll and what series expect drawn faintly. */
export function Calendar(props: CalendarProps) {
  const { page, view, controller, onRange, onOpen, onDrawn } = props;
  const t = useText();
  const language = useLanguage();
  const { host, onKeyDown, put, rows, carried } = useCarrying({
    rows: page?.rows ?? [],
    onDrop: (row, to, back) => onDrawn({ row, to, back }),
    onAway: (day) => controller.gotoDate(day),
  });
  const events: EventInput[] = [
    ...rows.map((row): EventInput => ({
      id: row.id,
      title:
        row.state === "cancelled"
          ? t("actions.calendar.cancelled", { title: row.title })
          : row.title,
      ...placed(carried?.row.id === row.id ? carried.to : row.span),
      url: `/actions/${row.id}`,
      startEditable: row.movable,
      className: cx(
        styles.event,
        row.mine && styles.mine,
        row.state === "cancelled" && styles.cancelled,
        carried?.row.id === row.id && styles.faint,
      ),
      extendedProps: { row },
    })),
    ...(page?.options ?? []).map(({ actionId, optionId, title, span }): EventInput => ({
      id: optionId,
      title: t("actions.calendar.option", { title }),
      ...placed(span),
      url: `/actions/${actionId}`,
      className: cx(styles.event, styles.faint),
    })),
    ...(page?.expected ?? []).map(({ seriesId, recurrenceAt, title, span }): EventInput => ({
      id: `${seriesId}.${recurrenceAt}`,
      title: t("actions.calendar.expected", { title }),
      ...placed(span),
      url: "/actions/series",
      className: cx(styles.event, styles.faint),
    })),
  ];

  function onDrop({ event, revert }: EventDropInfo) {
    const row = event.extendedProps["row"] as CalendarRow;
    const { start, end } = event;
    if (!start) return revert();
    const to: Span = event.allDay
      ? daysSpan(
          event.startStr.slice(0, 10),
          dayTime(new Date((end?.getTime() ?? start.getTime() + 86_400_000) - 1)),
        )
      : {
          startAt: start.toISOString(),
          // Drawn from a whole day to an hour it has no end of its own yet.
          endAt: (end ?? new Date(start.getTime() + 3_600_000)).toISOString(),
          allDay: false,
        };
    onDrawn({ row, to, back: revert });
  }

  return (
    // What is pressed on an action's own link comes up to here.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={styles.calendar} ref={host} onKeyDown={onKeyDown}>
      <p className="unseen" role="status">
        {carried &&
          t("actions.calendar.carried", { title: carried.row.title, span: spanText(carried.to) })}
      </p>
      <FullCalendar
        plugins={PLUGINS}
        controller={controller}
        initialView={VIEWS[view]}
        headerToolbar={false}
        timeZone="Asia/Shanghai"
        locale={language === "en" ? "en" : ZH}
        firstDay={1}
        height="auto"
        views={{ dayGridMonth: { aspectRatio: 1.9 } }}
        dayMaxEvents={4}
        nowIndicator
        slotMinTime="07:00:00"
        slotMaxTime="21:00:00"
        eventDurationEditable={false}
        eventTimeFormat={{ hour: "2-digit", minute: "2-digit", hour12: false }}
        noEventsContent={t("actions.calendar.none")}
        events={events}
        eventClick={({ event, jsEvent }) => {
          jsEvent.preventDefault();
          if (event.url) onOpen(event.url);
        }}
        eventDrop={onDrop}
        eventDidMount={({ el, event }) => put(el, event.id)}
        datesSet={({ startStr, end, view: shown }) =>
          onRange(
            { from: startStr.slice(0, 10), to: dayTime(new Date(end.getTime() - 1)) },
            shown.title,
          )
        }
      />
      {rows.some((row) => row.movable) && (
        <p className={`${styles.keys} screen-only`}>{t("actions.calendar.keys")}</p>
      )}
    </div>
  );
}
