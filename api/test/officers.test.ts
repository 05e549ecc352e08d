import { openDirectRoute } from "@hub/domain/channels/contract";
import type { HubError } from "@hub/domain/kernel/faults";
import { newId } from "@hub/domain/kernel/ids";
import { leadRoutes, RegisterLead } from "@hub/domain/leads/acts-contract";
import { registerLead } from "@hub/domain/leads/commands";
import type { OfficerDoc } from "@hub/domain/officers/model";
import { auditRoute, addDepartmentRoute, directoryRoute } from "@hub/domain/offices/contract";
import * as officers from "@hub/domain/officers/contract";
import { listSessionsRoute, meRoute, signInRoute } from "@hub/domain/sessions/contract";
import { expect } from "chai";
import { someValues } from "./exchange-story.ts";
import { startTestHub, type HubClient, type TestHub } from "./hub-client.ts";
import { aWorld, GAOYOU, SUPREME, TIANCHANG, type World } from "./world.ts";

describe("officers and their accounts", () => {
  let test: TestHub;
  let world: World;
  let system: HubClient;
  let security: HubClient;

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    system = await test.signIn(world.gaoyou.officers.systemAdmin);
    security = await test.signIn(world.gaoyou.officers.securityAdmin);
  });
  after(() => test.stop());

  const create = async (account: string) => {
    const officerId = newId();
    const body = { officerId, account, name: "演示新人" };
    const made = await system.call(officers.createAccountRoute, {
      params: { officeId: GAOYOU },
      body,
    });
    return { officerId, ...made };
  };
  const appointment = (posts: officers.Appoint["posts"], expects = 1) => ({
    expects,
    posts,
    departmentId: world.gaoyou.departments.pil._id,
    title: "第三检察部检察官",
    basis: "高检任〔2026〕1号",
  });

  describe("the directory", () => {
    it("shows the whole tree with the Supreme Procuratorate above both provinces", async () => {
      const client = await test.signIn(world.gaoyou.officers.clerk);
      const { offices, departments } = await client.call(directoryRoute);
      expect(offices[0]?.id).to.equal(SUPREME);
      expect(offices.find((office) => office.id === GAOYOU)?.connected).to.equal(true);
      expect(departments.map((one) => one.officeId)).to.include(TIANCHANG);
    });

    it("lists partners' officers with posts, never administrators", async () => {
      const client = await test.signIn(world.gaoyou.officers.prosecutor);
      const { officers: found } = await client.call(officers.listOfficersRoute, {
        query: { officeId: TIANCHANG },
      });
      expect(found.map((one) => one.id)).to.include(world.tianchang.officers.liaison._id);
      expect(found.flatMap((one) => one.posts)).to.not.include.members(["audit_admin"]);
      const heads = await client.call(officers.listOfficersRoute, {
        query: { officeId: TIANCHANG, post: "dept_head" },
      });
      expect(heads.officers.map((one) => one.id)).to.deep.equal([
        world.tianchang.officers.head._id,
      ]);
    });

    it("gives cards by ids, one id or several", async () => {
      const client = await test.signIn(world.gaoyou.officers.prosecutor);
      const ids = [world.gaoyou.officers.chief._id, world.tianchang.officers.chief._id];
      for (const some of [ids.slice(0, 1), ids])
        expect(
          (await client.call(officers.listOfficersRoute, { query: { ids: some } })).officers.map(
            (one) => one.id,
          ),
        ).to.have.members(some);
    });

    it("keeps an administrator inside his own office", async () => {
      const { officers: foreign } = await system.call(officers.listOfficersRoute, {
        query: { officeId: TIANCHANG },
      });
      expect(foreign).to.deep.equal([]);
    });
  });

  describe("creating and appointing", () => {
    it("takes two administrators to make somebody who may do anything", async () => {
      const { officerId, account, initialPassword } = await create("gaoyou.neu");
      expect(account.posts).to.deep.equal([]);
      expect(account.initial).to.equal(true);
      const visitor = test.visitor();
      const me = await visitor.call(signInRoute, {
        body: { account: "Gaoyou.Neu ", password: initialPassword ?? "" },
      });
      expect(me.session.needs).to.include("new_password");
      await system.refused(officers.appointRoute, "forbidden", {
        params: { officerId },
        body: appointment(["prosecutor"]),
      });
      const { account: appointed } = await security.call(officers.appointRoute, {
        params: { officerId },
        body: appointment(["prosecutor"]),
      });
      expect(appointed.posts).to.deep.equal(["prosecutor"]);
      await visitor.refused(meRoute, "signed_out");
    });

    it("opens nothing to an account that nobody has appointed", async () => {
      const { officerId } = await create("gaoyou.ohne");
      const leadId = newId();
      const registered = (posts: OfficerDoc["posts"]) =>
        registerLead(
          test.ctxOf({ ...world.gaoyou.officers.prosecutor, posts }),
          RegisterLead.parse({
            id: newId(),
            leadId,
            values: someValues({ marking: "internal" }),
          }),
        );
      expect(await registered([]).catch((thrown: HubError) => thrown.detail.reason)).to.equal(
        "no_post",
      );
      await registered(["prosecutor"]);
      const doc = await test.hub.store.officers.findById(officerId).lean<OfficerDoc>();
      if (!doc) throw new Error("not created");
      const client = await test.signIn(doc);
      expect((await client.call(leadRoutes.list)).count.n).to.equal(0);
      await client.refused(leadRoutes.get, "not_found", { params: { leadId } });
      const colleague = await test.signIn(world.gaoyou.officers.outsider);
      await colleague.call(leadRoutes.get, { params: { leadId } });
      await colleague.refused(openDirectRoute, "not_found", { body: { officerId } });
    });

    it("answers the initial password once, and a repeated command creates nothing", async () => {
      const body = { id: newId(), officerId: newId(), account: "gaoyou.twice", name: "演示" };
      const ask = () =>
        system.call(officers.createAccountRoute, { params: { officeId: GAOYOU }, body });
      expect((await ask()).initialPassword).to.be.a("string");
      expect((await ask()).initialPassword).to.equal(null);
    });

    it("names the field when an account is taken", async () => {
      await create("gaoyou.taken");
      const problem = await system.refused(officers.createAccountRoute, "bad_input", {
        params: { officeId: GAOYOU },
        body: { officerId: newId(), account: "gaoyou.taken", name: "演示" },
      });
      expect(problem.issues).to.deep.equal([{ path: "account", code: "taken" }]);
    });

    it("refuses posts that do not go together", async () => {
      const { officerId } = await create("gaoyou.odd");
      for (const posts of [
        ["audit_admin", "prosecutor"],
        ["chief", "deputy_chief"],
      ] as const) {
        const problem = await security.refused(officers.appointRoute, "bad_input", {
          params: { officerId },
          body: appointment([...posts]),
        });
        expect(problem.issues?.[0]?.path).to.equal("posts");
      }
    });

    it("puts a deputy chief in charge of the office's own departments, and nobody else", async () => {
      const { officerId } = await create("gaoyou.incharge");
      const params = { officerId };
      const inCharge = [world.gaoyou.departments.pil._id];
      const issueOf = async (change: Partial<officers.Appoint>) =>
        (
          await security.refused(officers.appointRoute, "bad_input", {
            params,
            body: { ...appointment(["deputy_chief"]), ...change },
          })
        ).issues;
      expect(await issueOf({ posts: ["prosecutor"], inCharge })).to.deep.equal([
        { path: "inCharge", code: "deputy_chief_only" },
      ]);
      expect(await issueOf({ inCharge: [world.tianchang.departments.pil._id] })).to.deep.equal([
        { path: "inCharge", code: "unknown" },
      ]);
      const { account } = await security.call(officers.appointRoute, {
        params,
        body: { ...appointment(["deputy_chief"]), inCharge },
      });
      expect(account.inCharge).to.deep.equal(inCharge);
    });

    it("never turns an officer's account into an administrator's", async () => {
      const problem = await security.refused(officers.appointRoute, "forbidden", {
        params: { officerId: world.gaoyou.officers.outsider._id },
        body: appointment(["audit_admin"]),
      });
      expect(problem.reason).to.equal("administrator_own_account");
    });

    it("tells a stale version with the fresh account", async () => {
      const { officerId } = await create("gaoyou.stale");
      await security.call(officers.appointRoute, {
        params: { officerId },
        body: appointment(["clerk"]),
      });
      const problem = await security.refused(officers.appointRoute, "stale", {
        params: { officerId },
        body: appointment(["assistant"]),
      });
      expect(problem.fresh).to.include({ version: 2 });
    });
  });

  describe("separation of the three administrators", () => {
    it("lets nobody act on himself", async () => {
      const body = { reason: "演示" };
      const own = { officerId: world.gaoyou.officers.systemAdmin._id };
      const problem = await system.refused(officers.resetPasswordRoute, "forbidden", {
        params: own,
        body,
      });
      expect(problem.reason).to.equal("on_oneself");
      await security.refused(officers.appointRoute, "forbidden", {
        params: { officerId: world.gaoyou.officers.securityAdmin._id },
        body: { ...appointment(["system_admin"]), departmentId: null },
      });
    });

    it("ends at the office's border, as if the others were not there", async () => {
      await system.refused(officers.listAccountsRoute, "not_found", {
        params: { officeId: TIANCHANG },
      });
      await system.refused(officers.closeAccountRoute, "not_found", {
        params: { officerId: world.tianchang.officers.clerk._id },
        body: { reason: "演示" },
      });
      await system.refused(addDepartmentRoute, "not_found", {
        params: { officeId: TIANCHANG },
        body: { departmentId: newId(), name: "部", nameEn: "D" },
      });
    });

    it("is not for officers: a chief is told it is not his", async () => {
      const chief = await test.signIn(world.gaoyou.officers.chief);
      await chief.refused(officers.listAccountsRoute, "forbidden", {
        params: { officeId: GAOYOU },
      });
    });

    it("shows each administrator what he may do", async () => {
      const ask = async (client: HubClient) =>
        (await client.call(officers.listAccountsRoute, { params: { officeId: GAOYOU } })).accounts;
      const ofClerk = (accounts: officers.AccountView[]) =>
        accounts.find((one) => one.id === world.gaoyou.officers.clerk._id)?.can;
      expect(ofClerk(await ask(system))).to.deep.equal(["change", "close", "reset_password"]);
      expect(ofClerk(await ask(security))).to.deep.equal(["appoint"]);
      const audit = await test.signIn(world.gaoyou.officers.auditAdmin);
      expect(ofClerk(await ask(audit))).to.deep.equal([]);
    });
  });

  it("closes an account: its session is over at the next request", async () => {
    const officer = world.gaoyou.officers.intake2;
    const client = await test.signIn(officer);
    await client.call(listSessionsRoute);
    const { account } = await system.call(officers.closeAccountRoute, {
      params: { officerId: officer._id },
      body: { reason: "调离" },
    });
    expect(account.active).to.equal(false);
    await client.refused(listSessionsRoute, "signed_out");
    await system.refused(officers.closeAccountRoute, "not_now", {
      params: { officerId: officer._id },
      body: { reason: "调离" },
    });
  });

  it("names a B角 of the own office only", async () => {
    const client = await test.signIn(world.gaoyou.officers.prosecutor);
    const colleague = world.gaoyou.officers.prosecutor2;
    const named = await client.call(officers.nameDeputyRoute, {
      body: { deputyId: colleague._id },
    });
    expect(named.deputyId).to.equal(colleague._id);
    const other = await test.signIn(colleague);
    expect((await other.call(officers.myDeputyRoute)).standsInFor).to.deep.equal([
      world.gaoyou.officers.prosecutor._id,
    ]);
    await client.refused(officers.nameDeputyRoute, "not_found", {
      body: { deputyId: world.tianchang.officers.prosecutor._id },
    });
    await client.refused(officers.nameDeputyRoute, "forbidden", {
      body: { deputyId: world.gaoyou.officers.prosecutor._id },
    });
  });

  describe("the audit", () => {
    it("shows administrative acts to the three, page by page without a gap", async () => {
      const audit = await test.signIn(world.gaoyou.officers.auditAdmin);
      const seen: number[] = [];
      for (let before: string | undefined, more = true; more;) {
        const { lines, next } = await audit.call(auditRoute, {
          params: { officeId: GAOYOU },
          query: { limit: 3, ...(before === undefined ? {} : { before }) },
        });
        seen.push(...lines.map((line) => line.seq));
        before = next ?? undefined;
        more = next !== null;
      }
      expect(seen).to.deep.equal(seen.map((_, at) => seen.length - at));
      expect(seen.length).to.be.greaterThan(5);
    });

    it("gives headers of everything to the audit administrator alone, without a body", async () => {
      const audit = await test.signIn(world.gaoyou.officers.auditAdmin);
      const query = { scope: "everything" as const };
      const { lines } = await audit.call(auditRoute, { params: { officeId: GAOYOU }, query });
      expect(lines.length).to.be.greaterThan(0);
      expect(lines.every((line) => line.body === null)).to.equal(true);
      await system.refused(auditRoute, "forbidden", { params: { officeId: GAOYOU }, query });
      await audit.refused(auditRoute, "not_found", { params: { officeId: TIANCHANG }, query });
    });
  });
});
