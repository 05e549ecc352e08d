/** The parts of a period as `periodOf` names it (recurrence.ts); null for a day and for what happened, which stand for themselves. */
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
