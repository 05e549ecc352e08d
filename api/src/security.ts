import { randomBytes } from "node:crypto";
import { HubError } from "@hub/domain/kernel/faults";
import type { RequestHandler, Response } from "express";
import helmet from "helmet";

/** The nonce of this answer, for the styles of its page. */
export const nonceOf = (res: { locals: Record<string, unknown> }): string =>
  String(res.locals["nonce"]);

/**
 * Strict content security: everything from the hub itself; blob: for pictures and documents that were fetched with the session, and
 * for the worker that hashes files; styles by nonce; pictures also from the one origin of the map's tiles, where there is one. HSTS and upgrades only where browsers come by https.
 */
export function securityHeaders({
  https,
  tiles,
}: {
  https: boolean;
  /** The address of map tiles; empty: none. */
  tiles: string;
}): RequestHandler[] {
  const nonce: RequestHandler = (_req, res, next) => {
    res.locals["nonce"] = randomBytes(16).toString("base64");
    next();
  };
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", (_req, res) => `'nonce-${nonceOf(res as Response)}'`],
        // Measuring a text field and placing a list set style attributes; those cannot load anything or run.
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", "blob:", ...(tiles ? [new URL(tiles).origin] : [])],
        mediaSrc: ["'self'", "blob:"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", "blob:"],
        manifestSrc: ["'self'"],
        frameSrc: ["'self'", "blob:"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    // Without https browsers ignore these two and complain about them on every page.
    crossOriginOpenerPolicy: https,
    originAgentCluster: https,
    referrerPolicy: { policy: "same-origin" },
  });
  return [nonce, headers];
}

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses a changing request that does not come from a page of the hub: its Origin must be exactly one of `origins`, as for sockets.
 * The host that was asked proves nothing, for whoever rebinds a name to this address chooses it. Browsers send Origin with every such
 * request; whoever sends none is no page.
 */
export function sameOrigin(origins: readonly string[]): RequestHandler {
  const known = new Set(origins);
  return (req, _res, next) => {
    const isKnown = known.has(req.headers.origin ?? "");
    next(SAFE.has(req.method) || isKnown ? undefined : new HubError("bad_origin"));
  };
}
