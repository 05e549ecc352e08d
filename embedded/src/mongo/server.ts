import {
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
  closeSync,
} from "node:fs";
import type { Server, Socket } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { runCommand } from "./commands.ts";
import { Engine } from "./engine.ts";
import { FailPoints } from "./fail-points.ts";
import { Pages } from "./pages.ts";
import type { Doc } from "./values.ts";
import { Frames, parseMessage, sendReply } from "./wire.ts";

/** Where to listen: TCP (a free port on loopback unless told otherwise), or a unix socket of at most 100 bytes. */
export type Listen = { port?: number; host?: string } | { path: string };

export interface RunningEngine {
  /** For mongoose or the driver; add a database name where one is needed. */
  readonly uri: string;
  /** Ends connections, rolls open transactions back, and closes the file. */
  stop(): Promise<void>;
}

/** The file of a data folder. */
export const dataFile = (dir: string): string => join(dir, "engine.mdb");

/**
 * Starts the embedded MongoDB-compatible engine over a data folder, which is made if there is none.
 * One process per folder: throws when another one that lives has it.
 */
export async function startEngine({
  dir,
  listen,
  testCommands = false,
}: {
  dir: string;
  listen: Listen;
  testCommands?: boolean;
}): Promise<RunningEngine> {
  if ("path" in listen && Buffer.byteLength(listen.path) > 100)
    throw new Error(`socket path over 100 bytes: ${listen.path}`);
  if ("path" in listen && !listen.path.endsWith(".sock"))
    throw new Error(`drivers know a socket by the ending .sock: ${listen.path}`);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const unlock = lock(join(dir, "engine.pid"));
  let engine: Engine;
  try {
    refuseDamaged(dataFile(dir));
    engine = new Engine(dataFile(dir));
  } catch (error) {
    unlock();
    throw new Error(
      `the data file ${dataFile(dir)} cannot be opened: ${error instanceof Error ? error.message : String(error)}; what is whole in it is saved by: npm run recover -- ${dataFile(dir)} NEW.mdb`,
      { cause: error },
    );
  }
  if (testCommands) engine.failPoints = new FailPoints();
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    serve(engine, socket);
  });
  try {
    await bind(server, listen);
  } catch (error) {
    await engine.close();
    unlock();
    throw error;
  }
  const address = server.address();
  engine.address =
    typeof address === "object" && address
      ? `${address.address.includes(":") ? `[${address.address}]` : address.address}:${address.port}`
      : String(address);
  const host = "path" in listen ? encodeURIComponent(listen.path) : engine.address;
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
    await engine.close();
    unlock();
  };
  return { uri: `mongodb://${host}/?directConnection=true`, stop: () => (stopping ??= stop()) };
}

/** lmdb would end the process over a file that is cut off. A new or an empty file is made into one. */
function refuseDamaged(file: string): void {
  if (!existsSync(file) || statSync(file).size === 0) return;
  const pages = new Pages(file);
  try {
    const damage = pages.damage();
    if (damage) throw new Error(`it is damaged (${damage})`);
  } finally {
    pages.close();
  }
}

function bind(server: Server, listen: Listen): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    const done = (): void => {
      server.off("error", reject);
      resolve();
    };
    if ("path" in listen) {
      if (existsSync(listen.path)) rmSync(listen.path);
      server.listen(listen.path, done);
    } else server.listen(listen.port ?? 0, listen.host ?? "127.0.0.1", done);
  });
}

/** Answers one connection's requests, in order. A frame that is none ends it. */
function serve(engine: Engine, socket: Socket): void {
  const frames = new Frames();
  let queue = Promise.resolve();
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy());
  // Who has said all he had to say still gets his answers.
  socket.on("end", () => void queue.then(() => socket.end()));
  socket.on("data", (chunk) => {
    try {
      for (const message of frames.push(chunk)) {
        const request = parseMessage(message);
        queue = queue.then(async () => {
          let reply: Doc;
          try {
            reply = await runCommand(engine, request.body);
          } catch {
            // Only a fail point throws: it wants the connection ended.
            socket.destroy();
            return;
          }
          if (request.silent || socket.destroyed) return;
          try {
            sendReply(socket, request, reply);
          } catch (error) {
            sendReply(socket, request, {
              ok: 0,
              code: 10334,
              codeName: "BSONObjectTooLarge",
              errmsg: error instanceof Error ? error.message : "the answer cannot be encoded",
            });
          }
        });
      }
    } catch {
      socket.destroy();
    }
  });
}

/** Takes the pid file of a folder; a stale one is taken over. */
function lock(path: string): () => void {
  for (;;) {
    try {
      const file = openSync(path, "wx", 0o600);
      writeSync(file, String(process.pid));
      closeSync(file);
      held.add(path);
      return () => {
        held.delete(path);
        rmSync(path, { force: true });
      };
    } catch (error) {
      if (!(error instanceof Error) || !("code" in error) || error.code !== "EEXIST") throw error;
      const owner = Number(readFileSync(path, "utf8"));
      if (owner && owner !== process.pid && lives(owner))
        throw new Error(`the data folder is in use by process ${owner} (${path})`, {
          cause: error,
        });
      if (owner === process.pid && held.has(path))
        throw new Error(`the data folder is in use by this process (${path})`, { cause: error });
      rmSync(path, { force: true });
    }
  }
}
/** The pid files of this process's own engines. */
const held = new Set<string>();

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("node");
  } catch {
    return false;
  }
}
