import type { Entry, Position } from "@hub/domain/channels/contract";
import type { Problem } from "@hub/domain/kernel/faults";
import {
  BEAT_MS,
  SOCKET_PATH,
  type ClientToServer,
  type Reply,
  type RightsHint,
  type ServerToClient,
} from "@hub/domain/kernel/socket";
import { io, type Socket } from "socket.io-client";
import type { Outgoing } from "./outbox.ts";
import type { Sent } from "./queue.ts";
import type { Reader } from "./reader.ts";

export type HubSocket = Socket<ServerToClient, ClientToServer>;

/**
 * live: what is shown is current. syncing: connected, fetching what was missed. polling: no socket can be had, heads are asked for.
 * offline: nothing is known since. closed: the session is over or locked; `resume` after signing in or unlocking.
 */
export interface LinkState {
  status: "connecting" | "syncing" | "live" | "polling" | "offline" | "closed";
  since: Date;
}

export interface LinkOptions {
  reader: Reader;
  /** Heads of what is followed, over HTTP. */
  fetchHeads: () => Promise<Record<string, Position>>;
  /** These lists may look different; ids null: many. */
  onChanged: (feature: string, ids: ReadonlySet<string> | null) => void;
  /** The connection was away: anything shown may be old. */
  onResync: () => void;
  /** What I may do in these channels is to be asked again; those in `lost` may not be read any more. */
  onRights: (hint: RightsHint) => void;
  onClosed: (problem: Problem) => void;
  /** Sending has a chance again. */
  onBack: () => void;
  socket?: HubSocket;
  random?: () => number;
  beatMs?: number;
}

export interface Link {
  state(): LinkState;
  subscribe(listener: () => void): () => void;
  start(): void;
  /** Tries at once: after signing in, unlocking, or when the browser says that the network is back. */
  resume(): void;
  stop(): void;
  /** Holds a channel open on screen: joins first, then reads. Answers what lets it go. */
  open(channelId: string): () => void;
  /** Sends over the socket; `unknown` when there is none or no answer comes. */
  post(outgoing: Pick<Outgoing, "id" | "channelId" | "message">): Promise<Sent>;
  /** What is still unread, or null when the socket cannot say. */
  mark(channelId: string, mark: { received?: number; read?: number }): Promise<number | null>;
  /** Offices of which somebody who may receive is on line; null when the socket cannot say. */
  duty(): Promise<readonly string[] | null>;
  /** Milliseconds to add to this device's clock for the server's. */
  offsetMs(): number;
}

const ANSWER_WITHIN_MS = 10_000;
const GATHER_MS = 200;
const WATCH_AT_ONCE = 50;
const RETRY_MS = 1_000;
const RETRY_MAX_MS = 20_000;
/** Problems after which only a person can go on. */
const CLOSES: readonly Problem["code"][] = [
  "signed_out",
  "locked",
  "second_factor_required",
  "forbidden",
];

/** Signed out and locked: what is unsent waits for the officer to come back. */
const WAITS: readonly number[] = [0, 401, 423];

/** What a problem says about a message: refused for good, or worth another try with the same id. */
export const sentOf = (problem: Problem): Sent =>
  problem.retry || problem.status >= 500 || WAITS.includes(problem.status)
    ? { outcome: "unknown" }
    : { outcome: "refused", problem };

const dial = (): HubSocket =>
  io({
    path: SOCKET_PATH,
    transports: ["websocket"],
    autoConnect: false,
    reconnectionDelay: 500,
    reconnectionDelayMax: 15_000,
    randomizationFactor: 0.5,
  });

