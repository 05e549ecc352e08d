import type { Operations } from "@hub/domain/store/operations";
import type { RequestHandler } from "express";
import { Histogram } from "prom-client";

/**
 * Stands before everything else: answers /health, /ready and /metrics without session or limits, and measures every other answer by
 * its route's pattern, never by its address.
 */
export function operationsFirst(operations: Operations): RequestHandler {
  const seconds = new Histogram({
    name: "hub_request_seconds",
    help: "Time to answer a request.",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [operations.registry],
  });
  return (request, response, next) => {
    if (operations.answer(request, response)) return;
    const stop = seconds.startTimer({ method: request.method });
    response.once("finish", () => {
      const route: unknown = response.locals["route"];
      stop({ route: typeof route === "string" ? route : "other", status: response.statusCode });
    });
    next();
  };
}
