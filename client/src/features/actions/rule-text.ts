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

/** A rule in words where it is one of the usual ones, else as it is written. */
export function useRuleText(): (rule: string) => string {
  const t = useText();
  return (rule) => {
    const known = RHYTHMS.find((one) => RULE[one] === rule);
    return known ? t(`actions.series.rhythm.${known}`) : rule;
  };
}
