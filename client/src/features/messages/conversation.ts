import type { ChannelView } from "@hub/domain/channels/contract";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { useOfficer } from "../../ui/directory.ts";

export type Group = "matter" | "direct" | "group";

export const groupOf = ({ kind }: Pick<ChannelView, "kind">): Group =>
  kind === "direct" ? "direct" : kind === "group" ? "group" : "matter";

export const pathOfConversation = ({ id }: Pick<ChannelView, "id">): string => `/messages/${id}`;

/** The name of a conversation where the other person's name is not needed: the matter, or the group. */
export function useConversationName() {
  const t = useText();
  return (channel: Pick<ChannelView, "kind" | "matter" | "title">): string => {
    if (channel.matter) {
      const side = channel.kind === "lead" ? t("messages.own") : t("messages.both");
      return `${side} ${channel.matter.title}`;
    }
    return channel.title ?? t(`messages.kind.${groupOf(channel)}`);
  };
}

/** The other person of a direct conversation. */
export function usePartner(channel: ChannelView) {
  const me = useMe();
  const other = channel.members.find((one) => one.officerId !== me.officer.id);
  const officer = useOfficer(channel.kind === "direct" ? (other?.officerId ?? "") : "");
  return channel.kind === "direct" ? (officer ?? null) : null;
}
