import { HubError } from "../kernel/faults.ts";
import type { Ctx } from "../store/hub.ts";
import type { FileDoc } from "./model.ts";
import { watermarkLines } from "./rules.ts";
import { blobPath, isKept } from "./storage.ts";
import { previewOf, watermarkTile } from "./watermark.ts";

export interface Preview {
  mime: string;
  /** `stamped`: it lies in the bytes. `overlay`: the page that shows them draws it. */
  watermark: "stamped" | "overlay";
  /** Null: the kept bytes as they are. */
  bytes: Uint8Array | null;
}

/**
 * What this reader looks at: a picture made anew, or the PDF with the watermark in it. A PDF that cannot be stamped (encrypted, torn,
 * very large) is handed over as it is, for the page to draw the watermark over; its reader may download it anyway.
 */
export async function findPreview(ctx: Ctx, file: FileDoc): Promise<Preview> {
  const { files, store, clock } = ctx.hub;
  if (file.kind !== "jpg" && file.kind !== "png" && file.kind !== "pdf")
    throw new HubError("unsupported_type", { reason: "no_preview" });
  if (!(await isKept(files, file.sha256))) throw new HubError("gone");
  const office = await store.offices.findById(ctx.actor.officeId, { name: 1 }).lean();
  const lines = watermarkLines(ctx.actor.name, office?.name ?? "", clock.now());
  const path = blobPath(files, file.sha256);
  if (file.kind === "pdf") {
    const bytes = await files.workshop.stamp(path, await watermarkTile(lines));
    return { mime: file.mime, watermark: bytes ? "stamped" : "overlay", bytes };
  }
  const bytes = await previewOf(path, lines).catch((cause: unknown) => {
    throw new HubError("unsupported_type", { reason: "no_preview", cause });
  });
  return { mime: "image/jpeg", watermark: "stamped", bytes };
}
