import { agreementRoutes } from "@hub/domain/agreements/acts-contract";
import { runDue } from "@hub/domain/agreements/due";
import type { AgreementDoc } from "@hub/domain/agreements/model";
import { silent } from "@hub/domain/journal/announce";
import { createJournal } from "@hub/domain/journal/journal";
import { proposalRoutes } from "@hub/domain/proposals/contract";
import { makeNotices } from "@hub/domain/notices/commands";
import { listNotices } from "@hub/domain/notices/contract";
import type { NoticeDoc } from "@hub/domain/notices/model";
import type { Hub } from "@hub/domain/store/hub";
import { workbenchRoutes } from "@hub/domain/workbench/contract";
import { expect } from "chai";
import {
  aStory,
  circulated,
  frozen,
  frozenFrom,
  inForce,
  proposed,
  signedByAll,
  viewed,
  type Story,
} from "../../api/test/agreement-story.ts";
import { startTestHub, type TestHub } from "../../api/test/hub-client.ts";
import { aWorld, GAOYOU, TIANCHANG, type World } from "../../api/test/world.ts";
import { perform } from "../src/tasks.ts";

describe("agreements, by the clock", () => {
  let test: TestHub;
  let world: World;
  let story: Story;

  before(async function () {
    this.timeout(60_000);
    test = await startTestHub();
    world = await aWorld(test.hub);
    story = await aStory(test, world);
  });
  after(() => test.stop());
  afterEach(() => test.hub.store.notices.deleteMany({}));

  /** The hub as it is on that day, at noon in Shanghai. */
  function on(day: string): Hub {
    const clock = { now: () => new Date(`${day}T04:00:00Z`) };
    return { ...test.hub, clock, journal: createJournal(test.hub.store, clock, silent) };
  }

  const stored = async (id: string): Promise<AgreementDoc> => {
    const found = await test.hub.store.agreements.findById(id).lean<AgreementDoc>();
    if (!found) throw new Error("gone");
    return found;
  };

  /** Runs what is pending in the agreement's channels, and answers the notices by officer. */
  async function notices(agreementId: string): Promise<Map<string, NoticeDoc[]>> {
    const { store } = test.hub;
    const channels = await store.channels.find({ matterId: agreementId }, { _id: 1 }).lean();
    const pending = await store.entries
      .find({ channelId: { $in: channels.map((one) => one._id) }, pending: { $exists: true } })
      .lean();
    for (const { _id } of pending) await makeNotices(test.hub, _id);
    const made = await store.notices.find({ matterId: agreementId }).lean<NoticeDoc[]>();
    const byOfficer = new Map<string, NoticeDoc[]>();
    for (const one of made)
      byOfficer.set(one.officerId, [...(byOfficer.get(one.officerId) ?? []), one]);
    return byOfficer;
  }

  it("take effect on their day, once, and reach their end and the reminder before it", async () => {
    const view = await frozen(story, {
      values: {
        title: "定日施行",
        instrument: "plan",
        effect: { from: "day", on: "2027-01-01" },
        term: { kind: "years", count: 1 },
        assessOn: "2027-11-30",
      },
    });
    await signedByAll(story, view.id);
    await story.host.liaison.call(agreementRoutes.number, {
      params: { agreementId: view.id },
      body: { number: "邮检发〔2026〕30号", on: "2026-11-20" },
    });
    const work = { task: "agreement" as const, agreementId: view.id };
    await perform({ hub: on("2026-12-31") }, work);
    expect((await stored(view.id)).state).to.equal("issued");
    await Promise.all([1, 2, 3].map(() => perform({ hub: on("2027-01-01") }, work)));
    const effective = await stored(view.id);
    expect([effective.state, effective.inForce]).to.deep.equal([
      "in_force",
      { number: 1, effectiveOn: "2027-01-01", until: "2027-12-31" },
    ]);
    expect(effective.nextAt?.toISOString()).to.equal("2027-05-29T16:00:00.000Z");
    await perform({ hub: on("2027-05-30") }, work);
    expect(await runDue(on("2027-05-30"), view.id)).to.equal(false);
    await perform({ hub: on("2028-01-01") }, work);
    const over = await stored(view.id);
    expect([over.state, over.inForce, over.nextAt]).to.deep.equal(["expired", null, null]);
    const types = await test.hub.store.entries.distinct("type", { channelId: over.channelId });
    expect(types).to.include.members([
      "agreement.in_force",
      "agreement.assessment_ahead",
      "agreement.ended",
    ]);
    const once = await test.hub.store.entries.countDocuments({
      channelId: over.channelId,
      type: "agreement.in_force",
    });
    expect(once).to.equal(1);
  });

  it("end with their term while a revision is under way, which goes on", async () => {
    const view = await inForce(story, {
      values: { title: "一年期", instrument: "plan", term: { kind: "years", count: 1 } },
    });
    const params = { agreementId: view.id };
    await story.host.writer.call(agreementRoutes.revise, { params, body: {} });
    await story.host.chief.call(agreementRoutes.circulate, { params, body: { expects: 1 } });
    const work = { task: "agreement" as const, agreementId: view.id };
    await perform({ hub: on("2027-11-20") }, work);
    const late = await stored(view.id);
    expect([late.state, late.inForce, late.ended?.reason]).to.deep.equal([
      "consulting",
      null,
      "期满",
    ]);
    const given = await story.host.chief.call(agreementRoutes.abandon, {
      params,
      body: { reason: "不再续签" },
    });
    expect([given.state, given.ended?.reason]).to.deep.equal(["expired", "期满"]);
  });

  it("let a revision take effect on the day of its own text, and the version before it until then", async () => {
    const view = await inForce(story, {
      values: {
        title: "先定日后定日",
        instrument: "plan",
        effect: { from: "day", on: "2026-11-01" },
      },
    });
    const params = { agreementId: view.id };
    const mine = await story.host.writer.call(agreementRoutes.revise, { params, body: {} });
    const edited = await story.host.writer.call(agreementRoutes.edit, {
      params,
      body: { expects: 1, values: { ...mine.values, effect: { from: "day", on: "2027-03-01" } } },
    });
    const sent = await story.host.chief.call(agreementRoutes.circulate, {
      params,
      body: { expects: edited.draft?.revision ?? 0 },
    });
    await frozenFrom(story, sent);
    await signedByAll(story, view.id);
    await story.host.liaison.call(agreementRoutes.number, {
      params,
      body: { number: "邮检发〔2026〕31号", on: "2026-11-23" },
    });
    const work = { task: "agreement" as const, agreementId: view.id };
    await perform({ hub: on("2027-02-28") }, work);
    const before = await stored(view.id);
    expect([before.state, before.inForce?.number]).to.deep.equal(["issued", 1]);
    expect(before.nextAt?.toISOString()).to.equal("2027-02-28T16:00:00.000Z");
    await perform({ hub: on("2027-03-01") }, work);
    const after = await stored(view.id);
    expect([after.state, after.inForce, after.revision]).to.deep.equal([
      "in_force",
      { number: 2, effectiveOn: "2027-03-01", until: null },
      null,
    ]);
  });

  it("tell each side what waits for it, and nobody of what another keeps to itself", async () => {
    const view = await circulated(story);
    const first = await notices(view.id);
    const { officers } = world.tianchang;
    expect(first.get(officers.liaison._id)?.map((one) => [one.kind, one.act])).to.deep.include([
      "told",
      null,
    ]);
    expect(first.has(world.baoying.officers.liaison._id)).to.equal(false);
    await test.hub.store.notices.deleteMany({});
    const clauseId = view.draft?.clauses[0]?.id ?? null;
    await proposed(story.host, view.id, { op: "opinion", clauseId }, "内部酝酿");
    const hidden = await notices(view.id);
    expect([...hidden.values()].flat().filter((one) => one.officeId !== GAOYOU)).to.deep.equal([]);
    expect([...hidden.keys()].filter((id) => id === officers.head._id)).to.deep.equal([]);
    const written = await proposed(story.other, view.id, { op: "opinion", clauseId });
    const of = { agreementId: view.id, proposalId: written.id };
    await story.other.writer.call(proposalRoutes.submit, { params: of, body: { expects: 1 } });
    const during = await notices(view.id);
    expect([...during.values()].flat().map((one) => [one.officerId, one.act])).to.deep.equal([
      [officers.head._id, "review_proposal"],
    ]);
    await story.other.head.call(proposalRoutes.review, {
      params: of,
      body: { expects: 2, pass: true },
    });
    await story.other.chief.call(proposalRoutes.release, { params: of, body: { expects: 3 } });
    const after = await notices(view.id);
    const deciding = after.get(world.gaoyou.officers.chief._id) ?? [];
    expect(deciding.map((one) => [one.act, one.officeId])).to.deep.equal([
      ["decide_proposal", TIANCHANG],
    ]);
    const bench = await story.host.chief.call(workbenchRoutes.get);
    expect(bench.todo.filter((one) => one.id === view.id).map((one) => one.act)).to.deep.equal([
      "decide_proposal",
    ]);
    const listed = await story.host.chief.call(listNotices);
    expect(listed.notices.find((one) => one.matter?.id === view.id)?.matter?.kind).to.equal(
      "agreement",
    );
  });

  it("put the settled text on the first desk of each office, then on the next", async () => {
    const view = await circulated(story);
    const params = { agreementId: view.id };
    await story.host.chief.call(agreementRoutes.settle, {
      params,
      body: { expects: view.draft?.revision ?? 0 },
    });
    const benchOf = async (client: Story["host"]["chief"]) =>
      (await client.call(workbenchRoutes.get)).todo.filter((one) => one.id === view.id);
    expect((await benchOf(story.other.head)).map((one) => one.act)).to.deep.equal(["approve"]);
    expect(await benchOf(story.other.chief)).to.deep.equal([]);
    const { settled } = await viewed(story, view.id);
    await story.other.head.call(agreementRoutes.approve, {
      params,
      body: { digest: settled ?? "" },
    });
    expect((await benchOf(story.other.deputy)).map((one) => one.act)).to.deep.equal(["approve"]);
    expect(await benchOf(story.other.head)).to.deep.equal([]);
  });

  it("wait for nobody once they are in force and filed", async () => {
    const view = await inForce(story);
    await story.host.liaison.call(agreementRoutes.file, {
      params: { agreementId: view.id },
      body: { to: "扬州市人民检察院", on: "2026-11-21" },
    });
    expect((await stored(view.id)).waiting).to.deep.equal([]);
  });
});
