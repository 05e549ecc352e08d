import { loadDemo } from "@hub/domain/demo/load";
import { DEMO_OFFICES } from "@hub/domain/demo/people";
import { foundOffice, type Founding } from "@hub/domain/officers/found";
import { verifyPassword } from "@hub/domain/sessions/password";
import type { Hub } from "@hub/domain/store/hub";
import { verifyJournal } from "@hub/domain/journal/verify";
import { expect } from "chai";
import { freshHub } from "./fresh-hub.ts";

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "done",
    (thrown: { code: string }) => thrown.code,
  );

describe("the first accounts of an office", () => {
  let hub: Hub;
  let fresh: Awaited<ReturnType<typeof freshHub>>;
  before(async () => {
    fresh = await freshHub();
    hub = fresh.hub;
  });
  after(() => fresh.close());

  const founding = (officeId: string, prefix: string): Founding => ({
    officeId,
    system_admin: { account: `${prefix}.sys`, name: "系统" },
    security_admin: { account: `${prefix}.sec`, name: "安全" },
    audit_admin: { account: `${prefix}.aud`, name: "审计" },
  });

  it("are three administrators with passwords of their own, to be changed", async () => {
    const made = await foundOffice(hub, founding("321084", "gaoyou"));
    expect(new Set(made.map((one) => one.initialPassword))).to.have.length(3);
    const officers = await hub.store.officers.find({ officeId: "321084" }).lean();
    expect(officers.flatMap((one) => one.posts)).to.have.members([
      "system_admin",
      "security_admin",
      "audit_admin",
    ]);
    for (const officer of officers) {
      const known = await hub.store.credentials.findById(officer._id).lean();
      const told = made.find((one) => one.account === officer.account)?.initialPassword ?? "";
      expect(known?.initial).to.equal(true);
      expect(await verifyPassword(known?.passwordHash ?? null, told)).to.equal(true);
    }
    expect((await verifyJournal(hub.store)).findings).to.deep.equal([]);
  });

  it("are made once, for an office of the tree, with accounts that are free", async () => {
    expect(await codeOf(foundOffice(hub, founding("321084", "again")))).to.equal("not_now");
    expect(await codeOf(foundOffice(hub, founding("999999", "nowhere")))).to.equal("not_found");
    expect(await codeOf(foundOffice(hub, founding("341181", "gaoyou")))).to.equal("bad_input");
    expect(await hub.store.officers.countDocuments({ officeId: "341181" })).to.equal(0);
    expect((await hub.store.offices.findById("341181").lean())?.connected).to.equal(false);
  });

  it("keep the demo away", async () => {
    expect(await loadDemo(hub)).to.equal(false);
  });
});

describe("the demo", () => {
  it("is completed by the next start when the first was cut off", async function () {
    this.timeout(60_000);
    const fresh = await freshHub();
    const { hub } = fresh;
    try {
      await loadDemo(hub);
      const whole = await hub.store.officers.countDocuments();
      expect(whole).to.equal(DEMO_OFFICES.flatMap((office) => office.staff).length);
      await hub.store.officers.deleteMany({ officeId: "341100" });
      expect(await loadDemo(hub)).to.equal(true);
      expect(await hub.store.officers.countDocuments()).to.equal(whole);
      expect(await hub.store.credentials.countDocuments()).to.equal(whole);
    } finally {
      await fresh.close();
    }
  });
});
