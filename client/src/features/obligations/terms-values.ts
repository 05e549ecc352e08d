import {
  CADENCES,
  type Confirmation,
  type EvidenceKind,
  type ObligationKind,
  type ObligationTerms,
  type Recurrence,
} from "@hub/domain/obligations/contract";
import { dayRuleOf, isPeriodic, PLAIN_RULE, ruleTextOf, type DayRule } from "./day-rule.ts";

export type Cadence = keyof typeof CADENCES;
export const CADENCE_NAMES = Object.keys(CADENCES) as Cadence[];

/** Terms as a form holds them: every field there is, whichever of them the recurrence needs. */
export interface TermsValues {
  kind: ObligationKind;
  title: string;
  who: "each" | "rotation" | "office";
  officeId: string | null;
  every: Recurrence["every"];
  times: number;
  rule: DayRule;
  /** A rule that the form cannot show: it stays as it is written. */
  rrule: string | null;
  once: string | null;
  opensBefore: number | null;
  dueUnit: "none" | "days" | "working_days";
  dueCount: number;
  evidence: EvidenceKind[];
  confirmation: Confirmation;
  from: string | null;
  until: string | null;
}

export const plainValues = (today: string): TermsValues => ({
  kind: "conference",
  title: "",
  who: "each",
  officeId: null,
  every: "quarter",
  times: 1,
  rule: PLAIN_RULE,
  rrule: null,
  once: null,
  opensBefore: null,
  dueUnit: "none",
  dueCount: 10,
  evidence: ["action", "conference", "exchange", "record"],
  confirmation: "none",
  from: today,
  until: null,
});

/** What a cadence that is ready for use fills in; the other fields stay as they are. */
export const valuesOfCadence = (name: Cadence): Partial<TermsValues> => {
  const { kind, title, responsible, recurrence, window } = CADENCES[name];
  return {
    kind,
    title,
    who: responsible.who,
    every: recurrence.every,
    times: recurrence.times,
    opensBefore: window.opensBefore,
    dueUnit: window.due?.unit ?? "none",
    ...(window.due ? { dueCount: window.due.count } : {}),
  };
};

function recurrenceOf(values: TermsValues): Recurrence {
  switch (values.every) {
    case "rule":
      return { every: "rule", rrule: values.rrule ?? ruleTextOf(values.rule) };
    case "event":
      return { every: "event" };
    case "once":
      return { every: "once", on: values.once ?? "" };
    default:
      return { every: values.every, times: values.times };
  }
}

/** What is sent; days that are missing stay empty, so that the contract says so. */
export const termsOf = (values: TermsValues): ObligationTerms => ({
  kind: values.kind,
  title: values.title,
  responsible:
    values.who === "office"
      ? { who: "office", officeId: values.officeId ?? "" }
      : { who: values.who },
  recurrence: recurrenceOf(values),
  window: {
    opensBefore: values.opensBefore,
    due: values.dueUnit === "none" ? null : { unit: values.dueUnit, count: values.dueCount },
  },
  evidence: values.evidence,
  confirmation: values.confirmation,
  from: values.from ?? "",
  until: values.until,
});

export function valuesOf(terms: ObligationTerms): TermsValues {
  const { recurrence, responsible, window } = terms;
  const plain = plainValues(terms.from);
  const rule = recurrence.every === "rule" ? dayRuleOf(recurrence.rrule) : null;
  return {
    ...plain,
    kind: terms.kind,
    title: terms.title,
    who: responsible.who,
    officeId: responsible.who === "office" ? responsible.officeId : null,
    every: recurrence.every,
    times: isPeriodic(recurrence) ? recurrence.times : plain.times,
    rule: rule ?? plain.rule,
    rrule: recurrence.every === "rule" && !rule ? recurrence.rrule : null,
    once: recurrence.every === "once" ? recurrence.on : null,
    opensBefore: window.opensBefore,
    dueUnit: window.due?.unit ?? "none",
    dueCount: window.due?.count ?? plain.dueCount,
    evidence: terms.evidence,
    confirmation: terms.confirmation,
    until: terms.until,
  };
}
