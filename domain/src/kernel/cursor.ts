/** A place in a list ordered by a time and an id, newest first: where the next page begins. */
export interface Cursor {
  at: Date;
  id: string;
}

export const cursorText = ({ at, id }: Cursor): string => `${at.getTime()}.${id}`;

/** The cursor that a page handed out, or null for text that none has written. */
export function parseCursor(text: string): Cursor | null {
  const [ms = "", id = ""] = text.split(".");
  const at = new Date(Number(ms));
  return /^\d+$/.test(ms) && id !== "" && !Number.isNaN(at.getTime()) ? { at, id } : null;
}

/** What comes after the cursor in that order, as a condition on `field` and `_id`. */
export const afterCursor = (field: string, cursor: Cursor): Record<string, unknown> => ({
  $or: [{ [field]: { $lt: cursor.at } }, { [field]: cursor.at, _id: { $lt: cursor.id } }],
});

/** Counts stop here: more is said as "10,000+". */
export const COUNT_CAP = 10_000;

export const capped = (n: number): { n: number; capped: boolean } => ({
  n: Math.min(n, COUNT_CAP),
  capped: n > COUNT_CAP,
});
