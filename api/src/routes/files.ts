import { addMaterials, registerFile, removeMaterials } from "@hub/domain/files/commands";
import { fileRoutes } from "@hub/domain/files/contract";
import { blobPath } from "@hub/domain/files/storage";
import { findPreview } from "@hub/domain/files/preview";
import {
  getFile,
  listChannelFiles,
  listMaterials,
  viewFile,
  type Readable,
} from "@hub/domain/files/queries";
import { attachment, downloadName } from "@hub/domain/files/rules";
import { HubError } from "@hub/domain/kernel/faults";
import { noteRead } from "@hub/domain/reads/commands";
import type { Ctx, Hub } from "@hub/domain/store/hub";
import { Router, type Response } from "express";
import { serve } from "../door.ts";
import { uploads } from "../uploads.ts";

/** Files: their arrival, what is known of them, their bytes, their preview; and the 材料清单 of matters. */
export function filesRoutes(hub: Hub): Router {
  const router = Router();
  router.use("/uploads", uploads(hub));
  serve(router, fileRoutes.register, async ({ ctx, body }) => {
    await registerFile(ctx, body);
    return viewFile(ctx, body.id);
  });
  serve(router, fileRoutes.get, ({ ctx, params }) => viewFile(ctx, params.fileId));
  serve(router, fileRoutes.content, async ({ ctx, params, res }) => {
    const found = await getFile(ctx, params.fileId);
    const { file, title } = found;
    await note(ctx, found);
    guard(res);
    res.set("content-type", file.mime);
    res.set("content-disposition", attachment(downloadName(title, file.name)));
    await sendBytes(res, blobPath(hub.files, file.sha256));
  });
  serve(router, fileRoutes.preview, async ({ ctx, params, res }) => {
    const found = await getFile(ctx, params.fileId);
    const { file } = found;
    const preview = await findPreview(ctx, file);
    await note(ctx, found);
    guard(res);
    res.set("content-type", preview.mime);
    res.set("content-disposition", "inline");
    res.set("watermark", preview.watermark);
    if (preview.bytes) res.end(preview.bytes);
    else await sendBytes(res, blobPath(hub.files, file.sha256));
  });
  serve(router, fileRoutes.ofLead, async ({ ctx, params }) => ({
    materials: await listMaterials(ctx, { kind: "lead", id: params.leadId }),
  }));
  serve(router, fileRoutes.ofExchange, async ({ ctx, params }) => ({
    materials: await listMaterials(ctx, { kind: "exchange", id: params.exchangeId }),
  }));
  serve(router, fileRoutes.ofChannel, async ({ ctx, params, query }) => ({
    files: await listChannelFiles(ctx, params.channelId, query.entries),
  }));
  serve(router, fileRoutes.add, async ({ ctx, params, body }) => {
    await addMaterials(ctx, params.leadId, body);
    return { materials: await listMaterials(ctx, { kind: "lead", id: params.leadId }) };
  });
  serve(router, fileRoutes.remove, async ({ ctx, params, body }) => {
    await removeMaterials(ctx, params.leadId, body);
    return { materials: await listMaterials(ctx, { kind: "lead", id: params.leadId }) };
  });
  return router;
}

/** A look at another office's file is a look at the matter it was read through; evidence is laid before all parties, and not watched. */
async function note(ctx: Ctx, { file, through }: Readable): Promise<void> {
  if (!through || through.kind === "channel" || through.kind === "occurrence") return;
  if (file.uploader.officeId !== ctx.actor.officeId)
    await noteRead(ctx, { kind: through.kind, id: through.id });
}

/** Whatever the bytes are, a browser must not run them: no guessing of types, and no rights where they are opened. */
function guard(res: Response): void {
  res.set("x-content-type-options", "nosniff");
  res.set("content-security-policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'");
  res.set("cache-control", "private, no-store");
}

/** Sends a kept file, whole or in the ranges asked for; one that its record promises and the folder lacks is `gone`. */
function sendBytes(res: Response, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { cacheControl: false, lastModified: false, dotfiles: "allow" } as const;
    res.sendFile(path, options, (failed?: Error & { status?: number }) => {
      if (failed && !res.headersSent) {
        if (failed.status !== 416) {
          res.removeHeader("content-disposition");
          return reject(new HubError("gone", { cause: failed }));
        }
        res.status(416).end(); // beyond the end: nothing went wrong (RFC 9110 section 15.5.17)
      }
      resolve();
    });
  });
}
