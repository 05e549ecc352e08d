import type { OfficerDoc } from "../officers/model.ts";
import { connectOffice, plantTree } from "../offices/plant.ts";
import { hashPassword } from "../sessions/password.ts";
import { DEFAULT_POLICY } from "../sessions/rules.ts";
import type { Hub } from "../store/hub.ts";
import { loadDemoLeads } from "./leads.ts";
import { departmentId, officerId } from "./officers.ts";
import { DEMO_DEPARTMENTS, DEMO_OFFICES, DEMO_PASSWORD, type DemoOffice } from "./people.ts";

/**
 * Loads the demo into a hub that has no officers yet; answers whether this hub is the demo's. Officers are planted, not created by an administrator:
 * there is none before the first. What they then do goes through the commands that everybody uses.
 */
export async function loadDemo(hub: Hub): Promise<boolean> {
  await plantTree(hub);
  if (await hub.store.officers.exists({})) {
    if (!(await isDemo(hub))) return false;
    await loadDemoLeads(hub);
    return true;
  }
  // One hash for all: these passwords are printed on the screen, and sixty hashes would take a second each start.
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  for (const office of DEMO_OFFICES) await plantOffice(hub, office, passwordHash);
  await loadDemoLeads(hub);
  return true;
}

async function isDemo(hub: Hub): Promise<boolean> {
  const first = DEMO_OFFICES[0]?.staff[0]?.account ?? "";
  return (await hub.store.officers.exists({ _id: officerId(first) })) !== null;
}

async function plantOffice(hub: Hub, office: DemoOffice, passwordHash: string): Promise<void> {
  const { store, clock } = hub;
  const now = clock.now();
  await connectOffice(hub, office.id);
  await store.offices.updateOne({ _id: office.id }, { $set: { telephone: office.telephone } });
  const keys = [...new Set(office.staff.flatMap((one) => one.department ?? []))];
  await store.departments.insertMany(
    keys.map((key) => ({
      _id: departmentId(office.id, key),
      officeId: office.id,
      ...DEMO_DEPARTMENTS[key],
    })),
    { lean: true },
  );
  await store.policies.insertMany(
    [
      {
        _id: office.id,
        version: 1,
        ...DEFAULT_POLICY,
        secondFactor: "optional",
        passwordDays: 0,
        idleMinutes: 60,
      },
    ],
    { lean: true },
  );
  const officers: OfficerDoc[] = office.staff.map((one) => ({
    _id: officerId(one.account),
    name: one.name,
    account: one.account,
    officeId: office.id,
    departmentId: one.department ? departmentId(office.id, one.department) : null,
    posts: one.posts,
    title: one.title,
    telephone: office.telephone,
    deputyId: one.deputy ? officerId(one.deputy) : null,
    active: true,
    epoch: 1,
    version: 1,
    createdAt: now,
  }));
  await store.officers.insertMany(officers, { lean: true });
  await store.credentials.insertMany(
    officers.map(({ _id }) => ({
      _id,
      passwordHash,
      formerHashes: [],
      passwordAt: now,
      initial: false,
      authenticator: null,
      lastStep: 0,
      recovery: [],
      enrolling: null,
    })),
    { lean: true },
  );
}
