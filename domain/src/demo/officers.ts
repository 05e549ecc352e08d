import { derivedId } from "../kernel/ids.ts";
import type { OfficerDoc } from "../officers/model.ts";
import type { Hub } from "../store/hub.ts";

export const officerId = (account: string): string => derivedId("demo", account);
export const departmentId = (officeId: string, key: string): string =>
  derivedId("demo", `${officeId}/${key}`);

/** A demo officer by account, for what the demo lets its people do. */
export async function demoOfficer(hub: Hub, account: string): Promise<OfficerDoc> {
  const officer = await hub.store.officers.findById(officerId(account)).lean<OfficerDoc>();
  if (!officer) throw new TypeError(`the demo has no ${account}`);
  return officer;
}
