import { actionRoutes } from "@hub/domain/actions/acts-contract";
import { agreementRoutes } from "@hub/domain/agreements/acts-contract";
import { demoOfficer } from "@hub/domain/demo/officers";
import { loadDemo } from "@hub/domain/demo/load";
import { verifyJournal } from "@hub/domain/journal/verify";
import { obligationRoutes } from "@hub/domain/obligations/acts-contract";
import { expect } from "chai";
import { startTestHub, type HubClient, type TestHub } from "./hub-client.ts";

describe("the demo's actions", function () {
  this.timeout(120_000);
  let test: TestHub;
  let liaison: HubClient;

  before(async () => {
    test = await startTestHub();
    await loadDemo(test.hub);
    liaison = await test.signIn(await demoOfficer(test.hub, "tianchang.ma"));
  });
  after(() => test.stop());

  it("ask for a date, are planned around the lake, and are reported", async () => {
    const { rows } = await liaison.call(actionRoutes.list, {});
    expect(rows.map((one) => one.state).toSorted()).to.deep.equal([
      "polling",
      "reported",
      "scheduled",
    ]);
    const planned = rows.find((one) => one.state === "scheduled")?.id ?? "";
    const view = await liaison.call(actionRoutes.get, { params: { actionId: planned } });
    expect(view.plan?.content.stops).to.have.length(4);
    expect(view.plan?.issues).to.deep.equal([]);
  });

  it("cite the agreement in force of both, and met what it asked for", async () => {
    const { rows } = await liaison.call(actionRoutes.list, {});
    const agreementId = rows.find((one) => one.state === "scheduled")?.agreementId ?? "";
    const { inForce, parties } = await liaison.call(agreementRoutes.get, {
      params: { agreementId },
    });
    expect([inForce?.number, ...parties.map((one) => one.officeId)]).to.deep.equal([
      1,
      "321084",
      "341181",
    ]);
    const actionId = rows.find((one) => one.state === "reported")?.id ?? "";
    const view = await liaison.call(actionRoutes.get, { params: { actionId } });
    expect(view.agreementId).to.equal(agreementId);
    const [occurrenceId = ""] = view.obligationIds;
    const met = await liaison.call(obligationRoutes.occurrence, { params: { occurrenceId } });
    expect([
      met.kind,
      met.state,
      met.lateDays,
      met.evidence.map((one) => one.ref?.id),
    ]).to.deep.equal(["patrol", "met", 0, [actionId]]);
  });

  it("are not told twice", async () => {
    const before = await test.hub.store.entries.countDocuments();
    await loadDemo(test.hub);
    expect(await test.hub.store.entries.countDocuments()).to.equal(before);
    expect((await verifyJournal(test.hub.store)).findings).to.deep.equal([]);
  });
});
