import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { CannotStart, reachRedis } from "@hub/domain/store/reach";
import { parseEnv, type Running } from "@hub/domain/store/run";
import { openDataFolder, socketOf } from "./data-folder.ts";
import { startServices } from "./services.ts";

type Given = Record<string, string | undefined>;

/** Every address under which a browser on this machine, or in its network when HOST says so, may open the hub. */
function originsOf(host: string, port: string): string {
  const isEvery = host === "0.0.0.0" || host === "::";
  const own = isEvery
    ? Object.values(networkInterfaces()).flatMap((list) =>
        (list ?? []).map(({ address }) => address),
      )
    : [host];
  const names = new Set(["127.0.0.1", "localhost", ...own.filter((name) => !name.includes("%"))]);
  return [...names]
    .map((name) => new URL(`http://${name.includes(":") ? `[${name}]` : name}:${port}`).origin)
    .join(",");
}

/** Fails while the address is taken, before anything is started. */
async function ensureFree(host: string, port: number): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once("error", reject);
    probe.listen(port, host, resolve);
  });
  await new Promise((resolve) => probe.close(resolve));
}

/**
 * The embedded default: checks the address and the data folder, starts the database and Redis that the environment does not name,
 * then the hub's own code in this process. Whatever was opened is closed again when a later step fails.
 */
export async function startHub(given: Given, root: string): Promise<Running> {
  const host = given["HOST"] || "127.0.0.1";
  const port = given["PORT"] || "8080";
  const dir = given["DATA_DIR"] || join(root, ".data");
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535)
    throw new CannotStart(`PORT is ${port}: set it to a number from 1 to 65535.`);
  await ensureFree(host, Number(port));
  if (given["REDIS_URL"]) await reachRedis(given["REDIS_URL"]);
  const folder = await openDataFolder(dir);

  const closing: (() => Promise<void> | void)[] = [() => folder.release()];
  const stop = async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  };
  try {
    // The program is read and compiled while database and Redis start.
    const program = import("./all.ts");
    program.catch(() => undefined);
    const services = await startServices({
      dir: folder,
      mongodbUri: given["MONGODB_URI"],
      redisUrl: given["REDIS_URL"],
      mongoSocket: socketOf(folder.path, "mongo"),
      redisSocket: socketOf(folder.path, "redis"),
    });
    closing.push(() => services.stop());
    const env = parseEnv({
      ORIGINS: originsOf(host, port),
      SESSION_SECRET: folder.sessionSecret,
      FILES_DIR: folder.files,
      CLIENT_DIR: join(root, "client/dist"),
      LOG_LEVEL: "warn",
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value)),
      HOST: host,
      PORT: port,
      MONGODB_URI: services.mongodbUri,
      REDIS_URL: services.redisUrl,
    });
    const { startAll } = await program;
    const all = await startAll(env);
    closing.push(() => all.stop());
    const address = `http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${port}`;
    folder.announce({
      address,
      mongodbUri: env.MONGODB_URI,
      redisUrl: env.REDIS_URL,
      filesDir: env.FILES_DIR,
      secret: given["SESSION_SECRET"] ? null : folder.sessionSecret,
    });
    const lines = [`\n同舟 Tongzhou  ${address}`, all.welcome, "Ctrl-C stops it.\n"];
    process.stdout.write(lines.filter((line) => line !== "").join("\n"));
    return { stop, lost: Promise.race([services.lost, all.lost]) };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}
