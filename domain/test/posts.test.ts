import { postMessage } from "@hub/domain/channels/commands";
import { changeMembers, openGroup } from "@hub/domain/channels/conversation-commands";
import { HubError } from "@hub/domain/kernel/faults";
import { newId } from "@hub/domain/kernel/ids";
import type { OfficerDoc } from "@hub/domain/officers/model";
import { actorOf } from "@hub/domain/sessions/queries";
import type { Ctx, Hub } from "@hub/domain/store/hub";
import { openHub, type OpenHub } from "@hub/domain/store/open-hub";
import { expect } from "chai";
import { anOfficer } from "../../api/test/world.ts";
import { freshHub } from "./fresh-hub.ts";

/** Two processes on one store: what one of them remembers of a channel is never what decides. */
describe("posts of two processes", () => {
  let one: Awaited<ReturnType<typeof freshHub>>;
  let other: OpenHub;
  let people: { anna: OfficerDoc; bela: OfficerDoc; cora: OfficerDoc };

  before(async () => {
    one = await freshHub();
    const { host, port, name } = one.hub.store.connection;
    const uri = new URL(process.env["MONGODB_URI"] ?? `mongodb://${host}:${port}`);
    uri.pathname = `/${name}`;
    other = await openHub({
      MONGODB_URI: uri.href,
      SESSION_SECRET: "x".repeat(32),
      FILES_DIR: "/tmp",
    });
    const [anna, bela, cora] = [1, 2, 3].map(() => anOfficer({ officeId: "321084" }));
    if (!anna || !bela || !cora) throw new TypeError("unreachable");
    people = { anna, bela, cora };
    await one.hub.store.officers.insertMany([anna, bela, cora], { lean: true });
  });
  after(async () => {
    await other.close();
    await one.close();
  });

  const as = (hub: Hub, officer: OfficerDoc): Ctx => ({
    hub,
    actor: actorOf(officer),
    role: officer.title,
  });
  const say = (ctx: Ctx, channelId: string, id = newId()) =>
    postMessage(ctx, channelId, { id, text: "好", files: [], mentions: [], inReplyTo: null });
  const codeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => "done",
      (thrown: { code?: string }) => thrown.code,
    );
  const aGroup = async (...officers: OfficerDoc[]): Promise<string> => {
    const channelId = newId();
    await openGroup(as(one.hub, people.anna), {
      id: newId(),
      channelId,
      title: "组",
      officerIds: officers.map(({ _id }) => _id),
    });
    return channelId;
  };

  it("number one after the other without a gap, in turns and at once", async () => {
    const channelId = await aGroup(people.bela);
    for (let turn = 0; turn < 4; turn += 1) {
      await say(as(one.hub, people.anna), channelId);
      await say(as(other.hub, people.bela), channelId);
    }
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        say(as(index % 2 ? one.hub : other.hub, people.anna), channelId),
      ),
    );
    const entries = await one.hub.store.entries.find({ channelId }).sort({ seq: 1 }).lean();
    expect(entries.map(({ seq }) => seq)).to.deep.equal(entries.map((_, index) => index + 1));
    expect(entries).to.have.length(30);
  });

  it("refuse whom the other process removed a moment ago", async () => {
    const channelId = await aGroup(people.bela, people.cora);
    await say(as(one.hub, people.cora), channelId);
    await changeMembers(as(other.hub, people.anna), channelId, {
      id: newId(),
      add: [],
      remove: [people.cora._id],
    });
    expect(await codeOf(say(as(one.hub, people.cora), channelId))).to.equal("not_found");
    expect(await codeOf(say(as(one.hub, people.bela), channelId))).to.equal("done");
  });

  it("refuse whom the other process removed without a word in the channel", async () => {
    const channelId = await aGroup(people.cora);
    await say(as(one.hub, people.cora), channelId);
    await other.hub.store.channels.updateOne(
      { _id: channelId },
      { $set: { audience: [`officer:${people.anna._id}`] }, $inc: { "head.rights": 1 } },
    );
    expect(await codeOf(say(as(one.hub, people.cora), channelId))).to.equal("not_found");
  });

  it("take whom the other process let in a moment ago", async () => {
    const channelId = await aGroup(people.bela);
    await say(as(one.hub, people.anna), channelId);
    await changeMembers(as(other.hub, people.bela), channelId, {
      id: newId(),
      add: [people.cora._id],
      remove: [],
    });
    expect(await codeOf(say(as(one.hub, people.cora), channelId))).to.equal("done");
  });

  it("commit nothing of whom is not sure, and what stood beside it without a gap", async () => {
    const channelId = await aGroup(people.bela);
    const over = Promise.reject(new HubError("signed_out"));
    over.catch(() => undefined);
    const outcomes = await Promise.all([
      codeOf(say(as(one.hub, people.anna), channelId)),
      codeOf(say({ ...as(one.hub, people.bela), sure: over }, channelId)),
      codeOf(say({ ...as(one.hub, people.anna), sure: Promise.resolve() }, channelId)),
    ]);
    expect(outcomes).to.deep.equal(["done", "signed_out", "done"]);
    const entries = await one.hub.store.entries.find({ channelId }).sort({ seq: 1 }).lean();
    expect(entries.map(({ seq }) => seq)).to.deep.equal([1, 2, 3, 4]);
    expect(entries.some(({ actor }) => actor === people.bela._id)).to.equal(false);
  });

  it("store once what is sent through both, and refuse its id for something else", async () => {
    const channelId = await aGroup(people.bela);
    await say(as(one.hub, people.anna), channelId);
    await say(as(other.hub, people.anna), channelId);
    const id = newId();
    const twice = await Promise.all([
      say(as(one.hub, people.anna), channelId, id),
      say(as(other.hub, people.anna), channelId, id),
    ]);
    expect(twice[0].seq).to.equal(twice[1].seq);
    expect(await codeOf(say(as(one.hub, people.bela), channelId, id))).to.equal("duplicate");
    expect(await one.hub.store.entries.countDocuments({ _id: id })).to.equal(1);
  });
});
