import { attachment, MIME } from "@hub/domain/files/rules";
import type { Response } from "express";

/** A .docx to be saved under its name; nobody else may keep it. */
export function sendDocument(
  res: Response,
  { name, bytes }: { name: string; bytes: Buffer },
): void {
  res.set("content-type", MIME.docx);
  res.set("content-disposition", attachment(name));
  res.set("cache-control", "private, no-store");
  res.end(bytes);
}
