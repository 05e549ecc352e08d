import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createHints } from "@hub/domain/journal/hints";
import { createSessionMiddleware } from "@hub/domain/sessions/cookie";
import type { Env } from "@hub/domain/store/env";
import type { Hub } from "@hub/domain/store/hub";
import { createLog } from "@hub/domain/store/log";
import { openHub } from "@hub/domain/store/open-hub";
import { createOperations, storeAndRedis } from "@hub/domain/store/operations";
import { connectRedis } from "@hub/domain/store/redis";
import type { Running } from "@hub/domain/store/run";
import { Gauge } from "prom-client";
import { createGateway, type Gateway, type GatewayOptions } from "./gateway.ts";

/** Time that browsers get to move to another node; well within the limit of a stop. */
const DRAIN_MS = 5_000;

export interface RunningRealtime extends Running {
  hub: Hub;
  gateway: Gateway;
  port: number;
}

/** The realtime process: sockets on a port of its own, and nothing else but /health, /ready and /metrics. */
export async function start(
  env: Env,
  { drainMs = DRAIN_MS, ...given }: Partial<GatewayOptions> & { drainMs?: number } = {},
): Promise<RunningRealtime> {
  const log = createLog({ process: "realtime", level: env.LOG_LEVEL });
  const hints = createHints();
  const opened = await openHub(env, { announcer: hints });
  const { hub } = opened;
  const redis = await connectRedis(env);
  const operations = createOperations({
    process: "realtime",
    checks: storeAndRedis(hub.store.connection, redis),
  });
  const server = createServer((request, response) => {
    if (!operations.answer(request, response)) response.writeHead(404).end();
  });
  const gateway = await createGateway({
    httpServer: server,
    hub,
    hints,
    redis,
    session: createSessionMiddleware(redis, env),
    allowedOrigins: env.ORIGINS,
    log,
    ...given,
  });
  const sockets = new Gauge({
    name: "hub_sockets",
    help: "Sockets on this node.",
    registers: [],
    collect() {
      this.set(gateway.count());
    },
  });
  operations.registry.registerMetric(sockets);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(env.PORT, env.HOST, resolve);
  });
  return {
    hub,
    gateway,
    port: (server.address() as AddressInfo).port,
    async stop() {
      operations.drain();
      hints.stop();
      await gateway.stop({ drainMs });
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
      await opened.close();
      await redis.close();
    },
  };
}
