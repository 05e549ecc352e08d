import { z } from "zod";
import { channelEntries } from "../channels/contract.ts";
import { Id, OfficeId } from "./ids.ts";

/**
 * Every kind of thing that can happen, in one table: its body's shape, and whether it counts as news for unread numbers. An entry
 * type that is not here cannot be written; one that a client does not know is shown as a neutral line and still counted.
 */
export const ENTRIES = { ...channelEntries } as const satisfies Record<
  string,
  { counts: boolean; body: z.ZodType }
>;

export type EntryType = keyof typeof ENTRIES;
export type BodyOf<T extends EntryType> = z.infer<(typeof ENTRIES)[T]["body"]>;

/** An entry as it travels: header always, body unless withheld. It is both the hint on a socket and the row of a page. */
export const Entry = z.object({
  id: Id,
  v: z.int(),
  channelId: Id,
  /** 1, 2, 3 … without gaps in a channel. */
  seq: z.int(),
  /** Counts only what is news; unread = head ordinal minus read ordinal. */
  ordinal: z.int(),
  type: z.string(),
  actor: Id,
  office: OfficeId,
  /** The post or capacity in which the actor acted, in words of that day. */
  role: z.string(),
  at: z.iso.datetime(),
  target: Id.nullable(),
  prev: z.string(),
  hash: z.string(),
  body: z.unknown(),
  /** Why the body is null although the entry had one. */
  withheld: z.enum(["recalled", "erased"]).nullable(),
});
export type Entry = z.infer<typeof Entry>;

/** The entry narrowed to a known type, or null when this reader does not know it or may not see its body. */
export function bodyOf<T extends EntryType>(entry: Entry, type: T): BodyOf<T> | null {
  if (entry.type !== type || entry.body === null) return null;
  const parsed = ENTRIES[type].body.safeParse(entry.body);
  return parsed.success ? (parsed.data as BodyOf<T>) : null;
}
