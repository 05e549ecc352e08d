import { newId } from "@hub/domain/kernel/ids";
import { dashboardRoutes } from "@hub/domain/dashboards/contract";
import { dayOf } from "@hub/domain/kernel/clock";
import { obligationRoutes as routes } from "@hub/domain/obligations/acts-contract";
import { addDays } from "@hub/domain/obligations/state";
import { workbenchRoutes } from "@hub/domain/workbench/contract";
import { expect } from "chai";
import { agreementInForce } from "./obligation-story.ts";
import { startTestHub, type TestHub } from "./hub-client.ts";
import { aWorld, GAOYOU, TIANCHANG, type World } from "./world.ts";

const today = dayOf(new Date());
const late = addDays(today, -9);

describe("the leaders' page", () => {
  let test: TestHub;
  let world: World;
  let agreementId: string;

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    agreementId = await agreementInForce(test, world);
    const host = await test.signIn(world.gaoyou.officers.liaison);
    for (const [officeId, title] of [
      [GAOYOU, "增殖放流"],
      [TIANCHANG, "回头看"],
    ] as const)
      await host.call(routes.define, {
        params: { agreementId },
        body: {
          obligationId: newId(),
          terms: {
            kind: "restoration",
            title,
            responsible: { who: "office", officeId },
            recurrence: { every: "once", on: late },
            from: late,
          },
        },
      });
  });
  after(() => test.stop());

  it("shows what the own office is late with, and nothing that another office owes", async () => {
    for (const [office, title] of [
      [world.gaoyou, "增殖放流"],
      [world.tianchang, "回头看"],
    ] as const) {
      const chief = await test.signIn(office.officers.chief);
      const { leaders } = await chief.call(workbenchRoutes.get);
      const owed = leaders?.overdue.filter((one) => one.feature === "obligations") ?? [];
      expect(owed.map((one) => one.title)).to.deep.equal([title]);
      expect(owed[0]?.act).to.equal("meet");
      expect(owed[0]?.overdueDays).to.be.at.least(1);
    }
  });

  it("shows a stranger's leaders nothing of it", async () => {
    const chief = await test.signIn(world.baoying.officers.chief);
    const { leaders } = await chief.call(workbenchRoutes.get);
    expect(leaders?.overdue).to.deep.equal([]);
  });

  it("names the same office's turn as the agreement itself", async () => {
    const chief = await test.signIn(world.gaoyou.officers.chief);
    const { turn } = await chief.call(routes.ofAgreement, { params: { agreementId } });
    const { line } = await chief.call(dashboardRoutes.agreement, { params: { agreementId } });
    expect(line.turn).to.equal(turn.officeId);
  });
});
