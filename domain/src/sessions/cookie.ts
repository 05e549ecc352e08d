import type { Env } from "../store/env.ts";
import type { Redis } from "../store/redis.ts";
import { RedisStore } from "connect-redis";
import type { RequestHandler } from "express";
import session from "express-session";
import type { SessionIds } from "./queries.ts";

declare module "express-session" {
  interface SessionData {
    ids?: SessionIds;
  }
}

export const SESSION_COOKIE = "tongzhou.sid";
/** Longer than a session may last (sessions/rules.ts); the record in MongoDB decides. */
const COOKIE_MS = 13 * 3_600_000;

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
