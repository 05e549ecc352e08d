import { HubError } from "../kernel/faults.ts";
import { ensure } from "../kernel/verdict.ts";
import { officeLogId } from "../offices/contract.ts";
import { newEpoch } from "../sessions/commands.ts";
import { replanOffice } from "../exchanges/plan.ts";
import type { Ctx } from "../store/hub.ts";
import { loadTarget } from "./commands.ts";
import type { Appoint, Reason } from "./contract.ts";
import type { OfficerDoc } from "./model.ts";
import { getAccount } from "./queries.ts";
import { mayChangePosts, postsFault } from "./rules.ts";

const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** 任职: sets posts, department and 职务. Rights follow at once: every session of the officer ends. */
export async function appoint(
  ctx: Ctx,
  officerId: string,
  { id, expects, basis, ...appointment }: Appoint,
): Promise<void> {
  const { posts, departmentId, inCharge } = appointment;
  await ctx.hub.journal.act(ctx, {
    id,
    input: { officerId, expects, basis, ...appointment },
    run: async (tx) => {
      const target = await loadTarget(ctx, tx, officerId, "security_admin");
      const fault = postsFault(posts, departmentId !== null);
      if (fault) throw new HubError("bad_input", { issues: [{ path: "posts", code: fault }] });
      ensure(mayChangePosts(target.posts, posts));
      if (inCharge.length > 0 && !posts.includes("deputy_chief"))
        throw new HubError("bad_input", {
          issues: [{ path: "inCharge", code: "deputy_chief_only" }],
        });
      await ensureDepartments(
        ctx,
        target,
        departmentId === null ? [] : [departmentId],
        "departmentId",
      );
      await ensureDepartments(ctx, target, inCharge, "inCharge");
      const changed = await tx.store.officers.updateOne(
        { _id: officerId, version: expects },
        { $set: appointment, $inc: { version: 1 } },
        { session: tx.session },
      );
      if (changed.matchedCount !== 1)
        throw new HubError("stale", { fresh: await getAccount(ctx, officerId) });
      await newEpoch(tx, officerId);
      await replanOffice(tx, target.officeId);
      const fields = (["posts", "departmentId", "inCharge", "title"] as const).filter(
        (field) => !isSame(target[field], appointment[field]),
      );
      return [
        {
          channelId: officeLogId(target.officeId),
          type: "appointment.changed",
          body: { officerId, fields, posts, basis },
        },
      ];
    },
  });
}

async function ensureDepartments(
  { hub }: Ctx,
  { officeId }: OfficerDoc,
  ids: readonly string[],
  path: string,
): Promise<void> {
  const wanted = [...new Set(ids)];
  const known = await hub.store.departments.countDocuments({ _id: { $in: wanted }, officeId });
  if (known < wanted.length)
    throw new HubError("bad_input", { issues: [{ path, code: "unknown" }] });
}

/** Takes a lost authenticator off an account; where the policy requires one, the next sign-in enrols a new one. */
export async function resetSecondFactor(
  ctx: Ctx,
  officerId: string,
  { id, reason }: Reason,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id,
    input: { officerId, reason },
    run: async (tx) => {
      const { officeId } = await loadTarget(ctx, tx, officerId, "security_admin");
      const taken = await tx.store.credentials.updateOne(
        { _id: officerId, authenticator: { $ne: null } },
        { $set: { authenticator: null, enrolling: null, recovery: [] } },
        { session: tx.session },
      );
      if (taken.matchedCount !== 1) throw new HubError("not_now", { reason: "not_enrolled" });
      await tx.store.devices.deleteMany({ officerId }, { session: tx.session });
      await newEpoch(tx, officerId);
      return [
        {
          channelId: officeLogId(officeId),
          type: "second_factor.reset",
          body: { officerId, reason },
        },
      ];
    },
  });
}
