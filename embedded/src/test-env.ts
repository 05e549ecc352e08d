import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Env } from "@hub/domain/store/env";
import { withDatabase } from "./services.ts";

/**
 * Settings for one test file: the store and Redis of the run (embedded/test/services.ts), with a database of its own, so that files do
 * not see each other's documents. Redis is shared; its content may vanish at any moment anyway.
 */
export function testEnv(given: Partial<Record<keyof Env, string>> = {}): Env {
  const { MONGODB_URI, REDIS_URL } = process.env;
  if (!MONGODB_URI || !REDIS_URL)
    throw new Error("No store: run through npm run test:doors, or set MONGODB_URI and REDIS_URL.");
  const name = `test_${randomBytes(5).toString("hex")}`;
  return Env.parse({
    MONGODB_URI: withDatabase(MONGODB_URI, name),
    REDIS_URL,
    PORT: "0",
    ORIGINS: "http://127.0.0.1:8080",
    SESSION_SECRET: randomBytes(32).toString("hex"),
    FILES_DIR: mkdtempSync(join(tmpdir(), "hub-files-")),
    LOG_LEVEL: "silent",
    ...given,
  });
}
