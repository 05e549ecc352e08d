import { powerOver } from "@hub/domain/approvals/queries";
import {
  delegateRoute,
  listDelegationsRoute,
  revokeDelegationRoute,
} from "@hub/domain/delegations/contract";
import { dayOf } from "@hub/domain/kernel/clock";
import { newId } from "@hub/domain/kernel/ids";
import { expect } from "chai";
import { startTestHub, type HubClient, type TestHub } from "./hub-client.ts";
import { aWorld, GAOYOU, type World } from "./world.ts";

describe("delegations", () => {
  let test: TestHub;
  let world: World;
  let deputy: HubClient;
  const day = (ahead: number): string => dayOf(new Date(Date.now() + ahead * 86_400_000));

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    deputy = await test.signIn(world.gaoyou.officers.deputy);
  });
  after(() => test.stop());

  const asked = (delegateId = world.gaoyou.officers.prosecutor2._id) => ({
    delegateId,
    acts: ["issue" as const],
    from: day(0),
    until: day(3),
    basis: "高检委〔2026〕2号",
  });
  const mayIssue = (drafterId = world.gaoyou.officers.prosecutor._id) =>
    powerOver(test.ctxOf(world.gaoyou.officers.prosecutor2), "issue", {
      kind: "transfer",
      urgency: "ordinary",
      draft: { officeId: GAOYOU, departmentId: world.gaoyou.departments.pil._id, drafterId },
    });

  it("hands a leader's power on for its days, and ends at once when revoked", async () => {
    expect((await mayIssue()).allowed).to.equal(false);
    const { delegation } = await deputy.call(delegateRoute, { body: asked() });
    expect(delegation).to.deep.include({ inForce: true, can: ["revoke"] });
    expect(delegation.principal.id).to.equal(world.gaoyou.officers.deputy._id);
    expect(await mayIssue()).to.deep.equal({
      allowed: true,
      capacity: {
        mode: "delegated",
        delegationId: delegation.id,
        principalId: world.gaoyou.officers.deputy._id,
      },
    });
    expect(await mayIssue(world.gaoyou.officers.prosecutor2._id)).to.deep.include({
      reason: "own_draft_delegated",
    });
    const params = { delegationId: delegation.id };
    const body = { reason: "返岗" };
    const head = await test.signIn(world.gaoyou.officers.head);
    await head.refused(revokeDelegationRoute, "forbidden", { params, body });
    await deputy.call(revokeDelegationRoute, { params, body });
    expect((await mayIssue()).allowed).to.equal(false);
    await deputy.refused(revokeDelegationRoute, "not_now", { params, body });
  });

  it("is worth nothing before its first day, nor when the leader has left", async () => {
    await deputy.call(delegateRoute, { body: { ...asked(), from: day(1) } });
    expect((await mayIssue()).allowed).to.equal(false);
    await deputy.call(delegateRoute, { body: asked() });
    expect((await mayIssue()).allowed).to.equal(true);
    const { _id } = world.gaoyou.officers.deputy;
    await test.hub.store.officers.updateOne({ _id }, { active: false });
    expect((await mayIssue()).allowed).to.equal(false);
    await test.hub.store.officers.updateOne({ _id }, { active: true });
  });

  it("goes from leaders to those who may decide, inside the office", async () => {
    const { officers } = world.gaoyou;
    const refusals = [
      [officers.prosecutor, asked(), "forbidden", "not_a_leader"],
      [officers.securityAdmin, asked(), "forbidden", "not_a_leader"],
      [officers.chief, asked(officers.clerk._id), "forbidden", "may_not_decide"],
      [officers.chief, asked(officers.chief._id), "forbidden", "to_oneself"],
      [officers.chief, asked(world.tianchang.officers.prosecutor._id), "not_found", undefined],
      [officers.chief, { ...asked(), from: day(-5), until: day(-1) }, "forbidden", "already_over"],
      [officers.chief, { ...asked(), until: day(500) }, "forbidden", "too_long"],
    ] as const;
    for (const [who, body, code, reason] of refusals) {
      const problem = await (await test.signIn(who)).refused(delegateRoute, code, { body });
      expect(problem.reason).to.equal(reason);
    }
    const backwards = await deputy.refused(delegateRoute, "bad_input", {
      body: { ...asked(), from: day(2), until: day(1) },
    });
    expect(backwards.issues).to.deep.equal([{ path: "until", code: "before_from" }]);
  });

  it("is made once, however often the command comes", async () => {
    const body = { ...asked(), id: newId() };
    await deputy.call(delegateRoute, { body });
    await deputy.call(delegateRoute, { body });
    expect(await test.hub.store.delegations.countDocuments({ _id: body.id })).to.equal(1);
    await deputy.refused(delegateRoute, "duplicate", { body: { ...body, basis: "别的" } });
  });

  it("is seen inside the office, by nobody outside and no administrator", async () => {
    const list = async (client: HubClient) =>
      (await client.call(listDelegationsRoute)).delegations.length;
    expect(await list(await test.signIn(world.gaoyou.officers.clerk))).to.be.greaterThan(0);
    expect(await list(await test.signIn(world.tianchang.officers.chief))).to.equal(0);
    expect(await list(await test.signIn(world.gaoyou.officers.systemAdmin))).to.equal(0);
    const { delegation } = await deputy.call(delegateRoute, { body: asked() });
    const stranger = await test.signIn(world.tianchang.officers.chief);
    await stranger.refused(revokeDelegationRoute, "not_found", {
      params: { delegationId: delegation.id },
      body: { reason: "演示" },
    });
  });
});
