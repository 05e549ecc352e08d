/** What a key does to a list in which one row is chosen: another row, opening it, closing what stands beside it, or nothing. */
export type RowMove = { to: number } | "open" | "close" | null;

/** `at` is the chosen row, -1 for none; a list of `count` rows. Home, End and the page keys go as far as they say. */
export function rowMove(key: string, at: number, count: number): RowMove {
  if (key === "Escape") return at < 0 ? null : "close";
  if (count === 0) return null;
  if (key === "Enter") return at < 0 ? null : "open";
  const last = count - 1;
  const to = (row: number): RowMove => ({ to: Math.min(last, Math.max(0, row)) });
  switch (key) {
    case "ArrowDown":
      return to(at + 1);
    case "ArrowUp":
      return at < 0 ? to(last) : to(at - 1);
    case "PageDown":
      return to(at + 10);
    case "PageUp":
      return to(at - 10);
    case "Home":
      return to(0);
    case "End":
      return to(last);
    default:
      return null;
  }
}
