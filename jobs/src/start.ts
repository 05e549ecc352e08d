import { createServer } from "node:http";
import { hintConnection, redisCarrier } from "@hub/domain/journal/carrier";
import { createHints } from "@hub/domain/journal/hints";
import type { Env } from "@hub/domain/store/env";
import { createLog } from "@hub/domain/store/log";
import { openHub } from "@hub/domain/store/open-hub";
import { createOperations, storeAndRedis } from "@hub/domain/store/operations";
import { connectRedis } from "@hub/domain/store/redis";
import type { Running } from "@hub/domain/store/run";
import { startJobs, type JobsOptions } from "./workers.ts";

/** The jobs process: sweeps and handlers; its port answers /health, /ready and /metrics only. */
export async function start(env: Env, given: Partial<JobsOptions> = {}): Promise<Running> {
  const log = createLog({ process: "jobs", level: env.LOG_LEVEL });
  const redis = await connectRedis(env);
  const publisher = await hintConnection(redis);
  const hints = createHints();
  hints.attach(redisCarrier(publisher));
  const { hub, close } = await openHub(env, { announcer: hints });
  const jobs = await startJobs({ hub, redis, log, ...given });
  const operations = createOperations({
    process: "jobs",
    checks: storeAndRedis(hub.store.connection, redis),
  });
  const server = createServer((request, response) => {
    if (!operations.answer(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(env.PORT, env.HOST, resolve);
  });
  return {
    async stop() {
      operations.drain();
      await jobs.stop();
      hints.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
      await close();
      await publisher.close();
      await redis.close();
    },
  };
}
