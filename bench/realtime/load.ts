import { randomUUID } from "node:crypto";
import { newId } from "@hub/domain/kernel/ids";
import { WebSocket } from "ws";
import type { Load, Measured } from "./said.ts";

/**
 * Many browsers in one process. They speak Socket.IO's protocol over plain WebSockets and read of a frame only the ids in it, so that
 * the load weighs little beside what it measures.
 */
const TEXT =
  "高邮湖西岸巡查发现网箱十八个，已拍照固定，请天长院协助核对养殖证，今日下午三时前回复。";
/** Engine.IO message + Socket.IO event; an ack is 43 and its number. */
const EVENTS = ['42["entries"', '42["entry"'];
const ID = /"id":"([0-9a-f-]{36})"/g;

interface Sent {
  at: number;
  left: number;
  counted: boolean;
}

/** The ids in a frame; the same frame comes once per socket and is read once. */
function createIds(): (frame: Buffer) => readonly string[] {
  const known: { frame: Buffer; ids: string[] }[] = [];
  return (frame) => {
    const found = known.find((one) => one.frame.equals(frame));
    if (found) return found.ids;
    const text = frame.toString();
    const isEvent = EVENTS.some((start) => text.startsWith(start));
    const ids = isEvent ? [...text.matchAll(ID)].map((match) => match[1] ?? "") : [];
    known.unshift({ frame: Buffer.from(frame), ids });
    if (known.length > 64) known.pop();
    return ids;
  };
}

async function connect({ port, cookies }: Load): Promise<WebSocket[]> {
  const open = (cookie: string | null) =>
    new Promise<WebSocket>((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, {
        headers: { origin: "http://hub.test", ...(cookie ? { cookie } : {}) },
      });
      socket.on("error", reject);
      socket.on("message", (data: Buffer) => {
        const start = data[0];
        if (start === 0x30) socket.send("40"); // engine open: connect to the namespace
        else if (start === 0x32) socket.send("3"); // ping
        else if (data.subarray(0, 2).toString() === "44") reject(new Error(data.toString()));
        else if (data.subarray(0, 10).toString() === '42["heads"') resolve(socket); // in its rooms
      });
    });
  const sockets: WebSocket[] = [];
  for (let from = 0; from < cookies.length; from += 50)
    sockets.push(...(await Promise.all(cookies.slice(from, from + 50).map(open))));
  return sockets;
}

async function run(sockets: WebSocket[], load: Load): Promise<Measured> {
  const { channelId, warmMs, measureMs, pace } = load;
  const idsOf = createIds();
  const sent = new Map<string, Sent>();
  const acks = new Map<number, () => void>();
  const measured: Measured = {
    posts: 0,
    deliveries: 0,
    seconds: measureMs / 1_000,
    lastScreenMs: [],
    incomplete: 0,
  };
  let counting = false;
  let next = 0;
  let ackId = 0;

  const onMessage = (data: Buffer) => {
    if (data[0] !== 0x34) return;
    if (data[1] === 0x33) {
      const id = Number.parseInt(data.subarray(2, 14).toString(), 10);
      acks.get(id)?.();
      acks.delete(id);
      return;
    }
    for (const id of idsOf(data)) {
      const one = sent.get(id);
      if (!one) continue;
      if (counting) measured.deliveries += 1;
      one.left -= 1;
      if (one.left > 0) continue;
      if (one.counted) measured.lastScreenMs.push(performance.now() - one.at);
      sent.delete(id);
    }
  };
  for (const socket of sockets) socket.on("message", onMessage);

  /** Posts once, from one socket after the other; resolves with the answer. */
  const post = () =>
    new Promise<void>((resolve) => {
      const id = newId();
      const socket = sockets[next++ % sockets.length];
      const ack = ackId++;
      const isCounted = counting;
      acks.set(ack, () => {
        if (counting && isCounted) measured.posts += 1;
        resolve();
      });
      sent.set(id, { at: performance.now(), left: sockets.length, counted: isCounted });
      const message = { id, text: `${TEXT}${randomUUID()}` };
      socket?.send(`42${ack}${JSON.stringify(["post", { channelId, message }])}`);
    });

  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const over = new AbortController();
  const flood = async () => {
    while (!over.signal.aborted) await post();
  };
  let pacer: NodeJS.Timeout | undefined;
  const floods: Promise<void>[] = [];
  if ("underWay" in pace) for (let one = 0; one < pace.underWay; one += 1) floods.push(flood());
  else pacer = setInterval(() => void post(), 1_000 / pace.perSecond);
  await wait(warmMs);
  process.send?.("measuring");
  counting = true;
  await wait(measureMs);
  counting = false;
  process.send?.("measured");
  over.abort();
  clearInterval(pacer);
  await wait(1_500); // what is under way still arrives
  measured.incomplete = [...sent.values()].filter((one) => one.counted).length;
  for (const socket of sockets) socket.off("message", onMessage);
  return measured;
}

let sockets: WebSocket[] = [];
process.on("message", (asked: { connect?: Load; run?: Load; close?: true }) => {
  const answer = async (): Promise<unknown> => {
    if (asked.connect) {
      sockets = await connect(asked.connect);
      return { connected: sockets.length };
    }
    if (asked.run) return { measured: await run(sockets, asked.run) };
    for (const socket of sockets.splice(0)) socket.terminate();
    return { closed: true };
  };
  answer().then(
    (said) => process.send?.(said as object),
    (thrown: unknown) => process.send?.({ failed: String(thrown) }),
  );
});
process.send?.({ ready: true });
