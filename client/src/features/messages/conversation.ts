import { useQueries } from "@tanstack/react-query";
import type { ChannelView } from "@hub/domain/channels/contract";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { officerQuery, useOfficer } from "../../ui/directory.ts";
import { useOfficeName } from "../../ui/names.tsx";
import { groupOf } from "./bundles.ts";

export const pathOfConversation = ({ id }: Pick<ChannelView, "id">): string => `/messages/${id}`;

const SIDES: Partial<Record<ChannelView["kind"], "own" | "both" | "all">> = {
  lead: "own",
  exchange: "both",
  agreement: "all",
  agreement_own: "own",
};

/** Which side of a matter a channel is: 本院, 双方 or 各方; null for a conversation without a matter. */
export const sideOf = ({ kind }: Pick<ChannelView, "kind">): "own" | "both" | "all" | null =>
  SIDES[kind] ?? null;

/** The name of a conversation where the other person's name is not needed: the matter, or the group. */
export function useConversationName() {
  const t = useText();
  return (channel: Pick<ChannelView, "kind" | "matter" | "title">): string =>
    channel.matter?.title ?? channel.title ?? t(`messages.kind.${groupOf(channel)}`);
}

/** The other person of a direct conversation. */
export function usePartner(channel: ChannelView) {
  const me = useMe();
  const other = channel.members.find((one) => one.officerId !== me.officer.id);
  const officer = useOfficer(channel.kind === "direct" ? (other?.officerId ?? "") : "");
  return channel.kind === "direct" ? (officer ?? null) : null;
}

/** By which words a conversation is found: its matter and number, its group, who is on the other side, and the offices. */
export function useConversationWords(
  channels: readonly ChannelView[],
): (channel: ChannelView) => string {
  const me = useMe();
  const nameOf = useConversationName();
  const officeOf = useOfficeName();
  const others = channels.flatMap(({ kind, members }) =>
    kind === "direct" ? members.filter((one) => one.officerId !== me.officer.id) : [],
  );
  const ids = [...new Set(others.map((one) => one.officerId))];
  const cards = useQueries({ queries: ids.map(officerQuery) });
  const names = new Map(cards.map(({ data }, index) => [ids[index], data?.name ?? ""]));
  return (channel) =>
    [
      channel.kind === "direct" ? "" : nameOf(channel),
      channel.matter?.number ?? "",
      ...channel.members.map((one) => names.get(one.officerId) ?? ""),
      ...channel.officeIds.map((id) => officeOf(id)),
    ]
      .join(" ")
      .toLowerCase();
}
