import { actionRoutes } from "@hub/domain/actions/acts-contract";
import { agreementRoutes } from "@hub/domain/agreements/acts-contract";
import { dayOf } from "@hub/domain/kernel/clock";
import { newId } from "@hub/domain/kernel/ids";
import { obligationRoutes } from "@hub/domain/obligations/acts-contract";
import { addDays } from "@hub/domain/obligations/state";
import { expect } from "chai";
import { aShot, castOf, here, propose, scheduled, spanIn, type Cast } from "./action-story.ts";
import { startTestHub, type TestHub } from "./hub-client.ts";
import { agreementInForce } from "./obligation-story.ts";
import { aWorld, GAOYOU, TIANCHANG, type World } from "./world.ts";

const today = dayOf(new Date());

describe("what comes of joint actions", () => {
  let test: TestHub;
  let world: World;
  let cast: Cast;
  let agreementId: string;

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    cast = await castOf(test, world);
    agreementId = await agreementInForce(test, world);
  });
  after(() => test.stop());

  const ofAgreement = () =>
    cast.liaison.call(obligationRoutes.ofAgreement, { params: { agreementId } });

  describe("the report", () => {
    /** Each quarter one patrol by both; and a patrol of today under that agreement that is over, with one finding. */
    const patrolled = async () => {
      const obligationId = newId();
      await cast.liaison.call(obligationRoutes.define, {
        params: { agreementId },
        body: {
          obligationId,
          terms: {
            kind: "patrol",
            title: "每季度联合巡查",
            responsible: { who: "office", officeId: GAOYOU },
            recurrence: { every: "quarter" },
            from: today,
          },
        },
      });
      const owed = (await ofAgreement()).obligations.find((one) => one.id === obligationId);
      const occurrenceId = owed?.occurrences[0]?.id ?? "";
      const { id: actionId } = await scheduled(cast, world, 0, { agreementId });
      const params = { actionId };
      const findingId = newId();
      await cast.prosecutor.call(actionRoutes.addFinding, {
        params,
        body: {
          findingId,
          title: "网箱",
          device: here(),
          photos: [await aShot(cast.prosecutor)],
        },
      });
      await cast.prosecutor.call(actionRoutes.conclude, { params, body: {} });
      return { params, findingId, occurrenceId };
    };
    const settle = (params: { actionId: string }, findingId: string) =>
      cast.prosecutor.call(actionRoutes.settle, {
        params: { ...params, findingId },
        body: { settlement: { kind: "none", reason: "当场清理完毕" } },
      });

    it("meets what the agreement owes with the last office's word, in one commit", async () => {
      const { params, findingId, occurrenceId } = await patrolled();
      await settle(params, findingId);
      const draft = await cast.prosecutor.call(actionRoutes.report, { params });
      expect([draft.version, draft.figures.findings, draft.figures.photos]).to.deep.equal([
        0, 1, 1,
      ]);
      // What it may meet is there to choose from for those who read the agreement, and for nobody else.
      expect(draft.owed).to.deep.equal([]);
      const { owed } = await cast.liaison.call(actionRoutes.report, { params });
      expect(owed.map((one) => [one.id, one.title])).to.deep.include([
        occurrenceId,
        "每季度联合巡查",
      ]);
      const saved = await cast.prosecutor.call(actionRoutes.saveReport, {
        params,
        body: { expects: 0, text: draft.text, obligationIds: [occurrenceId] },
      });
      const { digest } = saved;
      await cast.liaison.call(actionRoutes.submitReport, { params, body: { digest } });
      await cast.liaison.call(actionRoutes.confirmReport, { params, body: { digest } });
      const before = await cast.liaison.call(obligationRoutes.occurrence, {
        params: { occurrenceId },
      });
      expect(before.evidence).to.deep.equal([]);
      await cast.theirLiaison.call(actionRoutes.confirmReport, { params, body: { digest } });
      const after = await cast.theirLiaison.call(obligationRoutes.occurrence, {
        params: { occurrenceId },
      });
      expect([after.state, after.evidence[0]?.ref?.id]).to.deep.equal(["met", params.actionId]);
      const view = await cast.liaison.call(actionRoutes.get, { params });
      expect(view.state).to.equal("reported");
    });

    it("does not go round while a finding is open, nor without records that came in late", async () => {
      const { params, findingId } = await patrolled();
      const draft = await cast.prosecutor.call(actionRoutes.report, { params });
      const saved = await cast.prosecutor.call(actionRoutes.saveReport, {
        params,
        body: { expects: 0, text: draft.text },
      });
      const submit = { params, body: { digest: saved.digest } };
      expect(
        (await cast.liaison.refused(actionRoutes.submitReport, "not_now", submit)).reason,
      ).to.equal("findings_open");
      await settle(params, findingId);
      expect(
        (await cast.liaison.refused(actionRoutes.submitReport, "not_now", submit)).reason,
      ).to.equal("report_outdated");
      const { outdated } = await cast.prosecutor.call(actionRoutes.report, { params });
      expect(outdated).to.equal(true);
    });

    it("takes no obligation of another agreement", async () => {
      const { params, occurrenceId } = await patrolled();
      const other = await scheduled(cast, world, 0);
      await cast.prosecutor.call(actionRoutes.start, { params: { actionId: other.id }, body: {} });
      await cast.prosecutor.call(actionRoutes.conclude, {
        params: { actionId: other.id },
        body: {},
      });
      const { text } = await cast.prosecutor.call(actionRoutes.report, { params });
      await cast.prosecutor.refused(actionRoutes.saveReport, "bad_input", {
        params: { actionId: other.id },
        body: { expects: 0, text: { ...text, photoIds: [] }, obligationIds: [occurrenceId] },
      });
    });
  });

  describe("the conference", () => {
    const convened = async (under: string | null = agreementId) => {
      const proposed = await propose(cast, {
        kind: "conference",
        title: "四季度联席会议",
        span: spanIn(0, 2),
        agreementId: under,
      });
      const params = { actionId: proposed.id };
      const topicId = newId();
      await cast.theirLiaison.call(actionRoutes.addTopic, {
        params,
        body: { topicId, title: "网箱整治标准" },
      });
      let view = await cast.liaison.call(actionRoutes.get, { params });
      view = await cast.liaison.call(actionRoutes.setAgenda, {
        params,
        body: {
          expects: view.version,
          items: [{ id: newId(), title: "网箱整治标准", topicId, minutes: 30 }],
        },
      });
      view = await cast.liaison.call(actionRoutes.issueNotice, {
        params,
        body: {
          expects: view.version,
          place: { name: "高邮市人民检察院三楼", point: null },
          replyBy: new Date(Date.now() + 3_600_000).toISOString(),
        },
      });
      return { params, view };
    };
    const resolution = (over: { officeId?: string } = {}) => ({
      id: newId(),
      text: "统一网箱认定标准，形成清单",
      officeId: TIANCHANG,
      dueOn: addDays(today, 30),
      ...over,
    });
    const minuted = async (
      params: { actionId: string },
      resolutions: ReturnType<typeof resolution>[],
      obligationIds: string[] = [],
    ) => {
      await cast.liaison.call(actionRoutes.start, { params, body: {} });
      await cast.liaison.call(actionRoutes.conclude, { params, body: {} });
      const saved = await cast.liaison.call(actionRoutes.saveMinutes, {
        params,
        body: { expects: 0, content: { text: "会议议定如下事项。", resolutions } },
      });
      const digest = saved.conference?.minutes?.digest ?? "";
      await cast.liaison.call(actionRoutes.submitMinutes, { params, body: { digest } });
      await cast.liaison.call(actionRoutes.signMinutes, { params, body: { digest } });
      const body = { digest, number: "〔2026〕4号", obligationIds };
      const problem = await cast.liaison.refused(actionRoutes.issueMinutes, "not_now", {
        params,
        body,
      });
      expect(problem.reason).to.equal("not_all_signed");
      await cast.theirLiaison.call(actionRoutes.signMinutes, { params, body: { digest } });
      return cast.liaison.call(actionRoutes.issueMinutes, { params, body });
    };

    it("obliges by its resolutions and passes the turn on when the minutes are issued, not before", async () => {
      const { params } = await convened();
      const before = await ofAgreement();
      expect(before.turn.moved).to.deep.equal([]);
      const owed = before.obligations.find((known) => known.terms.kind === "conference");
      const occurrenceId = owed?.occurrences[0]?.id ?? "";
      const one = resolution();
      const view = await minuted(params, [one], [occurrenceId]);
      expect(view.state).to.equal("reported");
      const met = await cast.liaison.call(obligationRoutes.occurrence, {
        params: { occurrenceId },
      });
      expect([met.state, met.officeId, met.evidence[0]?.ref?.kind]).to.deep.equal([
        "met",
        GAOYOU,
        "conference",
      ]);
      const { obligations, turn } = await ofAgreement();
      const made = obligations.find((known) => known.id === one.id);
      expect(made?.occurrences.map((row) => [row.officeId, row.kind])).to.deep.equal([
        [TIANCHANG, "resolution"],
      ]);
      expect(turn.moved.map((move) => [move.from, move.to])).to.deep.equal([[GAOYOU, TIANCHANG]]);
      const next = await convened();
      expect(next.view.conference?.notice?.former.map((known) => known.title)).to.include(one.text);
    });

    it("goes round anew after one office sent the minutes back, and moves no turn before they are issued", async () => {
      const { params } = await convened();
      await cast.liaison.call(actionRoutes.start, { params, body: {} });
      await cast.liaison.call(actionRoutes.conclude, { params, body: {} });
      const turn = async () => (await ofAgreement()).turn.officeId;
      const before = await turn();
      const save = async (version: number, text: string) => {
        const view = await cast.liaison.call(actionRoutes.saveMinutes, {
          params,
          body: { expects: version, content: { text, resolutions: [] } },
        });
        const digest = view.conference?.minutes?.digest ?? "";
        await cast.liaison.call(actionRoutes.submitMinutes, { params, body: { digest } });
        return digest;
      };
      const first = await save(0, "会议议定一项。");
      await cast.liaison.call(actionRoutes.signMinutes, { params, body: { digest: first } });
      await cast.theirLiaison.call(actionRoutes.returnMinutes, {
        params,
        body: { digest: first, reason: "漏记第二项" },
      });
      const number = "〔2026〕5号";
      await cast.liaison.refused(actionRoutes.issueMinutes, "not_now", {
        params,
        body: { digest: first, number },
      });
      const second = await save(1, "会议议定两项。");
      await cast.theirLiaison.refused(actionRoutes.signMinutes, "stale", {
        params,
        body: { digest: first },
      });
      for (const liaison of [cast.liaison, cast.theirLiaison]) {
        await liaison.call(actionRoutes.signMinutes, { params, body: { digest: second } });
        expect(await turn(), "while they go round").to.equal(before);
      }
      await cast.theirLiaison.refused(actionRoutes.issueMinutes, "forbidden", {
        params,
        body: { digest: second, number },
      });
      const view = await cast.liaison.call(actionRoutes.issueMinutes, {
        params,
        body: { digest: second, number },
      });
      expect([view.state, view.conference?.minutes?.version]).to.deep.equal(["reported", 2]);
      expect(await turn()).to.not.equal(before);
    });

    it("leaves its resolutions as tasks where there is no agreement", async () => {
      const { params } = await convened(null);
      const view = await minuted(params, [resolution()]);
      expect(view.tasks.map((task) => task.assigneeIds)).to.deep.equal([
        [world.tianchang.officers.liaison._id],
      ]);
    });

    it("takes the answers of the offices: who comes, and in which cars", async () => {
      const { params } = await convened();
      const view = await cast.theirLiaison.call(actionRoutes.reply, {
        params,
        body: {
          attendees: [{ name: "李某", post: "副检察长", telephone: "0550-0000000" }],
          plates: ["皖M·00000"],
        },
      });
      expect(view.conference?.replies.map((one) => one.plates)).to.deep.equal([["皖M·00000"]]);
    });
  });

  it("is held under no agreement that the proposer is no party of", async () => {
    const writer = await test.signIn(world.baoying.officers.liaison);
    const problem = await writer.refused(actionRoutes.propose, "bad_input", {
      body: {
        actionId: newId(),
        kind: "patrol",
        title: "巡查",
        officeIds: [GAOYOU],
        agreementId,
      },
    });
    expect(problem.issues).to.deep.equal([{ path: "agreementId", code: "unknown" }]);
    await writer.refused(agreementRoutes.get, "not_found", { params: { agreementId } });
  });
});
