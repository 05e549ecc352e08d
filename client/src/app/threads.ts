import { useQueries } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import {
  acknowledgeMessageRoute,
  editMessageRoute,
  getChannelRoute,
  listReaders,
  recallMessageRoute,
  type ChannelView,
  type MessageBody,
  type Readers,
} from "@hub/domain/channels/contract";
import { fold, type Item } from "@hub/domain/channels/fold";
import { fileRoutes, type Material } from "@hub/domain/files/contract";
import { newId } from "@hub/domain/kernel/ids";
import type { z } from "zod";
import type { Began } from "../ui/thread.ts";
import { call } from "./call.ts";
import { useLive, type Live } from "./live.ts";
import { problemOf } from "./problem.ts";
import type { Outgoing } from "./live/outbox.ts";
import { entriesOf, type Thread as Kept } from "./live/thread.ts";

export type Draft = z.output<typeof MessageBody>;

/** One channel as a timeline and a composer need it: what was said, what is under way, and what can be done. */
export interface Thread {
  channelId: string;
  status: "loading" | "ready";
  error: unknown;
  channel: ChannelView | null;
  items: readonly Item[];
  /** How far this officer had read when the page was opened, and how far the channel went; null while unknown or not followed. */
  began: Began | null;
  hasOlder: boolean;
  /** One's own posts that are not entries yet. */
  outgoing: readonly Outgoing[];
  readers: Readers | null;
  files: ReadonlyMap<string, Material>;
  canPost: boolean;
  loadOlder: () => Promise<void>;
  reload: () => void;
  markRead: () => void;
  post: (draft: Draft) => void;
  retry: (id: string) => void;
  /** Takes a waiting or refused post back; whoever listens gets it. */
  takeBack: (id: string) => void;
  onTakenBack: (listener: (back: Outgoing) => void) => () => void;
  acknowledge: (entryId: string) => Promise<void>;
  edit: (entryId: string, text: string) => Promise<void>;
  recall: (entryId: string) => Promise<void>;
}

type Acts = Pick<
  Thread,
  | "loadOlder"
  | "reload"
  | "markRead"
  | "post"
  | "retry"
  | "takeBack"
  | "onTakenBack"
  | "acknowledge"
  | "edit"
  | "recall"
>;

const folded = new WeakMap<Kept, readonly Item[]>();

/** Folding is done once for each state of a channel, however many look at it. */
function itemsOf(thread: Kept): readonly Item[] {
  const known = folded.get(thread);
  if (known) return known;
  const items = fold(entriesOf(thread));
  folded.set(thread, items);
  return items;
}

const takers = new Map<string, Set<(back: Outgoing) => void>>();

function actsOf(live: Live, channelId: string): Acts {
  const { reader, link } = live;
  const outbox = (act: (box: Awaited<Live["outbox"]>) => unknown) => {
    void live.outbox.then(act);
  };
  return {
    loadOlder: () => reader.older(channelId),
    reload: () => void reader.pull([channelId]),
    markRead: () => {
      const seq = reader.reading(channelId)?.thread.position?.seq;
      if (seq) live.mark(channelId, { received: seq, read: seq });
    },
    post: (draft) => outbox((box) => box.add(channelId, draft)),
    retry: (id) => outbox((box) => box.retry(id)),
    takeBack: (id) =>
      outbox(async (box) => {
        const back = await box.takeBack(id);
        if (back) for (const taker of takers.get(channelId) ?? []) taker(back);
      }),
    onTakenBack: (listener) => {
      const known = takers.get(channelId) ?? new Set();
      takers.set(channelId, known.add(listener));
      return () => void known.delete(listener);
    },
    acknowledge: async (entryId) => {
      await call(acknowledgeMessageRoute, {
        params: { channelId, entryId },
        body: { id: newId() },
      });
      if (link.state().status !== "live") await reader.pull([channelId]);
    },
    edit: async (entryId, text) => {
      await call(editMessageRoute, { params: { channelId, entryId }, body: { id: newId(), text } });
      if (link.state().status !== "live") await reader.pull([channelId]);
    },
    recall: async (entryId) => {
      await call(recallMessageRoute, { params: { channelId, entryId }, body: { id: newId() } });
      if (link.state().status !== "live") await reader.pull([channelId]);
    },
  };
}

/** Whoever opens a channel again asks again how far was read: what was known at the visit before is not where reading begins now. */
const viewQuery = (channelId: string) => ({
  queryKey: ["channels", channelId, "view"],
  staleTime: 1_000,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    call(getChannelRoute, { params: { channelId }, signal }),
});

