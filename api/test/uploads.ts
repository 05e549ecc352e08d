import { fileRoutes, type FileView } from "@hub/domain/files/contract";
import sharp from "sharp";
import type { HubClient } from "./hub-client.ts";

/** tus 1.0.0, as the headers say it. */
const TUS = { "tus-resumable": "1.0.0" };

/** A small real photograph, never the same twice. */
export const aPhoto = (): Promise<Buffer> =>
  sharp({
    create: {
      width: 64,
      height: 48,
      channels: 3,
      background: { r: 60, g: Math.floor(Math.random() * 255), b: 120 },
    },
  })
    .png()
    .toBuffer();

/** Uploads bytes in one piece and turns them into a file. */
export async function upload(by: HubClient, name: string, bytes?: Uint8Array): Promise<FileView> {
  const body = bytes ?? (await aPhoto());
  const made = await by.fetch("/api/uploads", {
    method: "POST",
    headers: {
      ...TUS,
      "upload-length": String(body.length),
      "upload-metadata": `name ${Buffer.from(name).toString("base64")}`,
    },
  });
  const url = made.headers.get("location");
  if (made.status !== 201 || !url) throw new Error(`the upload was not made: ${made.status}`);
  const sent = await by.fetch(url, {
    method: "PATCH",
    headers: { ...TUS, "content-type": "application/offset+octet-stream", "upload-offset": "0" },
    body,
  });
  if (sent.status !== 204) throw new Error(`the upload was not taken: ${sent.status}`);
  return by.call(fileRoutes.register, { body: { upload: url.split("/").at(-1) ?? "" } });
}
