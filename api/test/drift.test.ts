import { audienceDrift } from "@hub/domain/access/drift";
import type { AgreementView } from "@hub/domain/agreements/contract";
import { withdrawExchange } from "@hub/domain/exchanges/commands-issue";
import { supervise } from "@hub/domain/exchanges/commands-supervise";
import { newId } from "@hub/domain/kernel/ids";
import { expect } from "chai";
import { storyOf } from "./exchange-story.ts";
import { aStory, circulated, proposed } from "./agreement-story.ts";
import { startTestHub, type TestHub } from "./hub-client.ts";
import { aWorld } from "./world.ts";

describe("readers that are not those of the facts", () => {
  let test: TestHub;
  let accepted: string;
  let withdrawn: string;
  let agreement: AgreementView;

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
    await supervise(above, accepted, { id: newId(), text: "扬检督办〔2026〕3号" });
  });
  after(() => test.stop());

  async function drifts(): Promise<string[]> {
    const found: string[] = [];
    for await (const { feature, id } of audienceDrift(test.hub.store))
      found.push(`${feature} ${id}`);
    return found;
  }

  it("are nowhere after a story of drafts, acceptance, withdrawal, 督办 and an agreement", async () => {
    expect(await drifts()).to.deep.equal([]);
  });

  it("are named wherever a hand in the store has put them", async () => {
    const { leads, exchanges, tombstones, channels, agreements } = test.hub.store;
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
    expect((await drifts()).toSorted()).to.deep.equal(
      [
        `agreements ${agreement.id}`,
        ...ofAgreement.map((one) => `channels ${one._id}`),
        `channels ${channelId}`,
        `channels ${leadChannelId}`,
        `exchanges ${accepted}`,
        `leads ${leadId}`,
        `tombstones ${withdrawn}`,
      ].toSorted(),
    );
  });
});
