import { daysOverdue, endOfDay, startOfDay } from "../kernel/clock.ts";
import type { SigningDoc } from "./model.ts";
import { isInTurn, type SigningFacts } from "./rules.ts";

const DAY_MS = 86_400_000;

/** When a party is reminded, in days from the beginning of its last day; after that day it is late. */
export const STEPS = [
  { key: "ahead", days: -3 },
  { key: "today", days: 0 },
  { key: "late", days: 1 },
  { key: "later", days: 8 },
] as const;
export type Step = (typeof STEPS)[number]["key"];

export interface Reminder {
  partyId: string;
  step: Step;
  at: Date;
  /** The same for the same step of the same deadline: an extended one begins again. */
  key: string;
}

/** Reminders that have yet to go out to parties that could sign, the earliest first. */
export function remindersOf(
  facts: SigningFacts,
  { deadlines, reminded }: Pick<SigningDoc, "deadlines" | "reminded">,
): Reminder[] {
  if (!facts.open) return [];
  return deadlines
    .filter(({ partyId }) => !facts.signed.includes(partyId) && isInTurn(facts, partyId))
    .flatMap(({ partyId, on }) =>
      STEPS.map(({ key: step, days }) => ({
        partyId,
        step,
        at: new Date(startOfDay(on).getTime() + days * DAY_MS),
        key: `${partyId}/${on}/${step}`,
      })),
    )
    .filter(({ key }) => !reminded.includes(key))
    .toSorted((one, other) => one.at.getTime() - other.at.getTime());
}

/** When the sweep has to look again; null when there is nothing to remind of. */
export const nextReminder = (
  facts: SigningFacts,
  doc: Pick<SigningDoc, "deadlines" | "reminded">,
): Date | null => remindersOf(facts, doc)[0]?.at ?? null;

/** Whole days past the last day; 0 until it has ended, and where none is agreed. */
export const overdueDays = (on: string | null, now: Date): number =>
  on === null ? 0 : daysOverdue(endOfDay(on), now);
