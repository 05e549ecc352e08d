import { open, type FileHandle } from "node:fs/promises";
import { fileTypeFromBuffer } from "file-type";
import sharp from "sharp";
import { entriesOf, textOf } from "./archive.ts";
import { isCompound, streamsOf } from "./compound.ts";
import type { FileKind } from "./contract.ts";

const HEAD_BYTES = 4_100;
/** A zip's closing record with the longest comment (APPNOTE 4.3.16). */
const TAIL_BYTES = 65_557;
const CONTENT_TYPES = "[Content_Types].xml";
const MAIN_PART: readonly [FileKind, string][] = [
  ["docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"],
  ["xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"],
];
/** Storages and streams in which compound documents carry macros. */
const MACROS = ["Macros", "_VBA_PROJECT_CUR", "VBA", "_VBA_PROJECT"];

/**
 * What a file is by its bytes, never by its name; null for everything that is not kept: other types, programs, pages, archives that
 * hide behind another type, documents with macros. `claimed` only decides between doc and wps, whose bytes are alike.
 */
export async function sniff(path: string, claimed: FileKind | null): Promise<FileKind | null> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const head = await slice(file, 0, Math.min(size, HEAD_BYTES));
    const tail = await slice(file, Math.max(0, size - TAIL_BYTES), Math.min(size, TAIL_BYTES));
    if (isZip(head)) return await zipKind(path);
    // A second life as an archive, a page or a PDF is how a picture becomes something else at the next reader.
    if (endsAsZip(tail) || looksLikePage(head)) return null;
    if (isCompound(head)) return await compoundKind(file, claimed);
    if (head.subarray(0, 5).toString("latin1") === "%PDF-")
      return tail.includes("%%EOF") ? "pdf" : null;
    if (head.includes("%PDF-")) return null;
    return await mediaKind(head, path, size);
  } finally {
    await file.close();
  }
}

async function slice(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
  return buffer.subarray(0, bytesRead);
}

const isZip = (head: Buffer) => head.subarray(0, 4).toString("latin1") === "PK\x03\x04";

/** True when the last bytes are a zip's closing record: its comment reaches exactly to the end of the file. */
function endsAsZip(tail: Buffer): boolean {
  for (
    let at = tail.lastIndexOf("PK\x05\x06", undefined, "latin1");
    at >= 0;
    at = at === 0 ? -1 : tail.lastIndexOf("PK\x05\x06", at - 1, "latin1")
  )
    if (at + 22 <= tail.length && at + 22 + tail.readUInt16LE(at + 20) === tail.length) return true;
  return false;
}

const PAGE = /<(?:!doctype|html|head|body|script|svg|iframe|\?php)[\s>]/i;
const looksLikePage = (head: Buffer) => PAGE.test(head.toString("latin1"));

async function zipKind(path: string): Promise<FileKind | null> {
  const entries = await entriesOf(path);
  if (!entries) return null;
  const names = [...entries.keys()];
  if (names.some((name) => /vbaProject\.bin$|\.(?:exe|dll|js|vbs|bat|class)$/i.test(name)))
    return null;
  if (entries.has("OFD.xml")) return "ofd";
  if (!entries.has(CONTENT_TYPES)) return null;
  const [types = ""] = await textOf(path, (name) => name === CONTENT_TYPES, 1_000_000).catch(
    () => [],
  );
  return MAIN_PART.find(([, main]) => types.includes(main))?.[0] ?? null;
}

async function compoundKind(file: FileHandle, claimed: FileKind | null): Promise<FileKind | null> {
  const streams = await streamsOf(file);
  if (!streams || MACROS.some((name) => streams.has(name))) return null;
  if (streams.has("WordDocument")) return claimed === "wps" ? "wps" : "doc";
  return streams.has("Workbook") || streams.has("Book") ? "et" : null;
}

async function mediaKind(head: Buffer, path: string, size: number): Promise<FileKind | null> {
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  switch (found?.mime) {
    case "image/jpeg":
      return (await isPicture(path, "jpeg")) ? "jpg" : null;
    case "image/png":
      return (await isPicture(path, "png")) ? "png" : null;
    case "video/mp4":
    case "video/x-m4v":
      // The first box must be whole: a page or a program cannot be laid over it.
      return head.toString("latin1", 4, 8) === "ftyp" && head.readUInt32BE(0) <= size
        ? "mp4"
        : null;
    default:
      return null;
  }
}

async function isPicture(path: string, format: "jpeg" | "png"): Promise<boolean> {
  try {
    const found = await sharp(path, { limitInputPixels: MOST_PIXELS }).metadata();
    return found.format === format && found.width > 0 && found.height > 0;
  } catch {
    return false;
  }
}

/** More than the largest camera makes; a picture of a few bytes can claim to be larger than memory. */
export const MOST_PIXELS = 200_000_000;
