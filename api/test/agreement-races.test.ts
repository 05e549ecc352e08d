import { ownChannelId, sharedChannelId, versionId } from "@hub/domain/agreements/change";
import { sendBack, settleText } from "@hub/domain/agreements/commands-approve";
import { freezeText } from "@hub/domain/agreements/commands-sign";
import { frozenOf } from "@hub/domain/agreements/freeze";
import type { AgreementDoc, ApprovalDoc, VersionDoc } from "@hub/domain/agreements/model";
import { approvalId } from "@hub/domain/agreements/powers";
import { agreementRoutes } from "@hub/domain/agreements/acts-contract";
import type { ChannelDoc } from "@hub/domain/journal/model";
import { derivedId, newId } from "@hub/domain/kernel/ids";
import { decideProposal, releaseProposal } from "@hub/domain/proposals/commands-release";
import type { ProposalDoc } from "@hub/domain/proposals/model";
import type { Ctx } from "@hub/domain/store/hub";
import { expect } from "chai";
import { evenRace } from "../../domain/test/even-race.ts";
import {
  approvedBy,
  aStory,
  circulated,
  proposed,
  released,
  type Story,
} from "./agreement-story.ts";
import { startTestHub, type TestHub } from "./hub-client.ts";
import {
  aSecondProcess,
  expectWholeChains,
  freshHead,
  outcome,
  type SecondProcess,
} from "./races.ts";
import { aWorld, type World } from "./world.ts";

const RACES = 300;

/** An agreement with everything that belongs to it, as it is stored. */
interface Pattern {
  agreement: AgreementDoc;
  version: VersionDoc;
  approvals: ApprovalDoc[];
  proposals: ProposalDoc[];
  channels: ChannelDoc[];
}

