import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { redisLocks } from "@hub/domain/files/locks";
import { hintConnection, redisCarrier } from "@hub/domain/journal/carrier";
import { createHints } from "@hub/domain/journal/hints";
import { plantTree } from "@hub/domain/offices/plant";
import { createSessionMiddleware } from "@hub/domain/sessions/cookie";
import type { Env } from "@hub/domain/store/env";
import type { Hub } from "@hub/domain/store/hub";
import { createLog } from "@hub/domain/store/log";
import { openHub } from "@hub/domain/store/open-hub";
import { createOperations, storeAndRedis } from "@hub/domain/store/operations";
import { connectRedis, type Redis } from "@hub/domain/store/redis";
import type { Running } from "@hub/domain/store/run";
import { createApi, type AppOptions } from "./app.ts";
import { operationsFirst } from "./operations.ts";

/** What createApi takes of the settings. */
export const appOptions = (env: Env, redis: Redis): Omit<AppOptions, "first" | "log"> => ({
  session: createSessionMiddleware(redis, env),
  origins: env.ORIGINS,
  proxies: env.PROXIES,
  map: { tiles: env.MAP_TILES, credit: env.MAP_CREDIT },
  ...(env.CLIENT_DIR ? { clientDir: env.CLIENT_DIR } : {}),
});

export interface RunningApi extends Running {
  hub: Hub;
  server: Server;
  port: number;
}

/** The api process: connects, listens, and closes in the order in which nothing is lost. */
export async function start(env: Env, extra: Partial<AppOptions> = {}): Promise<RunningApi> {
  const log = createLog({ process: "api", level: env.LOG_LEVEL });
  const redis = await connectRedis(env);
  const publisher = await hintConnection(redis);
  const hints = createHints();
  hints.attach(redisCarrier(publisher));
  const { hub, close } = await openHub(env, { announcer: hints, locks: redisLocks(redis) });
  await plantTree(hub);
  const operations = createOperations({
    process: "api",
    checks: storeAndRedis(hub.store.connection, redis),
  });
  const app = await createApi(hub, {
    ...appOptions(env, redis),
    log,
    first: operationsFirst(operations),
    ...extra,
  });
  const server = createServer(app);
  await listen(server, env);
  return {
    hub,
    server,
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      operations.drain();
      await closeServer(server);
      await close();
      hints.stop();
      await publisher.close();
      await redis.close();
    },
  };
}

export const listen = (server: Server, { HOST, PORT }: Pick<Env, "HOST" | "PORT">): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(PORT, HOST, () => {
      server.off("error", reject);
      resolve();
    });
  });

/** Lets requests finish, closes idle connections, and after ten seconds the others. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), 10_000);
  await closed;
  clearTimeout(cut);
}
