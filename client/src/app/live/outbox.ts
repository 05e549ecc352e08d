import type { PostMessage } from "@hub/domain/channels/contract";
import { newId } from "@hub/domain/kernel/ids";
import type { z } from "zod";
import type { OutboxStore } from "./outbox-store.ts";
import { createQueue, type Queue, type Queued, type Sent } from "./queue.ts";

/** What was written and is not known to be stored yet. `id` is the command's and the entry's. */
export interface Outgoing extends Queued {
  channelId: string;
  message: Omit<z.input<typeof PostMessage>, "id">;
}

export interface OutboxOptions {
  officerId: string;
  store: OutboxStore<Outgoing>;
  send: (outgoing: Outgoing) => Promise<Sent>;
  now?: () => Date;
  random?: () => number;
}

export interface Outbox extends Omit<Queue<Outgoing>, "add"> {
  /** Keeps a message and sends it when its turn comes. Resolves once it is kept. */
  add(channelId: string, message: Outgoing["message"]): Promise<string>;
}

/** Sends what officers write, in order per channel. */
export async function createOutbox(options: OutboxOptions): Promise<Outbox> {
  const { now = () => new Date(), ...rest } = options;
  const queue = await createQueue<Outgoing>({ ...rest, laneOf: (one) => one.channelId });
  return {
    ...queue,
    async add(channelId, message) {
      const id = newId();
      await queue.add({
        id,
        officerId: rest.officerId,
        channelId,
        message,
        at: now().toISOString(),
        state: "queued",
        problem: null,
      });
      return id;
    },
  };
}
