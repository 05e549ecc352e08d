import type { Child } from "./child.ts";
import { startEngine } from "./engine.ts";
import { startRedis } from "./redis.ts";

export interface Services {
  mongodbUri: string;
  redisUrl: string;
  /** Settles when a child ends that should not. */
  lost: Promise<string>;
  stop(): Promise<void>;
}

/** Every hub has one database in its store; an address without a name gets this one. */
export const withDatabase = (uri: string, name: string): string =>
  uri.replace(
    /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/,
    (_, server, query) => `${server}/${name}${query ?? ""}`,
  );

/** Starts what is not given, both at once. `dir` holds their folders. */
export async function startServices(options: {
  dir: { mongo: string; redis: string };
  mongoSocket: string;
  redisSocket: string;
  mongodbUri?: string | undefined;
  redisUrl?: string | undefined;
}): Promise<Services> {
  const { dir, mongoSocket, redisSocket, mongodbUri, redisUrl } = options;
  const children: Child[] = [];
  const stop = async () => {
    await Promise.all(children.splice(0).map((child) => child.stop()));
  };
  const kept = <T extends { child: Child }>(started: T): T => {
    children.push(started.child);
    return started;
  };
  // Both are waited for even if one fails, so that nothing is left half started.
  const [engine, redis] = await Promise.allSettled([
    mongodbUri ? null : startEngine({ dir: dir.mongo, socket: mongoSocket }).then(kept),
    redisUrl ? null : startRedis({ dir: dir.redis, socket: redisSocket }).then(kept),
  ]);
  for (const outcome of [engine, redis])
    if (outcome.status === "rejected") {
      await stop();
      throw outcome.reason;
    }
  const uri = engine.status === "fulfilled" ? (engine.value?.uri ?? mongodbUri) : mongodbUri;
  const url = redis.status === "fulfilled" ? (redis.value?.url ?? redisUrl) : redisUrl;
  const lost =
    children.length === 0
      ? new Promise<string>(() => undefined)
      : Promise.race(children.map(({ ended }) => ended));
  return {
    mongodbUri: mongodbUri ? mongodbUri : withDatabase(uri ?? "", "hub"),
    redisUrl: url ?? "",
    lost,
    stop,
  };
}
