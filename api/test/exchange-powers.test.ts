import { clockRoutes, SUGGESTED } from "@hub/domain/clocks/contract";
import { newId } from "@hub/domain/kernel/ids";
import { stepClock, type Told } from "@hub/domain/clocks/escalate";
import { delegateRoute, revokeDelegationRoute } from "@hub/domain/delegations/contract";
import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { replanAll } from "@hub/domain/exchanges/plan";
import { fileRoutes } from "@hub/domain/files/contract";
import { verifyJournal } from "@hub/domain/journal/verify";
import { dayOf } from "@hub/domain/kernel/clock";
import { leadRoutes } from "@hub/domain/leads/acts-contract";
import { listEntries } from "@hub/domain/channels/contract";
import { workbenchRoutes } from "@hub/domain/workbench/contract";
import { expect } from "chai";
import { proof, storyOf, type Story } from "./exchange-story.ts";
import { startTestHub, type HubClient, type TestHub } from "./hub-client.ts";
import { upload } from "./uploads.ts";
import { aWorld, CHUZHOU, TIANCHANG, YANGZHOU, type TestOffice, type World } from "./world.ts";

const HOUR_MS = 3_600_000;

describe("powers over an exchange", () => {
  let test: TestHub;
  let world: World;
  let story: Story;

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    story = storyOf(test, world);
    const { chief, prosecutor2, liaison, head } = world.gaoyou.officers;
    for (const officer of [chief, prosecutor2, liaison, head]) await test.givePassword(officer);
  });
  after(async () => {
    const { findings } = await verifyJournal(test.hub.store);
    await test.stop();
    expect(findings).to.deep.equal([]);
  });
  const at = (office: TestOffice, who: keyof TestOffice["officers"]): Promise<HubClient> =>
    test.signIn(office.officers[who]);
  const today = () => dayOf(new Date());

  it("reach a delegate at once, are shown as the principal's, and end with the delegation", async () => {
    const exchangeId = await story.to("issuing");
    const params = { exchangeId };
    const { gaoyou } = world;
    const delegate = await at(gaoyou, "prosecutor2");
    await delegate.refused(exchangeRoutes.get, "not_found", { params });
    const chief = await at(gaoyou, "chief");
    const made = await chief.call(delegateRoute, {
      body: {
        delegateId: gaoyou.officers.prosecutor2._id,
        acts: ["issue"],
        from: today(),
        until: today(),
        basis: "高检委〔2026〕2号",
      },
    });
    const bench = await delegate.call(workbenchRoutes.get);
    expect(bench.todo.map((one) => [one.id, one.act])).to.deep.include([exchangeId, "issue"]);
    const seen = await delegate.call(exchangeRoutes.get, { params });
    expect(seen.can).to.include("issue");
    // It waits since it was passed on, not since somebody else may do it.
    const { since, by } = bench.todo.find((one) => one.id === exchangeId) ?? {};
    expect({ since, by }).to.deep.equal({ since: seen.reviewed?.at, by: seen.reviewed?.name });
    const issued = await delegate.call(exchangeRoutes.issue, {
      params,
      body: { expects: seen.version, proof },
    });
    expect(issued.issued).to.include({ mode: "delegated", principal: gaoyou.officers.chief.name });
    expect(issued.issued?.by.role).to.include(`受${gaoyou.officers.chief.name}委托`);

    const other = await story.to("issuing");
    await chief.call(revokeDelegationRoute, {
      params: { delegationId: made.delegation.id },
      body: { reason: "已返岗" },
    });
    await delegate.refused(exchangeRoutes.get, "not_found", { params: { exchangeId: other } });
    expect(await replanAll(test.hub), "the desks are right already").to.equal(0);
  });

  it("may be exercised on paper: one uploads the form, another confirms, and it is no click of the leader's", async () => {
    const exchangeId = await story.to("issuing");
    const params = { exchangeId };
    const { gaoyou } = world;
    const writer = await at(gaoyou, "prosecutor");
    const scan = await upload(writer, "签批单.png");
    const { version } = await story.exchange(exchangeId);
    const body = { expects: version, fileId: scan.id, signedOn: today() };
    const wrong = await writer.refused(exchangeRoutes.uploadApproval, "bad_input", {
      params,
      body: { ...body, signedBy: gaoyou.officers.head._id },
    });
    expect(wrong.issues?.[0]?.path).to.equal("signedBy");
    const uploaded = await writer.call(exchangeRoutes.uploadApproval, {
      params,
      body: { ...body, signedBy: gaoyou.officers.chief._id },
    });
    expect(uploaded.can).to.not.include("confirm_approval");
    const liaison = await at(gaoyou, "liaison");
    const confirmed = await liaison.call(exchangeRoutes.confirmApproval, {
      params,
      body: { expects: uploaded.version, proof },
    });
    expect(confirmed.issued).to.include({
      mode: "offline",
      principal: gaoyou.officers.chief.name,
      approvalFileId: scan.id,
    });
    expect(confirmed.issued?.by.officerId).to.equal(gaoyou.officers.liaison._id);
    // The form is the office's own: the other side neither learns its id nor reads it.
    const intake = await at(world.tianchang, "intake");
    expect((await intake.call(exchangeRoutes.get, { params })).issued?.approvalFileId).to.equal(
      null,
    );
    await intake.refused(fileRoutes.get, "not_found", { params: { fileId: scan.id } });
    // Nor can it be chosen later, for another exchange or as a supplement, or taken off the list on which the approval rests.
    const { leadId } = await story.exchange(exchangeId);
    const { materials } = await writer.call(fileRoutes.ofLead, { params: { leadId } });
    expect(materials).to.deep.include({ ...materials[0], fileId: scan.id, inner: true });
    const chosen = await writer.refused(exchangeRoutes.draft, "bad_input", {
      body: {
        exchangeId: newId(),
        leadId,
        kind: "notice",
        toOfficeId: YANGZHOU,
        terms: {},
        materials: [scan.id],
      },
    });
    expect(chosen.issues?.[0]).to.include({ path: "materials.0", code: "inner_paper" });
    await writer.refused(exchangeRoutes.supplement, "not_found", {
      params,
      body: { kind: "supplement", text: "附件", materials: [scan.id] },
    });
    await writer.refused(fileRoutes.remove, "not_found", {
      params: { leadId },
      body: { fileIds: [scan.id], reason: "误传" },
    });
  });

  it("carry only chosen materials across, and the formal paper to both", async () => {
    const { gaoyou, tianchang } = world;
    const writer = await at(gaoyou, "prosecutor");
    const leadId = await story.lead();
    const [shown, kept] = [await upload(writer, "航拍.png"), await upload(writer, "内部.png")];
    await writer.call(fileRoutes.add, {
      params: { leadId },
      body: { files: [{ fileId: kept.id }, { fileId: shown.id, title: "航拍照片" }] },
    });
    const exchangeId = await story.to("draft", { leadId });
    const params = { exchangeId };
    const edited = await writer.call(exchangeRoutes.edit, {
      params,
      body: { expects: 1, materials: [shown.id], terms: {} },
    });
    expect(edited.content?.files.map((file) => [file.number, file.title])).to.deep.equal([
      [1, "航拍照片"],
    ]);
    await story.on(exchangeId, "accepted");
    const intake = await at(tianchang, "intake");
    const view = await intake.call(exchangeRoutes.get, { params });
    expect(view.content?.files.map((file) => file.fileId)).to.deep.equal([shown.id]);
    await intake.call(fileRoutes.get, { params: { fileId: shown.id } });
    await intake.refused(fileRoutes.get, "not_found", { params: { fileId: kept.id } });
    const handler = await at(tianchang, "prosecutor");
    const theirs = (await handler.call(exchangeRoutes.get, { params })).leadId ?? "";
    const { materials } = await handler.call(fileRoutes.ofLead, { params: { leadId: theirs } });
    expect(materials.map((one) => one.fileId)).to.deep.equal([shown.id]);
    const scan = await upload(writer, "通知书.png");
    const papered = await writer.call(exchangeRoutes.recordPaper, {
      params,
      body: { paper: { via: "scan", number: "邮检移〔2026〕1号", fileId: scan.id } },
    });
    expect(papered.papers[0]?.paper).to.include({ number: "邮检移〔2026〕1号" });
    await intake.call(fileRoutes.get, { params: { fileId: scan.id } });
  });

  it("follow the team: who leaves it loses lead, exchange and both channels in the same commit", async () => {
    const { gaoyou } = world;
    const leadId = await story.lead();
    const head = await at(gaoyou, "head");
    const second = await at(gaoyou, "prosecutor2");
    const id = gaoyou.officers.prosecutor2._id;
    await head.call(leadRoutes.changeTeam, {
      params: { leadId },
      body: { add: [{ officerId: id, duty: "member" }], reason: "增派" },
    });
    const exchangeId = await story.to("arrived", { leadId });
    const view = await second.call(exchangeRoutes.get, { params: { exchangeId } });
    const lead = await second.call(leadRoutes.get, { params: { leadId } });
    await head.call(leadRoutes.changeTeam, {
      params: { leadId },
      body: { remove: [id], reason: "调整分工" },
    });
    await second.refused(exchangeRoutes.get, "not_found", { params: { exchangeId } });
    await second.refused(leadRoutes.get, "not_found", { params: { leadId } });
    for (const channelId of [view.channelId, lead.channelId])
      await second.refused(listEntries, "not_found", {
        params: { channelId: channelId ?? "" },
        query: {},
      });
    const outside = await head.refused(leadRoutes.changeTeam, "bad_input", {
      params: { leadId },
      body: {
        add: [{ officerId: world.tianchang.officers.prosecutor._id, duty: "member" }],
        reason: "误选",
      },
    });
    expect(outside.issues?.[0]).to.include({ path: "add.0.officerId", code: "not_of_this_office" });
  });

  it("lead from a dispute to the common superior, on paper where an office has no accounts", async () => {
    const exchangeId = await story.to("signed");
    const params = { exchangeId };
    const { gaoyou, tianchang } = world;
    const intake = await at(tianchang, "intake");
    const third = await intake.refused(exchangeRoutes.dispute, "bad_input", {
      params,
      body: { reason: "地块位于界线以东", securesOfficeId: "321023" },
    });
    expect(third.issues?.[0], "a party secures evidence meanwhile").to.include({
      path: "securesOfficeId",
    });
    const raised = await intake.call(exchangeRoutes.dispute, {
      params,
      body: { reason: "地块位于界线以东", securesOfficeId: TIANCHANG, securesNote: "先行取样" },
    });
    expect(raised.dispute?.steps.map((one) => one.stage)).to.deep.equal([
      "report",
      "consult",
      "superiors",
      "superiors",
      "designate",
    ]);
    const theirChief = await at(tianchang, "chief");
    const ourLiaison = await at(gaoyou, "liaison");
    const step = (by: HubClient, index: number, more: object = {}) =>
      by.call(exchangeRoutes.disputeStep, { params, body: { index, result: "passed", ...more } });
    await step(theirChief, 0);
    await ourLiaison.refused(exchangeRoutes.disputeStep, "forbidden", {
      params,
      body: { index: 1, result: "maintain" },
    });
    await step(ourLiaison, 1, { note: "未达成一致" });
    await theirChief.refused(exchangeRoutes.disputeStep, "forbidden", {
      params,
      body: { index: 2, result: "passed" },
    });
    await step(await at(world.chuzhou, "liaison"), 2);
    const bare = await theirChief.refused(exchangeRoutes.disputeStep, "bad_input", {
      params,
      body: { index: 3, result: "passed" },
    });
    expect(bare.issues?.[0]?.path).to.equal("paper.number");
    const paper = { title: "协商纪要", number: "皖检〔2026〕8号", date: "2026-11-20" };
    const fourth = await step(theirChief, 3, { paper });
    expect(fourth.dispute?.steps[3]?.offline).to.equal(true);
    const decided = await step(theirChief, 4, {
      result: "designate",
      designatedOfficeId: "341182",
      paper: { ...paper, title: "指定管辖决定书" },
    });
    expect(decided).to.include({ state: "redirected" });
    expect(decided.dispute).to.include({ outcome: "designate", designatedOfficeId: "341182" });
    await theirChief.refused(exchangeRoutes.disputeStep, "not_now", {
      params,
      body: { index: 4, result: "maintain", paper },
    });
    const { leadId } = await story.exchange(exchangeId);
    const writer = await at(gaoyou, "prosecutor");
    const lead = await writer.call(leadRoutes.get, { params: { leadId } });
    expect(lead.exchange, "the lead leads to what was decided").to.include({
      id: exchangeId,
      state: "redirected",
    });
    const seen = await writer.call(exchangeRoutes.get, { params });
    expect(seen.dispute?.steps[4]).to.deep.include({
      designatedOfficeId: "341182",
      offline: true,
      paper: { ...paper, title: "指定管辖决定书", fileId: null },
    });
    // 明光 has no account: nothing goes there through the hub, and the office records where it sent the lead.
    const { recipients } = await writer.call(exchangeRoutes.recipients, {
      params: { leadId },
      query: { kind: "transfer" },
    });
    expect(recipients.map((one) => one.officeId)).to.not.include("341182");
    expect(lead.can).to.include("refer_out").and.include("send");
  });

  it("take an accepted lead off the receiver's desk when another office is designated, and free the sender's", async () => {
    const exchangeId = await story.to("accepted");
    const params = { exchangeId };
    const { gaoyou, tianchang } = world;
    const handler = await at(tianchang, "prosecutor");
    const raised = await handler.call(exchangeRoutes.dispute, {
      params,
      body: { reason: "立案前查明行为地在明光", securesOfficeId: TIANCHANG },
    });
    const theirLead = raised.leadId ?? "";
    const theirChief = await at(tianchang, "chief");
    const paper = { title: "报告", number: "皖检〔2026〕9号", date: "2026-11-20" };
    const step = (by: HubClient, index: number, more: object = {}) =>
      by.call(exchangeRoutes.disputeStep, { params, body: { index, result: "passed", ...more } });
    await step(theirChief, 0);
    await step(theirChief, 1);
    await step(await at(world.yangzhou, "liaison"), 2);
    await step(theirChief, 3, { paper });
    await step(theirChief, 4, { result: "designate", designatedOfficeId: "341182", paper });
    const received = await handler.call(leadRoutes.get, { params: { leadId: theirLead } });
    expect(received.state).to.equal("transferred");
    expect(received.steps.at(-1)?.note).to.equal("指定其他院管辖");
    const bench = await handler.call(workbenchRoutes.get);
    expect(bench.todo.map((one) => one.id)).to.not.include.members([theirLead, exchangeId]);
    const { leadId } = await story.exchange(exchangeId);
    const writer = await at(gaoyou, "prosecutor");
    const origin = await writer.call(leadRoutes.get, { params: { leadId } });
    expect(origin.state).to.equal("evaluating");
  });

  it("let the sender take the lead on itself while the two consult, and nobody say so for it", async () => {
    const exchangeId = await story.to("accepted");
    const params = { exchangeId };
    const theirChief = await at(world.tianchang, "chief");
    await theirChief.call(exchangeRoutes.dispute, {
      params,
      body: { reason: "行为地在高邮境内", securesOfficeId: TIANCHANG },
    });
    await theirChief.call(exchangeRoutes.disputeStep, {
      params,
      body: { index: 0, result: "passed" },
    });
    const agree = { params, body: { index: 1, result: "agree" as const, note: "电话协商" } };
    await theirChief.refused(exchangeRoutes.disputeStep, "forbidden", agree);
    const chief = await at(world.gaoyou, "chief");
    const settled = await chief.call(exchangeRoutes.disputeStep, agree);
    expect(settled.state).to.equal("redirected");
    expect(settled.dispute).to.include({ outcome: "agree", designatedOfficeId: null });
    expect(settled.clocks.every((clock) => clock.metAt !== null)).to.equal(true);
    const { leadId } = await story.exchange(exchangeId);
    const writer = await at(world.gaoyou, "prosecutor");
    const lead = await writer.call(leadRoutes.get, { params: { leadId } });
    expect(lead.state).to.equal("evaluating");
    expect(lead.can, "it is the office's own to decide on again").to.include("file");
  });

  it("hold the clock while the jurisdiction is disputed, and start it anew when it is maintained", async () => {
    const accept = { unit: "working_days", count: 5 };
    const exchangeId = await story.to("signed", { terms: { accept } });
    const params = { exchangeId };
    const theirChief = await at(world.tianchang, "chief");
    const raised = await theirChief.call(exchangeRoutes.dispute, {
      params,
      body: { reason: "界线不清楚", securesOfficeId: TIANCHANG },
    });
    expect(raised.clocks[0]).to.include({ held: true, overdueDays: 0 });
    const standing = await story.exchange(exchangeId);
    expect([standing.nextAt, standing.dueAt], "nobody is late meanwhile").to.deep.equal([
      null,
      null,
    ]);
    await theirChief.call(exchangeRoutes.disputeStep, {
      params,
      body: { index: 0, result: "passed" },
    });
    const kept = await theirChief.call(exchangeRoutes.disputeStep, {
      params,
      body: { index: 1, result: "maintain" },
    });
    expect(kept.dispute?.outcome).to.equal("maintain");
    expect(kept.clocks[0]?.held).to.equal(false);
    await story.on(exchangeId, "accepted");
  });

  it("remind inside the late office step by step, each once, and let its B角 in", async () => {
    const sign = { unit: "hours", count: 24 };
    const exchangeId = await story.to("arrived", { terms: { sign } });
    const { intake, intake2, deputy, chief } = world.tianchang.officers;
    await test.hub.store.officers.updateOne(
      { _id: intake._id },
      { $set: { deputyId: world.tianchang.officers.clerk._id } },
    );
    const sent = (await story.exchange(exchangeId)).sentAt?.getTime() ?? 0;
    const later = (hours: number) => ({
      ...test.hub,
      clock: { now: () => new Date(sent + hours * HOUR_MS) },
    });
    const told: Told[] = [];
    const tell = async (_: unknown, one: Told) => void told.push(one);
    const levels = () => told.map((one) => one.level);
    await stepClock(later(17), exchangeId, tell);
    expect(levels(), "before its time nothing happens").to.deep.equal([]);
    await Promise.all([1, 2, 3].map(() => stepClock(later(18.1), exchangeId, tell)));
    expect(levels(), "three at once tell once").to.deep.equal(["reminder"]);
    expect(told[0]?.officerIds).to.have.members([intake._id, intake2._id]);
    let again = true;
    while (again) ({ again } = await stepClock(later(24 * 5), exchangeId, tell));
    expect(levels()).to.deep.equal(["reminder", "deputy", "head", "leader"]);
    expect(told[1]?.officerIds).to.deep.equal([world.tianchang.officers.clerk._id]);
    expect(told[3]?.officerIds).to.deep.equal([deputy._id]);
    const office = new Set(told.flatMap((one) => one.officeId));
    expect([...office]).to.deep.equal([TIANCHANG]);
    const standIn = await at(world.tianchang, "clerk");
    await standIn.call(exchangeRoutes.get, { params: { exchangeId } });
    expect((await story.exchange(exchangeId)).nextAt).to.equal(null);
    expect(chief.officeId).to.equal(TIANCHANG);
  });

  it("tell the deputy chief in charge of the department, and the chief where none is", async () => {
    const { deputy, chief, head } = world.tianchang.officers;
    const accept = { unit: "hours", count: 24 };
    const lastTold = async (inCharge: string[]) => {
      await test.hub.store.officers.updateOne({ _id: deputy._id }, { $set: { inCharge } });
      const exchangeId = await story.to("assigned", { terms: { accept } });
      const late = new Date(Date.now() + 10 * 24 * HOUR_MS);
      const told: Told[] = [];
      const hub = { ...test.hub, clock: { now: () => late } };
      for (let again = true; again;)
        ({ again } = await stepClock(hub, exchangeId, async (_, one) => void told.push(one)));
      return told.at(-1);
    };
    expect(await lastTold([newId()])).to.deep.include({ level: "leader", officerIds: [chief._id] });
    expect(await lastTold([head.departmentId ?? ""])).to.deep.include({ officerIds: [deputy._id] });
    await test.hub.store.officers.updateOne({ _id: deputy._id }, { $set: { inCharge: [] } });
  });

  it("let nothing hold between two offices on one side's word", async () => {
    const ours = await at(world.gaoyou, "liaison");
    const theirs = await at(world.tianchang, "liaison");
    const params = { officeId: TIANCHANG };
    const proposed = await ours.call(clockRoutes.propose, { params, body: { terms: SUGGESTED } });
    expect(proposed).to.deep.include({ agreed: null, can: ["propose"] });
    await ours.refused(clockRoutes.answer, "forbidden", { params, body: { agree: true } });
    const agreed = await theirs.call(clockRoutes.answer, {
      params: { officeId: world.gaoyou.id },
      body: { agree: true },
    });
    expect(agreed.agreed).to.deep.equal(SUGGESTED);
    const leadId = await story.lead();
    const writer = await at(world.gaoyou, "prosecutor");
    await writer.refused(clockRoutes.propose, "forbidden", { params, body: { terms: SUGGESTED } });
    const { recipients } = await writer.call(exchangeRoutes.recipients, {
      params: { leadId },
      query: { kind: "transfer" },
    });
    const tianchang = recipients.find((one) => one.officeId === TIANCHANG);
    expect(tianchang?.urgent.sign).to.deep.equal({ unit: "hours", count: 24 });
    expect(recipients.map((one) => one.officeId)).to.not.include.members([YANGZHOU, CHUZHOU]);
  });
});
