import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { HubError, toProblem, type FaultCode } from "@hub/domain/kernel/faults";
import type { ClientToServer, RightsHint, ServerToClient } from "@hub/domain/kernel/socket";
import { expect } from "chai";
import { Server } from "socket.io";
import { io } from "socket.io-client";
import { createLink, sentOf, type Link } from "./link.ts";
import { createReader, type Reader } from "./reader.ts";
import { CHANNEL, createServerModel, type ServerModel } from "./server-model.ts";
import { entriesOf } from "./thread.ts";

/** A gateway in a few lines over the model of a channel. */
function aGateway(model: ServerModel) {
  const http: HttpServer = createServer();
  const gateway = {
    http,
    port: 0,
    io: new Server<ClientToServer, ServerToClient>(http, { transports: ["websocket"] }),
    refuse: null as FaultCode | null,
    readable: true,
    answers: true,
    /** Heads over HTTP. */
    tells: true,
    watched: 0,
  };
  gateway.io.use((_, next) => {
    const { refuse } = gateway;
    if (!refuse) return next();
    next(Object.assign(new Error(refuse), { data: toProblem(new HubError(refuse)) }));
  });
  gateway.io.on("connection", (socket) => {
    socket.on("watch", (_, ack) => {
      gateway.watched += 1;
      const heads = gateway.readable ? { [CHANNEL]: model.head() } : {};
      ack({ ok: true, value: { now: new Date(Date.now() + 60_000).toISOString(), heads } });
    });
    socket.on("unwatch", (_, ack) => ack({ ok: true, value: {} }));
    socket.on("post", ({ message }, ack) => {
      if (gateway.answers) ack({ ok: true, value: model.post(message.text) });
    });
  });
  return gateway;
}

