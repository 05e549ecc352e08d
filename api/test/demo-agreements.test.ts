import { audienceDrift } from "@hub/domain/access/drift";
import { agreementRoutes } from "@hub/domain/agreements/acts-contract";
import { dashboardRoutes } from "@hub/domain/dashboards/contract";
import { loadDemo } from "@hub/domain/demo/load";
import { verifyJournal } from "@hub/domain/journal/verify";
import type { OfficerDoc } from "@hub/domain/officers/model";
import { obligationRoutes } from "@hub/domain/obligations/acts-contract";
import { proposalRoutes } from "@hub/domain/proposals/contract";
import { workbenchRoutes } from "@hub/domain/workbench/contract";
import { expect } from "chai";
import { startTestHub, type HubClient, type TestHub } from "./hub-client.ts";

describe("the demo's agreements", function () {
  this.timeout(120_000);
  let test: TestHub;

  before(async () => {
    test = await startTestHub();
    await loadDemo(test.hub);
  });
  after(() => test.stop());

  async function signIn(account: string): Promise<HubClient> {
    const officer = await test.hub.store.officers.findOne({ account }).lean<OfficerDoc>();
    if (!officer) throw new Error(`no ${account}`);
    return test.signIn(officer);
  }

  it("are one in force, one negotiated, one to be signed, and the register for looking up", async () => {
    const writer = await signIn("tianchang.tang");
    const mine = await writer.call(agreementRoutes.list, { query: { box: "mine" } });
    expect(mine.rows.map((row) => row.state)).to.have.members([
      "in_force",
      "consulting",
      "signing",
    ]);
    for (const row of mine.rows) expect(row.title).to.match(/（演示）$/);
    const here = await signIn("gaoyou.zhou");
    const reference = await here.call(agreementRoutes.list, { query: { box: "reference" } });
    expect(reference.count.n).to.equal(20);
  });

  it("were kept for a year: done by whoever owed it, once late, one overdue, the rest to come", async () => {
    const here = await signIn("gaoyou.zhou");
    const board = await here.call(dashboardRoutes.board);
    const states = new Map(board.standing.states.map((one) => [one.state, one.n]));
    const listed = async (query: { late?: string; state?: "met" | "submitted" }) =>
      (await here.call(obligationRoutes.list, { query })).count.n;
    expect([states.get("overdue"), await listed({ late: "true" })]).to.deep.equal([1, 1]);
    expect(await listed({ state: "met" })).to.be.above(20);
    expect(await listed({ state: "submitted" })).to.equal(0);
    const [line] = board.agreements;
    expect(line?.conference?.title).to.equal("联席会议");
    const there = await signIn("tianchang.gu");
    expect((await there.call(dashboardRoutes.leaders)).overdue).to.have.length(1);
  });

  it("hold a proposal inside Gaoyou of which the others know nothing", async () => {
    const host = await signIn("gaoyou.li");
    const other = await signIn("tianchang.tang");
    const query = { underWay: "true", state: "consulting" as const };
    const [row] = (await host.call(agreementRoutes.list, { query })).rows;
    const params = { agreementId: row?.id ?? "" };
    const states = async (client: HubClient) =>
      (await client.call(proposalRoutes.list, { params })).proposals.map((one) => one.state);
    expect(await states(host)).to.have.members(["released", "decided", "reviewing"]);
    expect(await states(other)).to.have.members(["released", "decided"]);
    const head = await signIn("gaoyou.zhang");
    const bench = await head.call(workbenchRoutes.get);
    expect(bench.todo.map((one) => one.act)).to.include("review_proposal");
  });

  it("are loaded once, and keep chains and readers whole", async () => {
    const before = await test.hub.store.entries.countDocuments();
    await loadDemo(test.hub);
    expect(await test.hub.store.entries.countDocuments()).to.equal(before);
    expect((await verifyJournal(test.hub.store)).findings).to.deep.equal([]);
    const drifts = [];
    for await (const drift of audienceDrift(test.hub.store)) drifts.push(drift);
    expect(drifts).to.deep.equal([]);
  });
});
