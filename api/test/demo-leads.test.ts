import { loadDemo } from "@hub/domain/demo/load";
import { DEMO_LEADS } from "@hub/domain/demo/stories";
import { verifyJournal } from "@hub/domain/journal/verify";
import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { leadRoutes } from "@hub/domain/leads/acts-contract";
import type { OfficerDoc } from "@hub/domain/officers/model";
import { workbenchRoutes } from "@hub/domain/workbench/contract";
import { expect } from "chai";
import { startTestHub, type HubClient, type TestHub } from "./hub-client.ts";

describe("the demo's leads", function () {
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

  it("stand in every state, one of them overdue beside what an agreement asks for, and one waiting in Tianchang's 收件箱", async () => {
    const states = await test.hub.store.exchanges.distinct("state");
    expect(states).to.have.members([
      "reviewing",
      "issuing",
      "draft",
      "arrived",
      "signed",
      "assigned",
      "accepted",
      "done",
      "withdrawn",
    ]);
    const intake = await signIn("tianchang.shi");
    const inbox = await intake.call(exchangeRoutes.list, {
      query: { box: "inbox", state: "arrived" },
    });
    expect(inbox.rows).to.have.length(1);
    const bench = await intake.call(workbenchRoutes.get);
    expect(bench.todo.map((one) => one.act)).to.include("sign");
    const deputy = await signIn("tianchang.he");
    const page = (await deputy.call(workbenchRoutes.get)).leaders;
    expect(page?.overdue.map((one) => one.act)).to.deep.equal(["meet", "accept"]);
    expect(page?.overdue[0]?.overdueDays).to.be.greaterThan(0);
    for (const figure of page?.figures ?? []) {
      const client = deputy;
      const { count } =
        figure.path === "/leads"
          ? await client.call(leadRoutes.list, { query: figure.query })
          : await client.call(exchangeRoutes.list, { query: figure.query });
      expect(count, figure.key).to.deep.equal(figure.count);
    }
  });

  it("are marked as invented, every one", async () => {
    const leads = await test.hub.store.leads.find().lean();
    expect(leads.length).to.be.greaterThan(DEMO_LEADS.length);
    for (const lead of leads) expect(lead.values.title).to.match(/（演示）$/);
  });

  it("are loaded once, however often the hub starts", async () => {
    const before = await test.hub.store.entries.countDocuments();
    await loadDemo(test.hub);
    expect(await test.hub.store.entries.countDocuments()).to.equal(before);
    expect((await verifyJournal(test.hub.store)).findings).to.deep.equal([]);
  });
});
