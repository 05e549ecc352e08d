import { expect } from "chai";
import {
  postMessage,
  recallMessage,
  editMessage,
  eraseEntry,
  acknowledgeMessage,
  markRead,
} from "@hub/domain/channels/commands";
import { openDirect, changeMembers, openGroup } from "@hub/domain/channels/conversation-commands";
import {
  listChannelsOf,
  listEntriesOf,
  listReadersOf,
  viewChannel,
} from "@hub/domain/channels/queries";
import { positionText, type Entry } from "@hub/domain/channels/contract";
import { tokensOf } from "@hub/domain/access/rules";
import { silent, type Announcer } from "@hub/domain/journal/announce";
import { verifyJournal } from "@hub/domain/journal/verify";
import { HubError, type FaultCode } from "@hub/domain/kernel/faults";
import { newId } from "@hub/domain/kernel/ids";
import type { Post } from "@hub/domain/kernel/officer";
import type { Ctx, Hub } from "@hub/domain/store/hub";
import { COLLECTIONS, type Store } from "@hub/domain/store/store";
import { evenRace } from "./even-race.ts";
import { freshHub } from "./fresh-hub.ts";

const RACES = 1_000;

describe("the journal", () => {
  let store: Store;
  let hub: Hub;
  const announced: Entry[] = [];

  let close: () => Promise<void>;

  before(async () => {
    const announcer: Announcer = {
      ...silent,
      entries: (_, entries) => void announced.push(...entries),
    };
    const opened = await freshHub({ announcer });
    hub = opened.hub;
    close = () => opened.close();
    store = hub.store;
  });
  after(() => close());

  async function anOfficer(officeId: string, posts: Post[] = ["prosecutor"]): Promise<Ctx> {
    const id = newId();
    const officer = { id, name: id.slice(-4), officeId, departmentId: null, posts };
    await store.officers.collection.insertOne({
      ...officer,
      _id: id,
      account: id,
      active: true,
      epoch: 0,
    } as never);
    return {
      hub,
      actor: { ...officer, inCharge: [], tokens: tokensOf(officer), epoch: 0 },
      role: "检察官",
    };
  }
  const say = (ctx: Ctx, channelId: string, text: string, id = newId(), mentions: string[] = []) =>
    postMessage(ctx, channelId, { id, text, files: [], mentions, inReplyTo: null });
  const texts = async (ctx: Ctx, channelId: string) =>
    (await listEntriesOf(ctx, channelId, { limit: 200 })).entries.map(
      (entry) => (entry.body as { text?: string } | null)?.text,
    );
  async function refusal(promise: Promise<unknown>): Promise<FaultCode | "none"> {
    const thrown: unknown = await promise.then(
      () => null,
      (error: unknown) => error,
    );
    if (thrown === null) return "none";
    if (thrown instanceof HubError) return thrown.code;
    throw thrown;
  }
  async function aConversation() {
    const gao = await anOfficer("321084");
    const tian = await anOfficer("341181");
    const channelId = await openDirect(gao, { id: newId(), officerId: tian.actor.id });
    return { gao, tian, channelId };
  }
  const clean = async () => {
    const { findings, entries } = await verifyJournal(store);
    expect(findings).to.deep.equal([]);
    return entries;
  };

  it("numbers a burst from many hands without a gap and announces each entry once", async () => {
    const { gao, tian, channelId } = await aConversation();
    announced.length = 0;
    await Promise.all(
      Array.from({ length: 300 }, (_, index) =>
        say(index % 2 ? gao : tian, channelId, `第${index}条`),
      ),
    );
    const seqs = announced.map((entry) => entry.seq);
    expect(seqs).to.deep.equal(Array.from({ length: 300 }, (_, index) => index + 2));
    await clean();
  });

  it("counts one's own act as read, and what stood unread above it as unread still", async () => {
    const { gao, tian } = await aConversation();
    const [third, fourth] = [await anOfficer("321084"), await anOfficer("321084")];
    const channelId = newId();
    await openGroup(gao, { id: newId(), channelId, title: "巡护", officerIds: [tian.actor.id] });
    const invite = (ctx: Ctx) =>
      changeMembers(gao, channelId, { id: newId(), add: [ctx.actor.id], remove: [] });
    const unread = async (ctx: Ctx) => (await viewChannel(ctx, channelId)).unread;
    await invite(third);
    expect([await unread(gao), await unread(tian)]).to.deep.equal([0, 2]);
    await say(tian, channelId, "明早八时出发");
    await invite(fourth);
    expect(await unread(gao)).to.equal(2);
  });

  it("stores once what is sent twice, and refuses the same id for something else", async () => {
    const { gao, tian, channelId } = await aConversation();
    const id = newId();
    const [first, again] = await Promise.all([
      say(gao, channelId, "一次", id),
      say(gao, channelId, "一次", id),
    ]);
    expect(again.seq).to.equal(first.seq);
    expect(await refusal(say(gao, channelId, "两次", id))).to.equal("duplicate");
    expect(await refusal(say(tian, channelId, "一次", id))).to.equal("duplicate");
    expect(await texts(gao, channelId)).to.deep.equal([undefined, "一次"]);
  });

  it("keeps ids for ever: nothing in the store goes away by itself", async () => {
    for (const { collection } of Object.values(COLLECTIONS)) {
      const indexes = await store.connection.collection(collection).indexes();
      const expiring = indexes.filter((index) => index["expireAfterSeconds"] !== undefined);
      expect(expiring, collection).to.deep.equal([]);
    }
  });

  it("opens one conversation for a pair, whoever asks and however often at once", async () => {
    const gao = await anOfficer("321084");
    const tian = await anOfficer("341181");
    const ids = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        index % 2
          ? openDirect(gao, { id: newId(), officerId: tian.actor.id })
          : openDirect(tian, { id: newId(), officerId: gao.actor.id }),
      ),
    );
    expect(new Set(ids).size).to.equal(1);
    expect(await store.entries.countDocuments({ channelId: ids[0]! })).to.equal(1);
  });

  it("hides a channel from whoever holds none of its tokens", async () => {
    const { channelId } = await aConversation();
    const stranger = await anOfficer("321023", ["chief", "liaison"]);
    expect(await refusal(viewChannel(stranger, channelId))).to.equal("not_found");
    expect(await refusal(say(stranger, channelId, "听得到吗"))).to.equal("not_found");
    expect(await refusal(listEntriesOf(stranger, channelId, { limit: 10 }))).to.equal("not_found");
    expect(await refusal(markRead(stranger, channelId, { read: 1 }))).to.equal("not_found");
    expect(await refusal(listReadersOf(stranger, channelId))).to.equal("not_found");
  });

  it("withholds a recalled message and its edits from every page, and the chain still verifies", async () => {
    const { gao, tian, channelId } = await aConversation();
    const post = await say(gao, channelId, "误发的内容");
    await editMessage(gao, { channelId, entryId: post.id }, { id: newId(), text: "改过的内容" });
    expect(
      await refusal(recallMessage(tian, { channelId, entryId: post.id }, { id: newId() })),
    ).to.equal("forbidden");
    await recallMessage(gao, { channelId, entryId: post.id }, { id: newId() });
    expect(
      await refusal(
        editMessage(gao, { channelId, entryId: post.id }, { id: newId(), text: "再改" }),
      ),
    ).to.equal("not_now");
    for (const where of [{ limit: 50 }, { limit: 1, before: 3 }, { limit: 1, before: 4 }]) {
      const page = await listEntriesOf(tian, channelId, where);
      expect(JSON.stringify(page)).not.to.match(/误发|改过/);
    }
    await clean();
  });

  it("empties an erased message for good: neither store nor page holds it, and the chain still verifies", async () => {
    const gao = await anOfficer("321084", ["chief"]);
    const tian = await anOfficer("341181", ["chief"]);
    const channelId = await openDirect(gao, { id: newId(), officerId: tian.actor.id });
    const post = await say(gao, channelId, "不该写的");
    await editMessage(gao, { channelId, entryId: post.id }, { id: newId(), text: "不该写的二" });
    const erase = (ctx: Ctx) =>
      eraseEntry(ctx, { channelId, entryId: post.id }, { id: newId(), reason: "含个人信息" });
    expect(await refusal(erase(tian))).to.equal("forbidden");
    await erase(gao);
    expect(await refusal(erase(gao))).to.equal("not_now");
    const kept = await store.entries.find({ channelId }).lean();
    expect(JSON.stringify(kept)).not.to.contain("不该写的");
    expect(await texts(tian, channelId)).not.to.include("不该写的");
    await clean();
  });

  it("lets 收到 be said once by anybody but the author", async () => {
    const { gao, tian, channelId } = await aConversation();
    const where = { channelId, entryId: (await say(gao, channelId, "请查收")).id };
    expect(await refusal(acknowledgeMessage(gao, where, { id: newId() }))).to.equal("forbidden");
    const both = await Promise.all([
      refusal(acknowledgeMessage(tian, where, { id: newId() })),
      refusal(acknowledgeMessage(tian, where, { id: newId() })),
    ]);
    expect(both.toSorted()).to.deep.equal(["none", "not_now"]);
  });

  it("counts as unread what is news and not one's own, and moves marks only forward", async () => {
    const { gao, tian, channelId } = await aConversation();
    for (const text of ["一", "二", "三"]) await say(gao, channelId, text);
    const unread = async (ctx: Ctx) => (await viewChannel(ctx, channelId)).unread;
    expect(await unread(gao)).to.equal(0);
    expect(await unread(tian)).to.equal(3);
    expect(await markRead(tian, channelId, { read: 3 })).to.deep.equal({ unread: 1 });
    expect(await markRead(tian, channelId, { read: 2 })).to.deep.equal({ unread: 1 });
    expect(await markRead(tian, channelId, { read: 999 })).to.deep.equal({ unread: 0 });
    const readers = await listReadersOf(gao, channelId);
    expect(readers).to.deep.equal({
      officers: [],
      offices: [{ officeId: "341181", received: 4, read: 4 }],
    });
    expect(
      (await listChannelsOf(tian, 10)).channels.map((row) => [row.id, row.unread]),
    ).to.deep.equal([[channelId, 0]]);
  });

  it("walks forward from a position, and answers reset to a position it does not know", async () => {
    const { gao, channelId } = await aConversation();
    for (let index = 0; index < 9; index += 1) await say(gao, channelId, `${index}`);
    const first = await listEntriesOf(gao, channelId, { limit: 4, before: 5 });
    expect(first.entries.map((entry) => entry.seq)).to.deep.equal([1, 2, 3, 4]);
    const known = positionText(first.entries[3]!);
    const next = await listEntriesOf(gao, channelId, { limit: 4, after: known });
    expect(next).to.deep.include({ reset: false, more: true });
    expect(next.entries.map((entry) => entry.seq)).to.deep.equal([5, 6, 7, 8]);
    const foreign = await listEntriesOf(gao, channelId, { limit: 4, after: `4.${"f".repeat(64)}` });
    expect(foreign.reset).to.equal(true);
    expect(foreign.entries.map((entry) => entry.seq)).to.deep.equal([7, 8, 9, 10]);
  });

  it("mentions only those who may read, and makes them followers", async () => {
    const gao = await anOfficer("321084");
    const tian = await anOfficer("341181");
    const stranger = await anOfficer("321023");
    const channelId = newId();
    await openGroup(gao, {
      id: newId(),
      channelId,
      title: "环湖联络",
      officerIds: [tian.actor.id],
    });
    expect(await refusal(say(gao, channelId, "@", newId(), [stranger.actor.id]))).to.equal(
      "bad_input",
    );
    const { id } = await say(gao, channelId, "@天长", newId(), [tian.actor.id]);
    expect((await store.entries.findById(id).lean())?.pending).to.deep.equal(["notices"]);
  });

  it("answers what comes again as it stands today, under today's rights", async () => {
    const gao = await anOfficer("321084");
    const tian = await anOfficer("341181");
    const channelId = newId();
    const officerIds = [tian.actor.id];
    await openGroup(gao, { id: newId(), channelId, title: "环湖联络", officerIds });
    const [mine, theirs] = [newId(), newId()];
    const again = () => say(gao, channelId, "@天长 误发", mine, [tian.actor.id]);
    await again();
    await say(tian, channelId, "我也说过", theirs);
    const remove = { id: newId(), add: [], remove: [tian.actor.id] };
    await changeMembers(gao, channelId, remove);
    // Whom it mentions has left: that was judged when it came first.
    expect(await again()).to.deep.include({ id: mine, withheld: null });
    await recallMessage(gao, { channelId, entryId: mine }, { id: newId() });
    expect(await again()).to.deep.include({ id: mine, withheld: "recalled", body: null });
    expect(await refusal(say(tian, channelId, "我也说过", theirs))).to.equal("not_found");
    expect(await store.entries.countDocuments({ channelId, type: "message.posted" })).to.equal(2);
  });

  it("sends a reader who is far behind to the head instead of through everything", async () => {
    const { gao, channelId } = await aConversation();
    const first = await listEntriesOf(gao, channelId, { limit: 1 });
    const position = positionText(first.head);
    await Promise.all(Array.from({ length: 500 }, (_, index) => say(gao, channelId, `${index}`)));
    const walked = await listEntriesOf(gao, channelId, { limit: 2, after: position });
    expect(walked.reset).to.equal(false);
    expect(walked.entries.map(({ seq }) => seq)).to.deep.equal([2, 3]);
    await say(gao, channelId, "又一条");
    const snapshot = await listEntriesOf(gao, channelId, { limit: 2, after: position });
    expect(snapshot.reset).to.equal(true);
    expect(snapshot.entries.map(({ seq }) => seq)).to.deep.equal([501, 502]);
  });

  it(`lets no post outrun a revoke: ${RACES} races`, async function () {
    this.timeout(240_000);
    const gao = await anOfficer("321084");
    const tian = await anOfficer("341181");
    const outcomes = { before: 0, after: 0 };
    const against = evenRace(0.2, (posted: FaultCode | "none") => posted === "none");
    const race = async () => {
      const channelId = newId();
      await openGroup(gao, { id: newId(), channelId, title: "组", officerIds: [tian.actor.id] });
      const remove = { id: newId(), add: [], remove: [tian.actor.id] };
      const [posted] = await against(
        () => refusal(say(tian, channelId, "赶在之前")),
        () => changeMembers(gao, channelId, remove),
      );
      const kept = await store.entries.find({ channelId }).sort({ seq: 1 }).lean();
      const types = kept.map((entry) => entry.type);
      const left = types.indexOf("member.left");
      const said = types.indexOf("message.posted");
      expect(left, "the revoke always wins a place").to.be.above(0);
      expect(posted).to.be.oneOf(["none", "not_found"]);
      expect(said >= 0, "stored exactly when acknowledged").to.equal(posted === "none");
      if (said >= 0) expect(said, "never after the revoke").to.be.below(left);
      outcomes[said >= 0 ? "before" : "after"] += 1;
      expect(kept.map((entry) => entry.seq)).to.deep.equal(kept.map((_, index) => index + 1));
    };
    for (let done = 0; done < RACES; done += 20)
      await Promise.all(Array.from({ length: 20 }, race));
    expect(outcomes.before, "the race was real").to.be.above(0);
    expect(outcomes.after, "the race was real").to.be.above(0);
    await clean();
  });

  it("finds a changed body, a changed header and a missing entry", async () => {
    const { gao, channelId } = await aConversation();
    for (const text of ["一", "二", "三", "四"]) await say(gao, channelId, text);
    const problems = async () =>
      (await verifyJournal(store)).findings
        .filter((one) => one.channelId === channelId)
        .map((one) => `${one.seq} ${one.problem}`);
    await store.entries.updateOne({ channelId, seq: 2 }, { $set: { "body.text": "改" } });
    await store.entries.updateOne({ channelId, seq: 3 }, { $set: { role: "检察长" } });
    await store.entries.deleteOne({ channelId, seq: 5 });
    expect(await problems()).to.deep.equal(["2 wrong_body", "3 wrong_hash", "5 head"]);
    await store.entries.deleteMany({ channelId });
    await store.channels.deleteOne({ _id: channelId });
  });
});
