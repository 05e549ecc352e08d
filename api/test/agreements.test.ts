import { agreementRoutes } from "@hub/domain/agreements/acts-contract";
import { type EffectRule, FrozenText } from "@hub/domain/agreements/contract";
import { listEntries } from "@hub/domain/channels/contract";
import { sm3 } from "@hub/domain/journal/chain";
import { newId } from "@hub/domain/kernel/ids";
import { proposalRoutes } from "@hub/domain/proposals/contract";
import { paragraphsOf } from "@hub/domain/clauses/articles";
import { expect } from "chai";
import type { z } from "zod";
import {
  aClause,
  approvedBy,
  aStory,
  circulated,
  drafted,
  frozen,
  frozenFrom,
  inForce,
  released,
  signedByAll,
  someClauses,
  viewed,
  type Story,
} from "./agreement-story.ts";
import { startTestHub, type TestHub } from "./hub-client.ts";
import { documentXml } from "./documents.ts";
import { upload } from "./uploads.ts";
import { aWorld, BAOYING, GAOYOU, TIANCHANG, type World } from "./world.ts";

describe("agreements, through the door", () => {
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

  const typesOf = async (channelId: string | null): Promise<string[]> => {
    const page = await story.host.writer.call(listEntries, {
      params: { channelId: channelId ?? "" },
    });
    return page.entries.map((one) => one.type);
  };

  it("keep a draft inside the host office until it is circulated", async () => {
    const view = await drafted(story);
    const params = { agreementId: view.id };
    expect(view.state).to.equal("drafting");
    expect(view.channelId).to.equal(null);
    for (const client of [story.other.chief, story.other.liaison])
      await client.refused(agreementRoutes.get, "not_found", { params });
    const superior = await test.signIn(world.yangzhou.officers.chief);
    await superior.refused(agreementRoutes.get, "not_found", { params });
    const list = await story.other.liaison.call(agreementRoutes.list);
    expect(list.rows.map((row) => row.id)).to.not.include(view.id);
    await story.host.writer.refused(agreementRoutes.circulate, "forbidden", {
      params,
      body: { expects: 1 },
    });
    const sent = await story.host.chief.call(agreementRoutes.circulate, {
      params,
      body: { expects: 1 },
    });
    expect(sent.state).to.equal("consulting");
    const theirs = await story.other.liaison.call(agreementRoutes.get, { params });
    expect(theirs.draft?.clauses).to.have.length(4);
    expect(theirs.can).to.include("staff");
    expect(theirs.can).to.not.include("settle");
    const record = await superior.call(agreementRoutes.get, { params });
    expect([record.side, record.draft, record.channelId]).to.deep.equal(["superior", null, null]);
  });

  it("refuse an edit of what somebody else changed meanwhile, with the fresh text", async () => {
    const view = await drafted(story);
    const params = { agreementId: view.id };
    const edit = (expects: number, clauses: unknown[]) =>
      story.host.writer.ask(agreementRoutes.edit, {
        params,
        body: { expects, clauses } as never,
      });
    const first = await edit(1, someClauses(3));
    expect(first.ok && first.body.draft?.revision).to.equal(2);
    const second = await edit(1, someClauses(9));
    if (second.ok) throw new Error("a stale edit was taken");
    expect(second.problem.code).to.equal("stale");
    expect(second.problem.fresh).to.have.nested.property("draft.revision", 2);
  });

  it("put an adopted redline into the text, and keep another from overwriting it unseen", async () => {
    const view = await circulated(story);
    const params = { agreementId: view.id };
    const transfer = view.draft?.clauses.find((one) => one.key === "lead_transfer");
    if (!transfer) throw new Error("no such article");
    const to = (days: number) => ({
      op: "replace" as const,
      clauseId: transfer.id,
      text: { heading: transfer.heading, text: transfer.text, values: { days } },
    });
    const three = await released(story.other, view.id, to(3));
    const seven = await released(story.host, view.id, to(7));
    const added = three.redline.text.filter((one) => one.kind !== "same");
    expect(added.map(({ kind, text }) => `${kind} ${text}`)).to.have.members([
      "removed 5",
      "added 3",
    ]);
    await story.host.chief.call(proposalRoutes.answer, {
      params: { ...params, proposalId: three.id },
      body: { agree: false, reason: "三日过短" },
    });
    const decide = (proposalId: string, body: object) =>
      story.host.chief.ask(proposalRoutes.decide, {
        params: { ...params, proposalId },
        body: body as never,
      });
    const taken = await decide(three.id, { expects: 2, outcome: "adopted" });
    expect(taken.ok && taken.body.state).to.equal("decided");
    const stale = await decide(seven.id, { expects: 2, outcome: "adopted" });
    expect(!stale.ok && stale.problem.code).to.equal("stale");
    const unseen = await decide(seven.id, { expects: 3, outcome: "adopted" });
    expect(!unseen.ok && unseen.problem.reason).to.equal("clause_changed");
    const wording = { heading: transfer.heading, text: transfer.text, values: { days: 4 } };
    const bare = await decide(seven.id, { expects: 3, outcome: "partly", wording });
    expect(!bare.ok && bare.problem.code).to.equal("bad_input");
    const partly = await decide(seven.id, {
      expects: 3,
      outcome: "partly",
      reason: "折中",
      wording,
    });
    expect(partly.ok && partly.body.decision?.outcome).to.equal("partly");
    const after = await viewed(story, view.id);
    const now = after.draft?.clauses.find((one) => one.id === transfer.id);
    expect(now?.values).to.deep.equal({ days: 4 });
    const { rows } = await story.other.writer.call(proposalRoutes.adoption, { params });
    expect(rows.map((row) => [row.officeId, row.outcome, row.reason])).to.deep.equal([
      [GAOYOU, "partly", "折中"],
      [TIANCHANG, "adopted", ""],
    ]);
    const table = await story.other.writer.fetch(`/api/agreements/${view.id}/adoption/document`);
    const cells = paragraphsOf(await documentXml(new Uint8Array(await table.arrayBuffer())));
    expect(cells).to.include.members([
      "高邮市人民检察院",
      "部分采纳",
      "折中",
      "第二条【线索移送】",
    ]);
  });

  it("ask each office for its own 部门、分管、检察长, and tell the others the result alone", async () => {
    const view = await circulated(story);
    const params = { agreementId: view.id };
    const settled = await story.host.chief.call(agreementRoutes.settle, {
      params,
      body: { expects: 2 },
    });
    const digest = settled.settled ?? "";
    expect(settled.approval?.steps).to.deep.equal(["department", "deputy", "chief"]);
    await story.host.chief.refused(agreementRoutes.approve, "forbidden", {
      params,
      body: { digest },
    });
    await story.host.head.call(agreementRoutes.approve, { params, body: { digest } });
    const theirs = await story.other.head.call(agreementRoutes.get, { params });
    expect(theirs.version, "another office's steps are no change for them").to.equal(
      settled.version,
    );
    expect(theirs.approval?.done).to.deep.equal([]);
    await story.host.chief.refused(agreementRoutes.freeze, "not_now", {
      params,
      body: { expects: 3 },
    });
    await approvedBy(story.host, view.id);
    const seen = await story.other.head.call(agreementRoutes.get, { params });
    expect(seen.parties.map((one) => one.approvedAt !== null)).to.deep.equal([true, false]);
    await story.other.deputy.call(agreementRoutes.sendBack, {
      params,
      body: { reason: "第二条仍需商量" },
    });
    const back = await viewed(story, view.id);
    expect(back.state).to.equal("consulting");
    expect(back.parties.every((one) => one.approvedAt === null)).to.equal(true);
    expect(back.approval).to.equal(null);
  });

  it("keep a text from being settled while a field stands empty", async () => {
    const view = await circulated(story, { clauses: [aClause("lead_transfer")] });
    const problem = await story.host.chief.refused(agreementRoutes.settle, "bad_input", {
      params: { agreementId: view.id },
      body: { expects: 2 },
    });
    expect(problem.issues).to.deep.equal([{ path: "clauses.0.values.days", code: "required" }]);
  });

  it("freeze exactly what was approved, anchored in the entry that says so", async () => {
    const view = await frozen(story);
    expect(view.state).to.equal("signing");
    expect(view.draft).to.equal(null);
    const head = view.versions[0];
    const version = await story.other.writer.call(agreementRoutes.version, {
      params: { agreementId: view.id, number: "1" },
    });
    expect(sm3(version.canonical)).to.equal(head?.digest);
    expect(version.text).to.deep.equal(FrozenText.parse(JSON.parse(version.canonical)));
    expect(version.text.parties.map((one) => one.officeId)).to.deep.equal([GAOYOU, TIANCHANG]);
    expect(version.text.clauses.map((one) => one.obligation?.kind ?? null)).to.deep.equal([
      null,
      "transfer",
      "conference",
      "patrol",
    ]);
    const anchor = await test.hub.store.entries.findById(head?.anchorEntryId).lean();
    expect(anchor?.type).to.equal("agreement.frozen");
    expect(anchor?.body).to.include({ number: 1, digest: head?.digest });
  });

  it("void what was frozen when it is reopened, and count a new version", async () => {
    const view = await frozen(story);
    const params = { agreementId: view.id };
    await story.other.chief.refused(agreementRoutes.reopen, "forbidden", {
      params,
      body: { reason: "还要改" },
    });
    const back = await story.host.chief.call(agreementRoutes.reopen, {
      params,
      body: { reason: "还要改" },
    });
    expect([back.state, back.draft?.number]).to.deep.equal(["consulting", 2]);
    expect(back.versions.map((one) => one.state)).to.deep.equal(["void"]);
    expect(back.returns.map((one) => [one.reason, one.voided])).to.deep.equal([["还要改", 1]]);
    const again = await frozenFrom(story, back);
    expect(again.versions.map((one) => one.state)).to.deep.equal(["frozen", "void"]);
    expect(await typesOf(again.channelId)).to.include("agreement.reopened");
  });

  it("take effect with the number, at the last signature, or on their day, as the text says", async () => {
    const issued = await inForce(story);
    expect([issued.state, issued.inForce?.effectiveOn]).to.deep.equal(["in_force", "2026-11-20"]);
    const values = (effect: z.infer<typeof EffectRule>) => ({
      values: { title: "协议", instrument: "cooperation" as const, effect },
    });
    const signing = await frozen(story, values({ from: "last_signature" }));
    const signed = await signedByAll(story, signing.id);
    expect([signed.state, signed.number]).to.deep.equal(["in_force", ""]);
    const numbered = await story.host.liaison.call(agreementRoutes.number, {
      params: { agreementId: signed.id },
      body: { number: "邮检发〔2026〕8号", on: "2026-11-23" },
    });
    expect([numbered.number, numbered.inForce?.effectiveOn]).to.deep.equal([
      "邮检发〔2026〕8号",
      signed.inForce?.effectiveOn,
    ]);
    const later = await frozen(story, values({ from: "day", on: "2099-01-01" }));
    await signedByAll(story, later.id);
    const waiting = await story.host.liaison.call(agreementRoutes.number, {
      params: { agreementId: later.id },
      body: { number: "邮检发〔2026〕10号", on: "2026-11-20" },
    });
    expect([waiting.state, waiting.inForce]).to.deep.equal(["issued", null]);
  });

  it("keep the version in force until its revision takes effect, and the revision hidden until it is circulated", async () => {
    const view = await inForce(story);
    const params = { agreementId: view.id };
    const mine = await story.host.writer.call(agreementRoutes.revise, { params, body: {} });
    expect([mine.state, mine.draft?.number, mine.version]).to.deep.equal([
      "in_force",
      2,
      view.version,
    ]);
    await story.host.writer.refused(agreementRoutes.revise, "not_now", { params, body: {} });
    const theirs = await story.other.writer.call(agreementRoutes.get, { params });
    expect(theirs.draft).to.equal(null);
    await story.other.writer.refused(agreementRoutes.compare, "not_found", {
      params,
      query: { from: 1, to: "draft" },
    });
    const kept = mine.draft?.clauses ?? [];
    const edited = await story.host.writer.call(agreementRoutes.edit, {
      params,
      body: {
        expects: 1,
        clauses: [...kept.slice(1), aClause("research", { count: 2 })],
      },
    });
    const compared = await story.host.writer.call(agreementRoutes.compare, {
      params,
      query: { from: 1, to: "draft" },
    });
    expect(compared.changes.map((one) => one.change)).to.deep.equal([
      "removed",
      "same",
      "same",
      "same",
      "added",
    ]);
    await story.host.chief.call(agreementRoutes.circulate, {
      params,
      body: { expects: edited.draft?.revision ?? 0 },
    });
    const during = await story.other.writer.call(agreementRoutes.get, { params });
    expect([during.state, during.inForce?.number, during.draft?.number]).to.deep.equal([
      "consulting",
      1,
      2,
    ]);
    await frozenFrom(story, await viewed(story, view.id));
    await signedByAll(story, view.id);
    const done = await story.host.liaison.call(agreementRoutes.number, {
      params,
      body: { number: "邮检发〔2026〕12号", on: "2026-11-23" },
    });
    expect(done.versions.map((one) => [one.number, one.state, one.until])).to.deep.equal([
      [2, "in_force", null],
      [1, "replaced", "2026-11-22"],
    ]);
  });

  it("take the word of a party without account from the host, on paper", async () => {
    const view = await circulated(story, {
      parties: [
        { officeId: GAOYOU, name: "高邮" },
        { officeId: TIANCHANG, name: "天长" },
        { officeId: null, name: "金湖县人民检察院" },
      ],
    });
    const params = { agreementId: view.id };
    const settled = await story.host.chief.call(agreementRoutes.settle, {
      params,
      body: { expects: 2 },
    });
    await approvedBy(story.host, view.id);
    await approvedBy(story.other, view.id);
    const freeze = { params, body: { expects: 3 } };
    const problem = await story.host.chief.refused(agreementRoutes.freeze, "not_now", freeze);
    expect(problem.reason).to.equal("approvals_missing");
    const [, theirs, outside] = settled.parties;
    const word = (partyId = "", digest = settled.settled ?? "") => ({
      params,
      body: { partyId, digest, note: "复函同意" },
    });
    await story.other.chief.refused(agreementRoutes.approveOutside, "forbidden", word(outside?.id));
    await story.host.chief.refused(agreementRoutes.approveOutside, "forbidden", word(theirs?.id));
    await story.host.chief.refused(
      agreementRoutes.approveOutside,
      "stale",
      word(outside?.id, "0".repeat(64)),
    );
    await story.host.chief.call(agreementRoutes.approveOutside, word(outside?.id));
    const done = await story.host.chief.call(agreementRoutes.freeze, freeze);
    expect(done.state).to.equal("signing");
  });

  it("leave a party that withdrew its record, but not the conversation", async () => {
    const view = await inForce(story);
    const params = { agreementId: view.id };
    const joined = newId();
    const { id: fileId } = await upload(story.host.liaison, "加入函.png");
    await story.host.chief.refused(agreementRoutes.accede, "not_found", {
      params,
      body: {
        partyId: joined,
        party: { officeId: BAOYING, name: "宝应" },
        on: "2026-11-24",
        basis: { fileId },
      },
    });
    const { id: ownFile } = await upload(story.host.chief, "加入函.png");
    const three = await story.host.chief.call(agreementRoutes.accede, {
      params,
      body: {
        partyId: joined,
        party: { officeId: BAOYING, name: "宝应" },
        on: "2026-11-24",
        basis: { fileId: ownFile },
      },
    });
    expect(three.parties.map((one) => one.accededOn)).to.deep.equal([null, null, "2026-11-24"]);
    const newcomer = await test.signIn(world.baoying.officers.liaison);
    const channelId = three.channelId ?? "";
    const page = await newcomer.call(listEntries, { params: { channelId } });
    expect(page.entries.map((one) => one.type)).to.include("agreement.frozen");
    const leaver = await test.signIn(world.baoying.officers.deputy);
    await leaver.call(agreementRoutes.leave, {
      params,
      body: { partyId: joined, on: "2026-11-24", reason: "不再参加", basis: null },
    });
    const left = await newcomer.call(agreementRoutes.get, { params });
    expect([left.parties[2]?.leftOn, left.channelId, left.can]).to.deep.equal([
      "2026-11-24",
      null,
      [],
    ]);
    await newcomer.refused(listEntries, "not_found", { params: { channelId } });
    const last = left.parties[1]?.id ?? "";
    await story.other.chief.refused(agreementRoutes.leave, "not_now", {
      params,
      body: { partyId: last, on: "2026-11-24", reason: "不再参加", basis: null },
    });
  });
});
