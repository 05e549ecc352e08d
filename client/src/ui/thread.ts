import type { Readers } from "@hub/domain/channels/contract";
import type { Item } from "@hub/domain/channels/fold";
import { dayOf } from "@hub/domain/kernel/clock";

/** One line of a timeline; several channels may stand in one. */
export interface Line {
  channelId: string;
  item: Item;
  /** First of a new day, in Beijing. */
  day: string | null;
  /** Follows a post of the same person within five minutes: its head need not be said again. */
  continues: boolean;
  /** The first that I have not read. */
  firstUnread: boolean;
}

/** Where reading began. */
export interface Began {
  read: number;
  head: number;
}

const TOGETHER_MS = 5 * 60_000;

const isPost = (item: Item) => item.entry.type === "message.posted";

/**
 * Items of several channels as one timeline, in the order (at, channel, seq). `began` says per channel how far this officer had read
 * when the page was opened, and how far the channel went then: what comes while one looks is not unread.
 */
export function merge(
  threads: readonly { channelId: string; items: readonly Item[]; began: Began | null }[],
  me: string,
): Line[] {
  const all = threads.flatMap(({ channelId, items, began }) =>
    items.map((item) => ({ channelId, item, began })),
  );
  all.sort(
    (a, b) =>
      a.item.entry.at.localeCompare(b.item.entry.at) ||
      a.channelId.localeCompare(b.channelId) ||
      a.item.entry.seq - b.item.entry.seq,
  );
  let sawUnread = false;
  return all.map(({ channelId, item, began }, index) => {
    const before = all[index - 1]?.item;
    const day = dayOf(new Date(item.entry.at));
    const newDay = !before || dayOf(new Date(before.entry.at)) !== day;
    const { seq, actor } = item.entry;
    const unread = began !== null && seq > began.read && seq <= began.head && actor !== me;
    const firstUnread = unread && !sawUnread;
    sawUnread ||= unread;
    const continues =
      !newDay &&
      !firstUnread &&
      isPost(item) &&
      isPost(before) &&
      before.entry.actor === item.entry.actor &&
      all[index - 1]?.channelId === channelId &&
      item.inReplyTo === null &&
      Date.parse(item.entry.at) - Date.parse(before.entry.at) < TOGETHER_MS;
    return { channelId, item, day: newDay ? day : null, continues, firstUnread };
  });
}

/** How far a post of mine has come, said in words below it. Across offices nobody is named. */
export type Reach =
  | { state: "sent" | "arrived" | "read_by_other" }
  | { state: "read_by"; officerIds: string[] };

export function reachOf(
  seq: number,
  readers: Readers | null,
  me: { id: string; officeId: string },
): Reach {
  if (!readers) return { state: "sent" };
  const others = readers.offices.filter((one) => one.officeId !== me.officeId);
  if (others.some((one) => one.read >= seq)) return { state: "read_by_other" };
  const readByOwn = readers.officers.filter((one) => one.officerId !== me.id && one.read >= seq);
  if (others.length === 0 && readByOwn.length > 0)
    return { state: "read_by", officerIds: readByOwn.map((one) => one.officerId) };
  const received = [...others, ...readers.officers.filter((one) => one.officerId !== me.id)];
  return received.some((one) => one.received >= seq) ? { state: "arrived" } : { state: "sent" };
}
