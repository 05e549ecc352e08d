import { dayOf } from "@hub/domain/kernel/clock";
import { newId } from "@hub/domain/kernel/ids";
import type { KeyPair } from "@hub/domain/kernel/sm2";
import { makeNotices, tellSigners } from "@hub/domain/notices/commands";
import type { NoticeDoc } from "@hub/domain/notices/model";
import { setDeadline } from "@hub/domain/signatures/commands-paper";
import { declineSigning } from "@hub/domain/signatures/commands-sign";
import { remindSigners } from "@hub/domain/signatures/remind";
import type { Hub } from "@hub/domain/store/hub";
import { workbenchRoutes } from "@hub/domain/workbench/contract";
import { expect } from "chai";
import { startTestHub, type TestHub } from "./hub-client.ts";
import { confirmedKey } from "./key-story.ts";
import { frozenAgreement, sign, type Frozen } from "./signing-story.ts";
import { aWorld, type World } from "./world.ts";

const DAY_MS = 86_400_000;

describe("who is told of a co-signing", () => {
  let test: TestHub;
  let world: World;
  let hostKey: KeyPair;
  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    const { chief, deputy } = world.gaoyou.officers;
    for (const officer of [chief, deputy]) await test.givePassword(officer);
    hostKey = await confirmedKey(test, chief, deputy);
  });
  after(() => test.stop());

  /** Officers by name who have a notice about it, with its kind and act. */
  async function told({ agreementId }: Frozen): Promise<string[]> {
    const { store } = test.hub;
    const entries = await store.entries.find({ "body.agreementId": agreementId }).lean();
    for (const entry of entries) await makeNotices(test.hub, entry._id);
    const notices = await store.notices.find({ matterId: agreementId }).lean<NoticeDoc[]>();
    const people = await store.officers.find({}).lean();
    const nameOf = (id: string) => people.find((one) => one._id === id)?.name ?? id;
    return notices
      .map(({ officerId, kind, act }) => `${nameOf(officerId)} ${kind} ${act ?? ""}`.trim())
      .toSorted((one, other) => (one < other ? -1 : 1));
  }

  const desk = async (office: "gaoyou" | "tianchang", officer: "chief" | "deputy" | "liaison") => {
    const client = await test.signIn(world[office].officers[officer]);
    const { todo } = await client.call(workbenchRoutes.get);
    return todo.filter((one) => one.feature === "agreements");
  };

  it("puts 会签 on the desk of the chief who may sign, until he has", async () => {
    const frozen = await frozenAgreement(test, [world.gaoyou, world.tianchang]);
    const { agreementId, partyIds } = frozen;
    const mine = async () =>
      (await desk("gaoyou", "chief")).filter((one) => one.id === agreementId);
    expect((await mine()).map(({ act, due }) => [act, due])).to.deep.equal([["sign", null]]);
    expect(await desk("gaoyou", "deputy"), "who may not sign").to.deep.equal([]);
    const chief = test.ctxOf(world.gaoyou.officers.chief);
    await sign(chief, { agreementId, partyId: partyIds[0] ?? "", pair: hostKey });
    expect(await mine()).to.deep.equal([]);
    expect(await desk("tianchang", "chief")).to.have.length(1);
  });

  it("tells every party of a 暂不会签, with the people of each, and no outsider", async () => {
    const frozen = await frozenAgreement(test, [world.gaoyou, world.tianchang]);
    const partner = test.ctxOf(world.tianchang.officers.chief);
    const [, partyId = ""] = frozen.partyIds;
    const declined = { id: newId(), partyId, opinion: "第三条再议" };
    await declineSigning(partner, frozen.agreementId, declined);
    const names = await told(frozen);
    expect(names).to.include.members(["321084liaison told", "341181liaison told"]);
    expect(names.filter((one) => !/^(?:321084|341181)/.test(one))).to.deep.equal([]);
    const notices = await test.hub.store.notices.find({ matterId: frozen.agreementId }).lean();
    expect(JSON.stringify(notices)).not.to.contain("第三条");
  });

  it("rings in order: the next party hears of it with the signature before its own", async () => {
    const frozen = await frozenAgreement(test, [world.gaoyou, world.tianchang], { inOrder: true });
    const { agreementId, partyIds } = frozen;
    const rings = async () => (await told(frozen)).filter((one) => one.endsWith("awaited sign"));
    // Who froze it needs no notice of his own act.
    expect(await rings()).to.deep.equal(["321084deputy awaited sign"]);
    const chief = test.ctxOf(world.gaoyou.officers.chief);
    await sign(chief, { agreementId, partyId: partyIds[0] ?? "", pair: hostKey });
    expect(await rings()).to.include.members([
      "341181chief awaited sign",
      "341181deputy awaited sign",
    ]);
  });

  it("reminds of the deadline, once for each step", async () => {
    const frozen = await frozenAgreement(test, [world.gaoyou, world.tianchang]);
    const { agreementId, partyIds } = frozen;
    const [, partyId = ""] = partyIds;
    const deadline = dayOf(new Date(Date.now() + 10 * DAY_MS));
    const chief = test.ctxOf(world.gaoyou.officers.chief);
    await setDeadline(chief, agreementId, { id: newId(), partyId, deadline });
    const reminded = (days: number) => {
      const hub: Hub = {
        ...test.hub,
        clock: { now: () => new Date(Date.now() + days * DAY_MS) },
      };
      return remindSigners(hub, { agreementId, number: 1 }, (session, one) =>
        tellSigners(hub, session, one),
      );
    };
    const leaders = [world.tianchang.officers.chief._id, world.tianchang.officers.deputy._id];
    expect(await reminded(0)).to.deep.equal([]);
    expect(await reminded(8)).to.have.members(leaders);
    expect(await reminded(8), "once").to.deep.equal([]);
    // The hub was away for a week: one notice, of the last step that came.
    expect(await reminded(12)).to.have.members(leaders);
    const notices = await test.hub.store.notices
      .find({ matterId: agreementId, act: "sign" })
      .lean();
    const mine = notices.filter((one) => one.officerId === leaders[0] && one.actor === null);
    expect(mine.map(({ kind }) => kind)).to.deep.equal(["awaited", "awaited"]);
    const [todo] = await desk("tianchang", "chief").then((all) =>
      all.filter((one) => one.id === agreementId),
    );
    expect(todo?.due).to.be.a("string");
  });
});