/** The one connection of a tab: keeps the reader current, tells what changed, carries commands, and says how fresh all this is. */
export function createLink(options: LinkOptions): Link {
  const { reader, random = Math.random, beatMs = BEAT_MS } = options;
  const socket = options.socket ?? dial();
  const listeners = new Set<() => void>();
  let state: LinkState = { status: "connecting", since: new Date() };
  let offsetMs = 0;
  let wasLive = false;
  let refusals = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let poll: ReturnType<typeof setInterval> | undefined;
  let polled: Record<string, Position> = {};
  let stopped = true;

  const gathered = new Map<string, Set<string> | null>();
  let gathering: ReturnType<typeof setTimeout> | undefined;

  function set(status: LinkState["status"]): void {
    if (status === state.status) return;
    state = { status, since: new Date() };
    for (const listener of listeners) listener();
  }

  function changed(feature: string, id: string | null): void {
    const known = gathered.get(feature);
    if (id === null) gathered.set(feature, null);
    else if (known !== null) gathered.set(feature, (known ?? new Set<string>()).add(id));
    gathering ??= setTimeout(() => {
      gathering = undefined;
      const all = [...gathered];
      gathered.clear();
      for (const [name, ids] of all) options.onChanged(name, ids);
    }, GATHER_MS);
  }

  async function ask<Event extends keyof ClientToServer, Value>(
    event: Event,
    input: Parameters<ClientToServer[Event]>[0],
  ): Promise<Reply<Value> | null> {
    if (!socket.connected) return null;
    try {
      // The contract pairs input and answer; socket.io's own types cannot follow it through a generic.
      const emit = socket.timeout(ANSWER_WITHIN_MS) as unknown as {
        emitWithAck(event: string, input: unknown): Promise<Reply<Value>>;
      };
      return await emit.emitWithAck(event, input);
    } catch {
      return null; // no answer within the time, or the connection broke
    }
  }

  /** Joins these rooms and fetches what the heads then say is missing. */
  async function watch(channelIds: readonly string[]): Promise<boolean> {
    let all = true;
    for (let from = 0; from < channelIds.length; from += WATCH_AT_ONCE) {
      const some = channelIds.slice(from, from + WATCH_AT_ONCE);
      const reply = await ask<"watch", { heads: Record<string, Position> }>("watch", {
        channelIds: some,
      });
      if (!reply?.ok) {
        all = false;
        continue;
      }
      const { heads } = reply.value;
      const lost = some.filter((id) => !heads[id]);
      if (lost.length > 0) rights({ channelIds: lost, lost });
      const moved = some.filter((id) => {
        const position = reader.reading(id)?.thread.position;
        return heads[id] && position && position.hash !== heads[id].hash;
      });
      reader.onHeads(heads);
      await reader.pull(moved);
    }
    return all;
  }

  function rights(hint: RightsHint): void {
    for (const id of hint.lost) reader.forget(id);
    options.onRights(hint);
    changed("channels", null);
    const kept = hint.channelIds.filter((id) => !hint.lost.includes(id) && reader.reading(id));
    // Between the change and this hint nothing was told to this socket.
    if (kept.length > 0) setTimeout(() => void reader.pull(kept), random() * 100);
  }

  async function connected(): Promise<void> {
    refusals = 0;
    stopPolling();
    // A page that was opened without network shows what this device kept.
    const wasAway = wasLive || state.status !== "connecting";
    set("syncing");
    if (wasAway) options.onResync();
    wasLive = true;
    const all = await watch(reader.opened());
    if (!socket.connected) return;
    if (!all) return again(); // an answer is missing: a new connection asks anew
    set("live");
    options.onBack();
  }

  /** Connects anew after a while that grows, spread over browsers. */
  function again(): void {
    if (stopped || retry !== undefined) return;
    refusals += 1;
    const ms = Math.min(RETRY_MS * 2 ** (refusals - 1), RETRY_MAX_MS) * (0.5 + random());
    retry = setTimeout(() => {
      retry = undefined;
      socket.disconnect().connect();
    }, ms);
  }

  function startPolling(): void {
    poll ??= setInterval(() => void pollHeads(), beatMs);
  }

  function stopPolling(): void {
    clearInterval(poll);
    poll = undefined;
  }

  async function pollHeads(): Promise<void> {
    try {
      const heads = await options.fetchHeads();
      if (socket.connected || stopped || state.status === "closed") return;
      const moved = Object.keys(heads).some((id) => heads[id]?.hash !== polled[id]?.hash);
      polled = heads;
      set("polling");
      options.onBack();
      reader.onHeads(heads);
      const watched = reader.opened().filter((id) => !heads[id]);
      await reader.pull(watched);
      if (moved) options.onResync();
    } catch {
      if (!socket.connected && state.status !== "closed") set("offline");
    }
  }

  socket.on("connect", () => void connected());
  socket.on("disconnect", (reason) => {
    if (stopped) return;
    set("offline");
    startPolling();
    // The server closed it on purpose, so socket.io will not come back by itself; the next try tells why.
    if (reason === "io server disconnect") again();
  });
  socket.on("connect_error", (error: Error & { data?: Problem }) => {
    if (stopped) return;
    const problem = error.data;
    if (problem && CLOSES.includes(problem.code)) {
      stopPolling();
      set("closed");
      options.onClosed(problem);
      return;
    }
    if (state.status === "connecting") set("offline");
    startPolling();
    if (!socket.active) again();
  });
  socket.on("entries", (hint) => {
    reader.onEntries(hint);
    changed("channels", hint.channelId);
  });
  socket.on("changed", ({ feature, id }) => changed(feature, id));
  socket.on("heads", ({ now, heads }) => {
    offsetMs = Date.parse(now) - Date.now();
    reader.onHeads(heads);
    for (const id of Object.keys(heads)) changed("channels", id);
  });
  socket.on("rights", rights);
  socket.on("draining", ({ withinMs }) => {
    setTimeout(
      () => {
        if (!stopped) socket.disconnect().connect();
      },
      random() * withinMs * 0.8,
    );
  });

  const resume = (): void => {
    clearTimeout(retry);
    retry = undefined;
    if (stopped || socket.connected) return;
    if (state.status === "closed") set("connecting");
    socket.disconnect().connect();
  };

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    start() {
      stopped = false;
      socket.connect();
    },
    resume,
    stop() {
      stopped = true;
      clearTimeout(retry);
      clearTimeout(gathering);
      stopPolling();
      socket.disconnect();
      socket.removeAllListeners();
      listeners.clear();
    },
    open(channelId) {
      const release = reader.open(channelId);
      void watch([channelId]);
      return () => {
        release();
        if (!reader.reading(channelId)) void ask("unwatch", { channelIds: [channelId] });
      };
    },
    async post({ id, channelId, message }) {
      const reply = await ask<"post", Entry>("post", { channelId, message: { ...message, id } });
      if (!reply) return { outcome: "unknown" };
      return reply.ok ? { outcome: "stored" } : sentOf(reply.problem);
    },
    async mark(channelId, mark) {
      const reply = await ask<"mark", { unread: number }>("mark", { channelId, mark });
      return reply?.ok ? reply.value.unread : null;
    },
    async duty() {
      const reply = await ask<"duty", { officeIds: string[] }>("duty", {});
      return reply?.ok ? reply.value.officeIds : null;
    },
    offsetMs: () => offsetMs,
  };
}
