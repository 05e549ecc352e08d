import type { QueryClient } from "@tanstack/react-query";
import { createContext, useContext, useSyncExternalStore } from "react";
import {
  listEntries,
  listHeads,
  markChannel,
  positionText,
  postMessageRoute,
} from "@hub/domain/channels/contract";
import type { Problem } from "@hub/domain/kernel/faults";
import { call } from "./call.ts";
import { gate } from "./gate.ts";
import { createLink, sentOf, type Link, type LinkState } from "./live/link.ts";
import { openOutboxStore } from "./live/outbox-store.ts";
import { createField, type Field } from "./live/field.ts";
import { createOutbox, type Outbox, type Outgoing } from "./live/outbox.ts";
import type { Sent } from "./live/queue.ts";
import { createReader, type Reader } from "./live/reader.ts";
import { meQuery } from "./me.ts";
import { problemOf } from "./problem.ts";

/** Everything live of one officer in one tab: the link, what is read over it, and what waits to be sent. */
export interface Live {
  reader: Reader;
  link: Link;
  outbox: Promise<Outbox>;
  /** What was recorded on the way and waits to be sent. */
  field: Promise<Field>;
  linkState: () => LinkState;
  /** Empty until the outbox is open. */
  outgoing: () => readonly Outgoing[];
  /** How many records and photos of the field wait. */
  recorded: () => number;
  /** Something in the reader or the outbox changed. */
  subscribe: (listener: () => void) => () => void;
  /** Moves on with every change. */
  version: () => number;
  /** Tells how far this device received and this officer read; only forward, each number once. */
  mark: (channelId: string, upTo: { received?: number; read?: number }) => void;
  start: () => void;
  stop: () => void;
}

/** Lists that show what belongs to another feature beside their own: asked again with it. */
const TOUCHES: Readonly<Record<string, readonly string[]>> = {
  leads: ["workbench"],
  exchanges: ["workbench", "leads", "dashboards"],
  agreements: ["workbench", "obligations", "dashboards"],
  obligations: ["workbench", "dashboards"],
  delegations: ["workbench"],
  actions: ["workbench"],
  series: ["actions"],
};

/** The list of conversations moves with every message: it is asked for no more often than this. */
const LIST_EVERY_MS = 1_500;

export function createLive(officerId: string, client: QueryClient): Live {
  const listeners = new Set<() => void>();
  const told = new Map<string, { received: number; read: number }>();
  let version = 0;
  let kept: Outbox | null = null;
  let fieldKept: Field | null = null;
  let listTimer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  const moved = () => {
    version += 1;
    for (const listener of listeners) listener();
  };

  const again = (queryKey: readonly string[]) => void client.invalidateQueries({ queryKey });

  const listSoon = () => {
    listTimer ??= setTimeout(() => {
      listTimer = undefined;
      again(["channels", "list"]);
    }, LIST_EVERY_MS);
  };

  const onChanged = (feature: string, ids: ReadonlySet<string> | null) => {
    if (feature === "channels") {
      listSoon();
      for (const id of ids ?? []) again(["channels", id, "view"]);
      if (ids === null) again(["channels"]);
    } else if (feature === "readers") {
      for (const id of ids ?? []) again(["channels", id, "readers"]);
      if (ids === null) again(["channels"]);
    } else {
      again([feature]);
      for (const other of TOUCHES[feature] ?? []) again([other]);
    }
  };

  const onClosed = (problem: Problem) => {
    if (problem.code === "locked" || problem.code === "signed_out") gate.set(problem.code);
    else again(meQuery.queryKey);
  };

  const reader = createReader({
    fetchPage: (channelId, where) =>
      call(listEntries, {
        params: { channelId },
        query: "after" in where ? { after: positionText(where.after) } : where,
      }),
  });

  const link = createLink({
    reader,
    fetchHeads: async () => (await call(listHeads, {})).heads,
    onChanged,
    onResync: () => void client.invalidateQueries(),
    onRights: ({ channelIds }) => {
      for (const id of channelIds) again(["channels", id]);
    },
    onClosed,
    onBack: () => {
      kept?.wake();
      fieldKept?.wake();
    },
  });

  /** By socket where there is one; where it cannot be had, by HTTP with the same id. */
  const attempt = async (outgoing: Outgoing): Promise<Sent> => {
    const sent = await link.post(outgoing);
    if (sent.outcome !== "unknown" || link.state().status === "live") return sent;
    const { id, channelId, message } = outgoing;
    return call(postMessageRoute, { params: { channelId }, body: { ...message, id } }).then(
      () => ({ outcome: "stored" }) as const,
      (thrown: unknown) => sentOf(problemOf(thrown)),
    );
  };

  /** What was sent stays under what waits until it stands in the channel: no line goes away for a moment and comes back. */
  const send = async (outgoing: Outgoing): Promise<Sent> => {
    const sent = await attempt(outgoing);
    if (sent.outcome === "stored") await reader.reach(outgoing.channelId, outgoing.id);
    return sent;
  };

  const outbox = openOutboxStore<Outgoing>()
    .then((store) => createOutbox({ officerId, store, send }))
    .then((opened) => {
      if (stopped) opened.stop();
      kept = opened;
      opened.subscribe(moved);
      moved();
      return opened;
    });

  const field = createField(officerId).then((opened) => {
    if (stopped) opened.stop();
    fieldKept = opened;
    opened.subscribe(moved);
    moved();
    return opened;
  });

  const onGate = () => {
    if (gate.state() === "open") link.resume();
  };
  const onOnline = () => link.resume();
  let ungate = () => {};

  reader.subscribe(moved);
  link.subscribe(moved);
  return {
    linkState: () => link.state(),
    reader,
    link,
    outbox,
    field,
    recorded: () => fieldKept?.waiting().filter((one) => one.state !== "failed").length ?? 0,
    outgoing: () => kept?.all() ?? [],
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    version: () => version,
    mark(channelId, { received = 0, read = 0 }) {
      const known = told.get(channelId) ?? { received: 0, read: 0 };
      if (received <= known.received && read <= known.read) return;
      const next = {
        received: Math.max(received, read, known.received),
        read: Math.max(read, known.read),
      };
      told.set(channelId, next);
      const mark = { received: next.received, ...(next.read > 0 ? { read: next.read } : {}) };
      void link
        .mark(channelId, mark)
        .then((unread) =>
          unread === null
            ? call(markChannel, { params: { channelId }, body: mark }).then(() => {})
            : undefined,
        )
        .then(
          () => read > 0 && listSoon(),
          () => void told.set(channelId, known), // told again with the next look
        );
    },
    start() {
      link.start();
      ungate = gate.subscribe(onGate);
      window.addEventListener("online", onOnline);
    },
    stop() {
      stopped = true;
      ungate();
      window.removeEventListener("online", onOnline);
      clearTimeout(listTimer);
      link.stop();
      reader.stop();
      kept?.stop();
      fieldKept?.stop();
      listeners.clear();
    },
  };
}

export const LiveContext = createContext<Live | null>(null);

/** The live half of the client; only inside the frame. */
export function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === null) throw new Error("no link outside the frame");
  return live;
}

/** How fresh all this is, and how much waits to be sent. */
export function useLink(): LinkState & { waiting: number } {
  const live = useLive();
  const state = useSyncExternalStore(live.subscribe, live.linkState);
  const waiting = useSyncExternalStore(
    live.subscribe,
    () => live.outgoing().filter((one) => one.state !== "failed").length + live.recorded(),
  );
  return { ...state, waiting };
}
