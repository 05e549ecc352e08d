import { periodParts } from "@hub/domain/kernel/period";
import { useText } from "../../app/i18n.ts";

/** 2026年11月, 2026年第四季度, 2026年下半年, 2026年度. */
export function usePeriodText(): (period: string) => string {
  const t = useText();
  return (period) => {
    const parts = periodParts(period);
    if (!parts) return period;
    const { unit, year, nth } = parts;
    if (unit === "year") return t("obligations.period.year", { year });
    const name = t(`obligations.period.${unit}Names.${nth as "1"}`);
    return t("obligations.period.within", { year, name });
  };
}
