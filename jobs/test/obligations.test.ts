import { dayOf } from "@hub/domain/kernel/clock";
import { newId } from "@hub/domain/kernel/ids";
import { makeNotices } from "@hub/domain/notices/commands";
import { listNotices } from "@hub/domain/notices/contract";
import { obligationRoutes as routes } from "@hub/domain/obligations/acts-contract";
import { horizonOf } from "@hub/domain/obligations/plan";
import { addDays, stepsOf } from "@hub/domain/obligations/state";
import type { OfficerDoc } from "@hub/domain/officers/model";
import { workbenchRoutes } from "@hub/domain/workbench/contract";
import { expect } from "chai";
import { startTestHub, type HubClient, type TestHub } from "../../api/test/hub-client.ts";
import { agreementInForce } from "../../api/test/obligation-story.ts";
import { aWorld, GAOYOU, type World } from "../../api/test/world.ts";
import { perform } from "../src/tasks.ts";

const today = dayOf(new Date());

describe("obligations by the clock", () => {
  let test: TestHub;
  let world: World;
  let agreementId: string;
  let host: HubClient;

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    host = await test.signIn(world.gaoyou.officers.liaison);
    agreementId = await agreementInForce(test, world);
  });
  after(() => test.stop());

  /** A monthly one of Gaoyou alone; its occurrence of this month. */
  async function anOccurrence(): Promise<string> {
    const obligationId = newId();
    const view = await host.call(routes.define, {
      params: { agreementId },
      body: {
        obligationId,
        terms: {
          kind: "sharing",
          title: "月通报",
          responsible: { who: "office", officeId: GAOYOU },
          recurrence: { every: "month" },
          from: today,
        },
      },
    });
    return view.occurrences[0]?.id ?? "";
  }

  /** As if it had been due so many days ago. */
  async function agedBy(occurrenceId: string, days: number): Promise<void> {
    const dates = { opensOn: addDays(today, -60), dueOn: addDays(today, -days) };
    const steps = stepsOf(dates);
    await test.hub.store.occurrences.updateOne(
      { _id: occurrenceId },
      { $set: { ...dates, steps, nextAt: steps[0] } },
    );
  }

  const toldOf = async (occurrenceId: string) =>
    (await test.hub.store.notices.find({ occurrenceId }).lean()).map((one) => ({
      who: nameOf(one.officerId),
      level: one.level,
    }));
  const nameOf = (officerId: string): string => {
    const people: [string, OfficerDoc][] = Object.entries(world.gaoyou.officers);
    return people.find(([, one]) => one._id === officerId)?.[0] ?? "somebody else";
  };

  it("remind liaison, head and leaders of the office that owes it, and nobody else, once each", async () => {
    const occurrenceId = await anOccurrence();
    await agedBy(occurrenceId, 5);
    const work = { task: "remind" as const, occurrenceId };
    await Promise.all([perform(test, work), perform(test, work)]);
    await perform(test, work);
    const told = await toldOf(occurrenceId);
    expect(told).to.have.deep.members([
      { who: "liaison", level: "reminder" },
      // Nobody stands in for the liaison, so his step passes to the head.
      { who: "head", level: "deputy" },
      { who: "head", level: "head" },
      { who: "deputy", level: "leader" },
    ]);
    const after = await test.hub.store.occurrences.findById(occurrenceId).lean();
    expect([after?.level, after?.nextAt]).to.deep.equal([4, null]);
    const { notices } = await host.call(listNotices);
    const notice = notices.find((one) => one.occurrenceId === occurrenceId);
    expect([notice?.kind, notice?.matter?.id, notice?.clock]).to.deep.equal([
      "overdue",
      agreementId,
      null,
    ]);
  });

  it("say nothing about what was done meanwhile", async () => {
    const occurrenceId = await anOccurrence();
    await host.call(routes.meet, {
      params: { occurrenceId },
      body: { text: "已通报", on: today },
    });
    await perform(test, { task: "remind", occurrenceId });
    expect(await toldOf(occurrenceId)).to.deep.equal([]);
  });

  it("are made as far ahead as the horizon, and made twice are there once", async () => {
    const occurrenceId = await anOccurrence();
    const { store } = test.hub;
    const found = await store.occurrences.findById(occurrenceId).lean();
    const obligationId = found?.obligationId ?? "";
    const all = await store.occurrences.find({ obligationId }).sort({ anchor: 1 }).lean();
    // As the sweep finds it when the months have gone on.
    const late = all.slice(3).map((one) => one._id);
    await store.occurrences.deleteMany({ _id: { $in: late } });
    await store.obligations.updateOne(
      { _id: obligationId },
      { $set: { madeThrough: all[2]?.anchor ?? "" } },
    );
    const work = { task: "extend" as const, obligationId };
    await Promise.all([perform(test, work), perform(test, work)]);
    const again = await store.occurrences.find({ obligationId }).sort({ anchor: 1 }).lean();
    expect(again.map((one) => one._id)).to.deep.equal(all.map((one) => one._id));
    expect(again.at(-1)?.anchor).to.equal(horizonOf(today));
  });

  it("wait on the desk of whoever has to do them, and for the word of the other side", async () => {
    const occurrenceId = await anOccurrence();
    const params = { occurrenceId };
    const partner = await test.signIn(world.tianchang.officers.liaison);
    const waiting = async (client: HubClient) =>
      (await client.call(workbenchRoutes.get)).todo.filter((one) => one.id === occurrenceId);
    expect((await waiting(host)).map((one) => one.act)).to.deep.equal(["meet"]);
    expect(await waiting(partner)).to.deep.equal([]);
    const asked = newId();
    await host.call(routes.ask, {
      params,
      body: { id: asked, ask: { kind: "waive" }, reason: "本月无信息" },
    });
    expect((await waiting(partner)).map((one) => one.act)).to.deep.equal(["answer"]);
    await makeNotices(test.hub, asked);
    const { notices } = await partner.call(listNotices);
    const notice = notices.find((one) => one.occurrenceId === occurrenceId);
    expect([notice?.kind, notice?.act, notice?.entryType]).to.deep.equal([
      "awaited",
      "answer",
      "obligation.asked",
    ]);
  });
});
