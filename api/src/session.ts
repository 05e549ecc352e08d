import { createHash, randomBytes } from "node:crypto";
import type { SessionIds } from "@hub/domain/sessions/queries";
import type { Env } from "@hub/domain/store/env";
import { RedisStore } from "connect-redis";
import type { Request, RequestHandler, Response } from "express";
import session from "express-session";
import type { createClient } from "redis";

declare module "express-session" {
  interface SessionData {
    ids?: SessionIds;
  }
}

export type Redis = ReturnType<typeof createClient>;

const SESSION_COOKIE = "tongzhou.sid";
const DEVICE_COOKIE = "tongzhou.device";
/** Longer than a session may last (sessions/rules.ts); the record in MongoDB decides. */
const COOKIE_MS = 13 * 3_600_000;
/** As long as browsers keep a cookie at all. */
const DEVICE_MS = 400 * 24 * 3_600_000;

const isHttps = (env: Pick<Env, "ORIGINS">): boolean =>
  env.ORIGINS.every((origin) => origin.startsWith("https:"));

/**
 * Reads the session of a request from Redis into `req.session.ids`. The HTTP door and the socket gateway use this very function,
 * so a cookie means the same to both. Nothing is stored for visitors, and ordinary requests never write the record: a request
 * that is still under way cannot bring a session back that was ended meanwhile.
 */
export function createSessionMiddleware(
  redis: Redis,
  env: Pick<Env, "SESSION_SECRET" | "ORIGINS">,
): RequestHandler {
  return session({
    name: SESSION_COOKIE,
    secret: env.SESSION_SECRET,
    store: new RedisStore({ client: redis, prefix: "session:" }),
    resave: false,
    saveUninitialized: false,
    cookie: {
      httpOnly: true,
      sameSite: "strict",
      secure: isHttps(env) ? true : "auto",
      maxAge: COOKIE_MS,
    },
  });
}

/** Gives the browser a new session id that names `ids`; the id of before is worth nothing (session fixation). */
export function renewSession(req: Request, ids: SessionIds): Promise<void> {
  return new Promise((resolve, reject) => {
    req.session.regenerate((failed: unknown) => {
      if (failed) return reject(asError(failed));
      req.session.ids = ids;
      req.session.save((unsaved: unknown) => (unsaved ? reject(asError(unsaved)) : resolve()));
    });
  });
}

/** Takes the session from the browser and from Redis. */
export function dropSession(req: Request, res: Response): Promise<void> {
  res.clearCookie(SESSION_COOKIE, { httpOnly: true, sameSite: "strict" });
  return new Promise((resolve, reject) => {
    req.session.destroy((failed: unknown) => (failed ? reject(asError(failed)) : resolve()));
  });
}

const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error("session store", { cause: thrown });

/** The digest of this browser's device cookie, which is set when it has none yet. */
export function deviceOf(req: Request, res: Response): string {
  const known = new RegExp(`(?:^|;\\s*)${DEVICE_COOKIE}=([\\w-]{43})(?:;|$)`).exec(
    req.headers.cookie ?? "",
  )?.[1];
  const device = known ?? randomBytes(32).toString("base64url");
  if (!known)
    res.cookie(DEVICE_COOKIE, device, {
      httpOnly: true,
      sameSite: "strict",
      secure: req.secure,
      maxAge: DEVICE_MS,
    });
  return createHash("sha256").update(device).digest("hex");
}
