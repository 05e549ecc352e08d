import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { type Server, type Socket, createServer } from "node:net";
import { join } from "node:path";
import { runCommand } from "./commands.ts";
import { dataFile, lock, refuseDamaged, wayOut } from "./data-file.ts";
import { Engine } from "./engine.ts";
import { faultOf } from "./errors.ts";
import type { Doc } from "./values.ts";
import { type Request, Frames, parseMessage, sendReply } from "./wire.ts";

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
  const file = dataFile(dir);
  let engine: Engine;
  try {
    refuseDamaged(file);
    engine = new Engine(file);
  } catch (error) {
    unlock();
    const why = error instanceof Error ? error.message : String(error);
    const message = `the data file ${file} cannot be opened: ${why}. ${wayOut(file)}`;
    throw new Error(message, { cause: error });
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
  engine.address = addressOf(server);
  const host = "path" in listen ? encodeURIComponent(listen.path) : engine.address;
  const stop = async (): Promise<void> => {
    const closed = once(server, "close");
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
    await engine.close();
    unlock();
  };
  let stopping: Promise<void> | undefined;
  return {
    uri: `mongodb://${host}/?directConnection=true`,
    failed: engine.failed,
    stop: () => (stopping ??= stop()),
  };
}

async function bind(server: Server, listen: Listen): Promise<void> {
  if ("path" in listen) {
    rmSync(listen.path, { force: true });
    server.listen(listen.path);
  } else server.listen(listen.port ?? 0, listen.host ?? "127.0.0.1");
  await once(server, "listening");
}

/** host:port, or the socket's path. */
function addressOf(server: Server): string {
  const at = server.address();
  if (typeof at !== "object" || !at) return String(at);
  return at.family === "IPv6" ? `[${at.address}]:${at.port}` : `${at.address}:${at.port}`;
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
  let request: Request;
  try {
    request = parseMessage(message);
  } catch (error) {
    const id = message.readInt32LE(4);
    sendReply(socket, { id, legacy: false }, faultOf(error, 17).reply());
    socket.end();
    return;
  }
  try {
    const reply = await run(request.body);
    if (!request.silent && !socket.destroyed) send(socket, request, reply);
  } catch {
    socket.destroy();
  }
}

/** Sends an answer, or the fault of one that is too large. */
function send(socket: Socket, request: Request, reply: Doc): void {
  try {
    sendReply(socket, request, reply);
  } catch (error) {
    sendReply(socket, request, faultOf(error, 10334).reply());
  }
}
