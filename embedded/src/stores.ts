import { join } from "node:path";
import { reachRedis } from "@hub/domain/store/reach";
import { openDataFolder, runningHub, socketOf } from "./data-folder.ts";
import { startServices } from "./services.ts";

export interface Stores {
  mongodbUri: string;
  redisUrl: string;
  filesDir: string;
  /** What the data folder keeps itself; null where the environment gives it. */
  secret: string | null;
  /** Keeps the secret of a restored hub; without effect where the environment gives it. */
  keepSecret(secret: string): void;
}

const keepSecret = () => undefined;

/**
 * Runs `work` on the hub's store from outside the hub: on what MONGODB_URI and REDIS_URL name, else on the data folder, whose services
 * are started for it. With `alongside`, a hub that runs on the folder is used as it is; without, it must be stopped first.
 */
export async function withStores<T>(
  given: Record<string, string | undefined>,
  root: string,
  { alongside, redis }: { alongside: boolean; redis: boolean },
  work: (stores: Stores) => Promise<T>,
): Promise<T> {
  const { MONGODB_URI: mongodbUri, REDIS_URL: redisUrl, FILES_DIR, SESSION_SECRET } = given;
  const dir = given["DATA_DIR"] || join(root, ".data");
  if (mongodbUri && (redisUrl || !redis) && FILES_DIR) {
    if (redis && redisUrl) await reachRedis(redisUrl);
    return work({
      mongodbUri,
      redisUrl: redisUrl ?? "",
      filesDir: FILES_DIR,
      secret: null,
      keepSecret,
    });
  }
  const running = alongside ? runningHub(dir) : null;
  if (running) {
    const { mongodbUri, redisUrl, filesDir, secret } = running;
    return work({ mongodbUri, redisUrl, filesDir, secret, keepSecret });
  }
  const folder = await openDataFolder(dir);
  try {
    const services = await startServices({
      dir: folder,
      mongoSocket: socketOf(folder.path, "mongo"),
      redisSocket: socketOf(folder.path, "redis"),
      mongodbUri,
      redisUrl: redisUrl || (redis ? undefined : "redis://not-needed"),
    });
    try {
      return await work({
        mongodbUri: services.mongodbUri,
        redisUrl: services.redisUrl,
        filesDir: FILES_DIR || folder.files,
        secret: SESSION_SECRET ? null : folder.sessionSecret,
        keepSecret: (secret) => (SESSION_SECRET ? undefined : folder.keepSecret(secret)),
      });
    } finally {
      await services.stop();
    }
  } finally {
    folder.release();
  }
}
