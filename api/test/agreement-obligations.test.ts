import { agreementRoutes, RegisterAgreement } from "@hub/domain/agreements/acts-contract";
import type { AgreementView } from "@hub/domain/agreements/contract";
import { loadVersion } from "@hub/domain/agreements/change";
import { clockRoutes } from "@hub/domain/clocks/contract";
import { silent } from "@hub/domain/journal/announce";
import { createJournal } from "@hub/domain/journal/journal";
import { dayOf } from "@hub/domain/kernel/clock";
import { newId } from "@hub/domain/kernel/ids";
import { periodOf } from "@hub/domain/kernel/recurrence";
import { runDue } from "@hub/domain/agreements/due";
import { registerAgreement } from "@hub/domain/agreements/commands-register";
import { obligationRoutes as routes } from "@hub/domain/obligations/acts-contract";
import { adoptObligations } from "@hub/domain/obligations/adopt";
import { loadAgreement } from "@hub/domain/obligations/change";
import type { OccurrenceRow } from "@hub/domain/obligations/contract";
import { addDays } from "@hub/domain/obligations/state";
import type { Ctx } from "@hub/domain/store/hub";
import { expect } from "chai";
import { aStory, frozenFrom, inForce, signedByAll, type Story } from "./agreement-story.ts";
import { articles } from "./obligation-story.ts";
import { startTestHub, type HubClient, type TestHub } from "./hub-client.ts";
import { upload } from "./uploads.ts";
import { aWorld, BAOYING, GAOYOU, TIANCHANG, type World } from "./world.ts";

const today = dayOf(new Date());

