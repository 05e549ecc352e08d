import { actionRoutes } from "@hub/domain/actions/acts-contract";
import { dayOf, startOfDay } from "@hub/domain/kernel/clock";
import { newId } from "@hub/domain/kernel/ids";
import { periodOf } from "@hub/domain/kernel/recurrence";
import { obligationRoutes as routes } from "@hub/domain/obligations/acts-contract";
import type { LinkableKind } from "@hub/domain/obligations/contract";
import { addDays } from "@hub/domain/obligations/state";
import { expect } from "chai";
import { castOf, scheduled, spanIn, propose, type Cast } from "./action-story.ts";
import { startTestHub, type HubClient, type TestHub } from "./hub-client.ts";
import { agreementInForce } from "./obligation-story.ts";
import { aWorld, BAOYING, GAOYOU, TIANCHANG, type World } from "./world.ts";

const today = dayOf(new Date());

describe("evidence that is linked by hand", () => {
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

  /** What Gaoyou owes this quarter, by whatever proves it, once or so many times; confirmed by Tianchang where that is asked for. */
  async function owed(terms: Record<string, unknown> = {}): Promise<string> {
    const obligationId = newId();
    const { occurrences } = await cast.liaison.call(routes.define, {
      params: { agreementId },
      body: {
        obligationId,
        terms: {
          kind: "patrol",
          title: "每季度联合巡查",
          responsible: { who: "office", officeId: GAOYOU },
          recurrence: { every: "quarter" },
          from: today,
          ...terms,
        },
      },
    });
    const open = occurrences.find((one) => one.period === periodOf(today, "quarter"));
    if (!open) throw new Error("nothing is owed");
    return open.id;
  }

  const linkable = async (by: HubClient, occurrenceId: string, kind: LinkableKind = "action") =>
    (await by.call(routes.linkable, { params: { occurrenceId }, query: { kind } })).rows;
  const link = (occurrenceId: string, id: string, kind: LinkableKind = "action") => ({
    params: { occurrenceId },
    body: { ref: { kind, id }, on: today },
  });

  /** A patrol of today that is over; the report is still to come. */
  async function concluded(over: Parameters<typeof scheduled>[3] = {}): Promise<string> {
    const { id } = await scheduled(cast, world, 0, over);
    await cast.prosecutor.call(actionRoutes.start, { params: { actionId: id }, body: {} });
    await cast.prosecutor.call(actionRoutes.conclude, { params: { actionId: id }, body: {} });
    return id;
  }
  async function reported(over: Parameters<typeof scheduled>[3] = {}): Promise<string> {
    const actionId = await concluded(over);
    const params = { actionId };
    const { text } = await cast.prosecutor.call(actionRoutes.report, { params });
    const { digest } = await cast.prosecutor.call(actionRoutes.saveReport, {
      params,
      body: { expects: 0, text },
    });
    const body = { digest };
    await cast.liaison.call(actionRoutes.submitReport, { params, body });
    for (const by of [cast.liaison, cast.theirLiaison])
      await by.call(actionRoutes.confirmReport, { params, body });
    return actionId;
  }

  it("is an action of the parties once it is reported, what falls into the window first", async () => {
    const occurrenceId = await owed({ confirmation: "one" });
    const [now, before, early] = [await reported(), await reported(), await concluded()];
    const lastYear = addDays(today, -400);
    await test.hub.store.actions.updateOne(
      { _id: before },
      { $set: { startAt: startOfDay(lastYear) } },
    );
    const rows = await linkable(cast.liaison, occurrenceId);
    expect(rows.map((one) => [one.id, one.on, one.inWindow])).to.deep.equal([
      [now, today, true],
      [before, lastYear, false],
    ]);
    expect(rows[0]?.officeIds).to.deep.equal([GAOYOU, TIANCHANG]);
    await cast.liaison.refused(routes.meet, "not_found", link(occurrenceId, early));
    const met = await cast.liaison.call(routes.meet, link(occurrenceId, now));
    expect([met.state, met.evidence[0]?.ref]).to.deep.equal([
      "submitted",
      { kind: "action", id: now, title: "四季度高邮湖联合巡查", number: null },
    ]);
    const params = { occurrenceId };
    const said = await cast.theirLiaison.call(routes.confirm, { params, body: {} });
    expect([said.state, said.evidence[0]?.ref?.id]).to.deep.equal(["met", now]);
  });

  it("proves one thing once, and is offered again when it was refuted", async () => {
    const occurrenceId = await owed({ recurrence: { every: "quarter", times: 2 } });
    const actionId = await reported();
    const met = await cast.liaison.call(routes.meet, link(occurrenceId, actionId));
    expect((await linkable(cast.liaison, occurrenceId)).map((one) => one.id)).not.to.include(
      actionId,
    );
    const twice = await cast.liaison.refused(
      routes.meet,
      "bad_input",
      link(occurrenceId, actionId),
    );
    expect(twice.issues).to.deep.equal([{ path: "ref", code: "linked_already" }]);
    await cast.theirLiaison.call(routes.refute, {
      params: { occurrenceId },
      body: { evidenceId: met.evidence[0]?.id ?? "", reason: "该次巡查属上季度补做" },
    });
    expect((await linkable(cast.liaison, occurrenceId)).map((one) => one.id)).to.include(actionId);
  });

  it("is a conference under its own kind, and neither passes for the other", async () => {
    const occurrenceId = await owed();
    const { id } = await propose(cast, {
      kind: "conference",
      title: "联席会议",
      span: spanIn(0, 2),
    });
    await test.hub.store.actions.updateOne({ _id: id }, { $set: { state: "reported" } });
    expect((await linkable(cast.liaison, occurrenceId)).map((one) => one.id)).not.to.include(id);
    const [row] = await linkable(cast.liaison, occurrenceId, "conference");
    expect([row?.id, row?.title]).to.deep.equal([id, "联席会议"]);
    await cast.liaison.refused(routes.meet, "not_found", link(occurrenceId, id));
    const met = await cast.liaison.call(routes.meet, link(occurrenceId, id, "conference"));
    expect([met.state, met.evidence[0]?.ref?.kind]).to.deep.equal(["met", "conference"]);
  });

  it("is only of a kind that the terms accept, and of the parties alone", async () => {
    const occurrenceId = await owed({ evidence: ["action"] });
    const third = await reported();
    await test.hub.store.actions.updateOne({ _id: third }, { $addToSet: { officeIds: BAOYING } });
    const rows = await linkable(cast.liaison, occurrenceId);
    expect(rows.map((one) => one.id)).not.to.include(third);
    const problem = await cast.liaison.refused(routes.meet, "bad_input", link(occurrenceId, third));
    expect(problem.issues).to.deep.equal([{ path: "ref", code: "not_between_parties" }]);
    expect(await linkable(cast.liaison, occurrenceId, "exchange")).to.deep.equal([]);
    const wrong = await cast.liaison.refused(
      routes.meet,
      "bad_input",
      link(occurrenceId, newId(), "exchange"),
    );
    expect(wrong.issues).to.deep.equal([{ path: "ref", code: "kind_not_accepted" }]);
  });

  it("is only what its linker may read; a reader of the agreement alone is told that something is there", async () => {
    const occurrenceId = await owed({ recurrence: { every: "quarter", times: 3 } });
    const secret = await reported({ marking: "work_secret", title: "保密的巡查" });
    const { obligationId } = await cast.liaison.call(routes.occurrence, {
      params: { occurrenceId },
    });
    const { head } = world.gaoyou.officers;
    const deskman = await test.signIn(head);
    await cast.liaison.call(routes.assign, {
      params: { obligationId },
      body: { officerId: head._id },
    });
    expect((await linkable(deskman, occurrenceId)).map((one) => one.id)).not.to.include(secret);
    await deskman.refused(routes.meet, "not_found", link(occurrenceId, secret));
    const seen = await cast.liaison.call(routes.meet, link(occurrenceId, secret));
    expect(seen.evidence[0]?.ref?.title).to.equal("保密的巡查");
    const unseen = await deskman.call(routes.occurrence, { params: { occurrenceId } });
    expect(unseen.evidence.map((one) => [one.kind, one.ref])).to.deep.equal([["action", null]]);
    expect(JSON.stringify(unseen)).not.to.contain(secret);
    const stranger = await test.signIn(world.baoying.officers.liaison);
    await stranger.refused(routes.linkable, "not_found", {
      params: { occurrenceId },
      query: { kind: "action" },
    });
  });
});