describe("races about one agreement", function () {
  this.timeout(300_000);
  let test: TestHub;
  let world: World;
  let story: Story;
  let second: SecondProcess;

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    story = await aStory(test, world);
    second = await aSecondProcess(test);
  });
  after(async () => {
    await second.stop();
    await test.stop();
  });
  afterEach(async () => {
    await expectWholeChains(test);
  });

  const host = () => test.ctxOf(world.gaoyou.officers.chief);
  const theirs = () => second.at(test.ctxOf(world.tianchang.officers.chief));

  async function patternOf(agreementId: string): Promise<Pattern> {
    const { store } = test.hub;
    const agreement = await store.agreements.findById(agreementId).lean<AgreementDoc>();
    const version = await store.agreementVersions
      .findById(versionId(agreementId, 1))
      .lean<VersionDoc>();
    if (!agreement || !version) throw new Error("the pattern is not whole");
    const of = { agreementId };
    return {
      agreement,
      version,
      approvals: await store.agreementApprovals.find(of).lean<ApprovalDoc[]>(),
      proposals: await store.proposals.find(of).lean<ProposalDoc[]>(),
      channels: await store.channels.find({ matterId: agreementId }).lean<ChannelDoc[]>(),
    };
  }

  /** One more like the pattern, without walking it there. */
  async function another(pattern: Pattern): Promise<{ id: string; proposalIds: string[] }> {
    const { store } = test.hub;
    const id = newId();
    const proposalIds = pattern.proposals.map((one) => derivedId(id, one._id));
    const agreement = { ...pattern.agreement, _id: id, channelId: sharedChannelId(id) };
    const version = { ...pattern.version, _id: versionId(id, 1), agreementId: id };
    // The digest names the agreement: what was settled is settled anew for this one.
    const { digest } = frozenOf(agreement, version);
    const settled = agreement.settled && digest;
    const lean = { lean: true } as const;
    await store.agreements.insertMany([{ ...agreement, settled }], lean);
    await store.agreementVersions.insertMany([version], lean);
    await store.agreementApprovals.insertMany(
      pattern.approvals.map((one) => ({
        ...one,
        _id: approvalId(id, 1, one.officeId),
        agreementId: id,
        digest,
      })),
      lean,
    );
    await store.proposals.insertMany(
      pattern.proposals.map((one, at) => ({
        ...one,
        _id: proposalIds[at] ?? "",
        agreementId: id,
      })),
      lean,
    );
    await store.channels.insertMany(
      pattern.channels.map((one) => ({
        ...one,
        _id:
          one.kind === "agreement" ? sharedChannelId(id) : ownChannelId(id, one.officeIds[0] ?? ""),
        matterId: id,
        head: freshHead(),
      })),
      lean,
    );
    return { id, proposalIds };
  }

  const stored = (id: string) => test.hub.store.agreements.findById(id).lean<AgreementDoc>();
  const text = (id: string) =>
    test.hub.store.agreementVersions.findById(versionId(id, 1)).lean<VersionDoc>();

  it(`one freezes while the other sends back: either, never both (${RACES} races)`, async () => {
    const view = await circulated(story);
    await story.host.chief.call(agreementRoutes.settle, {
      params: { agreementId: view.id },
      body: { expects: view.draft?.revision ?? 0 },
    });
    await approvedBy(story.host, view.id);
    await approvedBy(story.other, view.id);
    const pattern = await patternOf(view.id);
    const expects = pattern.version.revision;
    const won = { freeze: 0, back: 0 };
    const race = evenRace<string>(0.3, (first) => first === "done");
    for (let at = 0; at < RACES; at += 1) {
      const { id } = await another(pattern);
      const [froze, back] = await race(
        () => outcome(freezeText(host(), id, { id: newId(), expects })),
        () => outcome(sendBack(theirs(), id, { id: newId(), reason: "再议" })),
      );
      const [now, version] = [await stored(id), await text(id)];
      if (froze === "done") {
        won.freeze += 1;
        expect(back).to.equal("not_now");
        expect([now?.state, version?.state]).to.deep.equal(["signing", "frozen"]);
        expect(version?.digest).to.equal(now?.settled);
      } else {
        won.back += 1;
        expect([froze, back]).to.deep.equal(["not_now", "done"]);
        expect([now?.state, version?.state, now?.settled]).to.deep.equal([
          "consulting",
          "draft",
          null,
        ]);
        const left = await test.hub.store.agreementApprovals.countDocuments({ agreementId: id });
        expect(left).to.equal(0);
      }
    }
    expect(won.freeze, "frozen").to.be.above(RACES / 10);
    expect(won.back, "sent back").to.be.above(RACES / 10);
  });

  it(`one adopts while the other settles: what is settled is what stands (${RACES} races)`, async () => {
    const view = await circulated(story);
    const clause = view.draft?.clauses[1];
    if (!clause) throw new Error("no such article");
    await released(story.other, view.id, {
      op: "replace",
      clauseId: clause.id,
      text: { heading: clause.heading, text: clause.text, values: { days: 3 } },
    });
    const pattern = await patternOf(view.id);
    const expects = pattern.version.revision;
    const won = { adopted: 0, settled: 0 };
    const race = evenRace<string>(0.3, (first) => first === "done");
    for (let at = 0; at < RACES; at += 1) {
      const { id, proposalIds } = await another(pattern);
      const [proposalId = ""] = proposalIds;
      const decision = { outcome: "adopted" as const, reason: "", wording: null };
      const [adopted, settled] = await race(
        () =>
          outcome(decideProposal(host(), id, proposalId, { id: newId(), expects, ...decision })),
        () => outcome(settleText(second.at(host()), id, { id: newId(), expects })),
      );
      const [now, version] = [await stored(id), await text(id)];
      if (!now || !version) throw new Error("gone");
      const proposal = await test.hub.store.proposals.findById(proposalId).lean<ProposalDoc>();
      if (adopted === "done") {
        won.adopted += 1;
        expect(settled).to.equal("stale");
        expect([now.state, proposal?.state]).to.deep.equal(["consulting", "decided"]);
        expect(version.clauses[1]?.values).to.deep.equal({ days: 3 });
      } else {
        won.settled += 1;
        expect(settled).to.equal("done");
        expect([now.state, proposal?.state]).to.deep.equal(["approving", "lapsed"]);
        expect(now.settled).to.equal(frozenOf(now, version).digest);
      }
    }
    expect(won.adopted, "adopted").to.be.above(RACES / 10);
    expect(won.settled, "settled").to.be.above(RACES / 10);
  });

  it(`two release the same proposal: it is said once (${RACES} races)`, async () => {
    const view = await circulated(story);
    const clause = view.draft?.clauses[0];
    await proposed(story.other, view.id, { op: "opinion", clauseId: clause?.id ?? null });
    const pattern = await patternOf(view.id);
    const ready = {
      ...pattern,
      proposals: pattern.proposals.map((one) => ({ ...one, state: "issuing" as const })),
    };
    const deputy = () => test.ctxOf(world.tianchang.officers.deputy);
    for (let at = 0; at < RACES; at += 1) {
      const { id, proposalIds } = await another(ready);
      const [proposalId = ""] = proposalIds;
      const release = (by: Ctx) =>
        outcome(releaseProposal(by, id, proposalId, { id: newId(), expects: 1 }));
      const ended = await Promise.all([release(deputy()), release(theirs())]);
      expect(ended.filter((one) => one === "done")).to.have.length(1);
      const said = await test.hub.store.entries.countDocuments({
        channelId: sharedChannelId(id),
        type: "proposal.released",
      });
      expect(said).to.equal(1);
    }
  });
});
