import { z } from "zod";
import { HubError } from "../kernel/faults.ts";
import { derivedId, OfficeId } from "../kernel/ids.ts";
import { ADMIN_POSTS, type AdminPost } from "../kernel/officer.ts";
import { line } from "../kernel/text.ts";
import { officeLogId } from "../offices/contract.ts";
import { connectOffice, plantTree } from "../offices/plant.ts";
import { Account } from "../sessions/contract.ts";
import { freshCredentials, newInitialPassword } from "../sessions/initial.ts";
import { hashPassword } from "../sessions/password.ts";
import type { Hub } from "../store/hub.ts";
import { systemCtx } from "./system.ts";

const Person = z.strictObject({ account: Account, name: line(40) });

/** The three administrators with whom an office begins; three persons, so three accounts. */
export const Founding = z.strictObject({
  officeId: OfficeId,
  system_admin: Person,
  security_admin: Person,
  audit_admin: Person,
});
export type Founding = z.infer<typeof Founding>;

const TITLES: Record<AdminPost, string> = {
  system_admin: "系统管理员",
  security_admin: "安全管理员",
  audit_admin: "审计管理员",
};

/**
 * Lets an office take part and makes its first three accounts, for there is no administrator who could. Answers their initial passwords,
 * once. Throws not_found for an office that is not in the tree, not_now when the office has accounts, bad_input for a taken account.
 */
export async function foundOffice(
  hub: Hub,
  founding: Founding,
): Promise<{ account: string; initialPassword: string }[]> {
  const { officeId } = founding;
  await plantTree(hub);
  if (!(await hub.store.offices.exists({ _id: officeId }))) throw new HubError("not_found");
  if (await hub.store.officers.exists({ officeId })) throw new HubError("not_now");
  const accounts = ADMIN_POSTS.map((post) => founding[post].account);
  const taken = await hub.store.officers.exists({ account: { $in: accounts } });
  if (taken || new Set(accounts).size < accounts.length)
    throw new HubError("bad_input", { issues: [{ path: "account", code: "taken" }] });
  const people = await Promise.all(
    ADMIN_POSTS.map(async (post) => {
      const initialPassword = newInitialPassword();
      const officerId = derivedId(officeLogId(officeId), post);
      const passwordHash = await hashPassword(initialPassword);
      return { post, officerId, initialPassword, passwordHash, ...founding[post] };
    }),
  );
  await connectOffice(hub, officeId);
  const channelId = officeLogId(officeId);
  await hub.journal.act(systemCtx(hub, officeId), {
    id: derivedId(channelId, "founded"),
    input: { officeId },
    run: async ({ session, store, at }) => {
      await store.officers.insertMany(
        people.map(({ officerId, post, account, name }) => ({
          _id: officerId,
          name,
          account,
          officeId,
          departmentId: null,
          posts: [post],
          inCharge: [],
          title: TITLES[post],
          telephone: "",
          deputyId: null,
          active: true,
          epoch: 1,
          version: 1,
          createdAt: at,
        })),
        { session, lean: true },
      );
      await store.credentials.insertMany(
        people.map((one) =>
          freshCredentials(one.officerId, one.passwordHash, { at, initial: true }),
        ),
        { session, lean: true },
      );
      return people.map(({ officerId }) => ({
        channelId,
        type: "account.created",
        body: { officerId },
      }));
    },
  });
  return people.map(({ account, initialPassword }) => ({ account, initialPassword }));
}
