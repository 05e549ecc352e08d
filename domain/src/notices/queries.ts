import { mayRead } from "../access/rules.ts";
import type { MatterRef } from "../channels/contract.ts";
import { refsOfMatters } from "../channels/matter.ts";
import type { ChannelDoc } from "../journal/model.ts";
import { afterCursor, cursorText, parseCursor } from "../kernel/cursor.ts";
import { HubError } from "../kernel/faults.ts";
import type { Ctx } from "../store/hub.ts";
import { UNREAD_CAP, type NoticeView } from "./contract.ts";
import type { NoticeDoc } from "./model.ts";

/** Unread notices of matters that may still be read, at most UNREAD_CAP. */
export async function countUnread(ctx: Ctx): Promise<number> {
  const unread = await ctx.hub.store.notices
    .find({ officerId: ctx.actor.id, unread: true })
    .sort({ at: -1, _id: -1 })
    .limit(UNREAD_CAP)
    .lean<NoticeDoc[]>();
  return (await present(ctx, unread)).length;
}

/** A page of notices, newest first; what may not be read any more is left out. */
export async function listNoticesOf(
  ctx: Ctx,
  query: { unread?: boolean; cursor?: string | undefined; limit: number },
): Promise<{ notices: NoticeView[]; next: string | null; unread: number }> {
  const cursor = query.cursor === undefined ? null : parseCursor(query.cursor);
  if (query.cursor !== undefined && !cursor)
    throw new HubError("bad_input", { issues: [{ path: "query.cursor", code: "invalid" }] });
  const docs = await ctx.hub.store.notices
    .find({
      officerId: ctx.actor.id,
      ...(query.unread ? { unread: true } : {}),
      ...(cursor ? afterCursor("at", cursor) : {}),
    })
    .sort({ at: -1, _id: -1 })
    .limit(query.limit + 1)
    .lean<NoticeDoc[]>();
  const page = docs.slice(0, query.limit);
  const last = docs.length > query.limit ? page.at(-1) : undefined;
  return {
    notices: await present(ctx, page),
    next: last ? cursorText({ at: last.at, id: last._id }) : null,
    unread: await countUnread(ctx),
  };
}

/** Notices as this officer may see them now: title and place come from the matter and the channel, under the one predicate. */
async function present(ctx: Ctx, docs: readonly NoticeDoc[]): Promise<NoticeView[]> {
  const channelIds = [...new Set(docs.flatMap((one) => one.channelId ?? []))];
  const [channels, refs] = await Promise.all([
    channelIds.length > 0
      ? ctx.hub.store.channels.find({ _id: { $in: channelIds } }).lean<ChannelDoc[]>()
      : [],
    refsOfMatters(
      ctx,
      docs.flatMap((one) => one.matter ?? []),
    ),
  ]);
  const readable = new Map(
    channels.filter((one) => mayRead(ctx.actor, one).allowed).map((one) => [one._id, one]),
  );
  return docs.flatMap((doc) => {
    const matter = doc.matter ? refs.get(doc.matter.id) : null;
    const channel = doc.channelId ? readable.get(doc.channelId) : null;
    // The reason to tell is gone with the right to read.
    if (matter === undefined || (!matter && !channel)) return [];
    return [toView(doc, matter, channel ?? null)];
  });
}

const toView = (
  doc: NoticeDoc,
  matter: MatterRef | null,
  channel: ChannelDoc | null,
): NoticeView => ({
  id: doc._id,
  kind: doc.kind,
  entryType: doc.entryType,
  act: doc.act,
  clock: doc.clock,
  level: doc.level,
  matter,
  // Notices of before obligations were kept have none.
  occurrenceId: doc.occurrenceId ?? null,
  channel: channel ? { id: channel._id, title: channel.title } : null,
  entryId: channel ? doc.entryId : null,
  actor: doc.actor,
  officeId: doc.officeId,
  at: doc.at.toISOString(),
  read: doc.unread !== true,
});
