import { createClient } from "redis";
import type { Env } from "./env.ts";

export type Redis = ReturnType<typeof createClient>;

/** A connection that fails at once while Redis is away instead of letting requests pile up. */
export async function connectRedis(env: Pick<Env, "REDIS_URL">): Promise<Redis> {
  const redis: Redis = createClient({ url: env.REDIS_URL, disableOfflineQueue: true });
  redis.on("error", () => undefined); // it reconnects by itself; requests meanwhile are told `busy`
  await redis.connect();
  return redis;
}
