import { readFile } from "node:fs/promises";
import { join } from "node:path";
import express, { Router } from "express";
import { nonceOf } from "./security.ts";

/** Stands in the built index.html where the nonce of each answer goes (Vite's `html.cspNonce`). */
const PLACEHOLDER = /__CSP_NONCE__/g;

/** Where the schematic map finds tiles, and what stands under them; empty: it has none. */
export interface MapTiles {
  tiles: string;
  credit: string;
}
export const NO_TILES: MapTiles = { tiles: "", credit: "" };

/** Text as the value of an attribute between double quotes. */
const quoted = (text: string): string => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");

/**
 * The built client. Hashed assets never change and are kept for ever; the page itself is asked for each time, so that a new version
 * reaches everybody, and gets the nonce that lets its styles in. Every address that is no file is the page: the client routes.
 */
export async function clientFiles(dir: string, map: MapTiles): Promise<Router> {
  const built = await readFile(join(dir, "index.html"), "utf8");
  const page = built
    .replace("__MAP_TILES__", () => quoted(map.tiles))
    .replace("__MAP_CREDIT__", () => quoted(map.credit));
  const router = Router();
  router.use(
    "/assets",
    express.static(join(dir, "assets"), {
      immutable: true,
      maxAge: "1y",
      index: false,
      fallthrough: false,
    }),
  );
  router.use(express.static(dir, { index: false, maxAge: "1h" }));
  router.get("/{*path}", (_req, res) => {
    res
      .set("cache-control", "no-store")
      .type("html")
      .send(page.replace(PLACEHOLDER, nonceOf(res)));
  });
  return router;
}
