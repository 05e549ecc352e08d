import type { Strip } from "@hub/domain/dashboards/contract";
import { OccurrenceState, type OccurrenceRow } from "@hub/domain/obligations/contract";
import { listPath } from "./filters.ts";

/** A mark of the year strip: a state, how many stand behind it, and where they are. */
export interface StripMark {
  key: string;
  state: OccurrenceState;
  n: number;
  to: string;
  /** Of a single occurrence: what it is. */
  row: OccurrenceRow | null;
}

export interface StripMonth {
  /** `2026-11`. */
  month: string;
  marks: StripMark[];
}

/** What presses stands first, what is done last. */
const ORDER: readonly OccurrenceState[] = [
  "overdue",
  "due_soon",
  "open",
  "submitted",
  "deferred",
  "ahead",
  "met",
  "waived",
];

export const monthsOf = (year: number): string[] =>
  Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, "0")}`);

/** The last day of a month, `2026-02` to `2026-02-28`. */
export function lastDayOf(month: string): string {
  const [year = 0, nth = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, nth, 0)).toISOString().slice(0, 10);
}

/** Twelve months of counts; each mark leads to the list that has exactly these rows. */
export const monthsOfCounts = (
  strip: Strip,
  scope: Readonly<Record<string, string>>,
): StripMonth[] =>
  strip.map(({ month, counts }) => ({
    month,
    marks: ORDER.flatMap((state) => {
      const n = counts[state] ?? 0;
      if (n === 0) return [];
      const days = { from: `${month}-01`, to: lastDayOf(month) };
      return [{ key: state, state, n, to: listPath({ ...scope, state, ...days }), row: null }];
    }),
  }));

/** Twelve months of single occurrences, by the month in which each is due. */
export const monthsOfRows = (year: number, rows: readonly OccurrenceRow[]): StripMonth[] =>
  monthsOf(year).map((month) => ({
    month,
    marks: rows
      .filter((row) => row.dueOn.startsWith(month))
      .map((row) => ({
        key: row.id,
        state: row.state,
        n: 1,
        to: `/occurrences/${row.id}`,
        row,
      })),
  }));

/** Where an arrow key leads among so many marks; null: nowhere. */
export function stripMove(key: string, at: number, count: number): number | null {
  if (count === 0) return null;
  if (key === "ArrowRight" || key === "ArrowDown") return Math.min(count - 1, at + 1);
  if (key === "ArrowLeft" || key === "ArrowUp") return Math.max(0, at - 1);
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : null;
}
