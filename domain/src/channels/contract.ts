import { z } from "zod";
import { Id, OfficeId } from "../kernel/ids.ts";
import { prose } from "../kernel/text.ts";

/** What is written, at most 4,000 characters, with files and mentions; text may be empty only beside a file. */
export const MessageBody = z.object({
  text: prose(4_000),
  /** Ids of files attached, in order. */
  files: z.array(Id).max(20).default([]),
  mentions: z.array(Id).max(20).default([]),
  /** The entry this one answers. */
  inReplyTo: Id.nullable().default(null),
});

/** Entry types of conversations; see kernel/events.ts for what the fields mean. */
export const channelEntries = {
  "channel.opened": { counts: false, body: z.object({ kind: z.string() }) },
  "message.posted": { counts: true, body: MessageBody },
  "message.edited": { counts: false, body: z.object({ text: prose(4_000, 1) }) },
  "message.recalled": { counts: false, body: z.object({}) },
  /** 收到: the everyday answer, not a 签收. */
  "message.acknowledged": { counts: false, body: z.object({}) },
  "member.joined": { counts: true, body: z.object({ officerIds: z.array(Id) }) },
  "member.left": { counts: true, body: z.object({ officerIds: z.array(Id) }) },
  /** Body and salt of the target were emptied; the chain still verifies. */
  "entry.erased": { counts: false, body: z.object({ reason: z.string().max(500) }) },
} as const;

export const ChannelKind = z.enum(["lead", "exchange", "direct", "group", "office_log"]);
export type ChannelKind = z.infer<typeof ChannelKind>;

/** Where a reader stands: a hash that does not match means the store was restored, and the reader starts over. */
export const Position = z.object({ seq: z.int().min(0), hash: z.string() });
export type Position = z.infer<typeof Position>;

export const ChannelMember = z.object({ officerId: Id, officeId: OfficeId });
