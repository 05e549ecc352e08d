import { actionRoutes } from "@hub/domain/actions/acts-contract";
import type { ActionView } from "@hub/domain/actions/contract";
import { delegateRoute } from "@hub/domain/delegations/contract";
import { dayOf } from "@hub/domain/kernel/clock";
import { newId } from "@hub/domain/kernel/ids";
import { expect } from "chai";
import { aPlan, castOf, propose, scheduled, spanIn, staff, type Cast } from "./action-story.ts";
import { startTestHub, type TestHub } from "./hub-client.ts";
import { aWorld, GAOYOU, TIANCHANG, type World } from "./world.ts";

describe("plans of joint actions", () => {
  let test: TestHub;
  let world: World;
  let cast: Cast;

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    cast = await castOf(test, world);
  });
  after(() => test.stop());

  const get = (actionId: string): Promise<ActionView> =>
    cast.liaison.call(actionRoutes.get, { params: { actionId } });

  /** A plan that both offices have before them. */
  const submitted = async (over: Parameters<typeof aPlan>[1] = {}) => {
    const { id } = await propose(cast, { span: spanIn(60) });
    const params = { actionId: id };
    await staff(cast, world, id);
    const view = await cast.liaison.call(actionRoutes.savePlan, {
      params,
      body: { expects: (await get(id)).version, content: aPlan(world, over) },
    });
    const digest = view.plan?.digest ?? "";
    await cast.liaison.call(actionRoutes.submitPlan, { params, body: { digest } });
    return { params, digest };
  };

  describe("somebody's other duties", () => {
    /** A patrol on which the same people go, that day. */
    const taken = (days: number) => scheduled(cast, world, days, { marking: "work_secret" });

    it("stand beside the date, by title only for whoever may read it", async () => {
      const busy = await taken(30);
      const { id } = await propose(cast);
      await staff(cast, world, id);
      const params = { actionId: id };
      const asked = { params, query: { startAt: spanIn(30).startAt, endAt: spanIn(30).endAt } };
      const { conflicts } = await cast.liaison.call(actionRoutes.conflicts, asked);
      expect(conflicts.map((one) => one.officerId)).to.have.members([
        world.gaoyou.officers.prosecutor._id,
        world.gaoyou.officers.assistant._id,
        world.tianchang.officers.prosecutor._id,
        world.tianchang.officers.assistant._id,
      ]);
      expect(conflicts.map((one) => one.action?.title)).to.include(busy.title);
      const clerk = await test.signIn(world.gaoyou.officers.clerk);
      const seen = await clerk.call(actionRoutes.conflicts, asked);
      expect(seen.conflicts).to.have.length(4);
      expect(seen.conflicts.map((one) => one.action)).to.deep.equal([null, null, null, null]);
    });

    it("are in nobody's way before they begin, once they end, or when they are cancelled", async () => {
      const busy = await taken(33);
      const { id } = await propose(cast);
      await staff(cast, world, id);
      const [begins, ends] = [busy.span?.startAt ?? "", busy.span?.endAt ?? ""];
      const hoursFrom = (instant: string, hours: number) =>
        new Date(Date.parse(instant) + hours * 3_600_000).toISOString();
      const clashes = async (startAt: string, endAt: string) =>
        (
          await cast.liaison.call(actionRoutes.conflicts, {
            params: { actionId: id },
            query: { startAt, endAt },
          })
        ).conflicts.length;
      expect(await clashes(hoursFrom(begins, -2), begins)).to.equal(0);
      expect(await clashes(ends, hoursFrom(ends, 2))).to.equal(0);
      expect(await clashes(hoursFrom(ends, -1), hoursFrom(ends, 1))).to.equal(4);
      await cast.liaison.call(actionRoutes.cancel, {
        params: { actionId: busy.id },
        body: { reason: "封湖" },
      });
      expect(await clashes(begins, ends)).to.equal(0);
    });

    it("want a reason before a date is fixed against them, and the reason stays", async () => {
      await taken(36);
      const { id } = await propose(cast);
      await staff(cast, world, id);
      const params = { actionId: id };
      const body = { expects: (await get(id)).version, span: spanIn(36) };
      const problem = await cast.liaison.refused(actionRoutes.fix, "not_now", { params, body });
      expect(problem.reason).to.equal("conflicts");
      const reason = "两次行动合并进行";
      await cast.liaison.call(actionRoutes.fix, { params, body: { ...body, reason } });
      const seen = await cast.theirLiaison.call(actionRoutes.get, { params });
      expect(seen.fixed).to.include({ reason, officeId: GAOYOU });
    });
  });

  describe("its checklist", () => {
    it("comes from a template of the office, whose versions overwrite nothing unseen", async () => {
      const templateId = newId();
      const item = (text: string) => ({ id: newId(), text, perStop: true });
      const save = { templateId, name: "巡湖清单", items: [item("有无网箱")] };
      const first = await cast.liaison.call(actionRoutes.saveTemplate, {
        body: { ...save, expects: 0 },
      });
      expect(first.version).to.equal(1);
      const second = { ...save, expects: 1, items: [item("有无网箱"), item("有无排口")] };
      await cast.liaison.call(actionRoutes.saveTemplate, { body: second });
      await cast.liaison.refused(actionRoutes.saveTemplate, "stale", { body: second });
      // An office with which one acts sees it; it is changed by its own alone.
      await propose(cast);
      const { templates } = await cast.theirLiaison.call(actionRoutes.templates);
      expect(templates.map(({ id, version }) => [id, version])).to.deep.include([templateId, 2]);
      await cast.theirLiaison.refused(actionRoutes.saveTemplate, "not_found", {
        body: { ...second, expects: 2 },
      });
      const stranger = await test.signIn(world.baoying.officers.liaison);
      expect((await stranger.call(actionRoutes.templates)).templates).to.deep.equal([]);
    });

    it("is a snapshot once the action has begun, whatever becomes of the template", async () => {
      const templateId = newId();
      const items = [{ id: newId(), text: "有无网箱", perStop: false }];
      const save = { templateId, name: "清单", items };
      await cast.liaison.call(actionRoutes.saveTemplate, { body: { ...save, expects: 0 } });
      const checklist = { templateId, templateVersion: 1, items };
      const { params, digest } = await submitted({ checklist });
      for (const chief of [cast.chief, cast.theirChief])
        await chief.call(actionRoutes.approvePlan, { params, body: { digest } });
      await cast.prosecutor.call(actionRoutes.start, { params, body: {} });
      await cast.liaison.call(actionRoutes.saveTemplate, {
        body: { ...save, expects: 1, items: [{ id: newId(), text: "另一项", perStop: false }] },
      });
      const view = await get(params.actionId);
      expect(view.checklist?.items).to.deep.equal(items);
      expect(view.plan?.content.checklist.templateVersion).to.equal(1);
    });
  });

  describe("its versions", () => {
    const again = async (params: { actionId: string }, aim: string) => {
      const { version, plan } = await get(params.actionId);
      const content = { ...plan?.content, aim };
      const saved = await cast.liaison.call(actionRoutes.savePlan, {
        params,
        body: { expects: version, content },
      });
      const digest = saved.plan?.digest ?? "";
      await cast.liaison.call(actionRoutes.submitPlan, { params, body: { digest } });
      return digest;
    };
    const version = (params: { actionId: string }, number: number) =>
      cast.theirProsecutor.call(actionRoutes.planVersion, {
        params: { ...params, number: String(number) },
      });

    it("stay readable with who agreed, who sent it back, and why it was opened again", async () => {
      const { params, digest } = await submitted({ aim: "第一版" });
      await cast.chief.call(actionRoutes.approvePlan, { params, body: { digest } });
      await cast.theirChief.call(actionRoutes.returnPlan, {
        params,
        body: { digest, reason: "请补充救生衣数量" },
      });
      const second = await again(params, "第二版");
      for (const chief of [cast.chief, cast.theirChief])
        await chief.call(actionRoutes.approvePlan, { params, body: { digest: second } });
      expect((await get(params.actionId)).state).to.equal("scheduled");
      const opened = await cast.liaison.call(actionRoutes.revisePlan, {
        params,
        body: { reason: "渔政艇检修，换船" },
      });
      expect([opened.state, opened.plan?.version, opened.plan?.state]).to.deep.equal([
        "planning",
        3,
        "draft",
      ]);
      const [agreed, returned] = (await cast.theirProsecutor.call(actionRoutes.get, { params }))
        .planHistory;
      expect([agreed?.version, agreed?.state, agreed?.reopened?.reason]).to.deep.equal([
        2,
        "agreed",
        "渔政艇检修，换船",
      ]);
      expect(agreed?.words.map((one) => one.given?.officeId)).to.deep.equal([GAOYOU, TIANCHANG]);
      expect(returned?.words.map((one) => one.returned?.reason ?? one.given?.role)).to.deep.equal([
        "chief",
        "请补充救生衣数量",
      ]);
      expect([
        (await version(params, 1)).content.aim,
        (await version(params, 2)).digest,
      ]).to.deep.equal(["第一版", second]);
    });

    it("are scheduled anew only when every office has agreed to the new one", async () => {
      const { params, digest } = await submitted();
      for (const chief of [cast.chief, cast.theirChief])
        await chief.call(actionRoutes.approvePlan, { params, body: { digest } });
      await cast.liaison.call(actionRoutes.revisePlan, { params, body: { reason: "换船" } });
      await cast.prosecutor.refused(actionRoutes.start, "not_now", { params, body: {} });
      const next = await again(params, "换船后");
      await cast.chief.refused(actionRoutes.approvePlan, "stale", { params, body: { digest } });
      await cast.chief.call(actionRoutes.approvePlan, { params, body: { digest: next } });
      expect((await get(params.actionId)).state).to.equal("planning");
      await cast.theirChief.call(actionRoutes.approvePlan, { params, body: { digest: next } });
      expect((await get(params.actionId)).state).to.equal("scheduled");
    });

    it("tell nobody outside that they are there, nor of one that never went round", async () => {
      const { params } = await submitted();
      const stranger = await test.signIn(world.baoying.officers.liaison);
      const first = { ...params, number: "1" };
      await stranger.refused(actionRoutes.planVersion, "not_found", { params: first });
      await cast.liaison.refused(actionRoutes.planVersion, "not_found", {
        params: { ...params, number: "2" },
      });
      expect((await version(params, 1)).version).to.equal(1);
    });
  });

  describe("approval by delegation", () => {
    it("is given by whom the leader named, for his own office, and says in whose name", async () => {
      const { params, digest } = await submitted();
      const { deputy, prosecutor2 } = world.tianchang.officers;
      const delegate = await test.signIn(prosecutor2);
      await delegate.refused(actionRoutes.approvePlan, "forbidden", { params, body: { digest } });
      await (
        await test.signIn(deputy)
      ).call(delegateRoute, {
        body: {
          delegateId: prosecutor2._id,
          acts: ["issue"],
          from: dayOf(new Date()),
          until: dayOf(new Date()),
          basis: "天检委〔2026〕2号",
        },
      });
      const before = await delegate.call(actionRoutes.get, { params });
      expect(before.can).to.include("approve_plan");
      const view = await delegate.call(actionRoutes.approvePlan, { params, body: { digest } });
      const word = view.plan?.words.find((one) => one.officeId === TIANCHANG);
      expect(word?.given?.role).to.equal(`${prosecutor2.title}（受${deputy.name}委托）`);
      expect(view.plan?.state).to.equal("submitted");
    });

    it("is never given to an action that the delegate proposed himself", async () => {
      const { deputy, prosecutor2 } = world.gaoyou.officers;
      await (
        await test.signIn(deputy)
      ).call(delegateRoute, {
        body: {
          delegateId: prosecutor2._id,
          acts: ["issue"],
          from: dayOf(new Date()),
          until: dayOf(new Date()),
          basis: "邮检委〔2026〕2号",
        },
      });
      const own = await test.signIn(prosecutor2);
      const { id } = await own.call(actionRoutes.propose, {
        body: {
          actionId: newId(),
          kind: "patrol",
          title: "巡查",
          officeIds: [TIANCHANG],
          span: spanIn(70),
        },
      });
      const params = { actionId: id };
      await staff(cast, world, id);
      const saved = await own.call(actionRoutes.savePlan, {
        params,
        body: { expects: (await get(id)).version, content: aPlan(world) },
      });
      const digest = saved.plan?.digest ?? "";
      await own.call(actionRoutes.submitPlan, { params, body: { digest } });
      const problem = await own.refused(actionRoutes.approvePlan, "forbidden", {
        params,
        body: { digest },
      });
      expect(problem.reason).to.equal("own_draft_delegated");
    });
  });
});
