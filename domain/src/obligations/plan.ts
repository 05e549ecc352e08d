import { dayOf, dueAt, isProvisional, startOfDay, type WorkCalendar } from "../kernel/clock.ts";
import { derivedId } from "../kernel/ids.ts";
import {
  addMonths,
  daysOf,
  firstDayOf,
  PERIOD_RULES,
  periodOf,
  writtenRule,
} from "../kernel/recurrence.ts";
import type { ObligationTerms } from "./contract.ts";
import type { ObligationRecord, OccurrenceRecord } from "./record.ts";
import { addDays } from "./state.ts";

/** The rule of the terms as RFC 5545 text; null where nothing recurs, undefined for text that is no rule. */
export function ruleOf({ recurrence, from }: ObligationTerms): string | null | undefined {
  if (recurrence.every === "event" || recurrence.every === "once") return null;
  if (recurrence.every === "rule") return writtenRule(recurrence.rrule, from) ?? undefined;
  return PERIOD_RULES[recurrence.every];
}

/** Occurrences are made this far ahead, to the end of that month, so that the sweep has work once a month. */
export const HORIZON_MONTHS = 13;

export function horizonOf(today: string): string {
  const month = addMonths(today, HORIZON_MONTHS).slice(0, 7);
  return addMonths(`${month}-31`, 0);
}

/** The last day on which anything of it may fall due by its rule; null: no end. */
export function lastDayOf({
  terms,
  ended,
}: Pick<ObligationRecord, "terms" | "ended">): string | null {
  const before = ended ? addDays(ended.on, -1) : null;
  if (before === null || terms.until === null) return before ?? terms.until;
  return before < terms.until ? before : terms.until;
}

/** What comes: a period, the day it counts from, and its window. */
export interface Planned {
  period: string;
  anchor: string;
  opensOn: string;
  dueOn: string;
  provisional: boolean;
}

type Source = Pick<ObligationRecord, "terms" | "rrule" | "ended">;

/** Everything of an obligation whose anchor lies in these days, both included. */
export function plannedOf(
  source: Source,
  start: string,
  through: string,
  calendar: WorkCalendar,
): Planned[] {
  const { terms, rrule } = source;
  const until = lastDayOf(source);
  const window = (anchor: string, first: string) => windowOf(terms, anchor, first, calendar);
  const { recurrence, from } = terms;
  if (recurrence.every === "event") return [];
  if (recurrence.every === "once") {
    const { on } = recurrence;
    const isIn = on >= start && on <= through && (until === null || on <= until);
    return isIn ? [{ period: on, anchor: on, ...window(on, from) }] : [];
  }
  if (rrule === null) return [];
  return daysOf({ rrule, from, until }, start, through).map((anchor) =>
    recurrence.every === "rule"
      ? { period: anchor, anchor, ...window(anchor, anchor) }
      : {
          period: periodOf(anchor, recurrence.every),
          anchor,
          ...window(anchor, firstDayOf(anchor, recurrence.every)),
        },
  );
}

/**
 * From when until when: `first` is where it opens unless the terms count days back from the anchor. The end rolls on to the next working
 * day as every period of days does.
 */
export function windowOf(
  { window }: Pick<ObligationTerms, "window">,
  anchor: string,
  first: string,
  calendar: WorkCalendar,
): Pick<Planned, "opensOn" | "dueOn" | "provisional"> {
  const due = dueAt(startOfDay(anchor), window.due ?? { unit: "days", count: 0 }, calendar);
  return {
    opensOn: window.opensBefore === null ? first : addDays(anchor, -window.opensBefore),
    dueOn: dayOf(due),
    provisional: isProvisional(due, calendar),
  };
}

/** The party after this one in signing order, round and round. `ring`: with those that have left, who are passed over but have a successor. */
export function nextInTurn(
  order: readonly string[],
  officeId: string,
  ring: readonly string[] = order,
): string {
  const after = ring.indexOf(officeId) + 1;
  const next = [...ring.slice(after), ...ring.slice(0, after)].find((id) => order.includes(id));
  if (next === undefined) throw new TypeError("nobody takes turns");
  return next;
}

/** An occurrence to be: planned, with the office that has to do it. */
export interface Owed extends Planned {
  _id: string;
  officeId: string;
  rotates: boolean;
}

/**
 * Gives what is planned to those who have to do it, with ids that follow from obligation and period: made twice, it is there once. With
 * 轮值 the first goes to the party whose turn it is (`first`), and so on in signing order.
 */
export function owedOf(
  obligation: Pick<ObligationRecord, "_id" | "terms">,
  planned: readonly Planned[],
  { order, first }: { order: readonly string[]; first: string | null },
): Owed[] {
  const { responsible } = obligation.terms;
  const id = (step: string) => derivedId(obligation._id, step);
  if (responsible.who === "each")
    return planned.flatMap((one) =>
      order.map((officeId) => ({
        ...one,
        _id: id(`${one.period}/${officeId}`),
        officeId,
        rotates: false,
      })),
    );
  if (responsible.who === "office") {
    const { officeId } = responsible;
    // A party that left, or has no account, has nothing to do here.
    if (!order.includes(officeId)) return [];
    return planned.map((one) => ({ ...one, _id: id(one.period), officeId, rotates: false }));
  }
  if (order.length === 0) return [];
  let officeId = first ?? order[0] ?? "";
  return planned.map((one) => {
    const owed = { ...one, _id: id(one.period), officeId, rotates: true };
    officeId = nextInTurn(order, officeId);
    return owed;
  });
}

/** What a changed rule may touch: what has not opened yet, and about which nobody has said anything. */
export const isUntouched = (one: OccurrenceRecord, today: string): boolean =>
  one.phase === "pending" &&
  one.event === null &&
  one.opensOn > today &&
  one.evidence.length === 0 &&
  one.requests.length === 0;

export interface Reconciled {
  make: Owed[];
  /** Untouched ones that stay, as they are to be from now on. */
  keep: Owed[];
  /** Ids of those that are to come no more. */
  drop: string[];
}

/**
 * Brings occurrences in line with what is owed now. Only untouched ones change or go; one that is open, due or done stays as it was made.
 * Nothing is made for days that were passed over when the rule was another one: what is owed up to `madeThrough` is made only if it
 * has not opened yet.
 */
export function reconcile(
  existing: readonly OccurrenceRecord[],
  owed: readonly Owed[],
  { today, madeThrough }: { today: string; madeThrough: string | null },
): Reconciled {
  const there = new Map(existing.map((one) => [one._id, one]));
  const wanted = new Set(owed.map((one) => one._id));
  const keep: Owed[] = [];
  const make: Owed[] = [];
  for (const one of owed) {
    const known = there.get(one._id);
    if (known && isUntouched(known, today)) keep.push(one);
    if (known) continue;
    const isNew = madeThrough === null ? there.size === 0 : one.anchor > madeThrough;
    if (isNew || one.opensOn > today) make.push(one);
  }
  const drop = existing
    .filter((one) => isUntouched(one, today) && !wanted.has(one._id))
    .map((one) => one._id);
  return { make, keep, drop };
}
