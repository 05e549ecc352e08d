import { HubError } from "../kernel/faults.ts";
import type { Post } from "../kernel/officer.ts";
import type { Ctx } from "../store/hub.ts";
import type { KeyView, OwnKey } from "./contract.ts";
import type { KeyDoc } from "./model.ts";
import { toKeyView } from "./present.ts";
import { maySeeKeys } from "./rules.ts";

/** More than an office of any size has in years. */
const LIST_LIMIT = 500;

/** The office's keys for its leaders and liaison, newest first; for everybody else the own. */
export async function listKeys(ctx: Ctx): Promise<KeyView[]> {
  const { officeId, id } = ctx.actor;
  const whose = maySeeKeys(ctx.actor) ? { officeId } : { officeId, officerId: id };
  const docs = await ctx.hub.store.keys
    .find(whose)
    .sort({ _id: -1 })
    .limit(LIST_LIMIT)
    .lean<KeyDoc[]>();
  return toViews(ctx, docs);
}

/** A key for this officer as listKeys would show it, or not_found. */
export async function getKey(ctx: Ctx, keyId: string): Promise<KeyView> {
  const doc = await ctx.hub.store.keys.findById(keyId).lean<KeyDoc>();
  const isSeen =
    doc?.officeId === ctx.actor.officeId &&
    (doc.officerId === ctx.actor.id || maySeeKeys(ctx.actor));
  const [view] = doc && isSeen ? await toViews(ctx, [doc]) : [];
  if (!view) throw new HubError("not_found");
  return view;
}

/** The actor's current key with the blob that only he can open. */
export async function ownKey(ctx: Ctx): Promise<OwnKey | null> {
  const { id: officerId, officeId } = ctx.actor;
  const doc = await ctx.hub.store.keys
    .findOne({ officerId, officeId, current: true })
    .lean<KeyDoc>();
  const [view] = doc ? await toViews(ctx, [doc]) : [];
  return doc && view ? { ...view, blob: doc.blob } : null;
}

async function toViews(ctx: Ctx, docs: readonly KeyDoc[]): Promise<KeyView[]> {
  const holders = await ctx.hub.store.officers
    .find({ _id: { $in: docs.map((doc) => doc.officerId) }, active: true }, { posts: 1 })
    .lean<{ _id: string; posts: Post[] }[]>();
  const posts = new Map(holders.map((one) => [one._id, one.posts]));
  return docs.map((doc) => toKeyView(doc, ctx.actor, posts.get(doc.officerId) ?? []));
}
