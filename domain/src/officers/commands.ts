import { HubError } from "../kernel/faults.ts";
import type { Tx } from "../journal/journal.ts";
import { ensure, refuse } from "../kernel/verdict.ts";
import { officeLogId } from "../offices/contract.ts";
import { newEpoch } from "../sessions/commands.ts";
import { replanOffice } from "../exchanges/plan.ts";
import { freshCredentials, newInitialPassword } from "../sessions/initial.ts";
import { hashPassword } from "../sessions/password.ts";
import type { Ctx } from "../store/hub.ts";
import type { AdminPost } from "../kernel/officer.ts";
import type { ChangeAccount, CreateAccount, Reason } from "./contract.ts";
import type { OfficerDoc } from "./model.ts";
import { getAccount } from "./queries.ts";
import { mayActOn, mayAdminister, mayStandIn } from "./rules.ts";

/** The officer whom an administrator acts on, read in the act's own snapshot. */
export async function loadTarget(
  ctx: Ctx,
  { session, store }: Pick<Tx, "session" | "store">,
  officerId: string,
  post: AdminPost,
): Promise<OfficerDoc> {
  const target = await store.officers.findById(officerId, null, { session }).lean<OfficerDoc>();
  if (!target) throw new HubError("not_found");
  ensure(mayActOn(ctx.actor, post, { id: target._id, officeId: target.officeId }));
  return target;
}

/** A new account without a post: until the security administrator appoints, it opens nothing. The initial password is answered once. */
export async function createAccount(
  ctx: Ctx,
  officeId: string,
  { id, officerId, account, name, telephone }: CreateAccount,
): Promise<{ initialPassword: string | null }> {
  ensure(mayAdminister(ctx.actor, "system_admin", officeId));
  const initialPassword = newInitialPassword();
  const passwordHash = await hashPassword(initialPassword);
  const { replayed } = await ctx.hub.journal.act(ctx, {
    id,
    input: { officeId, officerId, account, name, telephone },
    run: async ({ session, store, at }) => {
      const taken = await store.officers
        .findOne({ $or: [{ account }, { _id: officerId }] }, { account: 1 }, { session })
        .lean();
      if (taken?.account === account)
        throw new HubError("bad_input", { issues: [{ path: "account", code: "taken" }] });
      if (taken) throw new HubError("duplicate");
      const officer: OfficerDoc = {
        _id: officerId,
        name,
        account,
        officeId,
        departmentId: null,
        posts: [],
        inCharge: [],
        title: "",
        telephone,
        deputyId: null,
        active: true,
        epoch: 1,
        version: 1,
        createdAt: at,
      };
      await store.officers.insertMany([officer], { session, lean: true });
      await store.credentials.insertMany(
        [freshCredentials(officerId, passwordHash, { at, initial: true })],
        { session, lean: true },
      );
      return [{ channelId: officeLogId(officeId), type: "account.created", body: { officerId } }];
    },
  });
  return { initialPassword: replayed ? null : initialPassword };
}

/** Corrects name or telephone. */
export async function changeAccount(
  ctx: Ctx,
  officerId: string,
  { id, expects, name, telephone }: ChangeAccount,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id,
    input: { officerId, expects, name, telephone },
    run: async (tx) => {
      const target = await loadTarget(ctx, tx, officerId, "system_admin");
      const changed = await tx.store.officers.updateOne(
        { _id: officerId, version: expects },
        { $set: { name, telephone }, $inc: { version: 1 } },
        { session: tx.session },
      );
      if (changed.matchedCount !== 1)
        throw new HubError("stale", { fresh: await getAccount(ctx, officerId) });
      const fields = [
        ...(target.name === name ? [] : ["name"]),
        ...(target.telephone === telephone ? [] : ["telephone"]),
      ];
      return [
        {
          channelId: officeLogId(target.officeId),
          type: "account.changed",
          body: { officerId, fields },
        },
      ];
    },
  });
}

/** Closes an account or opens it again; closing ends its sessions at once. */
export async function setActive(
  ctx: Ctx,
  officerId: string,
  { id, reason, active }: Reason & { active: boolean },
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id,
    input: { officerId, reason, active },
    run: async (tx) => {
      const { officeId, active: before } = await loadTarget(ctx, tx, officerId, "system_admin");
      if (before === active) ensure(refuse("not_now", active ? "already_open" : "already_closed"));
      await tx.store.officers.updateOne(
        { _id: officerId },
        { $set: { active }, $inc: { version: 1 } },
        { session: tx.session },
      );
      await newEpoch(tx, officerId);
      await replanOffice(tx, officeId);
      const type = active ? "account.reopened" : "account.closed";
      return [{ channelId: officeLogId(officeId), type, body: { officerId, reason } }];
    },
  });
}

/** A new initial password, answered once; every session of the account ends. The second factor stays: it is another administrator's. */
export async function resetPassword(
  ctx: Ctx,
  officerId: string,
  { id, reason }: Reason,
): Promise<{ initialPassword: string | null }> {
  const initialPassword = newInitialPassword();
  const passwordHash = await hashPassword(initialPassword);
  const { replayed } = await ctx.hub.journal.act(ctx, {
    id,
    input: { officerId, reason },
    run: async (tx) => {
      const { officeId } = await loadTarget(ctx, tx, officerId, "system_admin");
      const { session, store, at } = tx;
      const known = await store.credentials.findById(officerId, null, { session }).lean();
      if (known)
        await store.credentials.updateOne(
          { _id: officerId },
          {
            $set: { passwordHash, passwordAt: at, initial: true },
            $push: {
              formerHashes: { $each: [known.passwordHash], $position: 0, $slice: 5 },
            },
          },
          { session },
        );
      else
        await store.credentials.insertMany(
          [freshCredentials(officerId, passwordHash, { at, initial: true })],
          { session, lean: true },
        );
      await newEpoch(tx, officerId);
      return [
        {
          channelId: officeLogId(officeId),
          type: "password.reset",
          body: { officerId, reason },
        },
      ];
    },
  });
  return { initialPassword: replayed ? null : initialPassword };
}

/** B角: the actor names who stands in for him. */
export async function nameDeputy(
  ctx: Ctx,
  { id, deputyId }: { id: string; deputyId: string | null },
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id,
    input: { deputyId },
    run: async ({ session, store }) => {
      if (deputyId !== null) {
        const found = await store.officers.findById(deputyId, null, { session }).lean<OfficerDoc>();
        if (!found) throw new HubError("not_found");
        ensure(mayStandIn(ctx.actor, { ...found, id: found._id }));
      }
      await store.officers.updateOne(
        { _id: ctx.actor.id },
        { $set: { deputyId }, $inc: { version: 1 } },
        { session },
      );
      return [
        { channelId: officeLogId(ctx.actor.officeId), type: "deputy.named", body: { deputyId } },
      ];
    },
  });
}
