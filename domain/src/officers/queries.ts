import type { ClientSession, QueryFilter } from "mongoose";
import type { z } from "zod";
import { isAdministrator } from "../access/rules.ts";
import { HubError } from "../kernel/faults.ts";
import { ADMIN_POSTS, type OfficerCard } from "../kernel/officer.ts";
import { ensure } from "../kernel/verdict.ts";
import { cardOf } from "../sessions/queries.ts";
import type { Ctx, Hub } from "../store/hub.ts";
import type { AccountView, listOfficersRoute } from "./contract.ts";
import type { OfficerDoc } from "./model.ts";
import { toAccountView } from "./present.ts";
import { maySeeAccounts } from "./rules.ts";

/** Cards of these officers by id, also of those who have left: their names stay beside what they did. */
export async function cardsOf(
  hub: Pick<Hub, "store">,
  ids: readonly string[],
  { session }: { session: ClientSession | null } = { session: null },
): Promise<Map<string, OfficerCard>> {
  if (ids.length === 0) return new Map();
  const docs = await hub.store.officers
    .find({ _id: { $in: [...new Set(ids)] } }, null, { session })
    .lean<OfficerDoc[]>();
  return new Map(docs.map((doc) => [doc._id, cardOf(doc)]));
}

/** More than anybody scrolls through; a larger office narrows by department or name. */
const DIRECTORY_LIMIT = 500;

/**
 * The directory: who may be chosen or written to. Only people with a post who may see content; administrators neither stand in it nor
 * look into other offices through it.
 */
export async function listOfficers(
  ctx: Ctx,
  { officeId, departmentId, post, q, ids }: z.output<typeof listOfficersRoute.query>,
): Promise<OfficerCard[]> {
  const isAdmin = isAdministrator(ctx.actor.posts);
  const filter: QueryFilter<OfficerDoc> = ids
    ? { _id: { $in: ids } }
    : { active: true, posts: { $nin: [...ADMIN_POSTS] } };
  if (officeId !== undefined) filter.officeId = officeId;
  if (isAdmin) filter.officeId = ctx.actor.officeId;
  if (isAdmin && officeId !== undefined && officeId !== ctx.actor.officeId) return [];
  if (departmentId !== undefined) filter.departmentId = departmentId;
  const found = await ctx.hub.store.officers
    .find(filter)
    .sort({ officeId: 1, _id: 1 })
    .limit(DIRECTORY_LIMIT)
    .lean<OfficerDoc[]>();
  return found
    .filter((doc) => ids !== undefined || doc.posts.length > 0)
    .filter((doc) => post === undefined || doc.posts.includes(post))
    .filter((doc) => q === undefined || doc.name.includes(q))
    .map(cardOf);
}

/** All accounts of the viewer's own office, open ones first, by name. */
export async function listAccounts(ctx: Ctx, officeId: string): Promise<AccountView[]> {
  ensure(maySeeAccounts(ctx.actor, officeId));
  const docs = await ctx.hub.store.officers.find({ officeId }).lean<OfficerDoc[]>();
  const views = await accountViews(ctx, docs);
  return views.toSorted(
    (one, other) =>
      Number(other.active) - Number(one.active) || one.name.localeCompare(other.name, "zh"),
  );
}

export async function getAccount(ctx: Ctx, officerId: string): Promise<AccountView> {
  const doc = await ctx.hub.store.officers.findById(officerId).lean<OfficerDoc>();
  if (!doc) throw new HubError("not_found");
  ensure(maySeeAccounts(ctx.actor, doc.officeId));
  const [view] = await accountViews(ctx, [doc]);
  if (!view) throw new HubError("not_found");
  return view;
}

async function accountViews(ctx: Ctx, docs: OfficerDoc[]): Promise<AccountView[]> {
  const known = await ctx.hub.store.credentials
    .find({ _id: { $in: docs.map((doc) => doc._id) } }, { initial: 1, authenticator: 1 })
    .lean();
  const byId = new Map(known.map((one) => [one._id, one]));
  return docs.map((doc) =>
    toAccountView(
      {
        card: cardOf(doc),
        account: doc.account,
        active: doc.active,
        version: doc.version,
        deputyId: doc.deputyId,
        createdAt: doc.createdAt,
        initial: byId.get(doc._id)?.initial ?? true,
        secondFactor: (byId.get(doc._id)?.authenticator ?? null) !== null,
      },
      ctx.actor,
    ),
  );
}

/** Who stands in for the actor, and for whom he does. */
export async function myDeputy(
  ctx: Ctx,
): Promise<{ deputyId: string | null; standsInFor: string[] }> {
  const { officers } = ctx.hub.store;
  const [own, others] = await Promise.all([
    officers.findById(ctx.actor.id, { deputyId: 1 }).lean(),
    officers
      .find({ officeId: ctx.actor.officeId, deputyId: ctx.actor.id, active: true }, { _id: 1 })
      .lean(),
  ]);
  return { deputyId: own?.deputyId ?? null, standsInFor: others.map((one) => one._id) };
}
