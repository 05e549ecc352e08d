import { derivedId } from "../kernel/ids.ts";
import type { OfficerDoc } from "../officers/model.ts";
import { actorOf } from "../sessions/queries.ts";
import type { Ctx, Hub } from "../store/hub.ts";

export const officerId = (account: string): string => derivedId("demo", account);
export const departmentId = (officeId: string, key: string): string =>
  derivedId("demo", `${officeId}/${key}`);

/** A demo officer by account, for what the demo lets its people do. */
export async function demoOfficer(hub: Hub, account: string): Promise<OfficerDoc> {
  const officer = await hub.store.officers.findById(officerId(account)).lean<OfficerDoc>();
  if (!officer) throw new TypeError(`the demo has no ${account}`);
  return officer;
}

/** Who acts in a story, as he signs in. */
export async function asOfficer(hub: Hub, account: string): Promise<Ctx> {
  const officer = await demoOfficer(hub, account);
  return { hub, actor: actorOf(officer), role: officer.title };
}
