import { actionRoutes } from "@hub/domain/actions/acts-contract";
import { calendarPageRoutes } from "@hub/domain/actions/calendar-contract";
import { audienceDrift } from "@hub/domain/access/drift";
import type { AgreementView } from "@hub/domain/agreements/contract";
import { withdrawExchange } from "@hub/domain/exchanges/commands-issue";
import { supervise } from "@hub/domain/exchanges/commands-supervise";
import { newId } from "@hub/domain/kernel/ids";
import { expect } from "chai";
import { storyOf } from "./exchange-story.ts";
import { aStory, circulated, proposed } from "./agreement-story.ts";
import { castOf, scheduled, spanIn } from "./action-story.ts";
import { startTestHub, type TestHub } from "./hub-client.ts";
import { aWorld, TIANCHANG } from "./world.ts";

describe("readers that are not those of the facts", () => {
  let test: TestHub;
  let accepted: string;
  let withdrawn: string;
  let agreement: AgreementView;
  let actionId: string;
  const seriesId = newId();

  before(async () => {
    test = await startTestHub();
    const world = await aWorld(test.hub);
    await test.givePassword(world.gaoyou.officers.chief);
    const story = storyOf(test, world);
    await story.to("reviewing");
    accepted = await story.to("accepted");
    withdrawn = await story.to("signed");
    await withdrawExchange(story.as.writer, withdrawn, { id: newId(), reason: "另行处理" });
    const above = test.ctxOf(world.yangzhou.officers.chief);
    const negotiation = await aStory(test, world);
    agreement = await circulated(negotiation);
    await proposed(negotiation.other, agreement.id, { op: "opinion", clauseId: null });
    const cast = await castOf(test, world);
    ({ id: actionId } = await scheduled(cast, world, 3, { marking: "work_secret" }));
    const params = { actionId };
    await cast.prosecutor.call(actionRoutes.openInside, { params, body: {} });
    // Who goes reads: somebody comes in place of another.
    const { assistant, prosecutor2 } = world.gaoyou.officers;
    await cast.liaison.call(actionRoutes.staff, {
      params,
      body: { add: [prosecutor2._id], remove: [assistant._id] },
    });
    await cast.liaison.call(calendarPageRoutes.startSeries, {
      body: {
        seriesId,
        kind: "patrol",
        title: "季度巡查",
        officeIds: [TIANCHANG],
        first: spanIn(40),
        rule: "FREQ=MONTHLY;INTERVAL=3",
      },
    });
    await supervise(above, accepted, { id: newId(), text: "扬检督办〔2026〕3号" });
  });
  after(() => test.stop());

  async function drifts(): Promise<string[]> {
    const found: string[] = [];
    for await (const { feature, id } of audienceDrift(test.hub.store))
      found.push(`${feature} ${id}`);
    return found;
  }

  it("are nowhere after a story of drafts, acceptance, withdrawal, 督办, an agreement and a patrol", async () => {
    expect(await drifts()).to.deep.equal([]);
  });

  it("are named wherever a hand in the store has put them", async () => {
    const { leads, exchanges, tombstones, channels, agreements, actions, series } = test.hub.store;
    const exchange = await exchanges.findById(accepted).lean();
    const { leadId = "", channelId = "", leadChannelId = "" } = exchange ?? {};
    const more = { $push: { audience: "office:321023" } };
    await leads.updateOne({ _id: leadId }, more);
    await exchanges.updateOne({ _id: accepted }, more);
    await tombstones.updateOne({ _id: withdrawn }, more);
    await channels.updateMany({ _id: { $in: [channelId ?? "", leadChannelId] } }, more);
    await agreements.updateOne({ _id: agreement.id }, more);
    const ofAgreement = await channels.find({ matterId: agreement.id }).lean();
    await channels.updateMany({ matterId: agreement.id }, more);
    const ofActions = await channels.find({ matterId: { $in: [actionId, seriesId] } }).lean();
    await channels.updateMany({ matterId: { $in: [actionId, seriesId] } }, more);
    await actions.updateOne({ _id: actionId }, more);
    await series.updateOne({ _id: seriesId }, more);
    expect(ofActions.map((one) => one.kind).toSorted()).to.deep.equal([
      "action",
      "action",
      "action_own",
    ]);
    expect((await drifts()).toSorted()).to.deep.equal(
      [
        `agreements ${agreement.id}`,
        ...[...ofAgreement, ...ofActions].map((one) => `channels ${one._id}`),
        `actions ${actionId}`,
        `series ${seriesId}`,
        `channels ${channelId}`,
        `channels ${leadChannelId}`,
        `exchanges ${accepted}`,
        `leads ${leadId}`,
        `tombstones ${withdrawn}`,
      ].toSorted(),
    );
  });
});
