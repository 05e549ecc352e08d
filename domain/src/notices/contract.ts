import { z } from "zod";
import { MatterRef } from "../channels/contract.ts";
import { ClockKey } from "../clocks/contract.ts";
import { Id, OfficeId } from "../kernel/ids.ts";
import { route } from "../kernel/route.ts";

/**
 * Why one is told. awaited: something waits for you, `act` says what. told: it happened to a matter of yours, `entryType` says what.
 * mention: somebody named you. overdue: a clock or a 落实事项 of your office, `level` says how late.
 */
export const NoticeKind = z.enum(["awaited", "told", "mention", "overdue"]);
export type NoticeKind = z.infer<typeof NoticeKind>;

/** One thing one officer is told of. It holds no content: title and number are those of the matter as this officer may read it now. */
export const NoticeView = z.object({
  id: Id,
  kind: NoticeKind,
  entryType: z.string().nullable(),
  /** An ExchangeAct, an ActionAct, an AgreementAct, or what waits about a proposal: review_proposal, release_proposal, decide_proposal. */
  act: z.string().nullable(),
  clock: ClockKey.nullable(),
  level: z.enum(["reminder", "deputy", "head", "leader"]).nullable(),
  matter: MatterRef.nullable(),
  /** The occurrence of a 落实事项 of that agreement. */
  occurrenceId: Id.nullable(),
  /** Where it was said, when this officer reads that channel. */
  channel: z.object({ id: Id, title: z.string().nullable() }).nullable(),
  entryId: Id.nullable(),
  /** Who did it; null when a clock did. */
  actor: Id.nullable(),
  officeId: OfficeId,
  at: z.iso.datetime(),
  read: z.boolean(),
});
export type NoticeView = z.infer<typeof NoticeView>;

/** Exactly one of: these; all of a matter, when it is opened; all up to an instant. */
export const MarkNotices = z
  .object({
    ids: z.array(Id).min(1).max(200).optional(),
    matterId: Id.optional(),
    upTo: z.iso.datetime().optional(),
  })
  .strict()
  .refine((mark) => Object.values(mark).filter((value) => value !== undefined).length === 1);
export type MarkNotices = z.infer<typeof MarkNotices>;

/** Unread notices; more than this many are shown as "99+". */
export const UNREAD_CAP = 100;
const Unread = z.int().min(0).max(UNREAD_CAP);

export const listNotices = route({
  name: "notices.list",
  method: "get",
  path: "/notices",
  summary: "What I am told of, newest first",
  query: z.object({
    unread: z.enum(["true", "false"]).optional(),
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(30),
  }),
  reply: z.object({
    notices: z.array(NoticeView),
    next: z.string().nullable(),
    unread: Unread,
  }),
});

export const countNotices = route({
  name: "notices.count",
  method: "get",
  path: "/notices/unread",
  summary: "How many I have not read",
  reply: z.object({ unread: Unread }),
});

export const markNotices = route({
  name: "notices.mark",
  method: "put",
  path: "/notices/read",
  summary: "Read",
  body: MarkNotices,
  reply: z.object({ unread: Unread }),
});
