import { startOfDay } from "../kernel/clock.ts";
import type { AgreementState, EffectRule, Term } from "./contract.ts";
import { wayOf } from "./facts.ts";

/** So long before the assessment day each side is reminded. */
export const REMIND_MONTHS = 6;

/** The same day of the month `months` later, or the month's last day where it has none. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

/** The day after, and before. */
export const nextDay = (day: string, step = 1): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + step * 86_400_000).toISOString().slice(0, 10);

/** The last day on which a version that took effect on `from` holds; null: 长期有效. Three years from 5 May end on 4 May. */
export function lastDayOf(term: Term, from: string): string | null {
  if (term.kind === "long") return null;
  return term.kind === "until" ? term.on : nextDay(addMonths(from, 12 * term.count), -1);
}

/** Is the text in force by `day`, once it was issued on `issuedOn`? Then since when, else null. */
export function effectiveOn(
  effect: EffectRule,
  { issuedOn, today }: { issuedOn: string; today: string },
): string | null {
  if (effect.from === "day") return effect.on <= today ? effect.on : null;
  return issuedOn;
}

interface Dated {
  state: AgreementState;
  values: { effect: EffectRule; assessOn: string | null };
  revision: { effect: EffectRule } | null;
  inForce: { until: string | null } | null;
  reminded: readonly string[];
}

export const remindOn = (assessOn: string): string => addMonths(assessOn, -REMIND_MONTHS);

/** What is due by the calendar, whoever looks: the effect, the reminder of the assessment, the end. */
export function dueBy(x: Dated, day: string): "take_effect" | "remind" | "expire" | null {
  const { assessOn } = x.values;
  const { effect } = wayOf<{ effect: EffectRule }>(x);
  if (x.state === "issued" && effect.from === "day" && effect.on <= day) return "take_effect";
  // Also while a revision is under way.
  if (x.inForce?.until && x.inForce.until < day) return "expire";
  if (
    x.state === "in_force" &&
    assessOn !== null &&
    !x.reminded.includes(assessOn) &&
    remindOn(assessOn) <= day
  )
    return "remind";
  return null;
}

/** When something will next be due; null when nothing will by itself. */
export function nextAtOf(x: Dated): Date | null {
  const { assessOn } = x.values;
  const { effect } = wayOf<{ effect: EffectRule }>(x);
  const days: string[] = [];
  if (x.state === "issued" && effect.from === "day") days.push(effect.on);
  if (x.inForce?.until) days.push(nextDay(x.inForce.until));
  if (x.state === "in_force") {
    if (assessOn !== null && !x.reminded.includes(assessOn)) days.push(remindOn(assessOn));
  }
  const first = days.toSorted()[0];
  return first === undefined ? null : startOfDay(first);
}

/** An assessment that was reminded of and not yet held. */
export const isAssessmentAhead = (x: {
  values: { assessOn: string | null };
  reminded: readonly string[];
}): boolean => x.values.assessOn !== null && x.reminded.includes(x.values.assessOn);
