import { join } from "node:path";
import { expect } from "chai";
import { io, type Socket } from "socket.io-client";
import { loadDemo } from "@hub/domain/demo/load";
import { DEMO_PASSWORD } from "@hub/domain/demo/people";
import { newId } from "@hub/domain/kernel/ids";
import {
  SOCKET_PATH,
  type ClientToServer,
  type EntriesHint,
  type HeadsHint,
  type ServerToClient,
} from "@hub/domain/kernel/socket";
import type { Env } from "@hub/domain/store/env";
import { openHub, type OpenHub } from "@hub/domain/store/open-hub";
import { testEnv } from "../../src/test-env.ts";
import { ROOT, service } from "./compose.ts";
import { freePort } from "../free-port.ts";
import { end, isReady, runProgram, until, type Program } from "./program.ts";

const ORIGIN = "https://hub.example.cn";
type Listening = Socket<ServerToClient, ClientToServer>;

/** The four parts as docker-compose.yml starts them, each a process of its own, on loopback instead of a container's network. */
describe("the processes of docker-compose.yml", () => {
  const programs: Program[] = [];
  const sockets: Listening[] = [];
  const ports: Record<string, number> = {};
  let env: Env;
  let opened: OpenHub;

  /** Runs a service's very command with its very settings, but for where things are. */
  async function run(part: string, name = part): Promise<Program> {
    const { command = [], environment = {} } = service(name);
    const port = await freePort();
    const here = {
      MONGODB_URI: env.MONGODB_URI,
      REDIS_URL: env.REDIS_URL,
      FILES_DIR: env.FILES_DIR,
      SESSION_SECRET: env.SESSION_SECRET,
      ORIGINS: ORIGIN,
      LOG_LEVEL: "warn",
      HOST: "127.0.0.1",
      PORT: String(port),
    };
    const settings = Object.fromEntries(
      Object.entries(environment).map(([key, value]) => [
        key,
        Object.entries(here).find(([known]) => known === key)?.[1] ?? value,
      ]),
    );
    const [program = "", ...args] = command;
    expect(program).to.equal("node");
    const started = runProgram(process.execPath, args, { ...settings, CLIENT_DIR: "" });
    programs.push(started);
    ports[part] = port;
    return started;
  }

  before(async () => {
    env = testEnv({ ORIGINS: ORIGIN });
    opened = await openHub(env);
    await loadDemo(opened.hub);
    const parts = await Promise.all([
      run("api"),
      run("realtime"),
      run("realtime2", "realtime"),
      run("jobs"),
    ]);
    await until(
      "every process is ready",
      async () => {
        for (const part of parts) if (part.child.exitCode !== null) throw new Error(part.errors());
        return (await Promise.all(Object.values(ports).map(isReady))).every(Boolean);
      },
      90_000,
    );
  });
  after(async () => {
    for (const socket of sockets) socket.disconnect();
    await Promise.all(programs.map(end));
    await opened.hub.store.connection.dropDatabase();
    await opened.close();
  });

  const post = (path: string, body: unknown, cookie = "") =>
    fetch(`http://127.0.0.1:${ports["api"]}/api${path}`, {
      method: "POST",
      // As the proxy passes it on: it ended TLS.
      headers: {
        "content-type": "application/json",
        origin: ORIGIN,
        "x-forwarded-proto": "https",
        cookie,
      },
      body: JSON.stringify(body),
    });

  async function signIn(account: string): Promise<string> {
    const answer = await post("/sessions", { account, password: DEMO_PASSWORD });
    expect(answer.status, await answer.clone().text()).to.be.within(200, 201);
    return answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(";", 1)[0])
      .join("; ");
  }

  async function listen(part: string, cookie: string) {
    const socket: Listening = io(`http://127.0.0.1:${ports[part]}`, {
      path: SOCKET_PATH,
      transports: ["websocket"],
      reconnection: false,
      forceNew: true,
      extraHeaders: { origin: ORIGIN, cookie, "x-forwarded-proto": "https" },
    });
    sockets.push(socket);
    const entries: EntriesHint[] = [];
    const heads: HeadsHint[] = [];
    socket.on("entries", (hint) => void entries.push(hint));
    socket.on("heads", (hint) => void heads.push(hint));
    await until("the socket is in its rooms", () => heads.length > 0, 10_000);
    return { socket, entries };
  }

  it("answer for their health, their readiness and their figures", async () => {
    for (const [part, port] of Object.entries(ports)) {
      expect((await fetch(`http://127.0.0.1:${port}/health`)).status, part).to.equal(200);
      const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      expect(metrics).to.contain(`process="${part.replace(/\d/, "")}"`);
    }
  });

  it("carry a message from an officer on one node to an officer of another office on the other", async () => {
    const to = await opened.hub.store.officers.findOne({ account: "tianchang.xu" }).lean();
    const [here, there] = await Promise.all([signIn("gaoyou.li"), signIn("tianchang.xu")]);
    const direct = await post("/channels/direct", { id: newId(), officerId: to?._id }, here);
    expect(direct.status, await direct.clone().text()).to.equal(200);
    const { channelId } = (await direct.json()) as { channelId: string };
    const [one, other] = [await listen("realtime", here), await listen("realtime2", there)];
    const text = "湖区联合巡查，请确认时间";
    const message = { id: newId(), text };
    const reply = await new Promise((resolve) =>
      one.socket.emit("post", { channelId, message }, resolve),
    );
    expect(reply).to.have.property("ok", true);
    const arrived = () =>
      other.entries.flatMap(({ entries }) => entries).filter(({ id }) => id === message.id);
    await until("the message arrives at the other node", () => arrived().length > 0, 10_000);
    expect(JSON.stringify(arrived())).to.contain(text);
  });

  it("refuse a page of another origin", async () => {
    const answer = await fetch(`http://127.0.0.1:${ports["api"]}/api/sessions`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: "https://elsewhere.example" },
      body: "{}",
    });
    expect(answer.status).to.equal(403);
  });

  it("print nothing of what was written, nor of who wrote it", () => {
    const printed = programs.map((program) => program.output() + program.errors()).join("\n");
    expect(printed).to.not.match(/湖区联合巡查|gaoyou\.li|Tongzhou-2026/);
  });

  it("end by themselves on SIGTERM, with exit code 0", async () => {
    for (const program of programs) program.child.kill("SIGTERM");
    for (const program of programs) expect(await program.ended, program.errors()).to.equal(0);
  });

  it("say in one line what they miss", async () => {
    const program = runProgram(
      process.execPath,
      ["--import", "tsx", join(ROOT, "api/bin/api.ts")],
      { ORIGINS: "", SESSION_SECRET: "short" },
    );
    expect(await program.ended).to.equal(1);
    expect(program.errors().trim().split("\n")).to.have.lengthOf(1);
    expect(program.errors())
      .to.contain("MONGODB_URI is missing")
      .and.contain("SESSION_SECRET: at least 32")
      .and.contain(".env.example");
  });
});
