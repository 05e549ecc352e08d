import type { ClientSession } from "mongoose";
import { HubError } from "../kernel/faults.ts";
import type { Hub } from "../store/hub.ts";
import type { Department, Office } from "./contract.ts";
import type { OfficeDoc } from "./model.ts";
import type { DepartmentDoc } from "../officers/model.ts";
import { inOrder, treeOf, type Tree } from "./rules.ts";

export const toOffice = (doc: OfficeDoc): Office => ({
  id: doc._id,
  name: doc.name,
  nameEn: doc.nameEn,
  shortName: doc.shortName,
  level: doc.level,
  parentId: doc.parentId,
  telephone: doc.telephone,
  point: doc.point,
  connected: doc.connected,
});

export const toDepartment = (doc: DepartmentDoc): Department => ({
  id: doc._id,
  officeId: doc.officeId,
  name: doc.name,
  nameEn: doc.nameEn,
});

/** All offices, in their order. The tree is public knowledge and small: it is read whole. */
export async function listOffices(
  hub: Pick<Hub, "store">,
  session: ClientSession | null = null,
): Promise<Office[]> {
  const docs = await hub.store.offices.find({}, null, { session }).lean<OfficeDoc[]>();
  return inOrder(docs.map(toOffice));
}

export const officeTree = async (
  hub: Pick<Hub, "store">,
  session: ClientSession | null = null,
): Promise<Tree> => treeOf(await listOffices(hub, session));

/** Departments of one office, or of all that take part. */
export async function listDepartments(
  hub: Pick<Hub, "store">,
  officeId?: string,
): Promise<Department[]> {
  const docs = await hub.store.departments
    .find(officeId === undefined ? {} : { officeId })
    .sort({ officeId: 1, _id: 1 })
    .lean<DepartmentDoc[]>();
  return docs.map(toDepartment);
}

export async function getOffice(hub: Pick<Hub, "store">, officeId: string): Promise<Office> {
  const doc = await hub.store.offices.findById(officeId).lean<OfficeDoc>();
  if (!doc) throw new HubError("not_found");
  return toOffice(doc);
}

export async function getDepartment(
  hub: Pick<Hub, "store">,
  departmentId: string,
): Promise<Department> {
  const doc = await hub.store.departments.findById(departmentId).lean<DepartmentDoc>();
  if (!doc) throw new HubError("not_found");
  return toDepartment(doc);
}
