import type { ChannelView } from "@hub/domain/channels/contract";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { useOfficer } from "../../ui/directory.ts";
import { groupOf } from "./bundles.ts";

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

/** The other person of a direct conversation. */
export function usePartner(channel: ChannelView) {
  const me = useMe();
  const other = channel.members.find((one) => one.officerId !== me.officer.id);
  const officer = useOfficer(channel.kind === "direct" ? (other?.officerId ?? "") : "");
  return channel.kind === "direct" ? (officer ?? null) : null;
}