/** What becomes of what is owed when a party comes or leaves, the text changes, or the agreement ends. */
describe("obligations of an agreement that changes", () => {
  let test: TestHub;
  let world: World;
  let story: Story;
  let newcomer: HubClient;

  before(async function () {
    this.timeout(60_000);
    test = await startTestHub();
    world = await aWorld(test.hub);
    story = await aStory(test, world);
    newcomer = await test.signIn(world.baoying.officers.liaison);
  });
  after(() => test.stop());

  /** In force with conferences by turns, periods for leads and their feedback, and monthly sharing of each. */
  const kept = (): Promise<AgreementView> => inForce(story, { clauses: articles() });
  const paramsOf = (view: Pick<AgreementView, "id">) => ({ agreementId: view.id });
  const dutiesOf = async (view: Pick<AgreementView, "id">, client = story.host.liaison) => {
    const { obligations, turn } = await client.call(routes.ofAgreement, { params: paramsOf(view) });
    const [conference, transfer, feedback, sharing] = obligations;
    if (!conference || !transfer || !feedback || !sharing) throw new Error("no obligations");
    return { conference, transfer, feedback, sharing, turn };
  };
  const rowsOf = async (obligationId: string, officeId?: string): Promise<OccurrenceRow[]> => {
    const query = { obligationId, limit: 200, ...(officeId ? { officeId } : {}) };
    return (await story.host.liaison.call(routes.list, { query })).rows;
  };
  /** A lead that came to this office forty days ago, by the period of the text long overdue. */
  async function overdueAt(view: AgreementView, officeId: string): Promise<OccurrenceRow> {
    const { transfer } = await dutiesOf(view);
    await story.host.liaison.call(routes.arise, {
      params: { obligationId: transfer.id },
      body: { text: "网箱线索", on: addDays(today, -40), officeId },
    });
    const [row] = await rowsOf(transfer.id, officeId);
    if (row?.state !== "overdue") throw new Error("it is not overdue");
    return row;
  }
  const accede = async (view: AgreementView): Promise<string> => {
    const { id: fileId } = await upload(story.host.chief, "加入函.png");
    const partyId = newId();
    await story.host.chief.call(agreementRoutes.accede, {
      params: paramsOf(view),
      body: { partyId, party: { officeId: BAOYING, name: "宝应" }, on: today, basis: { fileId } },
    });
    return partyId;
  };
  const leave = async (view: AgreementView, partyId: string): Promise<void> => {
    const deputy = await test.signIn(world.baoying.officers.deputy);
    await deputy.call(agreementRoutes.leave, {
      params: paramsOf(view),
      body: { partyId, on: today, reason: "不再参加", basis: null },
    });
  };
  /** The agreed periods between two offices, as far as this agreement set them. */
  const agreedWith = async (client: HubClient, officeId: string, view: AgreementView) => {
    const { pairs } = await client.call(clockRoutes.list);
    const pair = pairs.find((one) => one.officeId === officeId);
    return pair?.source?.agreementId === view.id ? pair.agreed?.ordinary : null;
  };

  it("fall to a party that accedes from the next period on, and its turn comes last", async () => {
    const view = await kept();
    const before = await dutiesOf(view);
    expect(await agreedWith(newcomer, GAOYOU, view)).to.equal(null);
    await accede(view);
    const { sharing, conference, turn } = await dutiesOf(view, newcomer);
    const mine = await rowsOf(sharing.id, BAOYING);
    expect(mine.length).to.be.above(11);
    expect(mine.filter((one) => one.opensOn <= today)).to.deep.equal([]);
    expect(turn.order).to.deep.equal([GAOYOU, TIANCHANG, BAOYING]);
    const conferences = await rowsOf(conference.id);
    expect(conferences.slice(0, 4).map((one) => one.officeId)).to.deep.equal([
      GAOYOU,
      TIANCHANG,
      BAOYING,
      GAOYOU,
    ]);
    // What had opened is nobody else's now.
    expect(conferences[0]?.id).to.equal((await rowsOf(before.conference.id))[0]?.id);
    expect(await agreedWith(newcomer, GAOYOU, view)).to.deep.include({
      accept: { unit: "working_days", count: 5 },
      progress: { unit: "days", count: 30 },
    });
  });

  it("of a party that leaves: what was open is still its own to do, nothing new falls due, and no period binds it", async () => {
    const view = await kept();
    const partyId = await accede(view);
    const late = await overdueAt(view, BAOYING);
    const { turn } = await dutiesOf(view);
    await story.host.liaison.call(routes.turn, {
      params: paramsOf(view),
      body: { expects: turn.version, to: BAOYING, fact: "会议纪要已印发", on: today },
    });
    expect((await dutiesOf(view)).turn.officeId).to.equal(BAOYING);
    await leave(view, partyId);
    const after = await dutiesOf(view);
    // Whose turn it was is a party no more: the next one's, in signing order.
    expect(after.turn.officeId).to.equal(GAOYOU);
    const ahead = (await rowsOf(after.conference.id)).filter((one) => one.opensOn > today);
    expect(new Set(ahead.map((one) => one.officeId))).to.deep.equal(new Set([GAOYOU, TIANCHANG]));
    expect(await rowsOf(after.sharing.id, BAOYING)).to.deep.equal([]);
    expect(await agreedWith(newcomer, GAOYOU, view)).to.equal(null);
    expect(await agreedWith(story.other.liaison, GAOYOU, view)).to.not.equal(null);
    const own = await newcomer.call(routes.occurrence, { params: { occurrenceId: late.id } });
    expect([own.state, own.can]).to.deep.equal(["overdue", ["meet", "ask"]]);
    const met = await newcomer.call(routes.meet, {
      params: { occurrenceId: late.id },
      body: { text: "退出前已受理并告知", on: today },
    });
    expect([met.state, met.lateDays > 0]).to.deep.equal(["met", true]);
  });

  for (const act of ["abolish", "terminate"] as const)
    it(`of one that ends (${act}): what was open stays to be done or given up by agreement, nothing new falls due`, async () => {
      const view = await kept();
      const late = await overdueAt(view, TIANCHANG);
      await story.host.chief.call(agreementRoutes[act], {
        params: paramsOf(view),
        body: { on: today, reason: "机构改革" },
      });
      const { sharing, conference, transfer } = await dutiesOf(view);
      expect([sharing, conference, transfer].map((one) => one.ended?.on)).to.deep.equal(
        Array(3).fill(addDays(today, 1)),
      );
      for (const { id } of [sharing, conference])
        expect((await rowsOf(id)).every((one) => one.opensOn <= today)).to.equal(true);
      expect(await agreedWith(story.other.liaison, GAOYOU, view)).to.equal(null);
      const params = { occurrenceId: late.id };
      expect((await story.host.liaison.call(routes.occurrence, { params })).state).to.equal(
        "overdue",
      );
      const asked = await story.other.liaison.call(routes.ask, {
        params,
        body: { ask: { kind: "waive" }, reason: "协议已经终止" },
      });
      const requestId = asked.requests[0]?.id ?? "";
      const waived = await story.host.liaison.call(routes.answer, {
        params,
        body: { requestId, agree: true },
      });
      expect(waived.state).to.equal("waived");
      await story.host.liaison.refused(routes.arise, "not_now", {
        params: { obligationId: transfer.id },
        body: { text: "又一件", on: today, officeId: TIANCHANG },
      });
    });

  it("go through a revision with their days, and the periods are those of the new text alone", async () => {
    const view = await kept();
    const late = await overdueAt(view, TIANCHANG);
    const params = paramsOf(view);
    const { draft } = await story.host.writer.call(agreementRoutes.revise, { params, body: {} });
    const [conference, transfer, , sharing] = draft?.clauses ?? [];
    if (!draft || !conference || !transfer || !sharing) throw new Error("no draft");
    const edited = await story.host.writer.call(agreementRoutes.edit, {
      params,
      body: {
        expects: draft.revision,
        clauses: [conference, { ...transfer, values: { days: 10 } }, sharing],
      },
    });
    const sent = await story.host.chief.call(agreementRoutes.circulate, {
      params,
      body: { expects: edited.draft?.revision ?? 0 },
    });
    await frozenFrom(story, sent);
    await signedByAll(story, view.id);
    const before = await dutiesOf(view);
    expect(before.feedback.ended, "the older text holds until the new one does").to.equal(null);
    const { number } = await story.host.liaison.call(agreementRoutes.number, {
      params,
      body: { number: "邮检发〔2026〕12号", on: today },
    });
    expect(number).to.equal("邮检发〔2026〕12号");
    const { obligations } = await story.host.liaison.call(routes.ofAgreement, { params });
    expect(
      obligations.map((one) => [one.terms.title, one.article, one.ended?.on ?? null]),
    ).to.have.deep.members([
      ["联席会议", 1, null],
      ["线索移送", 2, null],
      ["信息共享", 3, null],
      ["办理情况反馈", 3, today],
    ]);
    const [same] = await rowsOf(before.transfer.id, TIANCHANG);
    expect([same?.id, same?.state, same?.dueOn]).to.deep.equal([late.id, "overdue", late.dueOn]);
    expect(await agreedWith(story.other.liaison, GAOYOU, view)).to.deep.equal({
      sign: null,
      accept: { unit: "working_days", count: 10 },
      progress: null,
    });
  });

  it("begin again with the period in which a revision takes effect after the term had ended", async () => {
    const ctx = test.ctxOf(world.gaoyou.officers.head);
    /** The same officer on that day, at noon in Shanghai. */
    const on = (day: string): Ctx => {
      const clock = { now: () => new Date(`${day}T04:00:00Z`) };
      const journal = createJournal(test.hub.store, clock, silent);
      return { ...ctx, hub: { ...test.hub, clock, journal } };
    };
    const agreementId = newId();
    await registerAgreement(
      on("2025-01-10"),
      RegisterAgreement.parse({
        id: newId(),
        agreementId,
        values: {
          title: "一季度协作方案",
          instrument: "plan",
          term: { kind: "until", on: "2025-03-31" },
        },
        parties: [
          { officeId: GAOYOU, name: "高邮" },
          { officeId: TIANCHANG, name: "天长" },
        ],
        hostIndex: 0,
        effectiveOn: "2025-01-10",
        clauses: articles(),
      }),
    );
    await runDue(on("2025-04-01").hub, agreementId);
    const { store } = test.hub;
    const periods = async () =>
      (await store.occurrences.find({ agreementId, kind: "sharing", officeId: GAOYOU }).lean())
        .map((one) => one.period)
        .toSorted();
    expect(await periods()).to.deep.equal(["2025-01", "2025-02", "2025-03"]);
    const later = on("2025-06-10");
    await later.hub.journal.act(later, {
      id: newId(),
      input: { revived: agreementId },
      run: async (tx) => {
        const version = await loadVersion(tx, agreementId, 1);
        if (!version) throw new Error("gone");
        return adoptObligations(tx, await loadAgreement(tx, agreementId), {
          ...version,
          number: 2,
          effectiveOn: "2025-06-10",
          until: "2025-12-31",
        });
      },
    });
    const now = periodOf("2025-06-10", "month");
    expect((await periods()).slice(3)).to.deep.equal([
      now,
      "2025-07",
      "2025-08",
      "2025-09",
      "2025-10",
      "2025-11",
      "2025-12",
    ]);
  });
});
