import { ENTRIES, type EntryType } from "../kernel/events.ts";
import { digestOf, hashOf, newSalt, sm3 } from "./chain.ts";
import { canonical } from "../kernel/canonical.ts";
import type { EntryDoc, Head } from "./model.ts";

/** What a command asks to be written; the journal adds place, time and hash. */
export interface NewEntry {
  id: string;
  channelId: string;
  type: EntryType;
  body: unknown;
  target?: string | null;
  /** Handlers of the jobs process that must see it. */
  pending?: string[];
}

export interface Author {
  id: string;
  officeId: string;
  role: string;
}

/** The digest by which a command that comes again is known to be the same. Salted like the body, and emptied with it. */
export const inputDigest = (salt: string, input: unknown): string =>
  sm3(Buffer.from(salt, "hex"), canonical(input));

/**
 * Gives an entry its place after `head` and the head after it. `at` never runs backwards in a channel, whatever the machines'
 * clocks do.
 */
export function numbered(
  head: Head,
  entry: NewEntry,
  author: Author,
  now: Date,
  input: unknown,
): { doc: EntryDoc; head: Head } {
  const kind = ENTRIES[entry.type];
  const body = kind.body.parse(entry.body);
  const salt = newSalt();
  const at = now > head.at ? now : head.at;
  const header = {
    _id: entry.id,
    v: 1,
    channelId: entry.channelId,
    seq: head.seq + 1,
    ordinal: head.ordinal + (kind.counts ? 1 : 0),
    type: entry.type,
    actor: author.id,
    office: author.officeId,
    role: author.role,
    at,
    target: entry.target ?? null,
    prev: head.hash,
    digest: digestOf(salt, body),
  };
  const hash = hashOf(header);
  const doc: EntryDoc = {
    ...header,
    hash,
    body,
    salt,
    input: input === undefined ? null : inputDigest(salt, input),
  };
  if (entry.pending?.length) doc.pending = entry.pending;
  return { doc, head: { ...head, seq: doc.seq, ordinal: doc.ordinal, hash, at } };
}
