import { useText } from "../../app/i18n.ts";

/** The parts of a period as the contract writes it; null for a day and for what happened, which stand for themselves. */
export function periodParts(
  period: string,
): { unit: "month" | "quarter" | "half" | "year"; year: string; nth: string } | null {
  const [, year = "", kind, nth = ""] = /^(\d{4})(?:-([QH]?)(\d{1,2}))?$/.exec(period) ?? [];
  if (!year) return null;
  if (!nth) return { unit: "year", year, nth };
  if (kind === "Q") return { unit: "quarter", year, nth };
  return kind === "H"
    ? { unit: "half", year, nth }
    : { unit: "month", year, nth: String(Number(nth)) };
}

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
