import { agreementRoutes } from "@hub/domain/agreements/acts-contract";
import { clockRoutes } from "@hub/domain/clocks/contract";
import { listEntries } from "@hub/domain/channels/contract";
import { dayOf } from "@hub/domain/kernel/clock";
import { newId } from "@hub/domain/kernel/ids";
import { addMonths, firstDayOf, periodOf } from "@hub/domain/kernel/recurrence";
import { obligationRoutes as routes } from "@hub/domain/obligations/acts-contract";
import { adoptObligations } from "@hub/domain/obligations/adopt";
import { loadAgreement } from "@hub/domain/obligations/change";
import { CADENCES, type OccurrenceRow } from "@hub/domain/obligations/contract";
import { horizonOf } from "@hub/domain/obligations/plan";
import { addDays } from "@hub/domain/obligations/state";
import { expect } from "chai";
import { agreementInForce, articles } from "./obligation-story.ts";
import { startTestHub, type HubClient, type TestHub } from "./hub-client.ts";
import { upload } from "./uploads.ts";
import { aWorld, BAOYING, GAOYOU, TIANCHANG, type World } from "./world.ts";

const today = dayOf(new Date());

describe("obligations", () => {
  let test: TestHub;
  let world: World;
  let agreementId: string;
  /** The host's liaison, and those of the other party and of a stranger. */
  let host: HubClient;
  let partner: HubClient;
  let stranger: HubClient;

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    host = await test.signIn(world.gaoyou.officers.liaison);
    partner = await test.signIn(world.tianchang.officers.liaison);
    stranger = await test.signIn(world.baoying.officers.liaison);
    agreementId = await agreementInForce(test, world);
  });
  after(() => test.stop());

  const view = (client: HubClient) => client.call(routes.ofAgreement, { params: { agreementId } });
  const rowsOf = async (obligationId: string): Promise<OccurrenceRow[]> =>
    (await host.call(routes.list, { query: { obligationId, limit: 200 } })).rows;

  /** An obligation by hand, of which one occurrence is open now: each month, each party for itself. */
  async function aDuty(terms: Record<string, unknown> = {}): Promise<string> {
    const obligationId = newId();
    await host.call(routes.define, {
      params: { agreementId },
      body: {
        obligationId,
        terms: {
          kind: "sharing",
          title: "月通报",
          responsible: { who: "each" },
          recurrence: { every: "month" },
          from: today,
          ...terms,
        },
      },
    });
    return obligationId;
  }
  /** The one that is open now, of this office. */
  async function openOf(obligationId: string, officeId = GAOYOU): Promise<OccurrenceRow> {
    const found = (await rowsOf(obligationId)).find(
      (one) => one.officeId === officeId && one.period === periodOf(today, "month"),
    );
    if (!found) throw new Error("nothing is open");
    return found;
  }
  const record = { text: "已向对方发送本月通报", on: today };

  it("come from the clauses of what takes effect, 13 months ahead", async () => {
    const { obligations, turn } = await view(partner);
    expect(obligations.map((one) => [one.terms.title, one.terms.recurrence.every])).to.deep.equal([
      ["联席会议", "quarter"],
      ["线索移送", "event"],
      ["办理情况反馈", "event"],
      ["信息共享", "month"],
    ]);
    expect(turn.order).to.deep.equal([GAOYOU, TIANCHANG]);
    expect(turn.officeId).to.equal(GAOYOU);
    const conference = obligations[0];
    const rows = await rowsOf(conference?.id ?? "");
    const last = rows.at(-1);
    expect(rows[0]?.period).to.equal(periodOf(today, "quarter"));
    expect(last?.period).to.equal(periodOf(horizonOf(today), "quarter"));
    expect(rows.map((one) => one.officeId)).to.deep.equal(
      rows.map((_, index) => (index % 2 === 0 ? GAOYOU : TIANCHANG)),
    );
    expect(rows.every((one) => one.rotates)).to.equal(true);
    const sharing = await rowsOf(obligations[3]?.id ?? "");
    expect(new Set(sharing.map((one) => one.officeId))).to.deep.equal(new Set([GAOYOU, TIANCHANG]));
  });

  it("set the periods between the partners, and say from which agreement", async () => {
    const { pairs } = await partner.call(clockRoutes.list);
    const pair = pairs.find((one) => one.officeId === GAOYOU);
    expect(pair?.agreed?.ordinary).to.deep.equal({
      sign: null,
      accept: { unit: "working_days", count: 5 },
      progress: { unit: "days", count: 30 },
    });
    expect(pair?.agreed?.basis).to.match(/^《.+》第2条、第3条$/);
    expect(pair?.source?.agreementId).to.equal(agreementId);
  });

  it("are nobody's but the parties'", async () => {
    const params = { agreementId };
    await stranger.refused(routes.ofAgreement, "not_found", { params });
    expect((await stranger.call(routes.list)).rows).to.deep.equal([]);
    const [first] = (await host.call(routes.list)).rows;
    await stranger.refused(routes.occurrence, "not_found", {
      params: { occurrenceId: first?.id ?? "" },
    });
    const superior = await test.signIn(world.yangzhou.officers.chief);
    const above = await superior.call(routes.ofAgreement, { params });
    expect(above.obligations.length).to.be.above(0);
    expect(above.obligations.flatMap((one) => one.can)).to.deep.equal([]);
  });

  it("are met by a record with files, which the parties read and nobody else", async () => {
    const { id } = await openOf(await aDuty());
    const writer = await test.signIn(world.gaoyou.officers.liaison);
    const { id: fileId } = await upload(writer, "通报.png");
    const met = await writer.call(routes.meet, {
      params: { occurrenceId: id },
      body: { ...record, files: [{ fileId, title: "通报" }] },
    });
    expect([met.state, met.metOn, met.done]).to.deep.equal(["met", today, 1]);
    expect(met.evidence[0]?.files[0]).to.include({ fileId, number: 1, title: "通报" });
    expect((await partner.fetch(`/api/files/${fileId}`)).status).to.equal(200);
    expect((await stranger.fetch(`/api/files/${fileId}`)).status).to.equal(404);
    // The evidence is the entry: the same id, in the channel of all parties.
    const agreement = await host.call(agreementRoutes.get, { params: { agreementId } });
    const { entries } = await partner.call(listEntries, {
      params: { channelId: agreement.channelId ?? "" },
    });
    const entry = entries.find((one) => one.id === met.evidence[0]?.id);
    expect(entry?.type).to.equal("obligation.evidenced");
    expect(entry?.body).to.include({ met: true, digest: met.evidence[0]?.digest });
    expect(JSON.stringify(entries)).not.to.contain(record.text);
  });

  it("that were met twice at once were met once, and a retry is the same act", async () => {
    const { id: occurrenceId } = await openOf(await aDuty());
    const params = { occurrenceId };
    const one = newId();
    const answers = await Promise.all([
      host.ask(routes.meet, { params, body: { ...record, id: one } }),
      host.ask(routes.meet, { params, body: { ...record, id: one } }),
      host.ask(routes.meet, { params, body: { ...record, id: newId() } }),
    ]);
    const said = answers.map((answer) => (answer.ok ? "ok" : answer.problem.code)).toSorted();
    expect(said).to.be.deep.oneOf([
      ["not_now", "ok", "ok"],
      ["not_now", "not_now", "ok"],
    ]);
    const after = await host.call(routes.occurrence, { params });
    expect(after.evidence).to.have.length(1);
  });

  it("of one office are not another's to meet, nor anybody's before they open", async () => {
    const obligationId = await aDuty();
    const { id } = await openOf(obligationId, TIANCHANG);
    const problem = await host.refused(routes.meet, "forbidden", {
      params: { occurrenceId: id },
      body: record,
    });
    expect(problem.reason).to.equal("responsible_only");
    const ahead = (await rowsOf(obligationId)).find(
      (one) => one.officeId === GAOYOU && one.state === "ahead",
    );
    const early = await host.refused(routes.meet, "not_now", {
      params: { occurrenceId: ahead?.id ?? "" },
      body: record,
    });
    expect(early.reason).to.equal("not_open");
    await host.refused(routes.meet, "bad_input", {
      params: { occurrenceId: (await openOf(obligationId)).id },
      body: { ...record, on: addDays(today, 1) },
    });
  });

  it("wait for the other side's word where it is needed, and are open again when it refutes", async () => {
    const { id } = await openOf(await aDuty({ confirmation: "one" }));
    const params = { occurrenceId: id };
    const done = await host.call(routes.meet, { params, body: record });
    expect([done.state, done.overdueDays]).to.deep.equal(["submitted", 0]);
    const own = await host.refused(routes.confirm, "forbidden", { params, body: {} });
    expect(own.reason).to.equal("other_party_only");
    const head = await test.signIn(world.tianchang.officers.chief);
    expect((await head.call(routes.confirm, { params, body: {} })).state).to.equal("met");
    const evidenceId = done.evidence[0]?.id ?? "";
    const refuted = await partner.call(routes.refute, {
      params,
      body: { evidenceId, reason: "通报内容与约定不符" },
    });
    expect(refuted.state).to.be.oneOf(["open", "due_soon"]);
    expect([refuted.confirmed.length, refuted.done]).to.deep.equal([0, 0]);
    expect(refuted.evidence[0]?.refuted?.reason).to.equal("通报内容与约定不符");
    const again = await host.call(routes.meet, { params, body: record });
    expect([again.state, again.evidence.length]).to.deep.equal(["submitted", 2]);
  });

  it("are put off when all others agree, and not before", async () => {
    const { id, dueOn } = await openOf(await aDuty());
    const params = { occurrenceId: id };
    const to = addDays(dueOn, 20);
    const reason = "机构调整，商请顺延";
    await host.refused(routes.ask, "bad_input", {
      params,
      body: { ask: { kind: "defer", to: dueOn }, reason },
    });
    const asked = await host.call(routes.ask, {
      params,
      body: { ask: { kind: "defer", to }, reason },
    });
    expect(asked.dueOn).to.equal(dueOn);
    const requestId = asked.requests[0]?.id ?? "";
    await host.refused(routes.answer, "forbidden", { params, body: { requestId, agree: true } });
    const agreed = await partner.call(routes.answer, { params, body: { requestId, agree: true } });
    expect([agreed.state, agreed.dueOn, agreed.firstDueOn]).to.deep.equal(["deferred", to, dueOn]);
    const late = await partner.refused(routes.answer, "not_now", {
      params,
      body: { requestId, agree: false },
    });
    expect(late.reason).to.equal("nothing_asked");
  });

  it("are carried on no more when both sides agree to that; a no leaves all as it was", async () => {
    const { id } = await openOf(await aDuty());
    const params = { occurrenceId: id };
    const ask = { ask: { kind: "waive" as const }, reason: "本月双方无办案信息" };
    const first = await host.call(routes.ask, { params, body: ask });
    const no = await partner.call(routes.answer, {
      params,
      body: { requestId: first.requests[0]?.id ?? "", agree: false, reason: "仍请通报" },
    });
    expect(no.requests[0]?.outcome).to.equal("declined");
    expect(no.state).to.be.oneOf(["open", "due_soon"]);
    const second = await host.call(routes.ask, { params, body: ask });
    await host.call(routes.withdraw, {
      params,
      body: { requestId: second.requests[1]?.id ?? "" },
    });
    const third = await host.call(routes.ask, { params, body: ask });
    const waived = await partner.call(routes.answer, {
      params,
      body: { requestId: third.requests[2]?.id ?? "", agree: true },
    });
    expect([waived.state, waived.can]).to.deep.equal(["waived", []]);
  });

  it("change only where they have not opened yet", async () => {
    const obligationId = await aDuty();
    const before = await rowsOf(obligationId);
    const { version, terms } = await host.call(routes.get, { params: { obligationId } });
    const changed = await host.call(routes.change, {
      params: { obligationId },
      body: { expects: version, terms: { ...terms, recurrence: { every: "quarter", times: 1 } } },
    });
    const after = await rowsOf(obligationId);
    const opened = before.filter((one) => one.opensOn <= today).map((one) => one.id);
    expect(after.map((one) => one.id)).to.include.members(opened);
    expect(after.filter((one) => one.opensOn > today).map((one) => one.period)).to.satisfy(
      (periods: string[]) => periods.every((period) => period.includes("Q")),
    );
    expect(changed.version).to.be.above(version);
    await host.refused(routes.change, "stale", {
      params: { obligationId },
      body: { expects: version, terms },
    });
    await partner.refused(routes.change, "forbidden", {
      params: { obligationId },
      body: { expects: changed.version, terms },
    });
  });

  it("end by hand only where no clause sets them", async () => {
    const obligationId = await aDuty();
    const { version } = await host.call(routes.get, { params: { obligationId } });
    const on = firstDayOf(addMonths(today, 1), "month");
    const body = { expects: version, on, reason: "已并入季会商" };
    const ended = await host.call(routes.end, { params: { obligationId }, body });
    expect(ended.ended?.reason).to.equal("已并入季会商");
    expect((await rowsOf(obligationId)).every((one) => one.opensOn <= today)).to.equal(true);
    const { obligations } = await view(host);
    const clause = obligations.find((one) => one.clauseId !== null);
    const problem = await host.refused(routes.end, "not_now", {
      params: { obligationId: clause?.id ?? "" },
      body: { ...body, expects: clause?.version ?? 0 },
    });
    expect(problem.reason).to.equal("from_clause");
  });

  it("per event arise with what happened, by the day that is named where none is agreed", async () => {
    const obligationId = await aDuty({
      kind: "major_notice",
      title: "重大情况通报",
      recurrence: { every: "event" },
      window: { due: null },
    });
    expect(await rowsOf(obligationId)).to.deep.equal([]);
    const params = { obligationId };
    const body = { text: "湖区蓝藻暴发", on: today, officeId: TIANCHANG };
    await partner.refused(routes.arise, "bad_input", { params, body });
    await partner.call(routes.arise, { params, body: { ...body, dueOn: addDays(today, 3) } });
    const [row] = await rowsOf(obligationId);
    expect(row).to.include({ officeId: TIANCHANG, state: "due_soon", period: "湖区蓝藻暴发" });
    await host.refused(routes.arise, "bad_input", {
      params,
      body: { ...body, dueOn: addDays(today, 3), on: addDays(today, 2) },
    });
    const outside = await host.refused(routes.arise, "not_now", {
      params,
      body: { ...body, officeId: BAOYING, dueOn: today },
    });
    expect(outside.reason).to.equal("not_a_party");
  });

  it("are handled by somebody whom only the own office knows", async () => {
    const obligationId = await aDuty();
    const params = { obligationId };
    const { chief, outsider } = world.gaoyou.officers;
    const assigned = await host.call(routes.assign, { params, body: { officerId: chief._id } });
    expect(assigned.handler?.id).to.equal(chief._id);
    expect((await partner.call(routes.get, { params })).handler).to.equal(null);
    await host.refused(routes.assign, "bad_input", { params, body: { officerId: outsider._id } });
    await host.refused(routes.assign, "bad_input", {
      params,
      body: { officerId: world.tianchang.officers.chief._id },
    });
  });

  it("go round by a fact alone, one office after the other", async () => {
    const { turn, obligations } = await view(host);
    const conference = obligations.find((one) => one.terms.responsible.who === "rotation");
    const before = await rowsOf(conference?.id ?? "");
    const moved = await host.call(routes.turn, {
      params: { agreementId },
      body: {
        expects: turn.version,
        held: before[0]?.id ?? null,
        fact: "会议纪要〔2026〕4号已印发",
        on: today,
      },
    });
    expect(moved.turn.officeId).to.equal(TIANCHANG);
    const after = await rowsOf(conference?.id ?? "");
    expect(after[0]?.officeId).to.equal(before[0]?.officeId);
    expect(after[1]?.officeId).to.equal(TIANCHANG);
    await host.refused(routes.turn, "stale", {
      params: { agreementId },
      body: { expects: turn.version, fact: "再次", on: today },
    });
    const again = await partner.call(routes.turn, {
      params: { agreementId },
      body: { expects: moved.turn.version, to: TIANCHANG, fact: "换届，由其续任召集", on: today },
    });
    expect(again.turn.moved.map((one) => one.to)).to.deep.equal([TIANCHANG, TIANCHANG]);
  });

  it("are carried over by the clause when a revision takes effect, and end with one that is gone", async () => {
    const clauses = articles();
    const [conference, transfer, feedback, sharing] = clauses;
    if (!conference || !transfer || !feedback || !sharing) throw new Error("no articles");
    const id = await agreementInForce(test, world, { title: "修订的意见", clauses });
    const params = { agreementId: id };
    const idOf = async (clauseId: string) =>
      (await host.call(routes.ofAgreement, { params })).obligations.find(
        (one) => one.clauseId === clauseId,
      );
    const before = await idOf(sharing.id);
    const kept = (await rowsOf(before?.id ?? "")).filter((one) => one.state !== "ahead");
    const ctx = test.ctxOf(world.gaoyou.officers.chief);
    await test.hub.journal.act(ctx, {
      id: newId(),
      input: { revise: id },
      run: async (tx) =>
        adoptObligations(tx, await loadAgreement(tx, id), {
          number: 2,
          clauses: [
            { ...conference, values: { ...conference.values, frequency: "half_yearly" } },
            { ...sharing, values: { ...sharing.values, frequency: "quarterly" } },
            transfer,
          ],
          effectiveOn: today,
          until: null,
          frozen: null,
        }),
    });
    const after = await idOf(sharing.id);
    expect([after?.id, after?.article, after?.terms.recurrence.every]).to.deep.equal([
      before?.id,
      2,
      "quarter",
    ]);
    const rows = await rowsOf(before?.id ?? "");
    // What had opened is as it was; what had not follows the new rule.
    expect(rows.filter((one) => kept.some((old) => old.id === one.id))).to.deep.equal(kept);
    for (const one of rows.filter((row) => row.opensOn > today)) expect(one.period).to.contain("Q");
    expect((await idOf(feedback.id))?.ended?.on).to.equal(today);
    const { pairs } = await partner.call(clockRoutes.list);
    const pair = pairs.find((one) => one.officeId === GAOYOU);
    expect(pair?.source?.clauseIds).to.deep.equal([transfer.id]);
  });

  it("offer the cadences ready for use", async () => {
    for (const cadence of Object.values(CADENCES)) {
      const id = await aDuty({ ...cadence });
      expect((await rowsOf(id)).length, cadence.title).to.be.above(0);
    }
  });
});
