import { isAdministrator } from "../access/rules.ts";
import {
  daysOverdue,
  dueAt,
  isProvisional,
  type Period,
  type WorkCalendar,
} from "../kernel/clock.ts";
import type { Officer } from "../kernel/officer.ts";
import { allow, refuse, type Verdict } from "../kernel/verdict.ts";
import type { ClockKey, ClockView, Terms } from "./contract.ts";

/** Who hears of a late clock, always inside the late office. */
export const LEVELS = ["reminder", "deputy", "head", "leader"] as const;
export type Level = (typeof LEVELS)[number];

/** A clock as it is stored. The moments of its four steps are fixed when it starts, so that a later calendar changes nothing silently. */
export interface Clock {
  key: ClockKey;
  period: Period;
  officeId: string;
  from: Date;
  due: Date;
  /** When reminder, B角, head and 分管副检察长 are told. */
  steps: Date[];
  /** How many of them have been. */
  level: number;
  /** When it ended: met, or stopped. */
  metAt: Date | null;
  /** There when it ended without being met: the exchange was taken back, or another office designated. */
  stopped?: true;
  /** Stands still while the jurisdiction is in dispute. */
  held: boolean;
  provisional: boolean;
  basis: string;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A clock that starts at `from`: reminded a day before its end, or a quarter of its length when it is short. */
export function startClock(
  given: { key: ClockKey; period: Period; officeId: string; from: Date; basis: string },
  calendar: WorkCalendar,
): Clock {
  const due = dueAt(given.from, given.period, calendar);
  const lead = Math.min(DAY_MS, (due.getTime() - given.from.getTime()) / 4);
  const after = (ms: number) => new Date(due.getTime() + ms);
  return {
    ...given,
    due,
    steps: [after(-lead), after(1), after(DAY_MS), after(3 * DAY_MS)],
    level: 0,
    metAt: null,
    held: false,
    provisional: isProvisional(due, calendar),
  };
}

/** The clock that an exchange's terms start for the office they bind; none where the pair agreed on no such period. */
export function startAgreed(
  key: keyof Terms,
  exchange: { terms: Terms; toOfficeId: string; agreement: string },
  from: Date,
  calendar: WorkCalendar,
): Clock[] {
  const { terms, toOfficeId: officeId, agreement: basis } = exchange;
  const period = terms[key];
  return period ? [startClock({ key, period, officeId, from, basis }, calendar)] : [];
}

const runs = (clock: Clock): boolean => clock.metAt === null && !clock.held;

/** The next escalation step of these clocks, or null when nothing more will happen by itself. */
export function nextStep(
  clocks: readonly Clock[],
): { index: number; clock: Clock; level: Level; at: Date } | null {
  let next: { index: number; clock: Clock; level: Level; at: Date } | null = null;
  for (const [index, clock] of clocks.entries()) {
    const [at, level] = [clock.steps[clock.level], LEVELS[clock.level]];
    if (!runs(clock) || !at || !level) continue;
    if (next === null || at < next.at) next = { index, clock, level, at };
  }
  return next;
}

/** When the sweep must look at an exchange again; null: never. */
export const nextClock = (exchange: { clocks: readonly Clock[] }): Date | null =>
  nextStep(exchange.clocks)?.at ?? null;

/** Ends the running clocks of these keys at `at`. */
export const metClocks = (clocks: readonly Clock[], keys: readonly ClockKey[], at: Date): Clock[] =>
  clocks.map((clock) =>
    clock.metAt === null && keys.includes(clock.key) ? { ...clock, metAt: at } : clock,
  );

/** Ends whatever still runs or is held, because nobody has to meet it any more. */
export const stopClocks = (clocks: readonly Clock[], at: Date): Clock[] =>
  clocks.map((clock) => (clock.metAt === null ? { ...clock, metAt: at, stopped: true } : clock));

export const holdClocks = (clocks: readonly Clock[]): Clock[] =>
  clocks.map((clock) => (clock.metAt === null ? { ...clock, held: true } : clock));

/** Held clocks start over at `from`: the period is counted anew once the jurisdiction stands (as art 47 does for a changed office). */
export const resumeClocks = (
  clocks: readonly Clock[],
  from: Date,
  calendar: WorkCalendar,
): Clock[] =>
  clocks.map((clock) =>
    clock.metAt === null && clock.held
      ? startClock(
          {
            key: clock.key,
            period: clock.period,
            officeId: clock.officeId,
            basis: clock.basis,
            from,
          },
          calendar,
        )
      : clock,
  );

/** The running clock that ends first, for one line of a list. */
export const mostPressing = <C extends Clock>(clocks: readonly C[]): C | null =>
  clocks
    .filter((clock) => clock.metAt === null)
    .toSorted((one, other) => one.due.getTime() - other.due.getTime())[0] ?? null;

export const toClockView = (clock: Clock, now: Date): ClockView => ({
  key: clock.key,
  period: clock.period,
  officeId: clock.officeId,
  from: clock.from.toISOString(),
  due: clock.due.toISOString(),
  metAt: clock.metAt?.toISOString() ?? null,
  stopped: clock.stopped === true,
  overdueDays: clock.held ? 0 : daysOverdue(clock.due, clock.metAt ?? now),
  held: clock.held,
  provisional: clock.provisional,
  basis: clock.basis,
});

interface PairFacts {
  agreed: unknown;
  proposed: { by: { officeId: string } } | null;
}

/** Leaders and liaison speak for an office about periods; one's own proposal is not one's own to agree to. */
export function mayAgree(
  officer: Officer,
  pair: PairFacts,
  act: "propose" | "confirm" | "decline",
): Verdict {
  const speaks = (["chief", "deputy_chief", "liaison"] as const).some((post) =>
    officer.posts.includes(post),
  );
  if (!speaks || isAdministrator(officer.posts)) return refuse("forbidden", "leaders_or_liaison");
  if (act === "propose") return allow;
  if (pair.proposed === null) return refuse("not_now", "nothing_proposed");
  return pair.proposed.by.officeId === officer.officeId
    ? refuse("forbidden", "own_proposal")
    : allow;
}
