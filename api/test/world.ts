import { derivedId, newId } from "@hub/domain/kernel/ids";
import type { Post } from "@hub/domain/kernel/officer";
import type { DepartmentDoc, OfficerDoc } from "@hub/domain/officers/model";
import { connectOffice, plantTree } from "@hub/domain/offices/plant";
import type { Hub } from "@hub/domain/store/hub";

/** The offices that tests speak of: two partners around the lake, a stranger, and their superiors. */
export const GAOYOU = "321084";
export const TIANCHANG = "341181";
export const BAOYING = "321023";
export const YANGZHOU = "321000";
export const CHUZHOU = "341100";
export const JIANGSU = "320000";
export const ANHUI = "340000";
export const SUPREME = "000000";

/** Everybody of an office, one or two of each post. `outsider` is a prosecutor of another department, who is on no team. */
const STAFF = {
  chief: ["chief"],
  deputy: ["deputy_chief"],
  head: ["dept_head"],
  prosecutor: ["prosecutor"],
  prosecutor2: ["prosecutor"],
  assistant: ["assistant"],
  clerk: ["clerk"],
  liaison: ["liaison"],
  intake: ["intake"],
  intake2: ["intake"],
  outsider: ["prosecutor"],
  systemAdmin: ["system_admin"],
  securityAdmin: ["security_admin"],
  auditAdmin: ["audit_admin"],
} as const satisfies Record<string, readonly Post[]>;

type StaffName = keyof typeof STAFF;
const DEPARTMENT_OF: Partial<Record<StaffName, "pil" | "crime">> = {
  head: "pil",
  prosecutor: "pil",
  prosecutor2: "pil",
  assistant: "pil",
  clerk: "pil",
  outsider: "crime",
};

export interface TestOffice {
  id: string;
  /** 第三检察部（公益诉讼）and 第一检察部. */
  departments: { pil: DepartmentDoc; crime: DepartmentDoc };
  officers: Record<StaffName, OfficerDoc>;
}

export interface World {
  gaoyou: TestOffice;
  tianchang: TestOffice;
  /** A county of the same city as Gaoyou that has no part in anything. */
  baoying: TestOffice;
  yangzhou: TestOffice;
  chuzhou: TestOffice;
}

/** An officer that is not stored yet. */
export const anOfficer = (
  given: Partial<OfficerDoc> & Pick<OfficerDoc, "officeId">,
): OfficerDoc => {
  const _id = given._id ?? newId();
  return {
    _id,
    name: `演示${_id.slice(-4)}`,
    account: `a${_id.replaceAll("-", "").slice(-12)}`,
    departmentId: null,
    posts: ["prosecutor"],
    inCharge: [],
    title: "检察官",
    telephone: "0514-00000000",
    deputyId: null,
    active: true,
    epoch: 1,
    version: 1,
    createdAt: new Date(),
    ...given,
  };
};

/** The tree with five connected, fully staffed offices; two counties of different provinces and their cities among them. */
export async function aWorld(hub: Hub): Promise<World> {
  await plantTree(hub);
  const office = (id: string) => anOffice(hub, id);
  const [gaoyou, tianchang, baoying, yangzhou, chuzhou] = await Promise.all([
    office(GAOYOU),
    office(TIANCHANG),
    office(BAOYING),
    office(YANGZHOU),
    office(CHUZHOU),
  ]);
  return { gaoyou, tianchang, baoying, yangzhou, chuzhou };
}

async function anOffice(hub: Hub, id: string): Promise<TestOffice> {
  await connectOffice(hub, id);
  const department = (name: string, nameEn: string): DepartmentDoc => ({
    _id: derivedId(id, nameEn),
    officeId: id,
    name,
    nameEn,
  });
  const departments = {
    pil: department("第三检察部", "Third Department"),
    crime: department("第一检察部", "First Department"),
  };
  await hub.store.departments.insertMany(Object.values(departments), { lean: true });
  const made = Object.entries(STAFF).map(([name, posts]) => {
    const of = DEPARTMENT_OF[name as StaffName];
    return [
      name,
      anOfficer({
        officeId: id,
        posts: [...posts],
        name: `${id}${name}`,
        title: name,
        departmentId: of ? departments[of]._id : null,
      }),
    ] as const;
  });
  await hub.store.officers.insertMany(
    made.map(([, officer]) => officer),
    { lean: true },
  );
  return { id, departments, officers: Object.fromEntries(made) as TestOffice["officers"] };
}
