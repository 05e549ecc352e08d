import type { ObligationTerms, Recurrence } from "@hub/domain/obligations/contract";
import { useText } from "../../app/i18n.ts";
import { useOfficeName } from "../../ui/names.tsx";
import { dayRuleOf, isPeriodic } from "./day-rule.ts";

interface TermsText {
  /** 每季度 2 次; 每月 31 日（月末）; 情况发生时. */
  recurrence: (recurrence: Recurrence) => string;
  /** 各方分别, 轮值, or one office. */
  responsible: (terms: Pick<ObligationTerms, "responsible">) => string;
  /** When it may begin and by when it is due. */
  window: (terms: Pick<ObligationTerms, "window" | "recurrence">) => string;
}

/** Terms of an obligation in words. */
export function useTermsText(): TermsText {
  const t = useText();
  const nameOf = useOfficeName();
  const ruleText = (rrule: string): string => {
    const rule = dayRuleOf(rrule);
    if (!rule) return rrule;
    const { unit, interval, weekday, day, month } = rule;
    const every = interval === 1 ? "every" : "everyNth";
    const count = interval;
    if (unit === "weekly")
      return t(`obligations.rule.weekly.${every}`, {
        count,
        day: t(`obligations.weekday.${weekday}`),
      });
    if (unit === "monthly") return t(`obligations.rule.monthly.${every}`, { count, day });
    return t(`obligations.rule.yearly.${every}`, {
      count,
      month: t(`obligations.period.monthNames.${String(month) as "1"}`),
      day,
    });
  };
  return {
    recurrence: (recurrence) => {
      if (isPeriodic(recurrence))
        return t(`obligations.every.${recurrence.every}`, { count: recurrence.times });
      if (recurrence.every === "rule") return ruleText(recurrence.rrule);
      if (recurrence.every === "once") return t("obligations.every.onceOn", { day: recurrence.on });
      return t("obligations.every.event");
    },
    responsible: ({ responsible }) =>
      responsible.who === "office"
        ? nameOf(responsible.officeId, true)
        : t(`obligations.who.${responsible.who}`),
    window: ({ window, recurrence }) => {
      const due = window.due
        ? t(`obligations.window.after.${window.due.unit}`, { count: window.due.count })
        : recurrence.every === "event"
          ? t("ui.due.none")
          : t("obligations.window.onTheDay");
      if (window.opensBefore === null) return due;
      const opens = t("obligations.window.opens", { count: window.opensBefore });
      return `${opens}${t("ui.list.stop")}${due}`;
    },
  };
}
