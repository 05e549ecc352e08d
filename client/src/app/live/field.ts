import { actionRoutes } from "@hub/domain/actions/acts-contract";
import type { AddFinding, CheckIn, Shot, Tick } from "@hub/domain/actions/record-contract";
import type { z } from "zod";
import { call } from "../call.ts";
import { problemOf } from "../problem.ts";
import { uploadFile } from "../upload.ts";
import { sentOf } from "./link.ts";
import { openOutboxStore } from "./outbox-store.ts";
import { createQueue, type Queued, type Sent } from "./queue.ts";

type CheckInBody = z.input<typeof CheckIn>;
type TickBody = z.input<typeof Tick>;
type FindingBody = z.input<typeof AddFinding>;

/** One thing recorded on the way. Its id is the command's; its body never changes, so that sent twice it is the same. */
export type FieldRecord = Queued & {
  actionId: string;
  /** What it is, for the officer who looks through what waits. */
  label: string;
} & (
    | { kind: "check_in"; body: CheckInBody }
    | { kind: "tick"; body: TickBody }
    | { kind: "finding"; body: FindingBody }
    | { kind: "photo"; findingId: string; shot: z.input<typeof Shot>; name: string; bytes: Blob }
  );

/** That something arrived, kept on the device: what was sent can be looked up. */
export interface Receipt {
  id: string;
  officerId: string;
  actionId: string;
  kind: FieldRecord["kind"];
  label: string;
  at: string;
  sentAt: string;
}

/** What a new record says of itself; the rest is the queue's. */
export type NewRecord = FieldRecord extends infer R
  ? R extends FieldRecord
    ? Omit<R, "officerId" | "state" | "problem">
    : never
  : never;

export interface Field {
  /** Keeps records on this device and sends them, in order, when there is a link. Resolves once they are kept. */
  add(records: readonly NewRecord[]): Promise<void>;
  waiting(): readonly FieldRecord[];
  sent(): readonly Receipt[];
  /** False: this browser keeps nothing beyond the page. */
  lasting: boolean;
  subscribe(listener: () => void): () => void;
  wake(): void;
  retry(id: string): Promise<void>;
  /** Takes a refused or waiting record off the device; a finding with its photos. */
  discard(id: string): Promise<void>;
  stop(): void;
}

export interface FieldOptions {
  /** Names of the stores; each test has its own. */
  name?: string;
  transmit?: (record: FieldRecord) => Promise<Sent>;
  now?: () => Date;
}

const NAME = "tongzhou-field";
const receiptsOf = (name: string) => openOutboxStore<Receipt>(`${name}-sent`);

/** Takes what was sent off this device's list, for every officer. */
export async function forgetReceipts(name = NAME): Promise<void> {
  const receipts = await receiptsOf(name);
  await receipts.clear();
  receipts.close();
}

/** Words travel before pictures: a tick does not wait for the photo that was taken before it. */
const laneOf = ({ actionId, kind }: FieldRecord): string =>
  `${actionId}.${kind === "photo" ? "photos" : "words"}`;

/** What was recorded on the way: kept in this browser under the officer, sent once, with a receipt of what arrived. */
export async function createField(officerId: string, options: FieldOptions = {}): Promise<Field> {
  const { name = NAME, transmit = send, now = () => new Date() } = options;
  const store = await openOutboxStore<FieldRecord>(name);
  const receipts = await receiptsOf(name);
  let sent: readonly Receipt[] = await receipts.all(officerId);
  let waiting: () => readonly FieldRecord[] = () => [];

  const sendOne = async (record: FieldRecord): Promise<Sent> => {
    // A photo belongs to a finding that is still on its way.
    const isEarly =
      record.kind === "photo" &&
      waiting().some(
        (one) =>
          one.kind === "finding" &&
          one.body.findingId === record.findingId &&
          !sent.some(({ id }) => id === one.id),
      );
    if (isEarly) return { outcome: "unknown" };
    const answer = await transmit(record);
    if (answer.outcome === "stored") {
      const { id, actionId, kind, label, at } = record;
      const receipt = { id, officerId, actionId, kind, label, at, sentAt: now().toISOString() };
      await receipts.put(receipt);
      sent = [...sent.filter((one) => one.id !== id), receipt];
      if (kind === "finding") setTimeout(() => queue.wake(), 0);
    }
    return answer;
  };
  const queue = await createQueue<FieldRecord>({ officerId, store, laneOf, send: sendOne });
  waiting = () => queue.all();
  return {
    async add(records) {
      for (const record of records)
        await queue.add({ ...record, officerId, state: "queued", problem: null });
    },
    waiting: () => queue.all(),
    sent: () => sent,
    lasting: store.lasting,
    subscribe: (listener) => queue.subscribe(listener),
    wake: () => queue.wake(),
    retry: (id) => queue.retry(id),
    async discard(id) {
      const taken = await queue.takeBack(id);
      if (taken?.kind !== "finding") return;
      for (const one of queue.all())
        if (one.kind === "photo" && one.findingId === taken.body.findingId)
          await queue.takeBack(one.id);
    },
    stop() {
      queue.stop();
      store.close();
      receipts.close();
    },
  };
}

/** One attempt over the network. */
async function send(record: FieldRecord): Promise<Sent> {
  try {
    await transmitted(record);
    return { outcome: "stored" };
  } catch (thrown) {
    return sentOf(problemOf(thrown));
  }
}

async function transmitted(record: FieldRecord): Promise<void> {
  const { actionId } = record;
  const params = { actionId };
  switch (record.kind) {
    case "check_in":
      await call(actionRoutes.checkIn, { params, body: record.body });
      return;
    case "tick":
      await call(actionRoutes.tick, { params, body: record.body });
      return;
    case "finding":
      await call(actionRoutes.addFinding, { params, body: record.body });
      return;
    case "photo": {
      const { officerId, findingId, shot, name, bytes, id } = record;
      await uploadFile({ officerId, fileId: shot.fileId, name, bytes });
      await call(actionRoutes.addPhotos, {
        params: { actionId, findingId },
        body: { id, photos: [shot] },
      });
    }
  }
}
