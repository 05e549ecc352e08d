import { newId } from "@hub/domain/kernel/ids";
import { leadRoutes } from "@hub/domain/leads/acts-contract";
import { leadRows } from "@hub/domain/leads/queries";
import { workbenchRoutes } from "@hub/domain/workbench/contract";
import { expect } from "chai";
import { someValues, storyOf, type Story } from "./exchange-story.ts";
import { startTestHub, type HubClient, type TestHub } from "./hub-client.ts";
import { aWorld, YANGZHOU, type World } from "./world.ts";

describe("leads through the door", () => {
  let test: TestHub;
  let world: World;
  let story: Story;
  let writer: HubClient;

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    story = storyOf(test, world);
    writer = await test.signIn(world.gaoyou.officers.prosecutor);
  });
  after(() => test.stop());

  const register = (values: Parameters<typeof someValues>[0] = {}) =>
    writer.call(leadRoutes.register, { body: { leadId: newId(), values: someValues(values) } });

  it("tells every fault of a body by its path, and writes nothing", async () => {
    const before = await test.hub.store.leads.countDocuments();
    const problem = await writer.refused(leadRoutes.register, "bad_input", {
      body: {
        leadId: newId(),
        values: someValues({
          title: "",
          facts: "机密★事项",
          place: { name: "湖", point: { lat: 200, lon: 0 } },
        }),
        departmentId: newId(),
      },
    });
    expect(problem.issues?.map((one) => one.path)).to.include.members([
      "values.title",
      "values.facts",
      "values.place.point.lat",
    ]);
    expect(await test.hub.store.leads.countDocuments()).to.equal(before);
    const team = await writer.refused(leadRoutes.register, "bad_input", {
      body: {
        leadId: newId(),
        values: someValues(),
        team: [{ officerId: world.baoying.officers.prosecutor._id, duty: "handler" }],
      },
    });
    expect(team.issues?.[0]).to.include({ path: "team.0.officerId", code: "not_of_this_office" });
    const admin = await test.signIn(world.gaoyou.officers.systemAdmin);
    await admin.refused(leadRoutes.register, "forbidden", {
      body: { leadId: newId(), values: someValues() },
    });
  });

  it("keeps every version, and gives a late edit the fresh lead back", async () => {
    const lead = await register();
    const params = { leadId: lead.id };
    const edited = await writer.call(leadRoutes.edit, {
      params,
      body: { expects: 1, values: { facts: "现场另有地笼三十条。" } },
    });
    expect(edited.values).to.include({ facts: "现场另有地笼三十条。", title: lead.title });
    const stale = await writer.refused(leadRoutes.edit, "stale", {
      params,
      body: { expects: 1, values: { title: "别的题目" } },
    });
    expect(stale.fresh).to.include({ id: lead.id, version: 2 });
    await writer.refused(leadRoutes.edit, "not_now", {
      params,
      body: { expects: 2, values: { title: lead.title } },
    });
    const { versions } = await writer.call(leadRoutes.versions, { params });
    expect(versions.map((one) => [one.version, one.values.facts])).to.deep.equal([
      [2, "现场另有地笼三十条。"],
      [1, lead.values.facts],
    ]);
  });

  it("lowers a marking only with a reason, and opens the lead to its office then", async () => {
    const lead = await register();
    const params = { leadId: lead.id };
    const outsider = await test.signIn(world.gaoyou.officers.outsider);
    await outsider.refused(leadRoutes.get, "not_found", { params });
    const bare = await writer.refused(leadRoutes.edit, "bad_input", {
      params,
      body: { expects: 1, values: { marking: "internal" } },
    });
    expect(bare.issues?.[0]?.path).to.equal("reason");
    await writer.call(leadRoutes.edit, {
      params,
      body: { expects: 1, values: { marking: "internal" }, reason: "已公开报道" },
    });
    const seen = await outsider.call(leadRoutes.get, { params });
    expect(seen.can).to.deep.equal(["post"]);
    await outsider.refused(leadRoutes.edit, "forbidden", {
      params,
      body: { expects: 2, values: { title: "改" } },
    });
  });

  it("records a leader's decision with the step that needs one", async () => {
    const lead = await register();
    const params = { leadId: lead.id };
    await writer.refused(leadRoutes.step, "not_now", {
      params,
      body: { expects: 1, step: "file" },
    });
    await writer.call(leadRoutes.step, { params, body: { expects: 1, step: "evaluate" } });
    const bare = await writer.refused(leadRoutes.step, "bad_input", {
      params,
      body: { expects: 2, step: "file" },
    });
    expect(bare.issues?.[0]?.path).to.equal("decision");
    const decision = { decidedBy: "林某", decidedOn: "2026-11-20", number: "" };
    const filed = await writer.call(leadRoutes.step, {
      params,
      body: { expects: 2, step: "file", decision },
    });
    expect(filed.state).to.equal("filed");
    expect(filed.steps.at(-1)?.decision).to.deep.equal(decision);
  });

  it("does not decide a lead that another office has been asked to take", async () => {
    await test.givePassword(world.gaoyou.officers.chief);
    const leadId = await story.lead();
    await story.to("arrived", { leadId });
    const params = { leadId };
    const lead = await writer.call(leadRoutes.get, { params });
    expect(lead.can)
      .to.include("evaluate")
      .and.not.include("refer_up")
      .and.not.include("refer_out");
    const moved = await writer.call(leadRoutes.step, {
      params,
      body: { expects: lead.version, step: "evaluate" },
    });
    const problem = await writer.refused(leadRoutes.step, "not_now", {
      params,
      body: {
        expects: moved.version,
        step: "not_file",
        decision: { decidedBy: "林某", decidedOn: "2026-11-20" },
      },
    });
    expect(problem.reason).to.equal("in_transfer");
  });

  it("asks for the recording of a major lead until it is done, and suggests the superior above one's rank", async () => {
    const lead = await register({ grade: "major", body: { name: "某市局", level: "city" } });
    expect(lead.suggestion).to.equal("refer_up");
    const params = { leadId: lead.id };
    const waits = async () =>
      (await writer.call(workbenchRoutes.get)).todo.filter((one) => one.id === lead.id);
    expect((await waits()).map((one) => one.act)).to.have.members(["evaluate", "record_up"]);
    await writer.refused(leadRoutes.recordUp, "bad_input", {
      params,
      body: { recordedOn: "2999-01-01" },
    });
    const done = await writer.call(leadRoutes.recordUp, {
      params,
      body: { recordedOn: "2026-11-21", number: "邮检备〔2026〕1号" },
    });
    expect(done.recording).to.deep.equal({
      officeId: YANGZHOU,
      recordedOn: "2026-11-21",
      number: "邮检备〔2026〕1号",
    });
    expect((await waits()).map((one) => one.act)).to.deep.equal(["evaluate"]);
    await writer.refused(leadRoutes.recordUp, "not_now", {
      params,
      body: { recordedOn: "2026-11-22" },
    });
  });

  it("lists by filter and word, page by page, each lead once", async () => {
    const ids: string[] = [];
    for (let made = 0; made < 7; made += 1)
      ids.push((await register({ title: `盂城驿遗产线索${made}`, field: "RELIC" })).id);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { rows: { id: string }[]; next: string | null; count: { n: number } } =
        await writer.call(leadRoutes.list, {
          query: { field: "RELIC", limit: 3, ...(cursor ? { cursor } : {}) },
        });
      expect(page.count.n).to.equal(7);
      seen.push(...page.rows.map((one) => one.id));
      ({ next: cursor } = page);
    } while (cursor);
    expect(seen).to.deep.equal(ids.toReversed());
    const found = async (query: object) =>
      (await writer.call(leadRoutes.list, { query })).rows.map((one) => one.id);
    expect(await found({ text: "盂城驿 遗产" })).to.have.length(7);
    expect(await found({ text: "yc" })).to.have.length(7);
    expect(await found({ text: "盂城驿遗产线索3" })).to.deep.equal([ids[3]]);
    expect(await found({ text: "不存在" })).to.deep.equal([]);
    expect(await found({ field: "RELIC", mine: "true" })).to.have.length(7);
    expect(await found({ field: "RELIC", from: "2020-01-01", to: "2020-12-31" })).to.deep.equal([]);
    const head = await test.signIn(world.gaoyou.officers.head);
    const mine = await head.call(leadRoutes.list, { query: { mine: "true" } });
    expect(mine.count.n, "the head reads them, but is in no team").to.equal(0);
    const ledger: string[] = [];
    const asked = { field: "RELIC" as const };
    for await (const row of leadRows(story.as.writer, asked)) ledger.push(row.id);
    expect(ledger).to.deep.equal(seen);
  });

  it("relates leads of one place, through the same predicate", async () => {
    const place = { name: "三垛桥头", point: { lat: 32.7, lon: 119.6 } };
    const one = await register({ place, body: null });
    const other = await register({ place: { ...place, name: "桥西" }, body: null });
    const head = await test.signIn(world.gaoyou.officers.head);
    const hidden = await story.lead({ place }, test.ctxOf(world.gaoyou.officers.outsider));
    const { rows } = await writer.call(leadRoutes.related, { params: { leadId: one.id } });
    expect(rows.map((row) => [row.id, row.why])).to.deep.equal([[other.id, ["near"]]]);
    await head.refused(leadRoutes.get, "not_found", { params: { leadId: hidden } });
  });
});
