import {
  acknowledgeMessageRoute,
  changeMembersRoute,
  editMessageRoute,
  eraseEntryRoute,
  getChannelRoute,
  listChannels,
  listEntries,
  listHeads,
  listReaders,
  markChannel,
  openDirectRoute,
  openGroupRoute,
  postMessageRoute,
  recallMessageRoute,
} from "@hub/domain/channels/contract";
import { sweepFiles } from "@hub/domain/files/commands";
import { fileRoutes } from "@hub/domain/files/contract";
import { newId } from "@hub/domain/kernel/ids";
import { expect } from "chai";
import { startTestHub, type HubClient, type TestHub } from "./hub-client.ts";
import { upload } from "./uploads.ts";
import { aWorld, type World } from "./world.ts";

describe("channels", () => {
  let test: TestHub;
  let world: World;
  let gao: HubClient;
  let tian: HubClient;

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    gao = await test.signIn(world.gaoyou.officers.prosecutor);
    tian = await test.signIn(world.tianchang.officers.prosecutor);
  });
  after(() => test.stop());

  const toTian = () => ({ body: { officerId: world.tianchang.officers.prosecutor._id } });

  it("carry a conversation of two offices: post, edit, 收到, read mark, recall", async () => {
    const { channelId } = await gao.call(openDirectRoute, toTian());
    const params = { channelId };
    const entry = await gao.call(postMessageRoute, {
      params,
      body: { text: "明早八时在码头集合" },
    });
    expect(entry).to.include({
      type: "message.posted",
      actor: world.gaoyou.officers.prosecutor._id,
    });
    const target = { params: { channelId, entryId: entry.id } };
    await gao.call(editMessageRoute, { ...target, body: { text: "明早七时半在码头集合" } });
    await tian.call(acknowledgeMessageRoute, { ...target, body: {} });
    const row = (await tian.call(listChannels)).channels.find((one) => one.id === channelId);
    expect(row).to.include({ unread: 1 });
    expect(await tian.call(markChannel, { params, body: { read: 4 } })).to.deep.equal({
      unread: 0,
    });
    const { offices } = await gao.call(listReaders, { params });
    expect(offices).to.deep.equal([{ officeId: "341181", received: 4, read: 4 }]);
    await gao.call(recallMessageRoute, { ...target, body: {} });
    const page = await tian.call(listEntries, { params });
    expect(page.entries.map((one) => [one.type, one.withheld])).to.deep.equal([
      ["channel.opened", null],
      ["message.posted", "recalled"],
      ["message.edited", "recalled"],
      ["message.acknowledged", null],
      ["message.recalled", null],
    ]);
    const { heads } = await tian.call(listHeads);
    expect(heads[channelId]).to.deep.equal({ seq: page.head.seq, hash: page.head.hash });
  });

  it("let a group across offices be joined, seen whole, and left", async () => {
    const channelId = newId();
    const params = { channelId };
    const baoying = await test.signIn(world.baoying.officers.liaison);
    const officerIds = [world.tianchang.officers.prosecutor._id];
    await gao.call(openGroupRoute, { body: { channelId, title: "环高邮湖联络组", officerIds } });
    await gao.call(postMessageRoute, { params, body: { text: "先前说过的话" } });
    await baoying.refused(getChannelRoute, "not_found", { params });
    const add = [world.baoying.officers.liaison._id];
    await tian.call(changeMembersRoute, { params, body: { add } });
    const page = await baoying.call(listEntries, { params });
    expect(JSON.stringify(page)).to.contain("先前说过的话");
    await baoying.call(changeMembersRoute, { params, body: { remove: add } });
    await baoying.refused(listEntries, "not_found", { params });
    await baoying.refused(postMessageRoute, "not_found", { params, body: { text: "还在吗" } });
  });

  it("answer every bad input with all issues by path, and keep nothing of it", async () => {
    const { channelId } = await gao.call(openDirectRoute, toTian());
    const params = { channelId };
    const before = await gao.call(getChannelRoute, { params });
    const empty = await gao.refused(postMessageRoute, "bad_input", {
      params,
      body: { text: "  " },
    });
    expect(empty.issues?.map((one) => one.path)).to.deep.equal(["text"]);
    const secret = await gao.refused(postMessageRoute, "bad_input", {
      params,
      body: { text: "机密★20年" },
    });
    expect(secret.issues).to.deep.equal([{ path: "text", code: "state_secret" }]);
    const wrong = await gao.fetch(`/api/channels/${channelId}/messages`, {
      method: "POST",
      body: JSON.stringify({ id: "1", text: 7, files: "x", extra: true }),
    });
    expect(wrong.status).to.equal(400);
    const { issues } = (await wrong.json()) as { issues: { path: string }[] };
    expect(issues.map((one) => one.path).toSorted()).to.include.members(["files", "id", "text"]);
    expect((await gao.call(getChannelRoute, { params })).head).to.deep.equal(before.head);
  });

  it("erase for the chief of the office that wrote it, and for nobody else", async () => {
    const chief = await test.signIn(world.gaoyou.officers.chief);
    const { channelId } = await chief.call(openDirectRoute, toTian());
    const { id } = await chief.call(postMessageRoute, {
      params: { channelId },
      body: { text: "误写" },
    });
    const given = { params: { channelId, entryId: id }, body: { reason: "含个人信息" } };
    await tian.refused(eraseEntryRoute, "forbidden", given);
    expect(await chief.call(eraseEntryRoute, given)).to.include({ withheld: "erased", body: null });
    await chief.refused(eraseEntryRoute, "not_now", given);
  });

  it("let go of an erased message's files, with their bytes, unless they belong elsewhere too", async () => {
    const chief = await test.signIn(world.gaoyou.officers.chief);
    const { channelId } = await chief.call(openDirectRoute, toTian());
    const [lone, used] = [await upload(chief, "身份证.png"), await upload(chief, "湖面.png")];
    const say = (files: string[]) =>
      chief.call(postMessageRoute, { params: { channelId }, body: { text: "见附件", files } });
    const { id: entryId } = await say([lone.id, used.id]);
    await say([used.id]);
    await tian.call(fileRoutes.get, { params: { fileId: lone.id } });
    const body = { reason: "含个人信息" };
    await chief.call(eraseEntryRoute, { params: { channelId, entryId }, body });
    await tian.refused(fileRoutes.get, "not_found", { params: { fileId: lone.id } });
    await tian.call(fileRoutes.get, { params: { fileId: used.id } });
    const week = new Date(Date.now() + 8 * 24 * 3_600_000);
    await sweepFiles({ ...test.hub, clock: { now: () => week } });
    const left = await test.hub.store.files.find({ _id: { $in: [lone.id, used.id] } }).lean();
    expect(left.map((file) => file._id)).to.deep.equal([used.id]);
  });
});
