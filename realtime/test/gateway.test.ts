import { postMessage } from "@hub/domain/channels/commands";
import { changeMembers } from "@hub/domain/channels/conversation-commands";
import { newId } from "@hub/domain/kernel/ids";
import { appoint } from "@hub/domain/officers/appointment-commands";
import { resetPassword, setActive } from "@hub/domain/officers/commands";
import type { OfficerDoc } from "@hub/domain/officers/model";
import * as sessions from "@hub/domain/sessions/contract";
import { expect } from "chai";
import { TEST_PASSWORD, type HubClient } from "../../api/test/hub-client.ts";
import { anOfficer } from "../../api/test/world.ts";
import {
  aGroup,
  aMessage,
  listen,
  quiet,
  settled,
  startNodes,
  until,
  whole,
  type Listener,
  type Nodes,
} from "./world.ts";

const posted = { files: [], mentions: [], inReplyTo: null };

describe("the gateway", () => {
  let nodes: Nodes;
  const open: Listener[] = [];
  const kept = (listener: Listener): Listener => {
    open.push(listener);
    return listener;
  };

  before(async () => {
    nodes = await startNodes();
  });
  afterEach(() => {
    for (const listener of open.splice(0)) listener.close();
  });
  after(() => nodes.stop());

  const people = () => ({
    anna: nodes.world.gaoyou.officers.prosecutor,
    bela: nodes.world.tianchang.officers.prosecutor,
    cora: nodes.world.baoying.officers.prosecutor,
  });

  it("lets nobody in who is not signed in", async () => {
    const visitor = kept(listen(nodes.a, null));
    const error = await new Promise<Error & { data?: { code: string } }>((resolve) =>
      visitor.socket.on("connect_error", resolve),
    );
    expect(error.data?.code).to.equal("signed_out");
  });

  it("refuses a page of another origin although it brings the cookie", async () => {
    const client = await nodes.test.signIn(people().anna);
    const foreign = kept(listen(nodes.a, client, { origin: "http://elsewhere.test" }));
    await new Promise((resolve) => foreign.socket.on("connect_error", resolve));
    expect(foreign.socket.connected).to.equal(false);
    const none = kept(listen(nodes.a, client, { origin: "" }));
    await new Promise((resolve) => none.socket.on("connect_error", resolve));
    expect(none.socket.connected).to.equal(false);
  });

  it("brings what is posted through either door to sockets of both nodes, once and in order", async () => {
    const { anna, bela } = people();
    const channelId = await aGroup(nodes.test, [anna, bela]);
    const first = await settled(kept(listen(nodes.a, await nodes.test.signIn(anna))));
    const second = await settled(kept(listen(nodes.b, await nodes.test.signIn(bela))));
    const ctx = nodes.test.ctxOf(anna);
    for (let index = 0; index < 5; index += 1) {
      await postMessage(ctx, channelId, { ...aMessage(`http ${index}`), ...posted });
      const reply = await second.ask("post", { channelId, message: aMessage(`socket ${index}`) });
      expect(reply.ok, JSON.stringify(reply)).to.equal(true);
    }
    const expected = Array.from({ length: 10 }, (_, index) => index + 3); // after opened and joined
    await until(() => first.seqs(channelId).length >= 10 && second.seqs(channelId).length >= 10);
    await quiet();
    expect(first.seqs(channelId).toSorted((x, y) => x - y)).to.deep.equal(expected);
    expect(second.seqs(channelId).toSorted((x, y) => x - y)).to.deep.equal(expected);
  });

  it("tells a stranger nothing, not even on request", async () => {
    const { anna, bela, cora } = people();
    const channelId = await aGroup(nodes.test, [anna, bela]);
    const stranger = await settled(kept(listen(nodes.a, await nodes.test.signIn(cora))));
    const reply = await stranger.ask("watch", { channelIds: [channelId] });
    expect(reply).to.deep.include({ ok: true });
    expect((reply as { value: { heads: object } }).value.heads).to.deep.equal({});
    const refused = await stranger.ask("post", { channelId, message: aMessage() });
    expect(refused).to.have.nested.property("problem.code", "not_found");
    await postMessage(nodes.test.ctxOf(anna), channelId, { ...aMessage(), ...posted });
    await quiet();
    expect(stranger.entries).to.deep.equal([]);
    expect(stranger.changed.filter((hint) => hint.id === channelId)).to.deep.equal([]);
  });

  it("stores a post that comes twice once, and tells the second time the same", async () => {
    const { anna, bela } = people();
    const channelId = await aGroup(nodes.test, [anna, bela]);
    const first = await settled(kept(listen(nodes.a, await nodes.test.signIn(anna))));
    const again = await settled(kept(listen(nodes.b, await nodes.test.signIn(anna))));
    const message = aMessage();
    const [one, two] = await Promise.all([
      first.ask("post", { channelId, message }),
      again.ask("post", { channelId, message }),
    ]);
    expect(one).to.deep.equal(two);
    expect(one.ok).to.equal(true);
    expect(await nodes.test.hub.store.entries.countDocuments({ _id: message.id })).to.equal(1);
    const other = await first.ask("post", { channelId, message: { ...message, text: "另一句" } });
    expect(other).to.have.nested.property("problem.code", "duplicate");
  });

  it("tells a bad command all that is wrong with it, by path", async () => {
    const officer = await settled(kept(listen(nodes.a, await nodes.test.signIn(people().anna))));
    const reply = await officer.ask("post", {
      channelId: newId(),
      message: { id: "x", text: "", colour: "red" } as never,
    });
    expect(reply).to.have.nested.property("problem.code", "bad_input");
    const { problem } = reply as { problem: { issues: { path: string }[] } };
    expect(problem.issues.map(({ path }) => path)).to.include.members([
      "message.id",
      "message.colour",
    ]);
  });

  it("tells only the place of an entry that is too large for a hint", async () => {
    const { anna, bela } = people();
    const channelId = await aGroup(nodes.test, [anna, bela]);
    const listener = await settled(kept(listen(nodes.b, await nodes.test.signIn(bela))));
    const message = { ...aMessage("湖".repeat(3_500)), ...posted };
    await postMessage(nodes.test.ctxOf(anna), channelId, message);
    await until(() => listener.seqs(channelId).length > 0);
    expect(listener.entries.at(-1)).to.deep.equal({
      channelId,
      entries: [{ id: message.id, channelId, seq: 3 }],
    });
  });

  it("puts a member who was removed out of the room on both nodes, before anything else is said", async () => {
    const { anna, bela, cora } = people();
    const channelId = await aGroup(nodes.test, [anna, bela, cora]);
    const client = await nodes.test.signIn(cora);
    const here = await settled(kept(listen(nodes.a, client)));
    const there = await settled(kept(listen(nodes.b, client)));
    const stays = await settled(kept(listen(nodes.b, await nodes.test.signIn(bela))));
    const ctx = nodes.test.ctxOf(anna);
    await postMessage(ctx, channelId, { ...aMessage("一起看"), ...posted });
    await until(() => here.seqs(channelId).length === 1 && there.seqs(channelId).length === 1);
    await changeMembers(ctx, channelId, { id: newId(), add: [], remove: [cora._id] });
    await postMessage(ctx, channelId, { ...aMessage("只给留下的人"), ...posted });
    // Whoever writes first follows, and all look again: of that a hint may come before, which takes nothing away.
    const isPut = ({ rights }: Listener) => rights.some(({ lost }) => lost.includes(channelId));
    await until(() => isPut(here) && isPut(there));
    await postMessage(ctx, channelId, { ...aMessage("再说一句"), ...posted });
    await until(() => whole(stays.entries).some(({ seq }) => seq === 6));
    await quiet();
    expect(here.seqs(channelId)).to.deep.equal([3]);
    expect(there.seqs(channelId)).to.deep.equal([3]);
    // Whoever stays learns at once where the channel stands now, even of what was said in between.
    const heads = stays.heads.map(({ heads }) => heads[channelId]?.seq ?? 0);
    expect(Math.max(...heads)).to.be.at.least(4);
  });

  it("lets a member who was added hear at once, without a new connection", async () => {
    const { anna, bela, cora } = people();
    const channelId = await aGroup(nodes.test, [anna, bela]);
    const added = await settled(kept(listen(nodes.a, await nodes.test.signIn(cora))));
    const ctx = nodes.test.ctxOf(anna);
    await changeMembers(ctx, channelId, { id: newId(), add: [cora._id], remove: [] });
    await until(() => added.rights.some((hint) => hint.channelIds.includes(channelId)));
    await postMessage(ctx, channelId, { ...aMessage("欢迎"), ...posted });
    await until(() => added.seqs(channelId).includes(4));
  });

  /** Acts after which an officer's sockets are closed at once, whichever node they are on; none waits for a beat. */
  const ends: Record<string, (officer: OfficerDoc, client: HubClient) => Promise<unknown>> = {
    "signs out everywhere": (_, client) => client.call(sessions.signOutEverywhereRoute),
    "signs out": (_, client) => client.call(sessions.signOutRoute),
    "locks the screen": (_, client) => client.call(sessions.lockRoute),
    "gets other posts": ({ _id, version, departmentId, title }) =>
      appoint(securityAdmin(), _id, {
        ...reason(),
        basis: "任职通知",
        expects: version,
        posts: ["clerk"],
        inCharge: [],
        departmentId,
        title,
      }),
    "gets a new password": ({ _id }) => resetPassword(systemAdmin(), _id, reason()),
    "loses the account": ({ _id }) => setActive(systemAdmin(), _id, { ...reason(), active: false }),
  };
  const securityAdmin = () => nodes.test.ctxOf(nodes.world.chuzhou.officers.securityAdmin);
  const systemAdmin = () => nodes.test.ctxOf(nodes.world.chuzhou.officers.systemAdmin);
  const reason = () => ({ id: newId(), reason: "试验" });

  for (const [act, end] of Object.entries(ends))
    it(`closes every socket of a session at once when its officer ${act}, and nobody else's`, async () => {
      const officer = anOfficer({ officeId: nodes.world.chuzhou.id, posts: ["prosecutor"] });
      await nodes.test.hub.store.officers.insertMany([officer], { lean: true });
      const client = await nodes.test.signIn(officer);
      const here = await settled(kept(listen(nodes.a, client)));
      const there = await settled(kept(listen(nodes.b, client)));
      const other = await settled(kept(listen(nodes.b, await nodes.test.signIn(people().anna))));
      await end(officer, client);
      await until(() => !here.socket.connected && !there.socket.connected, 1_000);
      expect(other.socket.connected).to.equal(true);
    });

  it("closes the other sockets of an officer who changes the password, and keeps his own", async () => {
    const officer = anOfficer({ officeId: nodes.world.chuzhou.id });
    await nodes.test.hub.store.officers.insertMany([officer], { lean: true });
    await nodes.test.givePassword(officer);
    const client = await nodes.test.signIn(officer);
    const own = await settled(kept(listen(nodes.a, client)));
    const other = await settled(kept(listen(nodes.b, await nodes.test.signIn(officer))));
    await client.call(sessions.changePasswordRoute, {
      body: { current: TEST_PASSWORD, next: "Another-Boat-2026" },
    });
    await until(() => !other.socket.connected, 1_000);
    expect(own.socket.connected).to.equal(true);
  });

  it("answers a command of a locked session with locked, and ends the socket", async () => {
    const client = await nodes.test.signIn(people().anna);
    const officer = await settled(kept(listen(nodes.a, client)));
    const { sessions } = nodes.test.hub.store;
    await sessions.updateMany({ officerId: people().anna._id }, { $set: { lockedAt: new Date() } });
    const channelId = await aGroup(nodes.test, [people().anna, people().bela]);
    const message = aMessage();
    const reply = await officer.ask("post", { channelId, message });
    expect(reply).to.have.nested.property("problem.code", "locked");
    expect(await nodes.test.hub.store.entries.countDocuments({ _id: message.id })).to.equal(0);
    await until(() => !officer.socket.connected);
  });

  it("stores nothing of whoever lost his rights a moment ago, although nobody called", async () => {
    const { store } = nodes.test.hub;
    const dora = anOfficer({ officeId: nodes.world.chuzhou.id });
    await store.officers.insertMany([dora], { lean: true });
    const officer = await settled(kept(listen(nodes.a, await nodes.test.signIn(dora))));
    const channelId = await aGroup(nodes.test, [dora, people().bela]);
    await store.officers.updateOne({ _id: dora._id }, { $inc: { epoch: 1 } });
    await store.sessions.updateMany({ officerId: dora._id }, { $set: { endedAt: new Date() } });
    const message = aMessage();
    const reply = await officer.ask("post", { channelId, message });
    expect(reply).to.have.nested.property("problem.code", "signed_out");
    expect(await store.entries.countDocuments({ _id: message.id })).to.equal(0);
    await until(() => !officer.socket.connected);
  });

  it("looks at everything anew where a session goes on under a later epoch", async () => {
    const { store } = nodes.test.hub;
    const dora = anOfficer({ officeId: nodes.world.chuzhou.id });
    await store.officers.insertMany([dora], { lean: true });
    const officer = await settled(kept(listen(nodes.a, await nodes.test.signIn(dora))));
    const channelId = await aGroup(nodes.test, [dora, people().bela]);
    await store.officers.updateOne(
      { _id: dora._id },
      { $inc: { epoch: 1 }, $set: { title: "检察长" } },
    );
    await store.sessions.updateMany({ officerId: dora._id }, { $inc: { epoch: 1 } });
    // The first is prepared by what was known, and its look tells the next one better.
    for (const role of [dora.title, "检察长"]) {
      const message = aMessage();
      const reply = await officer.ask("post", { channelId, message });
      expect(reply).to.have.property("ok", true);
      const entry = await store.entries.findById(message.id).lean();
      expect(entry?.role).to.equal(role);
    }
  });

  it("tells which offices are manned by somebody who may receive, and no names", async () => {
    const { intake } = nodes.world.tianchang.officers;
    await settled(kept(listen(nodes.a, await nodes.test.signIn(intake))));
    const asks = await settled(kept(listen(nodes.b, await nodes.test.signIn(people().anna))));
    const officeIds = async () => {
      const reply = await asks.ask("duty", {});
      return (reply as { value: { officeIds: string[] } }).value.officeIds;
    };
    for (let tries = 0; !(await officeIds()).includes("341181") && tries < 40; tries += 1)
      await quiet(50);
    expect(await officeIds())
      .to.include("341181")
      .and.not.include("321084");
  });
});
