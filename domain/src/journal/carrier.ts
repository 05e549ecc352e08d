import { Emitter } from "@socket.io/redis-emitter";
import type { Redis } from "../store/redis.ts";
import type { Carrier } from "./hints.ts";

/** What gateways call one another about rights. */
export const RIGHTS_CALL = "rights";

/**
 * A connection for hints: what cannot be sent at once is dropped, because a hint that comes late is worth nothing and a queue of them
 * would only grow. Errors are told by `ready`, never thrown.
 */
export async function hintConnection(redis: Redis): Promise<Redis> {
  const client = redis.duplicate({ disableOfflineQueue: true, commandsQueueMaxLength: 10_000 });
  client.on("error", () => undefined); // it reconnects by itself; what was lost is repaired by heads
  await client.connect();
  // The adapter and the emitter look at no outcome of these: a rejection would end the process.
  const publish = client.publish.bind(client);
  const unsubscribe = client.unsubscribe.bind(client);
  const pUnsubscribe = client.pUnsubscribe.bind(client);
  return Object.assign(client, {
    publish: (...args: Parameters<typeof publish>) => publish(...args).catch(() => 0),
    unsubscribe: (...args: Parameters<typeof unsubscribe>) =>
      unsubscribe(...args).catch(() => undefined),
    pUnsubscribe: (...args: Parameters<typeof pUnsubscribe>) =>
      pUnsubscribe(...args).catch(() => undefined),
  });
}

/** Hints of a process without sockets (api, jobs): over Redis to the gateways. */
export function redisCarrier(client: Redis): Carrier {
  const emitter = new Emitter(client);
  return {
    emit: (rooms, event, hint) => void emitter.to(rooms).emit(event, hint),
    rights: (of) => emitter.serverSideEmit(RIGHTS_CALL, of),
  };
}
