import type { ChannelRow, ChannelView } from "@hub/domain/channels/contract";

export type Group = "matter" | "direct" | "group";

export const groupOf = ({ kind }: Pick<ChannelView, "kind">): Group =>
  kind === "direct" ? "direct" : kind === "group" ? "group" : "matter";

/** Conversations of one matter, or one that belongs to none. */
export interface Bundle {
  key: string;
  group: Group;
  rows: ChannelRow[];
  unread: number;
  at: string;
}

/**
 * Bundles the conversations of a matter; unread first, then the newest. `fresh` remembers what was unread while one looks, so that
 * nothing jumps away under the hand when it is read.
 */
export function bundlesOf(rows: readonly ChannelRow[], fresh: Set<string>): Bundle[] {
  const bundles = new Map<string, Bundle>();
  for (const row of rows) {
    const key = row.matter?.leadId ?? row.matter?.id ?? row.id;
    const known = bundles.get(key);
    const bundle = known ?? { key, group: groupOf(row), rows: [], unread: 0, at: "" };
    bundle.rows.push(row);
    bundle.unread += row.unread;
    if (row.head.at > bundle.at) bundle.at = row.head.at;
    bundles.set(key, bundle);
  }
  for (const { key, unread } of bundles.values()) if (unread > 0) fresh.add(key);
  return [...bundles.values()].toSorted(
    (a, b) => Number(fresh.has(b.key)) - Number(fresh.has(a.key)) || b.at.localeCompare(a.at),
  );
}
