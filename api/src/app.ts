import { randomUUID } from "node:crypto";
import { HubError, toProblem, type FaultCode } from "@hub/domain/kernel/faults";
import { officerOfSession } from "@hub/domain/sessions/queries";
import type { Hub } from "@hub/domain/store/hub";
import { createLimiter } from "@hub/domain/store/limiter";
import type { Log } from "@hub/domain/store/log";
import { isAway } from "@hub/domain/store/away";
import express, {
  Router,
  type ErrorRequestHandler,
  type Express,
  type RequestHandler,
} from "express";
import { clientFiles, NO_TILES, type MapTiles } from "./client-files.ts";
import { receive } from "./door.ts";
import { LIMITS, type Limits } from "./limits.ts";
import { FEATURES } from "./routes/features.ts";
import { sameOrigin, securityHeaders } from "./security.ts";

export interface AppOptions {
  /** session.ts; the gateway is given the same. */
  session: RequestHandler;
  log: Log;
  /** Origins under which browsers open the hub. */
  origins: readonly string[];
  /** Proxies in front whose X-Forwarded-For is believed. */
  proxies?: number;
  /** Answers before everything else, for example /health. */
  first?: RequestHandler;
  /** The client's build, when this process serves it. */
  clientDir?: string;
  /** Tiles under the schematic map; without them it asks no address for anything. */
  map?: MapTiles;
  limits?: Limits;
  /** In tests: further doors, beside those of the features. */
  more?: (router: Router) => void;
  /** In tests: refuse to send a reply that its contract does not describe. */
  checkReplies?: boolean;
}

/** The whole HTTP side as one Express application; it listens nowhere by itself. */
export async function createApi(hub: Hub, options: AppOptions): Promise<Express> {
  const { session, log, origins, proxies = 0, limits = LIMITS, checkReplies = false } = options;
  const { map = NO_TILES } = options;
  const https = origins.length > 0 && origins.every((origin) => origin.startsWith("https:"));
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("trust proxy", proxies);
  app.set("query parser", "simple");
  if (options.first) app.use(options.first);
  app.use(securityHeaders({ https, tiles: map.tiles }));

  const api = Router();
  api.use(note(log), noStore, perAddress(limits), sameOrigin(origins), session);
  api.use(admit(hub, limits, checkReplies));
  for (const feature of FEATURES) api.use(feature(hub));
  options.more?.(api);
  api.use(() => {
    throw new HubError("not_found");
  });
  api.use(answerFault(log));
  app.use("/api", api);
  if (options.clientDir) app.use(await clientFiles(options.clientDir, map));
  app.use(answerFault(log));
  return app;
}

const noStore: RequestHandler = (_req, res, next) => {
  res.set("cache-control", "no-store");
  next();
};

/** One line per request when it is done: who, which route, how long. Never the address asked for: it may hold a search word. */
function note(log: Log): RequestHandler {
  return (req, res, next) => {
    const startedAt = performance.now();
    const requestId = randomUUID();
    res.set("x-request-id", requestId);
    res.locals["requestId"] = requestId;
    res.on("finish", () => {
      const { route, code, officerId, officeId } = res.locals;
      const durationMs = Math.round(performance.now() - startedAt);
      const fields = { requestId, method: req.method, route, code, officerId, officeId };
      log.info({ ...fields, status: res.statusCode, durationMs }, "request");
    });
    next();
  };
}

function perAddress(limits: Limits): RequestHandler {
  const limit = createLimiter(limits.address, 60);
  const limitSignIn = createLimiter(limits.signIn, 60);
  return async (req, _res, next) => {
    const address = req.ip ?? "unknown";
    await limit(address);
    if (req.method === "POST" && req.path === "/sessions") await limitSignIn(address);
    next();
  };
}

/** Finds out, once per request and by today's rights, who is there. */
function admit(hub: Hub, limits: Limits, checkReplies: boolean): RequestHandler {
  const limit = createLimiter(limits.account, 60);
  return async (req, res, next) => {
    const ids = req.session.ids;
    const admission = ids ? await officerOfSession(hub, ids) : null;
    if (admission) {
      await limit(admission.officer._id);
      res.locals["officerId"] = admission.officer._id;
      res.locals["officeId"] = admission.officer.officeId;
    }
    receive(res, { hub, admission, checkReplies });
    next();
  };
}

const RETRY_SECONDS: Partial<Record<FaultCode, number>> = { busy: 1, too_many: 60 };

/** What others throw and we know: the store or Redis is away for a moment, an address that is not text. */
function known(thrown: unknown): unknown {
  if (thrown instanceof HubError || !(thrown instanceof Error)) return thrown;
  if (thrown instanceof URIError) return new HubError("not_found", { cause: thrown });
  if (isAway(thrown)) return new HubError("busy", { cause: thrown });
  if ("status" in thrown && thrown.status === 404)
    return new HubError("not_found", { cause: thrown });
  return thrown;
}

/** The one place where a fault becomes an answer: problem details (RFC 9457), in no language. */
function answerFault(log: Log): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return (thrown: unknown, _req, res, _next) => {
    const fault = known(thrown);
    const problem = toProblem(fault);
    const { requestId, route } = res.locals;
    res.locals["code"] = problem.code;
    if (problem.code === "unexpected") log.error({ err: thrown, requestId, route }, "unexpected");
    else if (problem.code === "busy") log.warn({ err: thrown, requestId, route }, "busy");
    if (res.headersSent) {
      // Bytes are under way already: cut off, so that nobody takes a half for the whole.
      res.destroy();
      return;
    }
    const seconds = problem.retryAfterSeconds ?? RETRY_SECONDS[problem.code];
    if (seconds !== undefined) res.set("retry-after", String(seconds));
    res.status(problem.status).type("application/problem+json").send(JSON.stringify(problem));
  };
}
