import { createHash, randomBytes } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { CannotStart } from "@hub/domain/store/reach";
import { z } from "zod";

/** sun_path holds 108 bytes on Linux, 104 elsewhere, and the drivers add a little. */
const SOCKET_PATH_LIMIT_BYTES = 100;

/** Where one embedded hub keeps everything; held by one process at a time. */
export interface DataFolder {
  path: string;
  mongo: string;
  redis: string;
  files: string;
  /** Settings that are this folder's own; made once, readable by its owner alone. */
  sessionSecret: string;
  /** Tells other programs of this machine (backup, verify) where the running hub's store is. */
  announce(running: Omit<RunningHub, "pid">): void;
  /** Puts the secret of a restored hub in the place of the folder's own. */
  keepSecret(secret: string): void;
  release(): void;
}

/**
 * Makes a folder and those above it. Not by `recursive`, with which Node goes round for ever where the system says "no such file"
 * in a folder that is there, as /proc does.
 */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/** The real path of a data folder, made if it is not there. */
function made(dir: string): string {
  const path = resolve(dir);
  try {
    for (const part of [path, join(path, "mongo"), join(path, "redis"), join(path, "files")])
      makeFolder(part);
    const real = realpathSync(path);
    accessSync(real, constants.W_OK | constants.X_OK);
    return real;
  } catch (cause) {
    const why = cause instanceof Error && "code" in cause ? String(cause.code) : "not usable";
    throw new CannotStart(
      `The data folder ${path} cannot be written (${why}): correct its rights or set DATA_DIR.`,
      { cause },
    );
  }
}

/**
 * A socket in the kernel's abstract namespace, named after the folder: the kernel gives it to one process only and takes it back when
 * that one dies, however it dies, so there is no stale lock to judge.
 */
async function lock(path: string): Promise<() => void> {
  const name = createHash("sha256").update(path).digest("hex").slice(0, 32);
  const server = createServer((socket) => socket.destroy());
  server.unref();
  await new Promise<void>((done, fail) => {
    server.once("error", () => {
      const holder = runningHub(path);
      fail(
        new CannotStart(
          `The data folder ${path} is in use${holder ? ` by process ${holder.pid} (${holder.address})` : ""}: stop that hub or set DATA_DIR.`,
        ),
      );
    });
    server.listen(`\0tongzhou-${name}`, done);
  });
  return () => server.close();
}

/** Opens the folder for this process alone. Throws `CannotStart` when another hub has it, or it cannot be used. */
export async function openDataFolder(dir: string): Promise<DataFolder> {
  const path = made(dir);
  const longest = socketOf(path, "mongo");
  if (Buffer.byteLength(longest) > SOCKET_PATH_LIMIT_BYTES)
    throw new CannotStart(
      `The path of the data folder is too long for a socket (${longest}, over ${SOCKET_PATH_LIMIT_BYTES} bytes): set DATA_DIR to a shorter one.`,
    );
  const unlock = await lock(path);
  const about = join(path, "hub.json");
  return {
    path,
    mongo: join(path, "mongo"),
    redis: join(path, "redis"),
    files: join(path, "files"),
    sessionSecret: secretIn(path),
    announce(running) {
      writeFileSync(about, JSON.stringify({ pid: process.pid, ...running }), { mode: 0o600 });
    },
    keepSecret(secret) {
      writeFileSync(join(path, "session-secret"), secret, { mode: 0o600 });
    },
    release() {
      rmSync(about, { force: true });
      unlock();
    },
  };
}

export const socketOf = (folder: string, name: "mongo" | "redis"): string =>
  join(folder, `${name}.sock`);

const RunningHub = z.object({
  pid: z.number().int(),
  address: z.string(),
  mongodbUri: z.string(),
  redisUrl: z.string(),
  filesDir: z.string(),
  secret: z.string().nullable(),
});
type RunningHub = z.infer<typeof RunningHub>;

/** What the hub that runs on this folder said of itself; null when none runs or it died. */
export function runningHub(dir: string): RunningHub | null {
  try {
    const about = RunningHub.parse(
      JSON.parse(readFileSync(join(resolve(dir), "hub.json"), "utf8")),
    );
    process.kill(about.pid, 0);
    return about;
  } catch {
    return null;
  }
}

function secretIn(path: string): string {
  const file = join(path, "session-secret");
  if (!existsSync(file))
    writeFileSync(file, randomBytes(48).toString("base64url"), { mode: 0o600 });
  return readFileSync(file, "utf8").trim();
}
