import type { Model } from "mongoose";
import type { OfficerDoc } from "../officers/model.ts";
import { connectOffice, plantTree } from "../offices/plant.ts";
import { freshCredentials } from "../sessions/initial.ts";
import { hashPassword } from "../sessions/password.ts";
import type { Policy } from "../sessions/contract.ts";
import { DEFAULT_POLICY } from "../sessions/rules.ts";
import type { Hub } from "../store/hub.ts";
import { loadDemoAgreements } from "./agreements.ts";
import { loadDemoActions } from "./actions.ts";
import { loadDemoLeads } from "./leads.ts";
import { departmentId, officerId } from "./officers.ts";
import { DEMO_DEPARTMENTS, DEMO_OFFICES, DEMO_PASSWORD, type DemoOffice } from "./people.ts";

/** Looser than an office would have it: the demo is tried out beside other work, and nobody wants to enrol an authenticator for it. */
const DEMO_POLICY: Policy = {
  ...DEFAULT_POLICY,
  secondFactor: "optional",
  passwordDays: 0,
  idleMinutes: 60,
};

/**
 * Loads the demo into a hub that has no officers yet; answers whether this hub is the demo's. What a start that was cut off has left
 * out is added by the next. Officers are planted, not created by an administrator: there is none before the first. What they then do
 * goes through the commands that everybody uses.
 */
export async function loadDemo(hub: Hub): Promise<boolean> {
  await plantTree(hub);
  const known = new Set(await hub.store.officers.distinct("_id"));
  if (known.size > 0 && !(await isDemo(hub))) return false;
  const missing = DEMO_OFFICES.filter(({ staff }) =>
    staff.some((one) => !known.has(officerId(one.account))),
  );
  if (missing.length > 0) {
    // One hash for all: these passwords are printed on the screen, and sixty hashes would take a second each start.
    const passwordHash = await hashPassword(DEMO_PASSWORD);
    for (const office of missing) await plantOffice(hub, office, passwordHash);
  }
  await loadDemoLeads(hub);
  await loadDemoAgreements(hub);
  await loadDemoActions(hub);
  return true;
}

async function isDemo(hub: Hub): Promise<boolean> {
  const first = DEMO_OFFICES[0]?.staff[0]?.account ?? "";
  return (await hub.store.officers.exists({ _id: officerId(first) })) !== null;
}

/** An office with its people. Officers come last: where one stands, the rest of the office does, too. */
async function plantOffice(hub: Hub, office: DemoOffice, passwordHash: string): Promise<void> {
  const { store, clock } = hub;
  const now = clock.now();
  const { id: officeId, telephone, staff } = office;
  await connectOffice(hub, officeId);
  await store.offices.updateOne({ _id: officeId }, { $set: { telephone } });
  const keys = [...new Set(staff.flatMap((one) => one.department ?? []))];
  await plant(
    store.departments,
    keys.map((key) => ({
      _id: departmentId(officeId, key),
      officeId,
      ...DEMO_DEPARTMENTS[key],
    })),
  );
  await plant(store.policies, [{ _id: officeId, version: 1, ...DEMO_POLICY }]);
  const officers: OfficerDoc[] = staff.map((one) => ({
    _id: officerId(one.account),
    name: one.name,
    account: one.account,
    officeId,
    departmentId: one.department ? departmentId(officeId, one.department) : null,
    posts: one.posts,
    inCharge: one.inCharge.map((key) => departmentId(officeId, key)),
    title: one.title,
    telephone,
    deputyId: one.deputy ? officerId(one.deputy) : null,
    active: true,
    epoch: 1,
    version: 1,
    createdAt: now,
  }));
  const credentials = officers.map(({ _id }) =>
    freshCredentials(_id, passwordHash, { at: now, initial: false }),
  );
  await plant(store.credentials, credentials);
  await plant(store.officers, officers);
}

/** Inserts what is not there yet. */
async function plant<Doc extends { _id: string }>(
  model: Pick<Model<Doc>, "bulkWrite">,
  docs: Doc[],
): Promise<void> {
  if (docs.length === 0) return;
  await model.bulkWrite(
    docs.map(({ _id, ...fields }) => ({
      updateOne: { filter: { _id }, update: { $setOnInsert: fields }, upsert: true },
    })) as Parameters<Model<Doc>["bulkWrite"]>[0],
  );
}
