import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { startServices, type Services } from "../src/services.ts";

let services: Services | undefined;
let folder: string | undefined;

/**
 * Gives a mocha run its store and Redis: those that MONGODB_URI and REDIS_URL name, else the embedded ones in a folder of their own.
 * Tests find them under these two names; each takes databases of its own (`testEnv`).
 */
export async function mochaGlobalSetup(): Promise<void> {
  const { MONGODB_URI: mongodbUri, REDIS_URL: redisUrl } = process.env;
  if (mongodbUri && redisUrl) return;
  folder = mkdtempSync(join(tmpdir(), "hub-test-"));
  const dir = { mongo: join(folder, "mongo"), redis: join(folder, "redis") };
  for (const path of Object.values(dir)) mkdirSync(path);
  services = await startServices({
    dir,
    mongoSocket: join(folder, "mongo.sock"),
    redisSocket: join(folder, "redis.sock"),
    mongodbUri,
    redisUrl,
  });
  process.env["MONGODB_URI"] = services.mongodbUri;
  process.env["REDIS_URL"] = services.redisUrl;
}

export async function mochaGlobalTeardown(): Promise<void> {
  await services?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
}