describe("a link", () => {
  let model: ServerModel;
  let gateway: ReturnType<typeof aGateway>;
  let reader: Reader;
  let link: Link;
  let told: {
    changed: string[];
    resyncs: number;
    closed: string[];
    backs: number;
    rights: RightsHint[];
  };

  beforeEach(async () => {
    model = createServerModel();
    model.post("一");
    gateway = aGateway(model);
    await new Promise<void>((resolve) => gateway.http.listen(0, "127.0.0.1", resolve));
    gateway.port = (gateway.http.address() as AddressInfo).port;
    told = { changed: [], resyncs: 0, closed: [], backs: 0, rights: [] };
    reader = createReader({ fetchPage: async (_, where) => model.read(where), random: () => 0 });
    link = createLink({
      reader,
      fetchHeads: async () => {
        if (!gateway.tells) throw new Error("the network is out");
        return { [CHANNEL]: model.head() };
      },
      onChanged: (feature) => void told.changed.push(feature),
      onResync: () => void (told.resyncs += 1),
      onRights: (hint) => void told.rights.push(hint),
      onClosed: ({ code }) => void told.closed.push(code),
      onBack: () => void (told.backs += 1),
      random: () => 0,
      beatMs: 150,
      socket: io(`http://127.0.0.1:${gateway.port}`, {
        transports: ["websocket"],
        autoConnect: false,
        reconnectionDelay: 50,
        reconnectionDelayMax: 100,
      }),
    });
  });
  afterEach(async () => {
    link.stop();
    reader.stop();
    await gateway.io.close();
  });

  async function until(condition: () => boolean, withinMs = 3_000): Promise<void> {
    for (const end = Date.now() + withinMs; !condition(); await sleep(5))
      if (Date.now() > end) throw new Error(`not so: ${String(condition)}`);
  }
  const live = () => until(() => link.state().status === "live");
  const seqs = () => {
    const reading = reader.reading(CHANNEL);
    return reading ? entriesOf(reading.thread).map(({ seq }) => seq) : [];
  };

  it("joins what is open, fetches what was missed while away, and is live again", async () => {
    link.open(CHANNEL);
    link.start();
    await live();
    await until(() => seqs().length === 1);
    gateway.io.sockets.sockets.forEach((socket) => socket.conn.close());
    await until(() => link.state().status !== "live");
    model.post("二");
    model.post("三");
    await live();
    expect(seqs()).to.deep.equal([1, 2, 3]);
    expect(told.resyncs).to.equal(1);
    expect(told.backs).to.be.at.least(2);
  });

  it("has everything asked again that was shown before it was there at all", async () => {
    gateway.refuse = "busy";
    gateway.tells = false;
    link.start();
    await until(() => link.state().status === "offline");
    gateway.refuse = null;
    await live();
    expect(told.resyncs).to.equal(1);
  });

  it("asks nothing again where it is there from the beginning", async () => {
    link.start();
    await live();
    expect(told.resyncs).to.equal(0);
  });

  it("shows what is told, and tells lists that they changed, gathered", async () => {
    link.open(CHANNEL);
    link.start();
    await live();
    await until(() => seqs().length === 1);
    for (const text of ["二", "三"])
      gateway.io.emit("entries", { channelId: CHANNEL, entries: [model.post(text)] });
    gateway.io.emit("changed", { feature: "leads", id: "x" });
    await until(() => told.changed.includes("leads"));
    expect(seqs()).to.deep.equal([1, 2, 3]);
    expect(told.changed.toSorted()).to.deep.equal(["channels", "leads"]);
  });

  it("comes back by itself when the server closed it", async () => {
    link.start();
    await live();
    gateway.io.disconnectSockets(true);
    await until(() => link.state().status === "offline");
    await live();
  });

  it("waits behind the lock, and goes on when told", async () => {
    gateway.refuse = "locked";
    link.start();
    await until(() => link.state().status === "closed");
    expect(told.closed).to.deep.equal(["locked"]);
    await sleep(300);
    expect(link.state().status).to.equal("closed");
    gateway.refuse = null;
    link.resume();
    await live();
  });

  it("asks for heads while no socket can be had", async () => {
    link.open(CHANNEL);
    gateway.refuse = "unexpected";
    link.start();
    await until(() => link.state().status === "polling");
    model.post("二");
    await until(() => seqs().length === 2);
    gateway.refuse = null;
    await live();
  });

  it("lets go of what may not be read any more", async () => {
    link.open(CHANNEL);
    link.start();
    await live();
    await until(() => seqs().length === 1);
    gateway.io.emit("rights", { channelIds: [CHANNEL], lost: [CHANNEL] });
    await until(() => told.rights.length === 1);
    expect(reader.reading(CHANNEL)).to.equal(null);
  });

  it("lets go of what was taken away while it was offline", async () => {
    link.open(CHANNEL);
    link.start();
    await live();
    gateway.readable = false;
    gateway.io.disconnectSockets(true);
    await until(() => told.rights.some(({ lost }) => lost.includes(CHANNEL)));
    expect(reader.opened()).to.deep.equal([]);
  });

  it("moves to another node when told to, and misses nothing", async () => {
    link.open(CHANNEL);
    link.start();
    await live();
    const before = gateway.watched;
    gateway.io.emit("draining", { withinMs: 100 });
    await until(() => gateway.watched > before);
    model.post("二");
    await live();
    expect(told.resyncs).to.equal(1);
  });

  it("says unknown of a message that nobody answered, and asks no second time by itself", async () => {
    const message = {
      id: "018f0000-0000-7000-8000-0000000000e1",
      channelId: CHANNEL,
      message: { text: "好" },
    };
    expect(await link.post(message)).to.deep.equal({ outcome: "unknown" });
    link.start();
    await live();
    expect(await link.post(message)).to.deep.equal({ outcome: "stored" });
    gateway.answers = false;
    const sending = link.post(message);
    await sleep(20);
    gateway.io.disconnectSockets(true);
    expect(await sending).to.deep.equal({ outcome: "unknown" });
  });

  it("tells what is refused for good from what is worth another try", () => {
    const outcomes = (["forbidden", "not_found", "not_now", "duplicate", "bad_input"] as const).map(
      (code) => sentOf(toProblem(new HubError(code))).outcome,
    );
    expect(new Set(outcomes)).to.deep.equal(new Set(["refused"]));
    for (const code of ["busy", "too_many", "unexpected", "signed_out", "locked"] as const)
      expect(sentOf(toProblem(new HubError(code))).outcome, code).to.equal("unknown");
  });
});
