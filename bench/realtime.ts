import { fork, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startServices } from "@hub/embedded/services";
import { quantile, type Row } from "./report.ts";
import type { Load, Measured, Usage } from "./realtime/said.ts";

/** How long and how often; smaller for a look, whole for figures that are kept. */
export interface RealtimeOptions {
  sockets?: readonly number[];
  rounds?: number;
  measureMs?: number;
}

const UNDER_WAY = 64;
const PACED_SOCKETS = 200;
const PER_SECOND = 20;

/** A child that answers one question at a time. */
interface Peer {
  process: ChildProcess;
  ask<Said>(question: string | object, name: keyof Said & string): Promise<Said>;
  stop(): Promise<void>;
}

function start(name: string, env: NodeJS.ProcessEnv = {}): Peer {
  const child = fork(fileURLToPath(new URL(`realtime/${name}.ts`, import.meta.url)), {
    env: { ...process.env, ...env },
    execArgv: ["--import=tsx", "--expose-gc"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const heard = <Said>(wanted: string): Promise<Said> =>
    new Promise((resolve, reject) => {
      const done = (settle: () => void) => {
        child.off("message", onMessage);
        child.off("exit", onExit);
        settle();
      };
      const onMessage = (said: unknown) => {
        if (typeof said !== "object" || said === null) return;
        if ("failed" in said) done(() => reject(new Error(`${name}: ${String(said.failed)}`)));
        else if (wanted in said) done(() => resolve(said as Said));
      };
      const onExit = () => done(() => reject(new Error(`${name} ended`)));
      child.on("message", onMessage);
      child.on("exit", onExit);
    });
  return {
    process: child,
    ask: (question, wanted) => {
      const answer = heard<never>(wanted);
      if (question !== "") child.send(question);
      return answer;
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
    },
  };
}

interface Rig {
  hub: Peer;
  bare: Peer;
  load: Peer;
  hubAt: { port: number; channelId: string; cookies: string[] };
  barePort: number;
  enginePid: number;
}

/** CPU of a process in milliseconds, from /proc (clock ticks are 1/100 s on Linux). */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

const usageOf = async (peer: Peer): Promise<Usage> =>
  (await peer.ask<{ usage: Usage }>("usage", "usage")).usage;

interface Round extends Measured {
  cpuMs: number;
  engineMs: number;
}

/** One round against one of the two servers: connect, warm up, measure, let go. */
async function round(
  rig: Rig,
  which: "hub" | "bare",
  given: Omit<Load, "port" | "cookies" | "channelId"> & { sockets: number },
): Promise<Round> {
  const { hubAt, load } = rig;
  const { sockets, ...how } = given;
  const cookies = hubAt.cookies.slice(0, sockets);
  const to: Load =
    which === "hub"
      ? { ...how, port: hubAt.port, cookies, channelId: hubAt.channelId }
      : {
          ...how,
          port: rig.barePort,
          cookies: cookies.map(() => null),
          channelId: hubAt.channelId,
        };
  await load.ask({ connect: to }, "connected");
  const usage = { cpuMs: 0, engineMs: 0 };
  const note = (sign: 1 | -1) => {
    const pid = rig[which].process.pid ?? 0;
    usage.cpuMs += sign * cpuOf(pid);
    usage.engineMs += sign * cpuOf(rig.enginePid);
  };
  const onMessage = (said: unknown) => {
    if (said === "measuring") note(-1);
    if (said === "measured") note(1);
  };
  load.process.on("message", onMessage);
  const { measured } = await load.ask<{ measured: Measured }>({ run: to }, "measured");
  load.process.off("message", onMessage);
  await load.ask({ close: true }, "closed");
  await new Promise((resolve) => setTimeout(resolve, 300));
  return { ...measured, ...usage };
}

const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Rounds against hub and bare in turn, so that whatever else the machine does falls on both. */
async function interleaved(
  rig: Rig,
  rounds: number,
  given: Parameters<typeof round>[2],
): Promise<Record<"hub" | "bare", Round[]>> {
  const all: Record<"hub" | "bare", Round[]> = { hub: [], bare: [] };
  for (let turn = 0; turn < rounds; turn += 1)
    for (const which of turn % 2 === 0 ? (["bare", "hub"] as const) : (["hub", "bare"] as const))
      all[which].push(await round(rig, which, given));
  const lost = [...all.hub, ...all.bare].reduce((sum, one) => sum + one.incomplete, 0);
  if (lost > 0) console.warn(`  ${lost} posts did not reach all ${given.sockets} sockets in time`);
  return all;
}

async function floodRows(
  rig: Rig,
  sockets: number,
  options: Required<RealtimeOptions>,
): Promise<Row[]> {
  const { hub, bare } = await interleaved(rig, options.rounds, {
    sockets,
    warmMs: 1_500,
    measureMs: options.measureMs,
    pace: { underWay: UNDER_WAY },
  });
  const of = (rounds: Round[], figure: (one: Round) => number) => median(rounds.map(figure));
  const both = (what: string, unit: string, figure: (one: Round) => number, aim?: string): Row => ({
    what: `${sockets} sockets: ${what}`,
    unit,
    value: of(hub, figure),
    bare: of(bare, figure),
    ...(aim === undefined ? {} : { aim }),
  });
  const aim = sockets >= 1_000 ? ">= 0.85 of bare" : sockets >= 200 ? ">= 0.7 of bare" : undefined;
  return [
    both("deliveries", "/s", (one) => one.deliveries / one.seconds, aim),
    both("durable posts (bare: not stored)", "/s", (one) => one.posts / one.seconds),
    both("to the last screen p50, flooded", "ms", (one) => quantile(one.lastScreenMs, 0.5)),
    both("to the last screen p99, flooded", "ms", (one) => quantile(one.lastScreenMs, 0.99)),
    both("gateway CPU per delivery", "us", (one) => (one.cpuMs * 1_000) / one.deliveries),
    {
      what: `${sockets} sockets: gateway and engine CPU per delivery`,
      value: of(hub, (one) => ((one.cpuMs + one.engineMs) * 1_000) / one.deliveries),
      unit: "us",
      bare: of(bare, (one) => (one.cpuMs * 1_000) / one.deliveries),
    },
  ];
}

async function pacedRows(rig: Rig, options: Required<RealtimeOptions>): Promise<Row[]> {
  const { hub, bare } = await interleaved(rig, options.rounds, {
    sockets: PACED_SOCKETS,
    warmMs: 1_500,
    measureMs: options.measureMs,
    pace: { perSecond: PER_SECOND },
  });
  // Of each round by itself, and then the median: what disturbs one round is not the server's.
  const of = (rounds: Round[], share: number) =>
    median(rounds.map((one) => quantile(one.lastScreenMs, share)));
  const row = (share: number, name: string, aim: string): Row => ({
    what: `${PACED_SOCKETS} sockets, ${PER_SECOND} posts/s: to the last screen ${name}`,
    value: of(hub, share),
    unit: "ms",
    bare: of(bare, share),
    aim,
  });
  return [row(0.5, "p50", "<= 2x bare"), row(0.99, "p99", "<= 3x bare")];
}

/** Memory that connected, idle sockets hold; each server is asked before and after, collected. */
async function idleRow(rig: Rig, sockets: number): Promise<Row> {
  const held = async (which: "hub" | "bare"): Promise<number> => {
    const cookies = rig.hubAt.cookies.slice(0, sockets);
    const to: Load = {
      port: which === "hub" ? rig.hubAt.port : rig.barePort,
      channelId: rig.hubAt.channelId,
      cookies: which === "hub" ? cookies : cookies.map(() => null),
      warmMs: 0,
      measureMs: 0,
      pace: { underWay: 0 },
    };
    const settle = () => new Promise((resolve) => setTimeout(resolve, 2_000));
    await settle();
    const before = await usageOf(rig[which]);
    await rig.load.ask({ connect: to }, "connected");
    await settle();
    const after = await usageOf(rig[which]);
    await rig.load.ask({ close: true }, "closed");
    return (after.heapBytes - before.heapBytes) / sockets / 1_024;
  };
  return {
    what: `memory per idle socket, at ${sockets}`,
    value: await held("hub"),
    unit: "KiB",
    bare: await held("bare"),
    aim: "<= 2x bare",
  };
}

/**
 * Posts and deliveries of the hub's gateway (session and rights checked, committed to disk, over Redis) beside a bare Socket.IO server
 * that stores nothing. Both, the load and the database are processes of their own on this machine.
 */
export async function benchRealtime(given: RealtimeOptions = {}): Promise<Row[]> {
  const options = { sockets: [50, 200, 1_000], rounds: 5, measureMs: 5_000, ...given };
  const folder = mkdtempSync(join(tmpdir(), "hub-bench-"));
  const dir = { mongo: join(folder, "mongo"), redis: join(folder, "redis") };
  for (const path of [...Object.values(dir), join(folder, "files")]) mkdirSync(path);
  const services = await startServices({
    dir,
    mongoSocket: join(folder, "mongo.sock"),
    redisSocket: join(folder, "redis.sock"),
  });
  const peers: Peer[] = [];
  const kept = (peer: Peer): Peer => {
    peers.push(peer);
    return peer;
  };
  try {
    const most = Math.max(PACED_SOCKETS, ...options.sockets);
    const env = {
      MONGODB_URI: services.mongodbUri,
      REDIS_URL: services.redisUrl,
      PORT: "0",
      ORIGINS: "http://hub.test",
      SESSION_SECRET: "x".repeat(32),
      LOG_LEVEL: "silent",
      FILES_DIR: join(folder, "files"),
    };
    const hub = kept(
      start("hub", {
        BENCH_ENV: JSON.stringify(env),
        BENCH_SOCKETS: String(most),
        NODE_ENV: "production",
      }),
    );
    const hubAt = await hub.ask<Rig["hubAt"]>("", "port");
    const bare = kept(start("bare", { NODE_ENV: "production" }));
    const { port: barePort } = await bare.ask<{ port: number }>("", "port");
    const load = kept(start("load"));
    await load.ask("", "ready");
    const enginePid = Number(
      readFileSync(join(dir.mongo, "engine.pid"), "utf8").trim().split(/\s/)[0],
    );
    const rig: Rig = { hub, bare, load, hubAt, barePort, enginePid };
    const rows: Row[] = [];
    rows.push(await idleRow(rig, most));
    for (const sockets of options.sockets) rows.push(...(await floodRows(rig, sockets, options)));
    // Last, so that both servers are as warm as those that have run since the morning.
    rows.push(...(await pacedRows(rig, options)));
    return rows;
  } finally {
    await Promise.all(peers.map((peer) => peer.stop()));
    await services.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
