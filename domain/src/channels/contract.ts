import { z } from "zod";
import { Id, OfficeId } from "../kernel/ids.ts";
import { route } from "../kernel/route.ts";
import { line, prose } from "../kernel/text.ts";

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

/** `agreement`, `action`: of all its parties; `agreement_own`, `action_own`: 本院, what one of them says to itself about it. */
export const ChannelKind = z.enum([
  "lead",
  "exchange",
  "agreement",
  "agreement_own",
  "action",
  "action_own",
  "direct",
  "group",
  "office_log",
]);
export type ChannelKind = z.infer<typeof ChannelKind>;

/** Where a reader stands: a hash that does not match means the store was restored, and the reader starts over. */
export const Position = z.object({ seq: z.int().min(0), hash: z.string() });
export type Position = z.infer<typeof Position>;

/** A position as it stands in a URL: `128.9f3c…`; `0.` is the beginning. */
export const PositionText = z.string().regex(/^\d{1,12}\.[0-9a-f]{64}$/);
export const positionText = (position: Position): string => `${position.seq}.${position.hash}`;

export function parsePosition(text: string): Position {
  const [seq = "0", hash = ""] = text.split(".");
  return { seq: Number(seq), hash };
}

/** An entry as it travels: header always, body unless withheld. It is both the hint on a socket and the row of a page. */
export const Entry = z.object({
  id: Id,
  v: z.int(),
  channelId: Id,
  /** 1, 2, 3 … without gaps in a channel. */
  seq: z.int(),
  /** Counts only what is news; unread = head ordinal minus read ordinal. */
  ordinal: z.int(),
  type: z.string(),
  actor: Id,
  office: OfficeId,
  /** The post or capacity in which the actor acted, in words of that day. */
  role: z.string(),
  at: z.iso.datetime(),
  target: Id.nullable(),
  prev: z.string(),
  hash: z.string(),
  body: z.unknown(),
  /** Why the body is null although the entry had one. */
  withheld: z.enum(["recalled", "erased"]).nullable(),
});
export type Entry = z.infer<typeof Entry>;

export const ChannelHead = Position.extend({ ordinal: z.int(), at: z.iso.datetime() });
export type ChannelHead = z.infer<typeof ChannelHead>;

/** The matter that a channel belongs to, as its readers know it. */
export const MatterRef = z.object({
  kind: z.enum(["lead", "exchange", "agreement", "action"]),
  id: Id,
  /** The lead as this reader's office holds it, for the way there; null where it has none. */
  leadId: Id.nullable(),
  title: z.string(),
  number: z.string().nullable(),
});
export type MatterRef = z.infer<typeof MatterRef>;

export const ChannelMember = z.object({ officerId: Id, officeId: OfficeId });

export const ChannelVerb = z.enum(["post", "members", "leave"]);
export type ChannelVerb = z.infer<typeof ChannelVerb>;

export const ChannelView = z.object({
  id: Id,
  kind: ChannelKind,
  matter: MatterRef.nullable(),
  title: z.string().nullable(),
  officeIds: z.array(OfficeId),
  members: z.array(ChannelMember),
  head: ChannelHead,
  /** Null for a channel that this officer does not follow. */
  read: z.object({ seq: z.int(), ordinal: z.int() }).nullable(),
  unread: z.int(),
  can: z.array(ChannelVerb),
});
export type ChannelView = z.infer<typeof ChannelView>;

export const ChannelRow = ChannelView.extend({ last: Entry.nullable() });
export type ChannelRow = z.infer<typeof ChannelRow>;

export const EntryPage = z.object({
  /** In seq order. */
  entries: z.array(Entry),
  /** Later entries that target one of the page: edits, recalls, acknowledgements. */
  targeting: z.array(Entry),
  head: Position.extend({ ordinal: z.int() }),
  /** The given position is unknown here, or too far behind: start over from these entries. */
  reset: z.boolean(),
  more: z.boolean(),
});
export type EntryPage = z.infer<typeof EntryPage>;

/** How far others have come: named inside one's own office, by office across (work, not attendance control). */
export const Readers = z.object({
  officers: z.array(z.object({ officerId: Id, received: z.int(), read: z.int() })),
  offices: z.array(z.object({ officeId: OfficeId, received: z.int(), read: z.int() })),
});
export type Readers = z.infer<typeof Readers>;

const ofChannel = z.object({ channelId: Id });
const ofEntry = z.object({ channelId: Id, entryId: Id });
/** Every command carries an id made by whoever asks, kept over retries. */
const Command = z.object({ id: Id });

export const PostMessage = Command.extend(MessageBody.shape)
  .strict()
  .refine((message) => message.text.length > 0 || message.files.length > 0, { path: ["text"] });
export type PostMessage = z.infer<typeof PostMessage>;

export const EditMessage = Command.extend({ text: prose(4_000, 1) }).strict();
export type EditMessage = z.infer<typeof EditMessage>;

/** How far this device received and this officer read; both only move forward. */
export const Mark = z
  .object({ received: z.int().min(0).optional(), read: z.int().min(0).optional() })
  .strict();
