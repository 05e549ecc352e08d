import { setTimeout as sleep } from "node:timers/promises";
import { aWorld, type World } from "../../api/test/world.ts";
import { ORIGIN, startTestHub, type HubClient, type TestHub } from "../../api/test/hub-client.ts";
import { openGroup } from "@hub/domain/channels/conversation-commands";
import type { Entry } from "@hub/domain/channels/contract";
import { newId } from "@hub/domain/kernel/ids";
import {
  isWhole,
  SOCKET_PATH,
  type ChangedHint,
  type ClientToServer,
  type EntriesHint,
  type HeadsHint,
  type Reply,
  type RightsHint,
  type ServerToClient,
} from "@hub/domain/kernel/socket";
import type { OfficerDoc } from "@hub/domain/officers/model";
import { io, type Socket } from "socket.io-client";
import type { GatewayOptions } from "../src/gateway.ts";
import { start, type RunningRealtime } from "../src/start.ts";

/** The api and two gateway nodes in this process, each with its own connections, as three processes would have. */
export interface Nodes {
  test: TestHub;
  world: World;
  a: RunningRealtime;
  b: RunningRealtime;
  stop(): Promise<void>;
}

export async function startNodes(
  given: Partial<GatewayOptions> & { drainMs?: number } = {},
): Promise<Nodes> {
  const test = await startTestHub();
  const world = await aWorld(test.hub);
  const options = { drainMs: 0, ...given };
  const a = await start(test.env, options);
  const b = await start(test.env, options);
  return {
    test,
    world,
    a,
    b,
    async stop() {
      await Promise.all([a.stop(), b.stop()]);
      await test.stop();
    },
  };
}

/** A browser's socket that remembers what it was told. */
export interface Listener {
  socket: Socket<ServerToClient, ClientToServer>;
  entries: EntriesHint[];
  changed: ChangedHint[];
  heads: HeadsHint[];
  rights: RightsHint[];
  draining: number;
  /** Seqs of a channel in the order in which they came. */
  seqs(channelId: string): number[];
  ask<Event extends keyof ClientToServer>(
    event: Event,
    input: Parameters<ClientToServer[Event]>[0],
  ): Promise<Reply<unknown>>;
  close(): void;
}

export function listen(
  node: { port: number },
  client: HubClient | null,
  { origin = ORIGIN }: { origin?: string } = {},
): Listener {
  const cookie = client
    ? [...client.cookies].map(([name, value]) => `${name}=${value}`).join("; ")
    : "";
  const socket: Listener["socket"] = io(`http://127.0.0.1:${node.port}`, {
    path: SOCKET_PATH,
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
    extraHeaders: { origin, ...(cookie ? { cookie } : {}) },
  });
  const heard: Listener = {
    socket,
    entries: [],
    changed: [],
    heads: [],
    rights: [],
    draining: 0,
    seqs: (channelId) =>
      heard.entries
        .filter((hint) => hint.channelId === channelId)
        .flatMap((hint) => hint.entries.map((entry) => entry.seq)),
    ask: (event, input) =>
      new Promise((resolve) => {
        const emit = socket.emit.bind(socket) as (...args: unknown[]) => void;
        emit(event, input, resolve);
      }),
    close: () => void socket.disconnect(),
  };
  socket.on("entries", (hint) => void heard.entries.push(hint));
  socket.on("changed", (hint) => void heard.changed.push(hint));
  socket.on("heads", (hint) => void heard.heads.push(hint));
  socket.on("rights", (hint) => void heard.rights.push(hint));
  socket.on("draining", () => void (heard.draining += 1));
  return heard;
}

/** Resolves when the socket is in its rooms: the first heads say so. */
export async function settled(listener: Listener): Promise<Listener> {
  await until(() => listener.heads.length > 0);
  return listener;
}

/** Waits for a condition; fails the test after `withinMs`. */
export async function until(condition: () => boolean, withinMs = 4_000): Promise<void> {
  for (const end = Date.now() + withinMs; !condition(); await sleep(10))
    if (Date.now() > end) throw new Error(`not so within ${withinMs} ms: ${String(condition)}`);
}

export const quiet = (ms = 250): Promise<void> => sleep(ms);

/** A group of these officers, opened by the first. */
export async function aGroup(test: TestHub, officers: OfficerDoc[]): Promise<string> {
  const [first, ...others] = officers;
  if (!first) throw new TypeError("a group of nobody");
  return openGroup(test.ctxOf(first), {
    id: newId(),
    channelId: newId(),
    title: "高邮湖协作",
    officerIds: others.map((one) => one._id),
  });
}

export const whole = (hints: EntriesHint[]): Entry[] =>
  hints.flatMap((hint) => hint.entries.filter(isWhole));

export const aMessage = (text = "收到请回复") => ({ id: newId(), text });
