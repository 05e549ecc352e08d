import { handlesContent } from "@hub/domain/access/rules";
import { ensureRoom, ensureUpload } from "@hub/domain/files/commands";
import { MAX_FILE_BYTES, UPLOADS_PATH } from "@hub/domain/files/contract";
import type { Locks } from "@hub/domain/files/locks";
import { findArrived } from "@hub/domain/files/storage";
import { HubError, toProblem } from "@hub/domain/kernel/faults";
import { Id, newId } from "@hub/domain/kernel/ids";
import { ensure } from "@hub/domain/kernel/verdict";
import type { Hub } from "@hub/domain/store/hub";
import { FileStore } from "@tus/file-store";
import { ERRORS, Server, type ServerOptions } from "@tus/server";
import type { Request, RequestHandler, Response } from "express";
import { ctxOf } from "./door.ts";

type TusRequest = Parameters<NonNullable<ServerOptions["onIncomingRequest"]>>[0];

/** Methods of the protocol; GET is not one of them, for what arrives is nobody's to read yet. */
const METHODS = new Set(["POST", "HEAD", "PATCH", "DELETE"]);

/**
 * Resumable uploads (tus 1.0.0: creation, creation with upload, termination). Bytes only: `files.register` makes a file of them. An
 * upload is its maker's alone, asked anew at every request; to everybody else it is not there.
 */
export function uploads(hub: Hub): RequestHandler {
  const server = new Server({
    path: UPLOADS_PATH,
    relativeLocation: true,
    maxSize: MAX_FILE_BYTES,
    // No Access-Control header: browsers may come from the hub's own pages only.
    allowedOrigins: [],
    datastore: new FileStore({ directory: hub.files.incoming }),
    locker: { newLock: (upload) => lockOf(hub.files.locks, upload) },
    namingFunction: () => newId(),
    getFileIdFromRequest: (_req, lastPath) => {
      const id = Id.safeParse(lastPath);
      return id.success ? id.data : undefined;
    },
    onIncomingRequest: async (req, upload) => {
      if (req.method === "POST") return;
      const arrived = await findArrived(hub.files, upload);
      if (arrived?.officerId !== ctxOf(answerTo(req)).actor.id)
        throw refused(new HubError("not_found"));
      if (req.method === "PATCH")
        await ensureRoom(hub, arrived.size - arrived.received).catch((thrown: unknown) => {
          throw refused(thrown);
        });
    },
    onUploadCreate: async (req, { size = 0, metadata }) => {
      try {
        const { name } = await ensureUpload(hub, { name: metadata?.["name"] ?? "", size });
        return { metadata: { name, officer: ctxOf(answerTo(req)).actor.id } };
      } catch (thrown) {
        throw refused(thrown);
      }
    },
    onResponseError: async (_req, thrown) => {
      const status = "status_code" in thrown ? thrown.status_code : null;
      if (status === ERRORS.ERR_MAX_SIZE_EXCEEDED.status_code)
        return refused(new HubError("too_large"));
      if (status === ERRORS.FILE_WRITE_ERROR.status_code)
        return ensureRoom(hub, 0).then(() => undefined, refused);
      return undefined;
    },
  });
  return async (req: Request, res: Response) => {
    res.locals["route"] = "uploads";
    ensure(handlesContent(ctxOf(res).actor.posts));
    if (!METHODS.has(req.method)) throw new HubError("not_found");
    ofResponse.set(req, res);
    // express-session lays its own `end` over the response, which takes no callback; the protocol's server hands one over. An upload
    // changes no session, so the response's own will do.
    Reflect.deleteProperty(res, "end");
    await server.handle(req, res);
  };
}

/** The door keeps what it knows of a request beside its response. */
const ofResponse = new WeakMap<object, Response>();

function answerTo(req: TusRequest): Response {
  const node = req.runtime?.node?.req;
  const res = node && ofResponse.get(node);
  if (!res) throw new TypeError("an upload outside the application");
  return res;
}

/** A fault in the form that the protocol's server throws: the same problem details as everywhere. */
function refused(thrown: unknown): { status_code: number; body: string } {
  const problem = toProblem(thrown);
  return { status_code: problem.status, body: JSON.stringify(problem) };
}

function lockOf(locks: Locks, upload: string) {
  let release: (() => Promise<void>) | undefined;
  return {
    lock: async (signal: AbortSignal, wanted: () => Promise<void> | void) => {
      const options = { signal, wanted: () => void wanted() };
      release = await locks.take(upload, options).catch((thrown: unknown) => {
        throw refused(thrown);
      });
    },
    unlock: async () => release?.(),
  };
}