export type Mark = z.infer<typeof Mark>;

export const OpenDirect = Command.extend({ officerId: Id }).strict();
export const OpenGroup = Command.extend({
  channelId: Id,
  title: line(60),
  officerIds: z.array(Id).min(1).max(200),
}).strict();
export type OpenGroup = z.infer<typeof OpenGroup>;
export const ChangeMembers = Command.extend({
  add: z.array(Id).max(200).default([]),
  remove: z.array(Id).max(200).default([]),
}).strict();
export type ChangeMembers = z.infer<typeof ChangeMembers>;
export const EraseEntry = Command.extend({ reason: line(500) }).strict();

export const listChannels = route({
  name: "channels.list",
  method: "get",
  path: "/channels",
  summary: "Conversations this officer follows, newest first",
  query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(100) }),
  reply: z.object({ channels: z.array(ChannelRow), unread: z.int() }),
});

export const getChannelRoute = route({
  name: "channels.get",
  method: "get",
  path: "/channels/:channelId",
  summary: "One channel, with what this officer may do in it",
  params: ofChannel,
  reply: ChannelView,
  refuses: ["not_found"],
});

export const listEntries = route({
  name: "channels.entries",
  method: "get",
  path: "/channels/:channelId/entries",
  summary: "A page of a channel: after a position, before a number, or the newest",
  params: ofChannel,
  query: z.object({
    after: PositionText.optional(),
    before: z.coerce.number().int().min(1).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  reply: EntryPage,
  refuses: ["not_found"],
});

export const listHeads = route({
  name: "channels.heads",
  method: "get",
  path: "/heads",
  summary: "Heads of what this officer follows: the slow road for a browser without a socket",
  reply: z.object({ heads: z.record(Id, Position) }),
});

export const listReaders = route({
  name: "channels.readers",
  method: "get",
  path: "/channels/:channelId/readers",
  summary: "How far the others have received and read",
  params: ofChannel,
  reply: Readers,
  refuses: ["not_found"],
});

export const postMessageRoute = route({
  name: "channels.post",
  method: "post",
  path: "/channels/:channelId/messages",
  summary: "Say something",
  status: 201,
  params: ofChannel,
  body: PostMessage,
  reply: Entry,
  refuses: ["not_found", "forbidden", "not_now", "duplicate", "busy"],
});

export const editMessageRoute = route({
  name: "channels.edit",
  method: "post",
  path: "/channels/:channelId/messages/:entryId/edit",
  summary: "Correct one's own message; the former text stays in the record",
  params: ofEntry,
  body: EditMessage,
  reply: Entry,
  refuses: ["not_found", "forbidden", "not_now", "duplicate", "busy"],
});

export const recallMessageRoute = route({
  name: "channels.recall",
  method: "post",
  path: "/channels/:channelId/messages/:entryId/recall",
  summary: "Take back one's own message",
  params: ofEntry,
  body: Command.strict(),
  reply: Entry,
  refuses: ["not_found", "forbidden", "not_now", "duplicate", "busy"],
});

export const acknowledgeMessageRoute = route({
  name: "channels.acknowledge",
  method: "post",
  path: "/channels/:channelId/messages/:entryId/acknowledge",
  summary: "收到",
  params: ofEntry,
  body: Command.strict(),
  reply: Entry,
  refuses: ["not_found", "forbidden", "not_now", "duplicate", "busy"],
});

export const markChannel = route({
  name: "channels.mark",
  method: "put",
  path: "/channels/:channelId/mark",
  summary: "Received and read up to",
  params: ofChannel,
  body: Mark,
  reply: z.object({ unread: z.int() }),
  refuses: ["not_found"],
});

export const openDirectRoute = route({
  name: "channels.open_direct",
  method: "post",
  path: "/channels/direct",
  summary: "The conversation with one officer; opened by the first who writes",
  body: OpenDirect,
  reply: z.object({ channelId: Id }),
  refuses: ["not_found", "forbidden", "busy"],
});

export const openGroupRoute = route({
  name: "channels.open_group",
  method: "post",
  path: "/channels/groups",
  summary: "A standing conversation across offices",
  status: 201,
  body: OpenGroup,
  reply: z.object({ channelId: Id }),
  refuses: ["not_found", "forbidden", "duplicate", "busy"],
});

export const changeMembersRoute = route({
  name: "channels.members",
  method: "post",
  path: "/channels/:channelId/members",
  summary: "Let officers join or leave a group; who joins sees it whole",
  params: ofChannel,
  body: ChangeMembers,
  refuses: ["not_found", "forbidden", "not_now", "duplicate", "busy"],
});

export const eraseEntryRoute = route({
  name: "channels.erase",
  method: "post",
  path: "/channels/:channelId/entries/:entryId/erase",
  summary: "Empty an entry's body for good; its header and digest stay",
  params: ofEntry,
  body: EraseEntry,
  reply: Entry,
  refuses: ["not_found", "forbidden", "not_now", "duplicate", "busy"],
});
