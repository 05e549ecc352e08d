import { createHash, randomBytes } from "node:crypto";
import { SESSION_COOKIE } from "@hub/domain/sessions/cookie";
import type { Where } from "@hub/domain/sessions/open";
import type { SessionIds } from "@hub/domain/sessions/queries";
import type { Request, Response } from "express";

const DEVICE_COOKIE = "tongzhou.device";
/** As long as browsers keep a cookie at all. */
const DEVICE_MS = 400 * 24 * 3_600_000;

/** Gives the browser a new session id that names `ids`; the id of before is worth nothing (session fixation). */
export function renewSession(req: Request, ids: SessionIds): Promise<void> {
  return new Promise((resolve, reject) => {
    req.session.regenerate((failed: unknown) => {
      if (failed) {
        reject(asError(failed));
        return;
      }
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

/** Where a request comes from; sets a device cookie on a browser that has none yet. */
export function whereOf(req: Request, res: Response): Where {
  const known = new RegExp(`(?:^|;\\s*)${DEVICE_COOKIE}=([\\w-]{43})(?:;|$)`).exec(
    req.headers.cookie ?? "",
  )?.[1];
  const cookie = known ?? randomBytes(32).toString("base64url");
  if (!known)
    res.cookie(DEVICE_COOKIE, cookie, {
      httpOnly: true,
      sameSite: "strict",
      secure: req.secure,
      maxAge: DEVICE_MS,
    });
  const device = createHash("sha256").update(cookie).digest("hex");
  return { address: req.ip ?? "", userAgent: req.get("user-agent") ?? "", device };
}
