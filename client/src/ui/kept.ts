import type { z } from "zod";

export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

interface Keeping<Draft> {
  /** Null where nothing readable is kept. */
  read: (shelf: Shelf, officerId: string, of: string) => Draft | null;
  /** A full or closed store loses the safety net and nothing else: the form itself still holds what was typed. */
  keep: (shelf: Shelf, officerId: string, of: string, draft: Draft) => void;
  drop: (shelf: Shelf, officerId: string, of: string) => void;
}

/**
 * What an officer has typed into a form and not sent, kept on this device until it has arrived. Keyed by officer, so that the next one
 * at the same machine is not shown what somebody else typed; `of` names the form's thing among those of its place.
 */
export function keeping<Draft>(place: string, schema: z.ZodType<Draft>): Keeping<Draft> {
  const keyOf = (officerId: string, of: string) => `${place}.draft.${officerId}.${of}`;
  return {
    read: (shelf, officerId, of) => {
      try {
        const kept = shelf.getItem(keyOf(officerId, of));
        return kept === null ? null : schema.parse(JSON.parse(kept));
      } catch {
        return null;
      }
    },
    keep: (shelf, officerId, of, draft) => {
      try {
        shelf.setItem(keyOf(officerId, of), JSON.stringify(draft));
      } catch {
        // As said above.
      }
    },
    drop: (shelf, officerId, of) => shelf.removeItem(keyOf(officerId, of)),
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isUpload = (value: unknown): boolean => isObject(value) && "fileId" in value;

const isAlike = (one: unknown, other: unknown): boolean =>
  one === null ||
  other === null ||
  (typeof one === typeof other && Array.isArray(one) === Array.isArray(other));

/**
 * Kept values in the shape of a form as it is today: a member that is gone or of another kind now is left as the form has it at first.
 * What has no kind to compare with (nothing chosen yet) is taken as it was kept; what is deeper is the contract's to judge.
 */
export function fitted<Values extends object>(
  initial: Values,
  kept: Readonly<Record<string, unknown>>,
): Values {
  return Object.fromEntries(
    Object.entries(initial).map(([name, value]: [string, unknown]) => [
      name,
      name in kept && isAlike(value, kept[name]) ? kept[name] : value,
    ]),
  ) as Values;
}

/** Without uploads: a field of files begins with none, and they are chosen again. */
export const withoutUploads = (values: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) => !isUpload(value) && !(Array.isArray(value) && value.some(isUpload)),
    ),
  );
