import { cancelAction } from "@hub/domain/actions/commands-life";
import { tickItem } from "@hub/domain/actions/commands-field";
import { fixDate, reschedule } from "@hub/domain/actions/commands-poll";
import type { ActionDoc } from "@hub/domain/actions/model";
import type { ChannelDoc } from "@hub/domain/journal/model";
import { newId } from "@hub/domain/kernel/ids";
import type { Ctx } from "@hub/domain/store/hub";
import { expect } from "chai";
import { castOf, here, propose, scheduled, spanIn } from "./action-story.ts";
import { startTestHub, type TestHub } from "./hub-client.ts";
import {
  aSecondProcess,
  expectWholeChains,
  freshHead,
  inLanes,
  outcome,
  type SecondProcess,
} from "./races.ts";
import { aWorld, type World } from "./world.ts";

const RACES = 1_000;

describe("races about one action", function () {
  this.timeout(900_000);
  let test: TestHub;
  let world: World;
  let second: SecondProcess;
  let patterns: Record<"proposed" | "scheduled", { action: ActionDoc; channel: ChannelDoc }>;

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    second = await aSecondProcess(test);
    const cast = await castOf(test, world);
    const patternOf = async (id: string) => {
      const action = await test.hub.store.actions.findById(id).lean<ActionDoc>();
      const channel = await test.hub.store.channels.findById(action?.channelId).lean<ChannelDoc>();
      if (!action || !channel) throw new Error("the pattern is not whole");
      return { action, channel };
    };
    patterns = {
      proposed: await patternOf((await propose(cast)).id),
      scheduled: await patternOf((await scheduled(cast, world)).id),
    };
  });
  after(async () => {
    await second.stop();
    await test.stop();
  });
  afterEach(async () => {
    await expectWholeChains(test);
  });

  const as = (name: "liaison" | "chief") => test.ctxOf(world.gaoyou.officers[name]);

  /** Actions like the pattern, each with its channel. */
  async function like(name: keyof typeof patterns, count: number): Promise<ActionDoc[]> {
    const { action, channel } = patterns[name];
    const made = Array.from({ length: count }, () => {
      const [_id, channelId] = [newId(), newId()];
      return {
        action: { ...action, _id, channelId },
        channel: { ...channel, _id: channelId, matterId: _id, head: freshHead() },
      };
    });
    const { store } = test.hub;
    await store.actions.insertMany(
      made.map((one) => one.action),
      { lean: true },
    );
    await store.channels.insertMany(
      made.map((one) => one.channel),
      { lean: true },
    );
    return made.map((one) => one.action);
  }

  const fix = (ctx: Ctx, x: ActionDoc, days: number) =>
    outcome(
      fixDate(ctx, x._id, {
        id: newId(),
        expects: x.version,
        optionId: null,
        span: { ...spanIn(days), allDay: false },
        reason: "商定",
      }),
    );
  const move = (ctx: Ctx, x: ActionDoc, days: number) =>
    outcome(
      reschedule(ctx, x._id, {
        id: newId(),
        expects: x.version,
        span: { ...spanIn(days), allDay: false },
        reason: "改期",
      }),
    );
  const cancel = (ctx: Ctx, x: ActionDoc) =>
    outcome(cancelAction(ctx, x._id, { id: newId(), reason: "取消" }));
  const nowOf = (x: ActionDoc) => test.hub.store.actions.findById(x._id).lean<ActionDoc>();
  const typesIn = async (x: ActionDoc): Promise<string[]> =>
    (await test.hub.store.entries.find({ channelId: x.channelId }).sort({ seq: 1 }).lean()).map(
      (one) => one.type,
    );

  it(`two fix at once: one date, told once, the other hears that it moved (${RACES} races)`, async () => {
    await inLanes(await like("proposed", RACES), async (x) => {
      const ended = await Promise.all([
        fix(as("liaison"), x, 5),
        fix(second.at(as("chief")), x, 6),
      ]);
      expect(ended.filter((one) => one === "done")).to.have.length(1);
      expect(ended.find((one) => one !== "done")).to.be.oneOf(["stale", "not_now"]);
      const now = await nowOf(x);
      const days = ended[0] === "done" ? 5 : 6;
      expect([now?.state, now?.startAt?.toISOString(), now?.sequence]).to.deep.equal([
        "planning",
        spanIn(days).startAt,
        x.sequence + 1,
      ]);
      expect(await typesIn(x)).to.deep.equal(["action.fixed"]);
    });
  });

  it(`one moves and one cancels: both stand in the history, or only the cancellation (${RACES} races)`, async () => {
    const won = { moved: 0, cancelled: 0 };
    await inLanes(await like("scheduled", RACES), async (x) => {
      const first = Math.random() < 0.5;
      const acts = [
        () => move(as("liaison"), x, 9),
        () => cancel(second.at(as("chief")), x),
      ] as const;
      const order = first ? acts : acts.toReversed();
      const results = await Promise.all(order.map((act) => act()));
      const [moved, cancelled] = first ? results : results.toReversed();
      expect(cancelled).to.equal("done");
      const now = await nowOf(x);
      expect(now?.state).to.equal("cancelled");
      if (moved === "done") {
        won.moved += 1;
        expect(now?.moves.map((one) => one.to === null)).to.deep.equal([false, true]);
        expect(now?.startAt?.toISOString()).to.equal(spanIn(9).startAt);
        expect(await typesIn(x)).to.deep.equal(["action.rescheduled", "action.cancelled"]);
      } else {
        won.cancelled += 1;
        expect(moved).to.be.oneOf(["stale", "not_now"]);
        expect(now?.moves.map((one) => one.to)).to.deep.equal([null]);
        expect(now?.startAt).to.deep.equal(x.startAt);
        expect(await typesIn(x)).to.deep.equal(["action.cancelled"]);
      }
    });
    expect(won.moved, JSON.stringify(won)).to.be.greaterThan(0);
    expect(won.cancelled, JSON.stringify(won)).to.be.greaterThan(0);
  });

  it(`five tick one list at once: all stand, begun once, nobody is refused (${RACES} races)`, async () => {
    const { gaoyou, tianchang } = world;
    const tickers = [
      test.ctxOf(gaoyou.officers.prosecutor),
      second.at(test.ctxOf(gaoyou.officers.assistant)),
      test.ctxOf(tianchang.officers.prosecutor),
      second.at(test.ctxOf(tianchang.officers.assistant)),
      second.at(as("liaison")),
    ];
    const { action } = patterns.scheduled;
    const item = action.plan?.content.checklist.items.find((one) => one.perStop);
    const stopId = action.plan?.content.stops[0]?.id ?? null;
    await inLanes(await like("scheduled", RACES), async (x) => {
      const ended = await Promise.all(
        tickers.map((ctx) =>
          outcome(
            tickItem(ctx, x._id, {
              id: newId(),
              device: { ...here(), waited: false },
              itemId: item?.id ?? "",
              stopId,
              result: "fine",
              note: "",
            }),
          ),
        ),
      );
      expect(ended).to.deep.equal(tickers.map(() => "done"));
      const ticks = await test.hub.store.fieldRecords.countDocuments({ actionId: x._id });
      expect(ticks).to.equal(tickers.length);
      const types = await typesIn(x);
      expect(types.filter((one) => one === "action.started")).to.have.length(1);
      expect(types.filter((one) => one === "action.ticked")).to.have.length(tickers.length);
    });
  });
});
