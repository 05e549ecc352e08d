import type { CalendarRow } from "@hub/domain/actions/calendar-contract";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import type { Span } from "./queries.ts";

const DAY_MS = 86_400_000;

/** With Shift: a day sideways, a week up or down. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -7,
  ArrowDown: 7,
};

/** The same hours so many days later; there is no summer time in Asia/Shanghai. */
export const movedBy = (span: Span, days: number): Span => ({
  ...span,
  startAt: new Date(Date.parse(span.startAt) + days * DAY_MS).toISOString(),
  endAt: new Date(Date.parse(span.endAt) + days * DAY_MS).toISOString(),
});

/** What of an action's element takes the focus: itself in a month, the link of its line in an agenda. */
const linkIn = (element: Element | null | undefined): HTMLElement | null => {
  const link = element?.matches("a") ? element : element?.querySelector("a");
  return link instanceof HTMLElement ? link : null;
};

/** Frames after which the calendar has drawn what it shows, and after which nothing is awaited any more. */
const FRAMES_TO_DRAW = 10;
const FRAMES_TO_FOLLOW = 60;

interface CarryingProps {
  rows: readonly CalendarRow[];
  onDrop: (row: CalendarRow, to: Span, back: () => void) => void;
  /** It was carried to where the calendar does not look. */
  onAway: (day: string) => void;
}

/**
 * Drawing by keyboard: Shift and an arrow carry the focused action, Enter lays it down, Esc puts it back. `put` marks an action's element, and
 * the focus stays on it wherever the calendar draws it anew.
 */
export function useCarrying({ rows, onDrop, onAway }: CarryingProps) {
  const [carried, setCarried] = useState<{ row: CalendarRow; days: number } | null>(null);
  const host = useRef<HTMLDivElement>(null);
  // What was put back is carried no more, but the focus goes back with it.
  const aloft = carried && carried.days !== 0 ? carried : null;
  const to = aloft && movedBy(aloft.row.span, aloft.days);

  useEffect(() => {
    if (!carried) return undefined;
    // The calendar takes the old element away and shows the new one only when it has measured it.
    let frame = 0;
    let passed = 0;
    const follow = () => {
      const link = linkIn(host.current?.querySelector(`[data-action="${carried.row.id}"]`));
      if (link && document.activeElement === document.body) link.focus();
      if (!link && to && passed === FRAMES_TO_DRAW) onAway(to.startAt);
      passed += 1;
      if (passed < FRAMES_TO_FOLLOW) frame = requestAnimationFrame(follow);
    };
    follow();
    return () => cancelAnimationFrame(frame);
    // Only a step of the carrying moves focus and view; what else is drawn anew does not.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [carried]);

  /** With the one that is carried, wherever the calendar looks meanwhile. */
  const all = aloft && !rows.some((one) => one.id === aloft.row.id) ? [...rows, aloft.row] : rows;

  function onKeyDown(event: KeyboardEvent) {
    const { target, key, shiftKey } = event;
    const id = target instanceof Element && target.closest("[data-action]");
    const row = id && all.find((one) => one.id === id.getAttribute("data-action"));
    if (!row || !row.movable) return;
    const before = aloft?.row.id === row.id ? aloft.days : 0;
    const back = () => setCarried({ row, days: 0 });
    const step = shiftKey && STEPS[key];
    if (step) setCarried({ row, days: before + step });
    else if (before !== 0 && key === "Enter") onDrop(row, movedBy(row.span, before), back);
    else if (before !== 0 && key === "Escape") back();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return {
    host,
    onKeyDown,
    rows: all,
    put: (element: HTMLElement, id: string) => element.setAttribute("data-action", id),
    carried: aloft && to && { row: aloft.row, to },
  };
}
