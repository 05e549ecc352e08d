import { OccurrenceState } from "../obligations/contract.ts";
import type { Cell } from "../obligations/record.ts";
import { addDays, daysBetween, stateOn } from "../obligations/state.ts";
import {
  AGES,
  DUES,
  type Figure,
  type Milestone,
  type Standing,
  type StateCounts,
  type Strip,
} from "./contract.ts";

/** Whose numbers they are: members of the query of the list behind a figure. */
export type Scope = Partial<Record<"agreementId" | "officeId", string>>;

const figure = (n: number, scope: Scope, query: Record<string, string>): Figure => ({
  n,
  path: "/occurrences",
  query: { ...scope, ...query },
});

const sum = (cells: readonly Cell[]): number => cells.reduce((n, cell) => n + cell.n, 0);

const isIn = (cell: Cell, year: number): boolean => cell.dueOn.startsWith(`${year}-`);

/**
 * What a year shows: what falls due in it, and what is overdue from the years before. A later year's figures begin where this one's
 * end, so nothing is counted twice but what is still owed.
 */
const belongs = (cell: Cell, year: number, today: string): boolean =>
  isIn(cell, year) || (cell.dueOn < `${year}-01-01` && stateOn(cell, today) === "overdue");

/** How many of each state in a year. */
export function statesOf(cells: readonly Cell[], year: number, today: string): StateCounts {
  const counts: StateCounts = {};
  for (const cell of cells) {
    if (!belongs(cell, year, today)) continue;
    const state = stateOn(cell, today);
    counts[state] = (counts[state] ?? 0) + cell.n;
  }
  return counts;
}

/** The same as figures, each with the list that has exactly these rows; states without any are left out. */
export function stateFigures(
  cells: readonly Cell[],
  scope: Scope,
  year: number,
  today: string,
): (Figure & { state: OccurrenceState })[] {
  const counts = statesOf(cells, year, today);
  return OccurrenceState.options.flatMap((state) => {
    const n = counts[state];
    if (n === undefined) return [];
    const days =
      state === "overdue"
        ? { to: `${year}-12-31` }
        : { from: `${year}-01-01`, to: `${year}-12-31` };
    return [{ state, ...figure(n, scope, { state, ...days }) }];
  });
}

/** Days from the smaller to the larger bound of each bucket; null: no bound. */
const OVERDUE: Record<(typeof AGES)[number], [number, number | null]> = {
  "1_7": [1, 7],
  "8_30": [8, 30],
  "31_90": [31, 90],
  over_90: [91, null],
};
const DUE: Record<(typeof DUES)[number], [number, number | null]> = {
  "0_7": [0, 7],
  "8_30": [8, 30],
  "31_90": [31, 90],
  over_90: [91, null],
};

const isWithin = (n: number, [least, most]: [number, number | null]): boolean =>
  n >= least && (most === null || n <= most);

/** By status, age and due day. Ages and due days are of today, whatever the year that is looked at. */
export function standingOf(
  cells: readonly Cell[],
  scope: Scope,
  year: number,
  today: string,
): Standing {
  const pending = cells.filter((cell) => cell.phase === "pending");
  const ofYear = { from: `${year}-01-01`, to: `${year}-12-31` };
  const met = cells.filter((cell) => cell.phase === "met" && isIn(cell, year));
  return {
    states: stateFigures(cells, scope, year, today),
    overdue: AGES.map((age) => {
      const [least, most] = OVERDUE[age];
      const late = pending.filter((cell) => isWithin(daysBetween(cell.dueOn, today), OVERDUE[age]));
      return {
        age,
        ...figure(sum(late), scope, {
          pending: "true",
          ...(most === null ? {} : { from: addDays(today, -most) }),
          to: addDays(today, -least),
        }),
      };
    }),
    due: DUES.map((within) => {
      const [least, most] = DUE[within];
      const ahead = pending.filter((cell) => isWithin(daysBetween(today, cell.dueOn), DUE[within]));
      return {
        within,
        ...figure(sum(ahead), scope, {
          pending: "true",
          from: addDays(today, least),
          ...(most === null ? {} : { to: addDays(today, most) }),
        }),
      };
    }),
    metInTime: figure(sum(met.filter((cell) => !cell.late)), scope, { late: "false", ...ofYear }),
    metLate: figure(sum(met.filter((cell) => cell.late)), scope, { late: "true", ...ofYear }),
  };
}

/** Twelve months of a year, each with what falls due in it. */
export function stripOf(cells: readonly Cell[], year: number, today: string): Strip {
  const months = Array.from({ length: 12 }, (_, index) => ({
    month: `${year}-${String(index + 1).padStart(2, "0")}`,
    counts: {} as StateCounts,
  }));
  for (const cell of cells) {
    if (!isIn(cell, year)) continue;
    const month = months[Number(cell.dueOn.slice(5, 7)) - 1];
    if (!month) continue;
    const state = stateOn(cell, today);
    month.counts[state] = (month.counts[state] ?? 0) + cell.n;
  }
  return months;
}

/** Days of what is longest overdue; 0 when nothing is. */
export const longestOverdue = (cells: readonly Cell[], today: string): number =>
  cells.reduce(
    (most, cell) =>
      stateOn(cell, today) === "overdue" ? Math.max(most, daysBetween(cell.dueOn, today)) : most,
    0,
  );

/** 评估 and 期满 of an agreement, the nearer first. */
export function milestonesOf(
  agreement: {
    values: { assessOn: string | null };
    inForce: { until: string | null } | null;
    assessments: readonly { on: string }[];
  },
  today: string,
): Milestone[] {
  const { assessOn } = agreement.values;
  const held = agreement.assessments.at(-1)?.on ?? "";
  const until = agreement.inForce?.until ?? null;
  const on = [
    ...(assessOn !== null && held < assessOn
      ? [{ kind: "assessment" as const, on: assessOn }]
      : []),
    ...(until === null ? [] : [{ kind: "expiry" as const, on: until }]),
  ];
  return on
    .map((one) => ({ ...one, days: daysBetween(today, one.on) }))
    .toSorted((one, other) => one.days - other.days);
}
