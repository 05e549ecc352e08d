import { existsSync, mkdirSync, rmSync } from "node:fs";
import type { Server, Socket } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { runCommand } from "./commands.ts";
import { dataFile, lock, refuseDamaged, wayOut } from "./data-file.ts";
import { Engine } from "./engine.ts";
import { faultOf } from "./errors.ts";
import type { Doc } from "./values.ts";
import type { Request } from "./wire.ts";
import { Frames, parseMessage, sendReply } from "./wire.ts";

/** Where to listen: TCP (a free port on loopback unless told otherwise), or a unix socket of at most 100 bytes. */
export type Listen = { port?: number; host?: string } | { path: string };

export interface RunningEngine {
  /** For mongoose or the driver; add a database name where one is needed. */
  readonly uri: string;
  /** Resolves with what makes it impossible to go on: the file is damaged, or was not written. */
  readonly failed: Promise<unknown>;
  /** Ends connections, rolls open transactions back, and closes the file. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded MongoDB-compatible engine over a data folder, which is made if there is none.
 * One process per folder: throws when another one that lives has it. `run` stands in for `runCommand` where drivers are tested; what it
 * throws ends the connection.
 */
export async function startEngine({
  dir,
  listen,
  run = runCommand,
}: {
  dir: string;
  listen: Listen;
  run?: typeof runCommand;
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
      `the data file ${dataFile(dir)} cannot be opened: ${error instanceof Error ? error.message : String(error)}. ${wayOut(dataFile(dir))}`,
      { cause: error },
    );
  }
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    serve((body) => run(engine, body), socket);
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
  return {
    uri: `mongodb://${host}/?directConnection=true`,
    failed: engine.failed,
    stop: () => (stopping ??= stop()),
  };
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

type Run = (body: Doc) => Promise<Doc>;

/** Answers one connection's requests, in order. A frame that is none ends it. */
function serve(run: Run, socket: Socket): void {
  const frames = new Frames();
  let queue = Promise.resolve();
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy());
  // Who has said all he had to say still gets his answers.
  socket.on("end", () => void queue.then(() => socket.end()));
  socket.on("data", (chunk) => {
    try {
      for (const message of frames.push(chunk))
        queue = queue.then(() => answer(run, socket, message));
    } catch {
      socket.destroy();
    }
  });
}

/** Answers one message. One that cannot be read is answered with its fault, which ends the connection. */
async function answer(run: Run, socket: Socket, message: Buffer): Promise<void> {
  if (socket.destroyed || socket.writableEnded) return;
  const say = (request: Pick<Request, "id" | "legacy">, error: unknown, code: number): void =>
    sendReply(socket, request, faultOf(error, code).reply());
  let request: Request;
  try {
    request = parseMessage(message);
  } catch (error) {
    say({ id: message.readInt32LE(4), legacy: false }, error, 17);
    socket.end();
    return;
  }
  let reply: Doc;
  try {
    reply = await run(request.body);
  } catch {
    socket.destroy();
    return;
  }
  if (request.silent || socket.destroyed) return;
  try {
    sendReply(socket, request, reply);
  } catch (error) {
    say(request, error, 10334); // the answer is too large
  }
}
