import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connection } from "mongoose";
import { collectDefaultMetrics, Registry } from "prom-client";

/** One thing the process cannot work without, e.g. the store. Throws, or takes too long, when it is away. */
export type Checks = Record<string, () => Promise<unknown>>;

export interface Operations {
  registry: Registry;
  /** Answers /health, /ready and /metrics; false when the path is none of them. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  /** From now on /ready says no, so that a proxy sends new work elsewhere while this process finishes what it has. */
  drain(): void;
}

/** What every process of the hub needs: its store and Redis. */
export const storeAndRedis = (
  connection: Connection,
  redis: { ping(): Promise<unknown> },
): Checks => ({
  store: () => connection.asPromise().then(({ db }) => db?.command({ ping: 1 })),
  redis: () => redis.ping(),
});

const CHECK_LIMIT_MS = 2_000;

const withinLimit = async (check: () => Promise<unknown>): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("late")), CHECK_LIMIT_MS);
  });
  try {
    await Promise.race([check(), late]);
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
};

const send = (response: ServerResponse, status: number, type: string, body: string) => {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
  response.end(body);
};

/**
 * What the people who run the hub ask a process. /health: it lives (200). /ready: all `checks` pass (200, else 503 with the names of
 * those that failed, nothing more). /metrics: Prometheus text, counts only; the proxy does not pass it on.
 */
export function createOperations({
  process: name,
  checks,
}: {
  process: string;
  checks: Checks;
}): Operations {
  const registry = new Registry();
  registry.setDefaultLabels({ process: name });
  collectDefaultMetrics({ register: registry });
  let draining = false;

  const ready = async (response: ServerResponse) => {
    const asked = await Promise.all(
      Object.entries(checks).map(
        async ([what, check]) => [what, await withinLimit(check)] as const,
      ),
    );
    const failed = asked.filter(([, ok]) => !ok).map(([what]) => what);
    const ok = failed.length === 0 && !draining;
    send(
      response,
      ok ? 200 : 503,
      "application/json",
      JSON.stringify({ ready: ok, draining, failed }),
    );
  };

  const metrics = async (response: ServerResponse) => {
    try {
      send(response, 200, registry.contentType, await registry.metrics());
    } catch {
      send(response, 500, "text/plain", "");
    }
  };

  return {
    registry,
    answer(request, response) {
      const path = (request.url ?? "").split("?", 1)[0];
      if (request.method !== "GET" && request.method !== "HEAD") return false;
      if (path === "/health") send(response, 200, "application/json", '{"alive":true}');
      else if (path === "/ready") void ready(response);
      else if (path === "/metrics") void metrics(response);
      else return false;
      return true;
    },
    drain() {
      draining = true;
    },
  };
}
