import { HubError } from "../kernel/faults.ts";
import { ensure } from "../kernel/verdict.ts";
import { mayAdminister } from "../officers/rules.ts";
import type { Ctx } from "../store/hub.ts";
import {
  officeLogId,
  type AddDepartment,
  type ChangeOffice,
  type RenameDepartment,
} from "./contract.ts";

/** The telephone that partners see beside the office. */
export async function changeOffice(
  ctx: Ctx,
  officeId: string,
  { id, telephone }: ChangeOffice,
): Promise<void> {
  ensure(mayAdminister(ctx.actor, "system_admin", officeId));
  await ctx.hub.journal.act(ctx, {
    id,
    input: { officeId, telephone },
    run: async ({ session, store }) => {
      await store.offices.updateOne(
        { _id: officeId },
        { $set: { telephone }, $inc: { version: 1 } },
        { session },
      );
      const body = { fields: ["telephone"] };
      return [{ channelId: officeLogId(officeId), type: "office.changed", body }];
    },
  });
}

export async function addDepartment(
  ctx: Ctx,
  officeId: string,
  { id, departmentId, name, nameEn }: AddDepartment,
): Promise<void> {
  ensure(mayAdminister(ctx.actor, "system_admin", officeId));
  await ctx.hub.journal.act(ctx, {
    id,
    input: { officeId, departmentId, name, nameEn },
    run: async ({ session, store }) => {
      if (await store.departments.exists({ _id: departmentId }).session(session))
        throw new HubError("duplicate");
      await store.departments.insertMany([{ _id: departmentId, officeId, name, nameEn }], {
        session,
        lean: true,
      });
      return [
        { channelId: officeLogId(officeId), type: "department.added", body: { departmentId } },
      ];
    },
  });
}

export async function renameDepartment(
  ctx: Ctx,
  { officeId, departmentId }: { officeId: string; departmentId: string },
  { id, name, nameEn }: RenameDepartment,
): Promise<void> {
  ensure(mayAdminister(ctx.actor, "system_admin", officeId));
  await ctx.hub.journal.act(ctx, {
    id,
    input: { officeId, departmentId, name, nameEn },
    run: async ({ session, store }) => {
      const renamed = await store.departments.updateOne(
        { _id: departmentId, officeId },
        { $set: { name, nameEn } },
        { session },
      );
      if (renamed.matchedCount !== 1) throw new HubError("not_found");
      return [
        { channelId: officeLogId(officeId), type: "department.renamed", body: { departmentId } },
      ];
    },
  });
}
