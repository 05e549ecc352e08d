import { actionRoutes } from "@hub/domain/actions/acts-contract";
import { calendarPageRoutes } from "@hub/domain/actions/calendar-contract";
import { newId } from "@hub/domain/kernel/ids";
import { expect } from "chai";
import { castOf, propose, spanIn, type Cast } from "../../api/test/action-story.ts";
import { startTestHub, type TestHub } from "../../api/test/hub-client.ts";
import { aWorld, TIANCHANG, type World } from "../../api/test/world.ts";
import { perform } from "../src/tasks.ts";

describe("jobs of joint actions", () => {
  let test: TestHub;
  let world: World;
  let cast: Cast;

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    cast = await castOf(test, world);
  });
  after(() => test.stop());

  it("remind a poll's silent offices before it ends, the others not, and once", async () => {
    const proposed = await propose(cast);
    const params = { actionId: proposed.id };
    const optionId = newId();
    await cast.liaison.call(actionRoutes.openPoll, {
      params,
      body: {
        expects: proposed.version,
        options: [{ id: optionId, span: spanIn(4) }],
        quorum: { offices: 2 },
        closesAt: new Date(Date.now() + 3_600_000).toISOString(),
      },
    });
    await cast.liaison.call(actionRoutes.answer, {
      params,
      body: { answers: { [optionId]: "yes" } },
    });
    for (let time = 0; time < 2; time += 1)
      await perform(test, { task: "remind_silent", actionId: proposed.id });
    const notices = await test.hub.store.notices
      .find({ matterId: proposed.id, act: "answer" })
      .lean();
    expect(notices.map((one) => one.officerId)).to.deep.equal([
      world.tianchang.officers.liaison._id,
    ]);
    const view = await cast.liaison.call(actionRoutes.get, { params });
    expect(view.polls?.reminded.map((one) => one.officeIds)).to.deep.equal([[TIANCHANG]]);
  });

  it("propose the next action of a series when its time has come, once", async () => {
    const seriesId = newId();
    const first = spanIn(10);
    await cast.liaison.call(calendarPageRoutes.startSeries, {
      body: {
        seriesId,
        kind: "patrol",
        title: "每月联合巡查",
        officeIds: [TIANCHANG],
        first,
        rule: "FREQ=MONTHLY",
        proposeDays: 20,
      },
    });
    for (let time = 0; time < 2; time += 1) await perform(test, { task: "propose", seriesId });
    const view = await cast.theirLiaison.call(calendarPageRoutes.getSeries, {
      params: { seriesId },
    });
    expect(view.made.map((one) => one.span?.startAt)).to.deep.equal([first.startAt]);
    expect(view.ahead[0]?.span.startAt).not.to.equal(first.startAt);
  });
});
