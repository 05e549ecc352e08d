import { actionRoutes } from "@hub/domain/actions/acts-contract";
import { calendarPageRoutes } from "@hub/domain/actions/calendar-contract";
import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { fileRoutes } from "@hub/domain/files/contract";
import { dayOf } from "@hub/domain/kernel/clock";
import { newId } from "@hub/domain/kernel/ids";
import { leadRoutes } from "@hub/domain/leads/acts-contract";
import { expect } from "chai";
import {
  aPlan,
  aShot,
  castOf,
  here,
  propose,
  scheduled,
  sha256,
  spanIn,
  staff,
  type Cast,
} from "./action-story.ts";
import { startTestHub, type TestHub } from "./hub-client.ts";
import { aPhoto, upload } from "./uploads.ts";
import { aWorld, GAOYOU, TIANCHANG, type World } from "./world.ts";

describe("joint actions", () => {
  let test: TestHub;
  let world: World;
  let cast: Cast;

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    cast = await castOf(test, world);
  });
  after(() => test.stop());

  describe("the poll", () => {
    const poll = async (over: { offices?: number } = {}) => {
      const proposed = await propose(cast);
      const params = { actionId: proposed.id };
      const [first, second] = [newId(), newId()];
      const view = await cast.liaison.call(actionRoutes.openPoll, {
        params,
        body: {
          expects: proposed.version,
          options: [
            { id: first, span: spanIn(5) },
            { id: second, span: spanIn(6) },
          ],
          quorum: { offices: over.offices ?? 2 },
          closesAt: new Date(Date.now() + 3 * 86_400_000).toISOString(),
        },
      });
      return { params, first, second, view };
    };

    it("counts the offices' answers, proposes the best date and fixes it with one click", async () => {
      const { params, first, second } = await poll();
      await cast.liaison.call(actionRoutes.answer, {
        params,
        body: { answers: { [first]: "yes", [second]: "yes" } },
      });
      const view = await cast.theirLiaison.call(actionRoutes.answer, {
        params,
        body: { answers: { [first]: "no", [second]: "if_need_be" } },
      });
      expect(view.polls?.options.map((one) => one.quorate)).to.deep.equal([false, true]);
      expect(view.polls?.best).to.deep.equal({ optionId: second, why: "only_quorate" });
      const fixed = await cast.liaison.call(actionRoutes.fix, {
        params,
        body: { expects: view.version, optionId: second },
      });
      expect(fixed.state).to.equal("planning");
      expect(fixed.span).to.deep.equal(fixed.polls?.options[1]?.span);
    });

    it("fixes a date below the quorum line only with a reason", async () => {
      const { params, first, view } = await poll();
      const problem = await cast.liaison.refused(actionRoutes.fix, "not_now", {
        params,
        body: { expects: view.version, optionId: first },
      });
      expect(problem.reason).to.equal("below_quorum");
      const fixed = await cast.liaison.call(actionRoutes.fix, {
        params,
        body: { expects: view.version, optionId: first, reason: "对方电话同意" },
      });
      expect(fixed.polls?.fixedOptionId).to.equal(first);
    });

    it("is answered by the liaison for the office, and by nobody else of it", async () => {
      const { params, first } = await poll();
      await cast.theirProsecutor.refused(actionRoutes.answer, "forbidden", {
        params,
        body: { answers: { [first]: "yes" } },
      });
    });

    it("reminds only the silent", async () => {
      const { params, first, second } = await poll();
      await cast.liaison.call(actionRoutes.answer, {
        params,
        body: { answers: { [first]: "yes", [second]: "no" } },
      });
      const view = await cast.liaison.call(actionRoutes.remind, { params, body: {} });
      expect(view.polls?.reminded.map((one) => one.officeIds)).to.deep.equal([[TIANCHANG]]);
    });
  });

  describe("the plan", () => {
    it("is scheduled by the last office's approval", async () => {
      const view = await scheduled(cast, world);
      expect(view.state).to.equal("scheduled");
      expect(view.plan?.words.every((one) => one.given !== null)).to.equal(true);
    });

    it("is not sent round with more people on a boat than it may carry", async () => {
      const proposed = await propose(cast, { span: spanIn(4) });
      const params = { actionId: proposed.id };
      await staff(cast, world, proposed.id);
      const { version } = await cast.liaison.call(actionRoutes.get, { params });
      const plan = aPlan(world);
      const boats = (plan.boats ?? []).map((boat) => ({ ...boat, capacity: 3 }));
      const view = await cast.liaison.call(actionRoutes.savePlan, {
        params,
        body: { expects: version, content: { ...plan, boats } },
      });
      expect(view.plan?.issues.map((one) => one.code)).to.include("boat_overloaded");
      const problem = await cast.liaison.refused(actionRoutes.submitPlan, "not_now", {
        params,
        body: { digest: view.plan?.digest ?? "" },
      });
      expect(problem.reason).to.equal("plan_issues");
    });

    it("is approved by leaders, not by the liaison", async () => {
      const proposed = await propose(cast, { span: spanIn(4) });
      const params = { actionId: proposed.id };
      await staff(cast, world, proposed.id);
      const { version } = await cast.liaison.call(actionRoutes.get, { params });
      const view = await cast.liaison.call(actionRoutes.savePlan, {
        params,
        body: { expects: version, content: aPlan(world) },
      });
      const digest = view.plan?.digest ?? "";
      await cast.liaison.call(actionRoutes.submitPlan, { params, body: { digest } });
      await cast.theirLiaison.refused(actionRoutes.approvePlan, "forbidden", {
        params,
        body: { digest },
      });
      const returned = await cast.theirChief.call(actionRoutes.returnPlan, {
        params,
        body: { digest, reason: "请补充救生衣数量" },
      });
      expect(returned.plan?.state).to.equal("returned");
    });
  });

  describe("the calendar", () => {
    it("moves with a reason, keeps both days and raises what calendars compare", async () => {
      const before = await scheduled(cast, world, 10);
      const to = spanIn(12);
      const view = await cast.liaison.call(actionRoutes.reschedule, {
        params: { actionId: before.id },
        body: { expects: before.version, span: to, reason: "大风预警" },
      });
      expect(view.moves.map((one) => one.reason)).to.deep.equal(["大风预警"]);
      expect(view.span?.startAt).to.equal(to.startAt);
      const day = dayOf(new Date(to.startAt));
      const page = await cast.theirProsecutor.call(calendarPageRoutes.calendar, {
        query: { from: day, to: day },
      });
      expect(page.rows.map((one) => [one.id, one.span.startAt])).to.deep.include([
        before.id,
        to.startAt,
      ]);
    });

    it("keeps a cancelled action where it was", async () => {
      const before = await scheduled(cast, world, 20);
      await cast.liaison.call(actionRoutes.cancel, {
        params: { actionId: before.id },
        body: { reason: "封湖" },
      });
      const day = dayOf(new Date(before.span?.startAt ?? 0));
      const page = await cast.liaison.call(calendarPageRoutes.calendar, {
        query: { from: day, to: day },
      });
      expect(page.rows.find((one) => one.id === before.id)?.state).to.equal("cancelled");
    });
  });

  describe("the field", () => {
    it("begins with the first record of a phone, and takes one that is sent twice once", async () => {
      const { id } = await scheduled(cast, world);
      const params = { actionId: id };
      const body = { id: newId(), device: here({ waited: true }) };
      const first = await cast.prosecutor.call(actionRoutes.checkIn, { params, body });
      const again = await cast.prosecutor.call(actionRoutes.checkIn, { params, body });
      expect(again).to.deep.equal(first);
      const view = await cast.theirProsecutor.call(actionRoutes.get, { params });
      expect(view.state).to.equal("under_way");
      expect(view.attendance.checkIns).to.have.length(1);
    });

    it("takes a finding before its photos have arrived, and knows when they are others", async () => {
      const { id } = await scheduled(cast, world);
      const params = { actionId: id };
      const bytes = await aPhoto();
      const awaited = {
        fileId: newId(),
        sha256: sha256(bytes),
        takenAt: here().at,
        fix: here().fix,
      };
      const shot = await aShot(cast.prosecutor);
      const findingId = newId();
      await cast.prosecutor.call(actionRoutes.addFinding, {
        params,
        body: { findingId, title: "网箱十八个", device: here(), photos: [shot, awaited] },
      });
      const on = { ...params, findingId };
      let finding = await cast.theirProsecutor.call(actionRoutes.finding, { params: on });
      expect([finding.photos, finding.awaited, finding.alone]).to.deep.equal([1, 1, true]);
      const late = await upload(cast.prosecutor, "晚到.png", bytes);
      const other = { ...awaited, fileId: late.id };
      finding = await cast.prosecutor.call(actionRoutes.addPhotos, {
        params: on,
        body: { photos: [other, { ...(await aShot(cast.prosecutor)), sha256: awaited.sha256 }] },
      });
      expect(finding.shots.map((one) => one.same)).to.deep.equal([true, null, true, false]);
      expect(finding.custody.map((one) => one.type)).to.deep.equal([
        "action.found",
        "action.photos_added",
      ]);
    });

    it("verifies the stored bytes, and says so in the custody log", async () => {
      const { id } = await scheduled(cast, world);
      const findingId = newId();
      const params = { actionId: id, findingId };
      await cast.prosecutor.call(actionRoutes.addFinding, {
        params,
        body: {
          findingId,
          title: "排口",
          device: here(),
          photos: [await aShot(cast.prosecutor)],
        },
      });
      const verified = await cast.theirProsecutor.call(actionRoutes.verify, { params, body: {} });
      expect(verified.whole).to.equal(true);
      const { custody } = await cast.prosecutor.call(actionRoutes.finding, { params });
      expect(custody.at(-1)?.type).to.equal("action.files_verified");
    });

    it("lets several tick one list without contradicting each other", async () => {
      const { id } = await scheduled(cast, world);
      const params = { actionId: id };
      await cast.prosecutor.call(actionRoutes.start, { params, body: {} });
      const view = await cast.prosecutor.call(actionRoutes.get, { params });
      const item = view.checklist?.items.find((one) => one.perStop);
      const stopId = view.plan?.content.stops[0]?.id ?? null;
      const tick = (by: typeof cast.prosecutor, at: string, result: "fine" | "problem") =>
        by.call(actionRoutes.tick, {
          params,
          body: { itemId: item?.id ?? "", stopId, result, device: here({ at }) },
        });
      await tick(cast.prosecutor, "2026-11-24T02:00:00.000Z", "problem");
      await tick(cast.theirProsecutor, "2026-11-24T01:00:00.000Z", "fine");
      const after = await cast.assistant.call(actionRoutes.get, { params });
      expect(after.checklist?.ticks.map((one) => one.result)).to.deep.equal(["problem"]);
    });
  });

  describe("what becomes of a finding", () => {
    const found = async () => {
      const { id: actionId } = await scheduled(cast, world);
      const findingId = newId();
      await cast.prosecutor.call(actionRoutes.addFinding, {
        params: { actionId },
        body: {
          findingId,
          title: "湖心岛倾倒垃圾",
          text: "约三十立方",
          handling: { text: "当场清理", unit: "天长市城管局", basis: "" },
          device: here(),
          photos: [await aShot(cast.prosecutor)],
        },
      });
      return { actionId, findingId };
    };

    it("is registered on the spot by the office with jurisdiction, with its photos, linked both ways", async () => {
      const params = await found();
      const leadId = newId();
      const finding = await cast.theirProsecutor.call(actionRoutes.settle, {
        params,
        body: { settlement: { kind: "register", leadId, basis: "岛在天长境内" } },
      });
      expect(finding.settled).to.include({ kind: "register", officeId: TIANCHANG, leadId });
      const lead = await cast.theirProsecutor.call(leadRoutes.get, { params: { leadId } });
      expect(lead.finding?.findingId).to.equal(params.findingId);
      expect(lead.values.facts).to.contain("天长市城管局");
      const { materials } = await cast.theirProsecutor.call(fileRoutes.ofLead, {
        params: { leadId },
      });
      expect(materials).to.have.length(1);
      const seen = await cast.prosecutor.call(actionRoutes.finding, { params });
      expect(seen.settled).to.include({ leadNumber: lead.number, leadId: null });
      await cast.prosecutor.refused(leadRoutes.get, "not_found", { params: { leadId } });
    });

    it("goes as 移送 to an office that was not there, and not to one that was", async () => {
      const params = await found();
      const [leadId, exchangeId] = [newId(), newId()];
      const settlement = {
        kind: "transfer" as const,
        leadId,
        exchangeId,
        toOfficeId: TIANCHANG,
        basis: "在天长境内",
      };
      const finding = await cast.prosecutor.call(actionRoutes.settle, {
        params,
        body: { settlement },
      });
      expect(finding.settled?.exchangeId).to.equal(exchangeId);
      const draft = await cast.prosecutor.call(exchangeRoutes.get, { params: { exchangeId } });
      expect([
        draft.state,
        draft.fromOfficeId,
        draft.toOfficeId,
        draft.materials.length,
      ]).to.deep.equal(["draft", GAOYOU, TIANCHANG, 1]);
      const other = await found();
      await cast.theirProsecutor.call(actionRoutes.checkIn, {
        params: other,
        body: { device: here() },
      });
      const problem = await cast.prosecutor.refused(actionRoutes.settle, "not_now", {
        params: other,
        body: { settlement: { ...settlement, leadId: newId(), exchangeId: newId() } },
      });
      expect(problem.reason).to.equal("office_is_here");
    });

    it("is settled once", async () => {
      const params = await found();
      const none = { kind: "none" as const, reason: "已当场清理完毕" };
      await cast.prosecutor.call(actionRoutes.settle, { params, body: { settlement: none } });
      const problem = await cast.theirProsecutor.refused(actionRoutes.settle, "not_now", {
        params,
        body: { settlement: none },
      });
      expect(problem.reason).to.equal("finding_settled");
    });
  });
});
