import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { postMessage } from "@hub/domain/channels/commands";
import { newId } from "@hub/domain/kernel/ids";
import { expect } from "chai";
import { createClient } from "redis";
import { freePort } from "../../embedded/test/free-port.ts";
import {
  aGroup,
  aMessage,
  listen,
  quiet,
  settled,
  startNodes,
  until,
  type Listener,
  type Nodes,
} from "./world.ts";

const posted = { files: [], mentions: [], inReplyTo: null };

describe("the gateway in bad weather", () => {
  let nodes: Nodes;
  const open: Listener[] = [];
  const kept = (listener: Listener): Listener => {
    open.push(listener);
    return listener;
  };
  const people = () => ({
    anna: nodes.world.gaoyou.officers.prosecutor,
    bela: nodes.world.tianchang.officers.prosecutor,
  });

  beforeEach(async () => {
    nodes = await startNodes({ beatMs: 400, commandLimit: 20 });
  });
  afterEach(async () => {
    for (const listener of open.splice(0)) listener.close();
    await nodes.stop();
  });

  it("tells where a channel stands although its hint was lost", async () => {
    const { anna, bela } = people();
    const channelId = await aGroup(nodes.test, [anna, bela]);
    const listener = await settled(kept(listen(nodes.a, await nodes.test.signIn(bela))));
    // The room is empty as far as hints go: nobody hears the post.
    nodes.a.gateway.io.local.socketsLeave(`channel:${channelId}@0`);
    await postMessage(nodes.test.ctxOf(anna), channelId, { ...aMessage(), ...posted });
    await until(() => listener.heads.some(({ heads }) => heads[channelId]?.seq === 3), 2_000);
    expect(listener.entries).to.deep.equal([]);
  });

  it("tells each head once, and not again while nothing happens", async () => {
    const { anna, bela } = people();
    const channelId = await aGroup(nodes.test, [anna, bela]);
    const listener = await settled(kept(listen(nodes.a, await nodes.test.signIn(bela))));
    await until(() => listener.heads.length >= 4, 4_000);
    expect(listener.heads.filter(({ heads }) => heads[channelId])).to.have.length(1);
  });

  it("puts a session that ended out at the next beat although the call was lost", async () => {
    const { bela } = people();
    const listener = await settled(kept(listen(nodes.a, await nodes.test.signIn(bela))));
    await nodes.test.hub.store.sessions.updateMany(
      { officerId: bela._id },
      { $set: { endedAt: new Date() } },
    );
    await until(() => !listener.socket.connected, 2_000);
  });

  for (const [how, unfollowed] of [
    ["", false],
    [" and the follow went with the right", true],
  ] as const)
    it(`takes a channel away at the next beat although the call was lost${how}`, async () => {
      const { anna, bela } = people();
      const channelId = await aGroup(nodes.test, [anna, bela]);
      const listener = await settled(kept(listen(nodes.a, await nodes.test.signIn(bela))));
      const { channels, follows } = nodes.test.hub.store;
      if (unfollowed) await follows.deleteMany({ officerId: bela._id, channelId });
      await channels.updateOne(
        { _id: channelId },
        { $set: { audience: [`officer:${anna._id}`] }, $inc: { "head.rights": 1 } },
      );
      await until(() => listener.rights.some(({ lost }) => lost.includes(channelId)), 2_000);
      await postMessage(nodes.test.ctxOf(anna), channelId, { ...aMessage(), ...posted });
      await quiet();
      expect(listener.seqs(channelId)).to.deep.equal([]);
    });

  it("goes on over FLUSHALL: sockets stay, posts arrive, duty is noted anew", async () => {
    const { anna } = people();
    const { intake } = nodes.world.tianchang.officers;
    const channelId = await aGroup(nodes.test, [anna, intake]);
    const listener = await settled(kept(listen(nodes.a, await nodes.test.signIn(intake))));
    const redis = await createClient({ url: nodes.test.env.REDIS_URL }).connect();
    await redis.flushAll();
    await redis.close();
    await postMessage(nodes.test.ctxOf(anna), channelId, { ...aMessage(), ...posted });
    await until(() => listener.seqs(channelId).includes(3));
    const reply = await listener.ask("post", { channelId, message: aMessage() });
    expect(reply.ok).to.equal(true);
    let officeIds: string[] = [];
    for (let tries = 0; officeIds.length === 0 && tries < 30; tries += 1) {
      await quiet(50);
      officeIds =
        ((await listener.ask("duty", {})) as { value?: { officeIds: string[] } }).value
          ?.officeIds ?? [];
      if (tries % 15 === 14) await quiet(10_000); // the limit of commands
    }
    expect(officeIds).to.include("341181");
  });

  it("carries on within a node while Redis is away, and between nodes once it is back", async () => {
    const port = await freePort();
    const serve = async () => {
      const child = spawn("redis-server", ["--port", String(port), "--save", ""], {
        stdio: "ignore",
      });
      const probe = createClient({ url: `redis://127.0.0.1:${port}` });
      probe.on("error", () => undefined);
      await probe.connect();
      probe.destroy();
      return child;
    };
    const killed = async (child: ChildProcess) => {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    };
    await nodes.stop();
    const url = process.env["REDIS_URL"];
    let redis = await serve();
    try {
      process.env["REDIS_URL"] = `redis://127.0.0.1:${port}`;
      nodes = await startNodes({ beatMs: 60_000 });
      const { anna, bela } = people();
      const channelId = await aGroup(nodes.test, [anna, bela]);
      const here = await settled(kept(listen(nodes.a, await nodes.test.signIn(anna))));
      const there = await settled(kept(listen(nodes.b, await nodes.test.signIn(bela))));
      await killed(redis);
      const reply = await here.ask("post", { channelId, message: aMessage("没有 Redis") });
      expect(reply.ok).to.equal(true);
      await until(() => here.seqs(channelId).includes(3));
      expect(there.seqs(channelId)).to.deep.equal([]);
      redis = await serve();
      for (let tries = 0; there.seqs(channelId).length === 0 && tries < 100; tries += 1) {
        await here.ask("post", { channelId, message: aMessage("又有了") });
        await quiet(100);
      }
      expect(there.seqs(channelId)).to.not.deep.equal([]);
    } finally {
      await nodes.stop();
      await killed(redis);
      process.env["REDIS_URL"] = url;
      nodes = await startNodes();
    }
  });

  it("tells everybody to go elsewhere before it stops, and takes nobody new", async () => {
    const { anna } = people();
    const client = await nodes.test.signIn(anna);
    const listener = await settled(kept(listen(nodes.a, client)));
    const stopping = nodes.a.gateway.stop({ drainMs: 600 });
    await until(() => listener.draining === 1);
    const late = kept(listen(nodes.a, client));
    await new Promise((resolve) => late.socket.on("connect_error", resolve));
    expect(listener.socket.connected).to.equal(true);
    const elsewhere = await settled(kept(listen(nodes.b, client)));
    await stopping;
    await until(() => !listener.socket.connected);
    expect(elsewhere.socket.connected).to.equal(true);
  });

  it("stops at once when everybody has gone", async () => {
    const client = await nodes.test.signIn(people().anna);
    const listener = await settled(kept(listen(nodes.a, client)));
    listener.socket.on("draining", () => listener.close());
    const before = Date.now();
    await nodes.a.gateway.stop({ drainMs: 10_000 });
    expect(Date.now() - before).to.be.below(2_000);
  });

  it("answers too_many with the seconds to wait, and takes commands again afterwards", async () => {
    const officer = await settled(kept(listen(nodes.a, await nodes.test.signIn(people().anna))));
    const replies = await Promise.all(
      Array.from({ length: 25 }, () => officer.ask("watch", { channelIds: [newId()] })),
    );
    const refused = replies.filter((reply) => !reply.ok);
    expect(refused).to.have.length(5);
    expect(refused[0]).to.have.nested.property("problem.code", "too_many");
    expect(refused[0]).to.have.nested.property("problem.retryAfterSeconds").within(1, 10);
  });
});
