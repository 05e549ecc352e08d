import type { ChannelRow, ChannelView } from "@hub/domain/channels/contract";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { useOfficer } from "../../ui/directory.ts";

export type Group = "matter" | "direct" | "group";

export const groupOf = ({ kind }: Pick<ChannelView, "kind">): Group =>
  kind === "direct" ? "direct" : kind === "group" ? "group" : "matter";

export const pathOfConversation = ({ id }: Pick<ChannelView, "id">): string => `/messages/${id}`;

/** Which side of a matter a channel is: 本院 or 双方; null for a conversation without a matter. */
export const sideOf = ({ kind }: Pick<ChannelView, "kind">): "own" | "both" | null =>
  kind === "lead" ? "own" : kind === "exchange" ? "both" : null;

/** The name of a conversation where the other person's name is not needed: the matter, or the group. */
export function useConversationName() {
  const t = useText();
  return (channel: Pick<ChannelView, "kind" | "matter" | "title">): string =>
    channel.matter?.title ?? channel.title ?? t(`messages.kind.${groupOf(channel)}`);
}

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

/** The other person of a direct conversation. */
export function usePartner(channel: ChannelView) {
  const me = useMe();
  const other = channel.members.find((one) => one.officerId !== me.officer.id);
  const officer = useOfficer(channel.kind === "direct" ? (other?.officerId ?? "") : "");
  return channel.kind === "direct" ? (officer ?? null) : null;
}
