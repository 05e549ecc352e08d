import { startOfDay, endOfDay } from "../kernel/clock.ts";
import type { OccurrenceState } from "./contract.ts";
import type { Cell, OccurrenceRecord, Phase } from "./record.ts";

const DAY_MS = 86_400_000;

/** Days from one day to another; below 0 when it lies before. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((startOfDay(to).getTime() - startOfDay(from).getTime()) / DAY_MS);

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** 将到期: so many days before its end. */
export const SOON_DAYS = 7;

/** What the state needs of an occurrence; a cell of a tally has it too, so that counting and showing can never differ. */
type Dated = Pick<Cell, "phase" | "deferred" | "opensOn" | "dueOn">;

/**
 * The state of an occurrence on a day (Asia/Shanghai): the one function by which lists, dashboards, reminders and papers say it. Facts come
 * before dates: what is done is done however late, and what waits for the other side's word is nobody's delay.
 */
export function stateOn(one: Dated, today: string): OccurrenceState {
  if (one.phase !== "pending") return one.phase;
  if (one.dueOn < today) return "overdue";
  if (one.deferred) return "deferred";
  if (one.opensOn > today) return "ahead";
  return daysBetween(today, one.dueOn) <= SOON_DAYS ? "due_soon" : "open";
}

/** 已逾期 N 天; 0 for what is in time, done, or waits for a word. */
export const overdueOn = (one: Dated, today: string): number =>
  stateOn(one, today) === "overdue" ? daysBetween(one.dueOn, today) : 0;

/** The condition by which the store finds what is in a state; the same words as `stateOn`, in its order. */
export function conditionOf(state: OccurrenceState, today: string): Record<string, unknown> {
  const soon = addDays(today, SOON_DAYS);
  switch (state) {
    case "submitted":
    case "met":
    case "waived":
      return { phase: state };
    case "overdue":
      return { phase: "pending", dueOn: { $lt: today } };
    case "deferred":
      return { phase: "pending", deferred: true, dueOn: { $gte: today } };
    case "ahead":
      return {
        phase: "pending",
        deferred: false,
        dueOn: { $gte: today },
        opensOn: { $gt: today },
      };
    case "due_soon":
      return {
        phase: "pending",
        deferred: false,
        dueOn: { $gte: today, $lte: soon },
        opensOn: { $lte: today },
      };
    default:
      return {
        phase: "pending",
        deferred: false,
        dueOn: { $gt: soon },
        opensOn: { $lte: today },
      };
  }
}

export const liveEvidence = (one: Pick<OccurrenceRecord, "evidence">) =>
  one.evidence.filter((given) => given.refuted === null);

/** 顺延 or 不再开展 that nobody has settled yet. */
export const openRequest = (one: Pick<OccurrenceRecord, "requests">) =>
  one.requests.find((asked) => asked.outcome === null) ?? null;

/** The parties whose word counts beside the one that has to do it. */
export const othersOf = (one: Pick<OccurrenceRecord, "partyIds" | "officeId">): string[] =>
  one.partyIds.filter((id) => id !== one.officeId);

/** How far it is by facts: 不再开展 that was agreed, evidence as often as asked for, and the word of the other side where it is needed. */
export function phaseOf(
  one: Pick<
    OccurrenceRecord,
    "requests" | "evidence" | "times" | "confirmation" | "confirmed" | "partyIds" | "officeId"
  >,
): Phase {
  if (one.requests.some((asked) => asked.kind === "waive" && asked.outcome === "agreed"))
    return "waived";
  if (liveEvidence(one).length < one.times) return "pending";
  const others = othersOf(one);
  const said = others.filter((id) => one.confirmed.some(({ by }) => by.officeId === id)).length;
  const needed = { none: 0, one: Math.min(1, others.length), all: others.length };
  return said >= needed[one.confirmation] ? "met" : "submitted";
}

/** The day by which it was done as often as asked for; the day on which the word of the other side came does not make it late. */
export function metOn(one: Pick<OccurrenceRecord, "evidence" | "times">): string | null {
  const days = liveEvidence(one)
    .map((given) => given.on)
    .toSorted();
  return days[one.times - 1] ?? null;
}

const HOUR_MS = 3_600_000;

/** When those inside the office are told: seven days ahead, or a quarter of the window when it is short; then at the end, a day and three days later. */
export function stepsOf({ opensOn, dueOn }: Pick<OccurrenceRecord, "opensOn" | "dueOn">): Date[] {
  const due = endOfDay(dueOn).getTime();
  const lead = Math.min(SOON_DAYS * DAY_MS, (due - startOfDay(opensOn).getTime()) / 4);
  return [-lead, 1, 24 * HOUR_MS, 72 * HOUR_MS].map((ms) => new Date(due + ms));
}
