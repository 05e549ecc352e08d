import { createServer } from "node:http";
import { createApi } from "@hub/api/app";
import { operationsFirst } from "@hub/api/operations";
import { appOptions, closeServer, listen } from "@hub/api/start";
import { loadDemo } from "@hub/domain/demo/load";
import { demoWelcome } from "@hub/domain/demo/welcome";
import { redisLocks } from "@hub/domain/files/locks";
import { createHints } from "@hub/domain/journal/hints";
import type { Env } from "@hub/domain/store/env";
import { createLog } from "@hub/domain/store/log";
import { openHub } from "@hub/domain/store/open-hub";
import { createOperations, storeAndRedis } from "@hub/domain/store/operations";
import { connectRedis } from "@hub/domain/store/redis";
import type { Running } from "@hub/domain/store/run";
import { createGateway } from "@hub/realtime/gateway";

/** Browsers of this machine come back to this very process: they are told to leave and not waited for. */
const DRAIN_MS = 300;

export interface RunningAll extends Running {
  /** What the person who started it is told: who may sign in. */
  welcome: string;
  lost: Promise<string>;
}

/** api, realtime and jobs in this one process, on one port and one connection to the store. */
export async function startAll(env: Env): Promise<RunningAll> {
  const log = createLog({ process: "hub", level: env.LOG_LEVEL });
  const closing: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  };
  try {
    const redis = await connectRedis(env);
    closing.push(() => redis.destroy());
    const hints = createHints();
    const { hub, close } = await openHub(env, { announcer: hints, locks: redisLocks(redis) });
    closing.push(close);
    const isDemo = await loadDemo(hub);

    const checks = storeAndRedis(hub.store.connection, redis);
    const operations = createOperations({ process: "hub", checks });
    const { session, ...options } = appOptions(env, redis);
    const app = await createApi(hub, {
      ...options,
      session,
      log,
      first: operationsFirst(operations),
    });
    const server = createServer(app);
    const gateway = await createGateway({
      httpServer: server,
      hub,
      hints,
      redis,
      session,
      log,
      allowedOrigins: env.ORIGINS,
    });
    closing.push(() => closeServer(server));
    closing.push(() => gateway.stop({ drainMs: DRAIN_MS }));
    closing.push(() => hints.stop());
    await listen(server, env);
    // Officers are served first; what is due waits the moment longer that its library takes to load.
    const jobs = import("@hub/jobs/workers").then(({ startJobs }) =>
      startJobs({ hub, redis, log }),
    );
    const lost = new Promise<string>((resolve) => {
      jobs.catch((error: unknown) => {
        log.error({ err: error }, "jobs");
        resolve("The jobs could not be started");
      });
    });
    closing.push(() =>
      jobs.then(
        (running) => running.stop(),
        () => undefined,
      ),
    );
    closing.push(() => operations.drain());
    return { welcome: isDemo ? demoWelcome() : "", stop, lost };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}
