import type { FileKind } from "@hub/domain/files/contract";

const KINDS: Readonly<Record<string, FileKind>> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "application/pdf": "pdf",
  "video/mp4": "mp4",
};

/** What the hub can show of a recorded file; what it cannot is downloaded like a document. */
export const kindOf = (mime: string): FileKind => KINDS[mime] ?? "docx";
