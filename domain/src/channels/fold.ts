import { bodyOf } from "../kernel/events.ts";
import type { Entry } from "./contract.ts";

/** One thing in a timeline as people read it: an entry with everything that was said about it later. */
export interface Item {
  entry: Entry;
  /** The message's text as it stands now; null for other entries and for what is withheld. */
  text: string | null;
  files: string[];
  mentions: string[];
  inReplyTo: string | null;
  editedAt: string | null;
  recalledAt: string | null;
  erasedAt: string | null;
  /** Officers who said 收到, in order. */
  acknowledged: { officerId: string; officeId: string; at: string }[];
}

/** Entries that are shown in the place of what they target, and not as lines of their own. */
const FOLDED = new Set([
  "message.edited",
  "message.recalled",
  "message.acknowledged",
  "entry.erased",
]);

/**
 * Folds entries of one channel, in any order and with repeats, into what people read, in seq order. Pure: the same entries give
 * the same timeline whether they came as a page or one by one over a socket.
 */
export function fold(entries: Iterable<Entry>): Item[] {
  const bySeq = new Map<number, Entry>();
  for (const entry of entries) {
    // A page read later may withhold what a hint still carried: the stricter reading wins.
    const known = bySeq.get(entry.seq);
    if (!known || entry.withheld) bySeq.set(entry.seq, entry);
  }
  const ordered = [...bySeq.values()].toSorted((a, b) => a.seq - b.seq);
  const items = new Map<string, Item>();
  for (const entry of ordered) {
    const item = entry.target === null ? undefined : items.get(entry.target);
    if (item && FOLDED.has(entry.type)) apply(item, entry);
    else if (!FOLDED.has(entry.type)) items.set(entry.id, fresh(entry));
  }
  return [...items.values()];
}

function fresh(entry: Entry): Item {
  const message = bodyOf(entry, "message.posted");
  return {
    entry,
    text: message?.text ?? null,
    files: message?.files ?? [],
    mentions: message?.mentions ?? [],
    inReplyTo: message?.inReplyTo ?? null,
    editedAt: null,
    recalledAt: null,
    erasedAt: null,
    acknowledged: [],
  };
}

function apply(item: Item, entry: Entry): void {
  switch (entry.type) {
    case "message.edited": {
      if (item.recalledAt ?? item.erasedAt) return;
      const edit = bodyOf(entry, "message.edited");
      if (edit) item.text = edit.text;
      item.editedAt = entry.at;
      return;
    }
    case "message.recalled":
      item.recalledAt = entry.at;
      conceal(item, "recalled");
      return;
    case "entry.erased":
      item.erasedAt = entry.at;
      conceal(item, "erased");
      return;
    case "message.acknowledged":
      item.acknowledged.push({ officerId: entry.actor, officeId: entry.office, at: entry.at });
      return;
    default:
  }
}

function conceal(item: Item, withheld: "recalled" | "erased"): void {
  item.entry = { ...item.entry, body: null, withheld };
  item.text = null;
  item.files = [];
  item.mentions = [];
}
