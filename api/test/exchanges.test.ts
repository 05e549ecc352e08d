import { audienceDrift } from "@hub/domain/access/drift";
import { listChannels, listEntries, postMessageRoute } from "@hub/domain/channels/contract";
import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { verifyJournal } from "@hub/domain/journal/verify";
import { sm3 } from "@hub/domain/journal/chain";
import { canonical } from "@hub/domain/kernel/canonical";
import { newId } from "@hub/domain/kernel/ids";
import { leadRoutes } from "@hub/domain/leads/acts-contract";
import { workbenchRoutes } from "@hub/domain/workbench/contract";
import { expect } from "chai";
import { proof, someValues, storyOf, type Story } from "./exchange-story.ts";
import { startTestHub, type HubClient, type TestHub } from "./hub-client.ts";
import { aWorld, TIANCHANG, type TestOffice, type World } from "./world.ts";

describe("a lead from Gaoyou to Tianchang", () => {
  let test: TestHub;
  let world: World;
  let story: Story;
  const clients = new Map<string, HubClient>();

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    story = storyOf(test, world);
    await test.givePassword(world.gaoyou.officers.chief);
    await test.givePassword(world.gaoyou.officers.liaison);
  });
  after(() => test.stop());
  afterEach(async () => {
    const { findings, entries } = await verifyJournal(test.hub.store);
    expect(entries).to.be.greaterThan(0);
    expect(findings).to.deep.equal([]);
  });

  async function at(office: TestOffice, who: keyof TestOffice["officers"]): Promise<HubClient> {
    const key = `${office.id}/${who}`;
    const known = clients.get(key) ?? (await test.signIn(office.officers[who]));
    clients.set(key, known);
    return known;
  }

  it("walks from the register to the result, each side seeing what is its own", async () => {
    const { gaoyou, tianchang } = world;
    const writer = await at(gaoyou, "prosecutor");
    const leadId = newId();
    const lead = await writer.call(leadRoutes.register, {
      body: { leadId, values: someValues({ grade: "major" }) },
    });
    expect(lead.number).to.match(/^高邮检公益线〔\d{4}〕\d+号$/);
    expect(lead.recording).to.include({ officeId: "321000", recordedOn: null });
    expect(lead.can).to.include.members(["edit", "record_up", "send", "evaluate", "post"]);
    expect(lead.values.marking).to.equal("work_secret");

    const { recipients } = await writer.call(exchangeRoutes.recipients, {
      params: { leadId },
      query: { kind: "transfer" },
    });
    expect(recipients.map((one) => one.officeId)).to.have.members(["321023", TIANCHANG]);

    const exchangeId = newId();
    const params = { exchangeId };
    const draft = {
      exchangeId,
      leadId,
      kind: "transfer" as const,
      toOfficeId: TIANCHANG,
      terms: {
        sign: { unit: "hours" as const, count: 24 },
        accept: { unit: "working_days" as const, count: 5 },
      },
      note: "水域在贵院辖区",
    };
    const baseless = await writer.refused(exchangeRoutes.draft, "bad_input", { body: draft });
    expect(baseless.issues?.[0]).to.include({ path: "agreement", code: "basis_required" });
    const drafted = await writer.call(exchangeRoutes.draft, {
      body: { ...draft, agreement: "两院联席会议纪要" },
    });
    expect(drafted.content).to.include({ title: lead.title, facts: lead.values.facts });
    expect(drafted.content).to.not.have.any.keys("reporter", "opinion");
    const submitted = await writer.call(exchangeRoutes.submit, {
      params,
      body: { expects: drafted.version },
    });
    expect(submitted.state).to.equal("reviewing");

    const intake = await at(tianchang, "intake");
    await intake.refused(exchangeRoutes.get, "not_found", { params });

    const head = await at(gaoyou, "head");
    const todo = await head.call(workbenchRoutes.get);
    expect(todo.todo.map((one) => [one.id, one.act])).to.deep.include([exchangeId, "pass"]);
    const returned = await head.call(exchangeRoutes.review, {
      params,
      body: { expects: submitted.version, pass: false, reason: "请补充现场照片说明" },
    });
    expect(returned.state).to.equal("draft");
    expect(returned.returns[0]?.reason).to.equal("请补充现场照片说明");
    const again = await writer.call(exchangeRoutes.submit, {
      params,
      body: { expects: returned.version },
    });
    const passed = await head.call(exchangeRoutes.review, {
      params,
      body: { expects: again.version, pass: true },
    });
    expect(passed.state).to.equal("issuing");
    await head.refused(exchangeRoutes.issue, "forbidden", {
      params,
      body: { expects: passed.version, proof },
    });

    const chief = await at(gaoyou, "chief");
    await chief.refused(exchangeRoutes.issue, "bad_credentials", {
      params,
      body: { expects: passed.version, proof: { password: "wrong-password" } },
    });
    const issued = await chief.call(exchangeRoutes.issue, {
      params,
      body: { expects: passed.version, proof },
    });
    expect(issued.state).to.equal("arrived");
    expect(issued.digest).to.equal(sm3(canonical(issued.content)));
    expect(issued.clocks.map((clock) => clock.key)).to.deep.equal(["sign", "accept"]);

    const arrived = await intake.call(exchangeRoutes.get, { params });
    expect(arrived.content).to.deep.equal(issued.content);
    expect(arrived.drafted, "the sender's drafting is its own").to.equal(null);
    expect(arrived.returns).to.deep.equal([]);
    expect(arrived.can).to.include("sign");
    await intake.refused(exchangeRoutes.sign, "not_now", { params, body: { digest: "0" } });
    const signed = await intake.call(exchangeRoutes.sign, {
      params,
      body: { digest: arrived.digest ?? "" },
    });
    expect(signed.receipt?.by.officerId).to.equal(tianchang.officers.intake._id);
    await (await at(tianchang, "prosecutor")).refused(exchangeRoutes.get, "not_found", { params });

    await intake.call(exchangeRoutes.route, {
      params,
      body: { departmentId: tianchang.departments.pil._id },
    });
    const theirHead = await at(tianchang, "head");
    await theirHead.call(exchangeRoutes.assign, {
      params,
      body: { prosecutorId: tianchang.officers.prosecutor._id },
    });
    const seen = await writer.call(exchangeRoutes.get, { params });
    expect(seen.parties[1]?.handler?.id).to.equal(tianchang.officers.prosecutor._id);
    const changed = await theirHead.call(exchangeRoutes.assign, {
      params,
      body: { prosecutorId: tianchang.officers.prosecutor2._id, reason: "原承办人出差" },
    });
    expect(changed.assignments).to.have.length(2);
    await (await at(tianchang, "prosecutor")).refused(exchangeRoutes.get, "not_found", { params });

    const handler = await at(tianchang, "prosecutor2");
    const theirLeadId = newId();
    const accepted = await handler.call(exchangeRoutes.accept, {
      params,
      body: { leadId: theirLeadId },
    });
    expect(accepted.accepted?.number).to.match(/^天长检公益线〔\d{4}〕1号$/);
    const theirs = await handler.call(leadRoutes.get, { params: { leadId: theirLeadId } });
    expect(theirs.values).to.include({ source: "exchange", reporter: "", opinion: "" });
    expect(theirs.originExchangeId).to.equal(exchangeId);
    await writer.refused(leadRoutes.get, "not_found", { params: { leadId: theirLeadId } });
    const origin = await writer.call(leadRoutes.get, { params: { leadId } });
    expect(origin.state).to.equal("transferred");
    expect(origin.exchange?.lastFeedback).to.equal("acceptance");

    const fed = await handler.call(exchangeRoutes.feedback, {
      params,
      body: { kind: "filed", text: "已立案", number: "天检行公立〔2026〕3号" },
    });
    expect(fed.state).to.equal("accepted");
    await handler.refused(exchangeRoutes.feedback, "not_now", {
      params,
      body: { kind: "not_filed", text: "不立案" },
    });
    const known = await writer.call(exchangeRoutes.acknowledge, {
      params,
      body: { feedbackId: fed.feedback.at(-1)?.id ?? "" },
    });
    expect(known.feedback.at(-1)?.acknowledged?.officerId).to.equal(gaoyou.officers.prosecutor._id);
    const asked = await handler.call(exchangeRoutes.requestMaterials, {
      params,
      body: { text: "请补充航拍原图" },
    });
    await writer.call(exchangeRoutes.supplement, {
      params,
      body: { kind: "supplement", text: "航拍坐标如下", requestId: asked.requests[0]?.id ?? "" },
    });
    const result = await handler.call(exchangeRoutes.feedback, {
      params,
      body: {
        kind: "result",
        text: "网箱已全部清理",
        figures: [{ label: "清理网箱", number: 18, unit: "个" }],
      },
    });
    expect(result.state).to.equal("done");
    expect(result.stations.map((one) => `${one.key}:${one.status}`)).to.deep.equal([
      "draft:passed",
      "review:passed",
      "issue:passed",
      "send:passed",
      "sign:passed",
      "accept:passed",
      "handle:passed",
      "feedback:passed",
      "close:passed",
    ]);
    expect(result.clocks.every((clock) => clock.metAt !== null)).to.equal(true);

    const channelId = result.channelId ?? "";
    await handler.call(postMessageRoute, { params: { channelId }, body: { text: "感谢贵院" } });
    const page = await writer.call(listEntries, { params: { channelId }, query: { limit: 100 } });
    expect(page.entries.map((one) => one.type)).to.include.members([
      "exchange.arrived",
      "exchange.opened",
      "exchange.signed",
      "exchange.routed",
      "exchange.assigned",
      "exchange.accepted",
      "exchange.feedback",
      "exchange.acknowledged",
      "exchange.materials_requested",
      "exchange.supplemented",
      "message.posted",
    ]);
    const { channels } = await writer.call(listChannels, { query: {} });
    expect(channels.find((one) => one.id === channelId)?.matter).to.include({
      kind: "exchange",
      leadId,
    });
  });

  it("shows a stranger office and a colleague outside the team nothing", async () => {
    const exchangeId = await story.to("assigned");
    const { leadId } = await story.exchange(exchangeId);
    const nobodies = [
      await at(world.baoying, "chief"),
      await at(world.baoying, "intake"),
      await at(world.gaoyou, "outsider"),
      await at(world.tianchang, "outsider"),
      await at(world.gaoyou, "auditAdmin"),
      await at(world.tianchang, "securityAdmin"),
    ];
    for (const nobody of nobodies) {
      await nobody.refused(exchangeRoutes.get, "not_found", { params: { exchangeId } });
      await nobody.refused(leadRoutes.get, "not_found", { params: { leadId } });
      await nobody.refused(exchangeRoutes.withdraw, "not_found", {
        params: { exchangeId },
        body: { reason: "看一看" },
      });
      const { rows, count } = await nobody.call(exchangeRoutes.list);
      expect(rows.map((one) => one.id)).to.not.include(exchangeId);
      expect(count.n).to.equal(0);
      const leads = await nobody.call(leadRoutes.list, { query: { text: "网箱" } });
      expect(leads.count.n).to.equal(0);
      const bench = await nobody.call(workbenchRoutes.get);
      expect(bench.todo).to.deep.equal([]);
    }
  });

  it("lets superior offices read the record, but neither talk nor inner words", async () => {
    const exchangeId = await story.to("accepted");
    const { leadId, channelId } = await story.exchange(exchangeId);
    const superior = await at(world.yangzhou, "chief");
    const view = await superior.call(exchangeRoutes.get, { params: { exchangeId } });
    expect(view).to.include({ side: "superior", channelId: null });
    expect(view.can).to.deep.equal(["supervise"]);
    const lead = await superior.call(leadRoutes.get, { params: { leadId } });
    expect(lead.values).to.include({ opinion: "", reporter: "" });
    expect(lead.channelId).to.equal(null);
    await superior.refused(listEntries, "not_found", {
      params: { channelId: channelId ?? "" },
      query: {},
    });
    const reads = await test.hub.store.reads.countDocuments({ matterId: leadId });
    expect(reads).to.equal(1);
    const own = await superior.call(leadRoutes.list);
    expect(own.count.n, "a superior's list is its own register").to.equal(0);
    const below = await superior.call(leadRoutes.list, { query: { below: "true" } });
    expect(below.rows.map((one) => one.id)).to.include(leadId);
  });

  it("leaves a tombstone after a withdrawal, and closes the channel to the other side", async () => {
    const exchangeId = await story.to("signed");
    const intake = await at(world.tianchang, "intake");
    const writer = await at(world.gaoyou, "prosecutor");
    const params = { exchangeId };
    const before = await intake.call(exchangeRoutes.get, { params });
    await writer.call(exchangeRoutes.withdraw, { params, body: { reason: "地点有误，另行移送" } });
    const left = await intake.call(exchangeRoutes.get, { params });
    expect(left).to.include({ tombstone: true, content: null, title: "", state: "withdrawn" });
    expect(left.receipt?.digest).to.equal(before.digest);
    expect(left.withdrawn?.reason).to.equal("地点有误，另行移送");
    await intake.refused(postMessageRoute, "not_found", {
      params: { channelId: before.channelId ?? "" },
      body: { text: "还在吗" },
    });
    const { rows } = await intake.call(exchangeRoutes.list, { query: { box: "withdrawn" } });
    expect(rows.map((one) => one.id)).to.include(exchangeId);
    const earlier = await story.to("arrived");
    await writer.call(exchangeRoutes.withdraw, {
      params: { exchangeId: earlier },
      body: { reason: "重复移送" },
    });
    const first = await writer.call(exchangeRoutes.list, { query: { box: "withdrawn", limit: 1 } });
    const rest = await writer.call(exchangeRoutes.list, {
      query: { box: "withdrawn", limit: 1, cursor: first.next ?? "" },
    });
    const taken = [...first.rows, ...rest.rows].map((one) => [one.id, one.title]);
    expect(taken, "the sender's own stand there whole").to.deep.equal([
      [earlier, "高邮湖非法网箱"],
      [exchangeId, "高邮湖非法网箱"],
    ]);
    expect(first.count.n).to.equal(2);
    const kept = await writer.call(exchangeRoutes.get, { params });
    expect(kept.content?.title).to.equal("高邮湖非法网箱");
    // The place is free again: the same lead may be sent anew.
    const { leadId } = await story.exchange(exchangeId);
    expect((await story.exchange(await story.to("arrived", { leadId }))).state).to.equal("arrived");
  });

  it("asks why it is taken back once somebody signed for it, and not before", async () => {
    const writer = await at(world.gaoyou, "prosecutor");
    const arrived = await story.to("arrived");
    const gone = await writer.call(exchangeRoutes.withdraw, {
      params: { exchangeId: arrived },
      body: {},
    });
    expect(gone.state).to.equal("withdrawn");
    expect(gone.withdrawn?.reason).to.equal("");
    for (const state of ["signed", "assigned"] as const) {
      const params = { exchangeId: await story.to(state) };
      for (const reason of [undefined, "  "]) {
        const problem = await writer.refused(exchangeRoutes.withdraw, "bad_input", {
          params,
          body: reason === undefined ? {} : { reason },
        });
        expect(problem.issues).to.deep.equal([{ path: "reason", code: "required" }]);
      }
      expect((await writer.call(exchangeRoutes.get, { params })).state).to.equal(state);
      const body = { reason: "另行移送" };
      const told = await writer.call(exchangeRoutes.withdraw, { params, body });
      expect(told.withdrawn?.reason).to.equal("另行移送");
    }
  });

  it("refuses a withdrawal once it is accepted, and a second exchange while one is open", async () => {
    const exchangeId = await story.to("accepted");
    const writer = await at(world.gaoyou, "prosecutor");
    const problem = await writer.refused(exchangeRoutes.withdraw, "not_now", {
      params: { exchangeId },
      body: { reason: "想撤回" },
    });
    expect(problem.reason).to.equal("exchange_state");
    const open = await story.to("draft");
    const { leadId } = await story.exchange(open);
    const second = await writer.refused(exchangeRoutes.draft, "not_now", {
      body: { exchangeId: newId(), leadId, kind: "transfer", toOfficeId: TIANCHANG, terms: {} },
    });
    expect(second.reason).to.equal("already_open");
  });

  it("answers a stale edit with the fresh view, and a repeated command with the stored outcome", async () => {
    const exchangeId = await story.to("draft");
    const writer = await at(world.gaoyou, "prosecutor");
    const params = { exchangeId };
    const body = { id: newId(), expects: 1, note: "改一改", terms: {} };
    const first = await writer.call(exchangeRoutes.edit, { params, body });
    expect(first.version).to.equal(2);
    expect((await writer.call(exchangeRoutes.edit, { params, body })).version).to.equal(2);
    const stale = await writer.refused(exchangeRoutes.edit, "stale", {
      params,
      body: { expects: 1, note: "再改", terms: {} },
    });
    expect(stale.fresh).to.include({ id: exchangeId, version: 2 });
    await writer.refused(exchangeRoutes.edit, "duplicate", {
      params,
      body: { ...body, note: "另一样" },
    });
  });

  it("does not issue what changed since it was reviewed", async () => {
    const exchangeId = await story.to("issuing");
    const { leadId } = await story.exchange(exchangeId);
    const writer = await at(world.gaoyou, "prosecutor");
    await writer.call(leadRoutes.edit, {
      params: { leadId },
      body: { expects: 1, values: { facts: "后来写的另一回事" } },
    });
    const chief = await at(world.gaoyou, "chief");
    const { version } = await story.exchange(exchangeId);
    const problem = await chief.refused(exchangeRoutes.issue, "not_now", {
      params: { exchangeId },
      body: { expects: version, proof },
    });
    expect(problem.reason).to.equal("content_changed");
  });

  it("keeps every formal paper that was recorded, the newest first, for both sides", async () => {
    const exchangeId = await story.to("arrived");
    const params = { exchangeId };
    const { prosecutor, liaison } = world.gaoyou.officers;
    const writer = await at(world.gaoyou, "prosecutor");
    const first = { via: "business_system" as const, reference: "E2026-001" };
    const second = { ...first, reference: "E2026-010" };
    await writer.call(exchangeRoutes.recordPaper, { params, body: { paper: first } });
    const other = await at(world.gaoyou, "liaison");
    await other.call(exchangeRoutes.recordPaper, { params, body: { paper: second } });
    for (const side of [writer, await at(world.tianchang, "intake")]) {
      const seen = await side.call(exchangeRoutes.get, { params });
      expect(seen.papers.map(({ paper, by }) => [paper, by.officerId])).to.deep.equal([
        [second, liaison._id],
        [first, prosecutor._id],
      ]);
    }
  });

  it("takes corrections from its arrival on, and the reference of the business system for the paper", async () => {
    const exchangeId = await story.to("arrived");
    const params = { exchangeId };
    const writer = await at(world.gaoyou, "prosecutor");
    const issued = await writer.call(exchangeRoutes.get, { params });
    await writer.call(exchangeRoutes.supplement, {
      params,
      body: { kind: "correction", text: "网箱数量应为十九个" },
    });
    await writer.call(exchangeRoutes.askFeedback, { params, body: { text: "请尽快签收" } });
    await writer.call(exchangeRoutes.recordPaper, {
      params,
      body: { paper: { via: "business_system", reference: "E2026-001" } },
    });
    const intake = await at(world.tianchang, "intake");
    const seen = await intake.call(exchangeRoutes.get, { params });
    expect(seen.supplements.map((one) => [one.kind, one.text])).to.deep.equal([
      ["correction", "网箱数量应为十九个"],
    ]);
    expect([seen.content, seen.digest], "what was issued stays as it was").to.deep.equal([
      issued.content,
      issued.digest,
    ]);
    expect(seen.asked.map((one) => one.text)).to.deep.equal(["请尽快签收"]);
    expect(seen.papers.map((one) => one.paper)).to.deep.equal([
      { via: "business_system", reference: "E2026-001" },
    ]);
    for (const route of [exchangeRoutes.askFeedback, exchangeRoutes.requestMaterials] as const)
      await intake.refused(route, route === exchangeRoutes.askFeedback ? "forbidden" : "not_now", {
        params,
        body: { text: "尚未签收" },
      });
  });

  it("hands a lead to one office only, and not once its own office has decided on it", async () => {
    const writer = await at(world.gaoyou, "prosecutor");
    const chief = await at(world.gaoyou, "chief");
    const first = await story.to("issuing");
    const { leadId } = await story.exchange(first);
    const second = await story.to("issuing", { leadId, toOfficeId: "321023" });
    const issue = async (exchangeId: string) => ({
      params: { exchangeId },
      body: { expects: (await story.exchange(exchangeId)).version, proof },
    });
    await chief.call(exchangeRoutes.issue, await issue(first));
    const late = await chief.refused(exchangeRoutes.issue, "not_now", await issue(second));
    expect(late.reason).to.equal("in_transfer");
    await writer.call(exchangeRoutes.withdraw, {
      params: { exchangeId: first },
      body: { reason: "应移送宝应" },
    });
    const { version } = await writer.call(leadRoutes.get, { params: { leadId } });
    const decision = { decidedBy: "检察长", decidedOn: "2026-11-20" };
    for (const [expects, step] of [
      [version, "evaluate"],
      [version + 1, "file"],
    ] as const)
      await writer.call(leadRoutes.step, {
        params: { leadId },
        body: { expects, step, decision: step === "file" ? decision : null },
      });
    const decided = await chief.refused(exchangeRoutes.issue, "not_now", await issue(second));
    expect(decided.reason).to.equal("lead_state");
  });

  it("keeps a notice in 待阅 until somebody reads it, with no duty to act", async () => {
    const exchangeId = await story.to("draft", { kind: "notice", toOfficeId: "321000" });
    const params = { exchangeId };
    const writer = await at(world.gaoyou, "prosecutor");
    const submitted = await writer.call(exchangeRoutes.submit, { params, body: { expects: 1 } });
    expect(submitted.state, "a notice ends at the head").to.equal("issuing");
    await test.givePassword(world.gaoyou.officers.head);
    const head = await at(world.gaoyou, "head");
    await head.call(exchangeRoutes.issue, { params, body: { expects: submitted.version, proof } });
    const liaison = await at(world.yangzhou, "liaison");
    const bench = await liaison.call(workbenchRoutes.get);
    expect(bench.toRead.map((one) => one.id)).to.include(exchangeId);
    expect(bench.todo.map((one) => one.id)).to.not.include(exchangeId);
    const before = new Date().toISOString();
    const { knows } = await liaison.call(exchangeRoutes.circulate, {
      params,
      body: { officerIds: [world.yangzhou.officers.outsider._id] },
    });
    const given = knows.find((one) => one.officer?.id === world.yangzhou.officers.outsider._id);
    expect(given?.why).to.equal("circulated");
    expect((given?.since ?? "") >= before, "since it was given to him, not since it came").to.equal(
      true,
    );
    const read = await liaison.call(exchangeRoutes.read, { params, body: {} });
    expect(read.state).to.equal("done");
    const outsider = await at(world.yangzhou, "outsider");
    expect((await outsider.call(workbenchRoutes.get)).toRead).to.have.length(1);
    await outsider.call(exchangeRoutes.read, { params, body: {} });
    expect((await outsider.call(workbenchRoutes.get)).toRead).to.deep.equal([]);
    await outsider.refused(exchangeRoutes.read, "not_now", { params, body: {} });
  });

  it("keeps stored readers as the rules compute them through all of this, and finds a hand in the store", async () => {
    const drifts = async () => {
      const found = [];
      for await (const one of audienceDrift(test.hub.store)) found.push(one);
      return found;
    };
    expect(await drifts()).to.deep.equal([]);
    const exchangeId = await story.to("assigned");
    const { audience } = await story.exchange(exchangeId);
    const { exchanges } = test.hub.store;
    await exchanges.updateOne({ _id: exchangeId }, { $push: { audience: "office:321023" } });
    expect(await drifts()).to.deep.equal([{ feature: "exchanges", id: exchangeId }]);
    await exchanges.updateOne({ _id: exchangeId }, { $set: { audience } });
  });
});
