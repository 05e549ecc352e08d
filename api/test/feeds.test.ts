import { actionRoutes } from "@hub/domain/actions/acts-contract";
import { calendarPageRoutes } from "@hub/domain/actions/calendar-contract";
import { dayOf } from "@hub/domain/kernel/clock";
import { newId } from "@hub/domain/kernel/ids";
import { DEFAULT_POLICY } from "@hub/domain/sessions/rules";
import { expect } from "chai";
import ICAL from "ical.js";
import { castOf, DAY_MS, scheduled, spanIn, type Cast } from "./action-story.ts";
import { startTestHub, type TestHub } from "./hub-client.ts";
import { aWorld, BAOYING, GAOYOU, TIANCHANG, type World } from "./world.ts";

const allow = (test: TestHub, officeId: string, calendarFeeds: boolean) =>
  test.hub.store.policies.updateOne(
    { _id: officeId },
    { $set: { ...DEFAULT_POLICY, calendarFeeds, version: 1 } },
    { upsert: true },
  );

describe("series and feeds of actions", () => {
  let test: TestHub;
  let world: World;
  let cast: Cast;

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    cast = await castOf(test, world);
  });
  after(() => test.stop());

  const read = async (path: string) => {
    const response = await test.visitor().fetch(path);
    const text = await response.text();
    return { status: response.status, text };
  };
  const eventsIn = (text: string) =>
    new ICAL.Component(ICAL.parse(text) as unknown[])
      .getAllSubcomponents("vevent")
      .map((one) => new ICAL.Event(one));

  describe("the feed", () => {
    it("is off unless the office allows it", async () => {
      const view = await cast.theirChief.call(calendarPageRoutes.feed);
      expect(view).to.deep.equal({ allowed: false, madeAt: null, lastReadAt: null });
      const problem = await cast.theirChief.refused(calendarPageRoutes.makeFeed, "forbidden", {
        body: {},
      });
      expect(problem.reason).to.equal("feeds_off");
    });

    it("shows a move as the same event with a higher SEQUENCE, and a cancelled one as cancelled", async () => {
      await allow(test, GAOYOU, true);
      const view = await scheduled(cast, world, 30);
      const { path } = await cast.prosecutor.call(calendarPageRoutes.makeFeed, { body: {} });
      const uid = `${view.id}@tongzhou`;
      const seen = async () => eventsIn((await read(path)).text).find((one) => one.uid === uid);
      const before = await seen();
      const to = spanIn(33);
      const moved = await cast.liaison.call(actionRoutes.reschedule, {
        params: { actionId: view.id },
        body: { expects: view.version, span: to, reason: "大风" },
      });
      const after = await seen();
      expect(after?.startDate.toJSDate().toISOString()).to.equal(to.startAt);
      expect(after?.sequence).to.be.above(before?.sequence ?? 99);
      await cast.liaison.call(actionRoutes.cancel, {
        params: { actionId: moved.id },
        body: { reason: "封湖" },
      });
      const cancelled = await seen();
      expect(cancelled?.component.getFirstPropertyValue("status")).to.equal("CANCELLED");
      expect(cancelled?.summary).not.to.contain("四季度");
    });

    it("is read under today's rights, and not at all once the office forbids it or the officer revokes it", async () => {
      await allow(test, GAOYOU, true);
      const { path } = await cast.chief.call(calendarPageRoutes.makeFeed, { body: {} });
      expect((await read(path)).status).to.equal(200);
      await allow(test, GAOYOU, false);
      expect((await read(path)).status).to.equal(404);
      await allow(test, GAOYOU, true);
      const chiefId = world.gaoyou.officers.chief._id;
      await test.hub.store.officers.updateOne({ _id: chiefId }, { $set: { active: false } });
      expect((await read(path)).status).to.equal(404);
      await test.hub.store.officers.updateOne({ _id: chiefId }, { $set: { active: true } });
      await cast.chief.call(calendarPageRoutes.revokeFeed, { body: {} });
      expect((await read(path)).status).to.equal(404);
    });

    it("keeps no token, and gives a stranger's feed nothing of it", async () => {
      await allow(test, BAOYING, true);
      const stranger = await test.signIn(world.baoying.officers.liaison);
      await scheduled(cast, world, 40);
      const { path } = await stranger.call(calendarPageRoutes.makeFeed, { body: {} });
      expect(eventsIn((await read(path)).text)).to.deep.equal([]);
      const kept = JSON.stringify(await test.hub.store.feeds.find().lean());
      expect(kept).not.to.contain(path.split("/").at(-1)?.replace(".ics", ""));
    });
  });

  describe("a series", () => {
    const start = async () => {
      const first = spanIn(60);
      const seriesId = newId();
      const view = await cast.liaison.call(calendarPageRoutes.startSeries, {
        body: {
          seriesId,
          kind: "patrol",
          title: "季度联合巡查",
          officeIds: [TIANCHANG],
          first,
          rule: "FREQ=MONTHLY;INTERVAL=3",
          proposeDays: 20,
        },
      });
      return { params: { seriesId }, first, view };
    };

    it("is expected in the calendar, without what was skipped", async () => {
      const { params, first, view } = await start();
      const day = dayOf(new Date(first.startAt));
      const page = () =>
        cast.theirProsecutor.call(calendarPageRoutes.calendar, { query: { from: day, to: day } });
      expect((await page()).expected.map((one) => one.seriesId)).to.include(params.seriesId);
      expect(view.ahead[0]?.span.startAt).to.equal(first.startAt);
      await cast.liaison.call(calendarPageRoutes.skip, {
        params,
        body: { recurrenceAt: first.startAt, reason: "春节" },
      });
      expect((await page()).expected.map((one) => one.seriesId)).not.to.include(params.seriesId);
      const problem = await cast.liaison.refused(calendarPageRoutes.propose, "not_now", {
        params,
        body: { recurrenceAt: first.startAt },
      });
      expect(problem.reason).to.equal("no_such_occurrence");
    });

    it("becomes an action once, which then keeps its own day", async () => {
      const { params, first } = await start();
      const view = await cast.liaison.call(calendarPageRoutes.propose, {
        params,
        body: { recurrenceAt: first.startAt },
      });
      const [made] = view.made;
      expect(made?.span?.startAt).to.equal(first.startAt);
      const action = await cast.liaison.call(actionRoutes.get, {
        params: { actionId: made?.actionId ?? "" },
      });
      const to = new Date(Date.parse(first.startAt) + DAY_MS).toISOString();
      const endAt = new Date(Date.parse(first.endAt) + DAY_MS).toISOString();
      const moved = await cast.liaison.call(actionRoutes.reschedule, {
        params: { actionId: action.id },
        body: { expects: action.version, span: { startAt: to, endAt }, reason: "避开会议" },
      });
      expect(moved.recurrenceAt).to.equal(first.startAt);
      await allow(test, GAOYOU, true);
      const { path } = await cast.liaison.call(calendarPageRoutes.makeFeed, { body: {} });
      const events = eventsIn((await read(path)).text);
      const own = events.find((one) => one.uid === `${action.id}@tongzhou`);
      expect(own?.startDate.toJSDate().toISOString()).to.equal(to);
      const rest = events.find((one) => one.uid === `${params.seriesId}@tongzhou`);
      expect(rest?.iterator().next().toJSDate().toISOString()).not.to.equal(first.startAt);
    });
  });
});
