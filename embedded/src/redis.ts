import { accessSync, constants } from "node:fs";
import { connect } from "node:net";
import { join, delimiter } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { CannotStart } from "@hub/domain/store/reach";
import { endStale, startChild, untilReady, type Child } from "./child.ts";

const WATCHDOG = fileURLToPath(new URL("../bin/redis.sh", import.meta.url));

/** The full path of a program, as the shell would find it; null when there is none. */
export function findProgram(name: string, path = process.env["PATH"] ?? ""): string | null {
  for (const folder of path.split(delimiter)) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      // not in this folder
    }
  }
  return null;
}

/** True once the server answers PONG; false while nothing listens, or it still loads its file. */
const answers = (socketPath: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(socketPath, () => socket.write("PING\r\n"));
    socket.once("data", (said) => {
      socket.destroy();
      resolve(said.toString().startsWith("+PONG"));
    });
    socket.once("error", () => resolve(false));
  });

/**
 * redis-server as a child on a unix socket only: append-only file synced every second, nothing evicted. `dir` is its data folder,
 * `socket` where it listens. Returns once it answers.
 */
export async function startRedis({
  dir,
  socket,
}: {
  dir: string;
  socket: string;
}): Promise<{ url: string; child: Child }> {
  const program = findProgram("redis-server");
  if (!program)
    throw new CannotStart(
      "redis-server is not installed: apt-get install redis-server, or set REDIS_URL.",
    );
  const pidFile = join(dir, "redis.pid");
  const ownerFile = join(dir, "owner.pid");
  await endStale(ownerFile, dir);
  await endStale(pidFile, dir);
  const child = startChild({
    name: "redis-server",
    command: WATCHDOG,
    args: [
      program,
      "--port",
      "0",
      "--unixsocket",
      socket,
      "--unixsocketperm",
      "700",
      "--dir",
      dir,
      "--pidfile",
      pidFile,
      "--daemonize",
      "no",
      "--loglevel",
      "warning",
      "--appendonly",
      "yes",
      "--appendfsync",
      "everysec",
      "--save",
      "",
      "--maxmemory-policy",
      "noeviction",
    ],
    cwd: dir,
    pidFile: ownerFile,
  });
  const ended = new AbortController();
  void child.ended.then(() => ended.abort());
  const ready = async () => {
    while (!ended.signal.aborted && !(await answers(socket))) await sleep(10);
  };
  await untilReady("redis-server", child, ready());
  return { url: `unix://${socket}`, child };
}
