import {
  ApprovalKind,
  approvalTableRoute,
  setApprovalsRoute,
} from "@hub/domain/approvals/contract";
import { powerOver } from "@hub/domain/approvals/queries";
import { newId } from "@hub/domain/kernel/ids";
import { expect } from "chai";
import { startTestHub, type HubClient, type TestHub } from "./hub-client.ts";
import { aWorld, GAOYOU, type World } from "./world.ts";

describe("the 权限清单", () => {
  let test: TestHub;
  let world: World;
  let security: HubClient;
  const params = { officeId: GAOYOU };

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    security = await test.signIn(world.gaoyou.officers.securityAdmin);
  });
  after(() => test.stop());

  const table = (client: HubClient) => client.call(approvalTableRoute, { params });
  const transferRow = async () => {
    const { rows } = await table(security);
    const row = rows.find((one) => one.kind === "transfer" && one.urgency === "ordinary");
    if (!row) throw new Error("no row");
    return row;
  };
  const power = async (who: "prosecutor" | "deputy" | "head", drafterId: string) => {
    const officer = world.gaoyou.officers[who];
    const departmentId = world.gaoyou.departments.pil._id;
    return powerOver(test.ctxOf(officer), "issue", {
      kind: "transfer",
      urgency: "ordinary",
      draft: { officeId: GAOYOU, departmentId, drafterId },
    });
  };

  it("is whole before anybody has touched it, and read by the office alone", async () => {
    const clerk = await test.signIn(world.gaoyou.officers.clerk);
    const { rows, version } = await table(clerk);
    expect(version).to.equal(0);
    expect([...new Set(rows.map((row) => row.kind))]).to.have.members(ApprovalKind.options);
    const stranger = await test.signIn(world.baoying.officers.securityAdmin);
    await stranger.refused(approvalTableRoute, "not_found", { params });
  });

  it("decides by the table of the moment who may issue", async () => {
    const { prosecutor, deputy, securityAdmin } = world.gaoyou.officers;
    expect((await power("deputy", prosecutor._id)).allowed).to.equal(true);
    expect((await power("prosecutor", prosecutor._id)).allowed).to.equal(false);
    const row = await transferRow();
    const { version, officers } = await security.call(setApprovalsRoute, {
      params,
      body: {
        expects: (await table(security)).version,
        rows: [{ ...row, issuers: ["chief"], authorised: [prosecutor._id] }],
        basis: "高检发办〔2026〕3号",
      },
    });
    expect(version).to.equal(1);
    expect(officers.map((one) => one.id)).to.deep.equal([prosecutor._id]);
    expect((await power("deputy", prosecutor._id)).allowed).to.equal(false);
    expect((await power("prosecutor", prosecutor._id)).allowed).to.equal(true);
    expect((await power("prosecutor", deputy._id)).allowed).to.equal(false);
    const entry = await test.hub.store.entries.findOne({ type: "approvals.changed" }).lean();
    expect(entry).to.include({ actor: securityAdmin._id, office: GAOYOU });
  });

  it("is changed by the own security administrator alone, on the version he saw", async () => {
    const body = { expects: 0, rows: [await transferRow()], basis: "依据" };
    const stale = await security.refused(setApprovalsRoute, "stale", { params, body });
    expect(stale.fresh).to.have.property("version", 1);
    for (const [who, code] of [
      [world.gaoyou.officers.chief, "forbidden"],
      [world.gaoyou.officers.systemAdmin, "forbidden"],
      [world.tianchang.officers.securityAdmin, "not_found"],
    ] as const)
      await (await test.signIn(who)).refused(setApprovalsRoute, code, { params, body });
  });

  it("refuses rows that nobody could work by, each with its path", async () => {
    const row = await transferRow();
    const { version: expects } = await table(security);
    const wrong = await security.refused(setApprovalsRoute, "bad_input", {
      params,
      body: {
        expects,
        basis: "依据",
        rows: [
          { ...row, authorised: [world.gaoyou.officers.clerk._id] },
          row,
          { ...row, kind: "agreement", urgency: "urgent" },
        ],
      },
    });
    expect(wrong.issues).to.deep.equal([
      { path: "rows.0.authorised.0", code: "not_a_prosecutor" },
      { path: "rows.1", code: "repeated" },
      { path: "rows.2", code: "unknown_row" },
    ]);
    const empty = await security.refused(setApprovalsRoute, "bad_input", {
      params,
      body: { expects, basis: "", rows: [{ ...row, issuers: [] }] },
    });
    expect(empty.issues?.map((one) => one.path)).to.have.members(["basis", "rows.0.issuers"]);
    const admin = await security.fetch(`/api/offices/${GAOYOU}/approvals`, {
      method: "PUT",
      body: JSON.stringify({
        id: newId(),
        expects,
        basis: "依据",
        rows: [{ ...row, issuers: ["security_admin"] }],
      }),
    });
    expect(admin.status).to.equal(400);
    expect((await table(security)).version).to.equal(expects);
  });
});
