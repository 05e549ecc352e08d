import { useText } from "../../app/i18n.ts";

/** How often, as people choose it; the rule beside it is RFC 5545. */
export const RHYTHMS = ["monthly", "quarterly", "half_yearly", "yearly"] as const;
export type Rhythm = (typeof RHYTHMS)[number];

export const RULE: Record<Rhythm, string> = {
  monthly: "FREQ=MONTHLY",
  quarterly: "FREQ=MONTHLY;INTERVAL=3",
  half_yearly: "FREQ=MONTHLY;INTERVAL=6",
  yearly: "FREQ=YEARLY",
};

/** The rhythm of a rule, whatever day of the month or year it falls on; null for one that people did not choose here. */
export const rhythmOf = (rule: string): Rhythm | null => {
  const plain = rule.replaceAll(/;BY(MONTH|MONTHDAY)=\d+/g, "");
  return RHYTHMS.find((one) => RULE[one] === plain) ?? null;
};

/** A rule in words where it is one of the usual ones, else as it is written. */
export function useRuleText(): (rule: string) => string {
  const t = useText();
  return (rule) => {
    const known = rhythmOf(rule);
    return known ? t(`actions.series.rhythm.${known}`) : rule;
  };
}
