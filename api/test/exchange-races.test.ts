import { postMessage } from "@hub/domain/channels/commands";
import { withdrawExchange } from "@hub/domain/exchanges/commands-issue";
import { acceptExchange } from "@hub/domain/exchanges/commands-receive";
import type { ExchangeDoc } from "@hub/domain/exchanges/model";
import type { ChannelDoc } from "@hub/domain/journal/model";
import { newId } from "@hub/domain/kernel/ids";
import type { LeadDoc } from "@hub/domain/leads/model";
import type { Ctx } from "@hub/domain/store/hub";
import { expect } from "chai";
import { evenRace } from "../../domain/test/even-race.ts";
import { storyOf, type Story } from "./exchange-story.ts";
import { startTestHub, type TestHub } from "./hub-client.ts";
import {
  aSecondProcess,
  expectWholeChains,
  freshHead,
  inLanes,
  outcome,
  type SecondProcess,
} from "./races.ts";
import { aWorld, GAOYOU, TIANCHANG, type World } from "./world.ts";

const RACES = 1_000;

describe("races about one exchange", function () {
  this.timeout(600_000);
  let test: TestHub;
  let world: World;
  let story: Story;
  let pattern: { exchange: ExchangeDoc; lead: LeadDoc; channels: ChannelDoc[] };
  let serial = 0;
  let second: SecondProcess;

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    story = storyOf(test, world);
    await test.givePassword(world.gaoyou.officers.chief);
    second = await aSecondProcess(test);
    const exchange = await story.exchange(await story.to("assigned"));
    const { store } = test.hub;
    const lead = await store.leads.findById(exchange.leadId).lean<LeadDoc>();
    const channels = await store.channels
      .find({ _id: { $in: [exchange.channelId ?? "", exchange.leadChannelId] } })
      .lean<ChannelDoc[]>();
    if (!lead || channels.length !== 2) throw new Error("the pattern is not whole");
    pattern = { exchange, lead, channels };
  });
  after(async () => {
    await second.stop();
    await test.stop();
  });

  /** Assigned exchanges like the pattern, each with its lead and both channels, without walking each there. */
  async function assigned(count: number): Promise<ExchangeDoc[]> {
    const made = Array.from({ length: count }, () => {
      serial += 1;
      const [exchangeId, leadId, both, own] = [newId(), newId(), newId(), newId()];
      const channel = (kind: ChannelDoc["kind"], _id: string, matterId: string): ChannelDoc => {
        const like = pattern.channels.find((one) => one.kind === kind);
        if (!like) throw new Error(`no ${kind} channel in the pattern`);
        return { ...like, _id, matterId, head: freshHead() };
      };
      return {
        lead: { ...pattern.lead, _id: leadId, number: `race ${serial}`, channelId: own },
        exchange: {
          ...pattern.exchange,
          _id: exchangeId,
          leadId,
          channelId: both,
          leadChannelId: own,
        },
        channels: [channel("exchange", both, exchangeId), channel("lead", own, leadId)],
      };
    });
    const { store } = test.hub;
    await store.leads.insertMany(
      made.map((one) => one.lead),
      { lean: true },
    );
    await store.exchanges.insertMany(
      made.map((one) => one.exchange),
      { lean: true },
    );
    await store.channels.insertMany(
      made.flatMap((one) => one.channels),
      { lean: true },
    );
    return made.map((one) => one.exchange);
  }

  const accept = (by: Ctx, exchangeId: string, leadId: string) =>
    outcome(acceptExchange(by, exchangeId, { id: newId(), leadId, note: "" }));
  const withdraw = (exchangeId: string) =>
    outcome(
      withdrawExchange(second.at(story.as.writer), exchangeId, { id: newId(), reason: "另行处理" }),
    );

  /** Of the leads that acceptance would make, those that it made. */
  async function leadsAmong(ids: readonly string[]): Promise<string[]> {
    const found = await test.hub.store.leads.find({ _id: { $in: ids } }).lean();
    return found.map((lead) => lead._id);
  }
  const tombstoneOf = (exchangeId: string) => test.hub.store.tombstones.findById(exchangeId).lean();

  afterEach(async () => {
    await expectWholeChains(test);
  });

  it(`two accept: one lead, one number, none left out (${RACES} races)`, async () => {
    await inLanes(await assigned(RACES), async ({ _id }) => {
      const ids = [newId(), newId()] as const;
      const ended = await Promise.all([
        accept(story.as.handler, _id, ids[0]),
        accept(second.at(story.as.theirHead), _id, ids[1]),
      ]);
      expect(ended.toSorted()).to.deep.equal(["done", "not_now"]);
      const winner = ids[ended.indexOf("done")];
      const after = await story.exchange(_id);
      expect(after.accepted?.leadId).to.equal(winner);
      expect(after.feedback).to.have.length(1);
      expect(await leadsAmong(ids)).to.deep.equal([winner]);
    });
    const leads = await test.hub.store.leads.find({ officeId: TIANCHANG }).lean();
    const numbers = leads.map((lead) => Number(/〕(\d+)号/.exec(lead.number)?.[1]));
    expect(numbers.toSorted((one, other) => one - other)).to.deep.equal(
      leads.map((_, index) => index + 1),
    );
  });

  it(`accept against withdraw: accepted or taken back, never both (${RACES} races)`, async () => {
    const won = { accept: 0, withdraw: 0 };
    const against = evenRace(1, (accepted: string) => accepted === "done");
    await inLanes(await assigned(RACES), async ({ _id, channelId, leadId }) => {
      const mine = newId();
      const [accepted, taken] = await against(
        () => accept(story.as.handler, _id, mine),
        () => withdraw(_id),
      );
      const after = await story.exchange(_id);
      const channel = await test.hub.store.channels.findById(channelId).lean();
      const origin = await test.hub.store.leads.findById(leadId).lean();
      if (accepted === "done") {
        won.accept += 1;
        expect([after.state, taken]).to.deep.equal(["accepted", "not_now"]);
        expect(await leadsAmong([mine])).to.deep.equal([mine]);
        expect(await tombstoneOf(_id)).to.equal(null);
        expect([channel?.open, origin?.state]).to.deep.equal([true, "transferred"]);
      } else {
        won.withdraw += 1;
        // Whoever lost the exchange may not know what became of it: there is nothing to read any more.
        expect([after.state, taken, accepted]).to.deep.equal(["withdrawn", "done", "not_found"]);
        expect(await leadsAmong([mine])).to.deep.equal([]);
        expect(await tombstoneOf(_id)).to.not.equal(null);
        expect([channel?.open, origin?.state]).to.deep.equal([false, "registered"]);
        expect(channel?.audience.some((one) => one.endsWith(TIANCHANG))).to.equal(false);
      }
    });
    expect(won.accept, JSON.stringify(won)).to.be.greaterThan(0);
    expect(won.withdraw, JSON.stringify(won)).to.be.greaterThan(0);
  });

  it(`a post against a revoke: no word after the door is shut (${RACES} races)`, async () => {
    const won = { said: 0, shut: 0 };
    const against = evenRace(0.2, (post: string) => post === "done");
    await inLanes(await assigned(RACES), async ({ _id, channelId }) => {
      const to = channelId ?? "";
      const words = { id: newId(), text: "还来得及吗", files: [], mentions: [], inReplyTo: null };
      const [told] = await against(
        () => outcome(postMessage(story.as.handler, to, words)),
        () => withdraw(_id),
      );
      const said = told === "done";
      won[said ? "said" : "shut"] += 1;
      const [post, shut] = await Promise.all([
        test.hub.store.entries.findById(words.id).lean(),
        test.hub.store.entries.findOne({ channelId: to, type: "exchange.withdrawn" }).lean(),
      ]);
      expect(shut, "the revoke always succeeds").to.not.equal(null);
      expect(post !== null, "what was answered is what is there").to.equal(said);
      if (post && shut) expect(post.seq).to.be.lessThan(shut.seq);
      expect(await outcome(postMessage(story.as.handler, to, { ...words, id: newId() }))).to.equal(
        "not_found",
      );
    });
    expect(won.said, JSON.stringify(won)).to.be.greaterThan(0);
    expect(won.shut, JSON.stringify(won)).to.be.greaterThan(0);
  });

  it("two drafts for one recipient: one is opened", async () => {
    const leadIds = await Promise.all(Array.from({ length: 10 }, () => story.lead()));
    for (const leadId of leadIds) {
      const ended = await Promise.all([
        outcome(story.to("draft", { leadId })),
        outcome(story.to("draft", { leadId })),
      ]);
      expect(ended.toSorted()).to.deep.equal(["done", "not_now"]);
      const open = await test.hub.store.exchanges.countDocuments({ leadId, open: true });
      expect(open).to.equal(1);
    }
  });

  it("numbers of a register have no gap and no double when many register at once", async () => {
    const before = await test.hub.store.leads.countDocuments({ number: /^高邮检/ });
    await Promise.all(Array.from({ length: 12 }, () => story.lead()));
    const leads = await test.hub.store.leads.find({ officeId: GAOYOU, number: /^高邮检/ }).lean();
    const numbers = leads.map((lead) => Number(/〕(\d+)号/.exec(lead.number)?.[1]));
    expect(new Set(numbers).size).to.equal(before + 12);
    expect(Math.max(...numbers)).to.equal(before + 12);
  });
});
