import type { Officer } from "../kernel/officer.ts";
import type { ChannelView, MatterRef } from "./contract.ts";
import { channelCan, type Channel } from "./rules.ts";

interface ChannelRecord extends Channel {
  _id: string;
  title: string | null;
  officeIds: string[];
  head: { seq: number; hash: string; ordinal: number; at: Date };
}

/** A channel for one viewer: what is unread and what may be done differ by viewer, so a view is fetched and never hinted. */
export function toChannelView(
  viewer: Officer,
  channel: ChannelRecord,
  follow: { readSeq: number; readOrdinal: number } | null,
  matter: MatterRef | null,
): ChannelView {
  const { seq, hash, ordinal, at } = channel.head;
  return {
    id: channel._id,
    kind: channel.kind,
    matter,
    title: channel.title,
    officeIds: channel.officeIds,
    members: channel.members.map(({ officerId, officeId }) => ({ officerId, officeId })),
    head: { seq, hash, ordinal, at: at.toISOString() },
    read: follow ? { seq: follow.readSeq, ordinal: follow.readOrdinal } : null,
    unread: follow ? Math.max(0, ordinal - follow.readOrdinal) : 0,
    can: channelCan(viewer, channel),
  };
}