const readersQuery = (channelId: string) => ({
  queryKey: ["channels", channelId, "readers"],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    call(listReaders, { params: { channelId }, signal }),
});

/** Files beside the messages that have some; asked for again when another such message is there. */
const filesQuery = (channelId: string, items: readonly Item[]) => {
  const entries = items.filter((item) => item.files.length > 0).map(({ entry }) => entry.id);
  return {
    queryKey: ["channels", channelId, "files", entries.length, entries.at(-1) ?? ""],
    enabled: entries.length > 0,
    queryFn: async ({ signal }: { signal: AbortSignal }) => {
      const query = { entries: entries.slice(-200) };
      return (await call(fileRoutes.ofChannel, { params: { channelId }, query, signal })).files;
    },
  };
};

const NO_FILES: ReadonlyMap<string, Material> = new Map();

/** Holds these channels open while the page shows them, and gives each as it is now. */
export function useThreads(channelIds: readonly string[]): readonly Thread[] {
  const live = useLive();
  const key = channelIds.join(" ");
  const ids = useMemo(() => (key === "" ? [] : key.split(" ")), [key]);
  const version = useSyncExternalStore(live.subscribe, live.version);

  useEffect(() => {
    const releases = ids.map((id) => live.link.open(id));
    return () => {
      for (const release of releases) release();
    };
  }, [live, ids]);

  const acts = useMemo(() => new Map(ids.map((id) => [id, actsOf(live, id)])), [live, ids]);
  const readings = ids.map((id) => live.reader.reading(id));
  const items = readings.map((reading) => (reading ? itemsOf(reading.thread) : []));
  const views = useQueries({ queries: ids.map(viewQuery) });
  const readers = useQueries({ queries: ids.map(readersQuery) });
  const files = useQueries({ queries: ids.map((id, index) => filesQuery(id, items[index] ?? [])) });

  /** Where reading began; it does not move while the page stays open, so that the mark of the first unread stays put. */
  const began = useRef(new Map<string, Began | null>());
  ids.forEach((id, index) => {
    const asked = views[index];
    const view = asked?.isFetching ? undefined : asked?.data;
    if (view && !began.current.has(id))
      began.current.set(id, view.read && { read: view.read.seq, head: view.head.seq });
  });

  // What has reached this device is told at once; what was read, by the timeline.
  const reached = readings.map((reading) => reading?.thread.position?.seq ?? 0).join(" ");
  useEffect(() => {
    reached.split(" ").forEach((seq, index) => {
      const id = ids[index];
      if (id && Number(seq) > 0) live.mark(id, { received: Number(seq) });
    });
  }, [live, ids, reached]);

  const dataKey = [...views, ...readers, ...files]
    .map((one) => `${one.dataUpdatedAt}/${one.errorUpdatedAt}/${one.isFetching}`)
    .join(" ");
  return useMemo(
    () =>
      ids.flatMap((channelId, index): Thread[] => {
        const own = acts.get(channelId);
        if (!own) return [];
        const reading = readings[index];
        const some = items[index] ?? [];
        const here = new Set(some.map((item) => item.entry.id));
        const view = views[index];
        // What was known of a channel that may not be read any more is not shown any more.
        const isLost = view?.error != null && problemOf(view.error).code === "not_found";
        const channel = isLost ? null : (view?.data ?? null);
        const found = files[index]?.data;
        return [
          {
            ...own,
            // Nothing is read before it is known where reading began.
            markRead: () => {
              if (began.current.has(channelId)) own.markRead();
            },
            channelId,
            status: reading?.status ?? "loading",
            error: channel ? (reading?.error ?? null) : (view?.error ?? null),
            channel,
            items: some,
            began: began.current.get(channelId) ?? null,
            hasOlder: reading?.thread.hasOlder ?? false,
            // The hint of a stored post may come before the answer to its sending.
            outgoing: live
              .outgoing()
              .filter((one) => one.channelId === channelId && !here.has(one.id)),
            readers: readers[index]?.data ?? null,
            files: found ? new Map(found.map((file) => [file.fileId, file])) : NO_FILES,
            canPost: channel?.can.includes("post") ?? false,
          },
        ];
      }),
    // oxlint-disable-next-line react/exhaustive-deps -- version and dataKey stand for everything that is read here
    [ids, acts, version, dataKey],
  );
}

export function useThread(channelId: string): Thread {
  const [thread] = useThreads([channelId]);
  if (!thread) throw new TypeError("one channel, one thread");
  return thread;
}
