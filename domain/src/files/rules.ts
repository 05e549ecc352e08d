import { dayOf } from "../kernel/clock.ts";
import { bearsStateSecretMark } from "../kernel/markings.ts";
import { allow, refuse, type Verdict } from "../kernel/verdict.ts";
import { MAX_FILE_BYTES, type FileKind } from "./contract.ts";

export const MIME: Readonly<Record<FileKind, string>> = {
  jpg: "image/jpeg",
  png: "image/png",
  pdf: "application/pdf",
  ofd: "application/ofd",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  doc: "application/msword",
  wps: "application/kswps",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  et: "application/kset",
  mp4: "video/mp4",
};

const EXTENSIONS: Readonly<Record<string, FileKind>> = {
  jpg: "jpg",
  jpeg: "jpg",
  png: "png",
  pdf: "pdf",
  ofd: "ofd",
  docx: "docx",
  doc: "doc",
  wps: "wps",
  xlsx: "xlsx",
  et: "et",
  mp4: "mp4",
};

/** The kind that a name claims, or null when the hub keeps no such files. */
export function kindOfName(name: string): FileKind | null {
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase();
  return (extension && EXTENSIONS[extension]) || null;
}

/**
 * Characters that have no place in a name: controls, and those that turn the writing direction or take no room, with which
 * `exe.fdp` is made to read as `pdf.exe` backwards. Then those that file systems forbid.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const FORBIDDEN = /[\\/:*?"<>|]/g;
const NAME_LIMIT = 200;

/** The name as it is kept: no path, nothing hidden, at most 200 characters with its extension whole. */
export function cleanName(given: string): string {
  const last = given.normalize("NFC").split(/[\\/]/).at(-1) ?? "";
  const plain = last.replace(HIDDEN, "").replace(FORBIDDEN, "_").trim().replace(/^\.+/, "");
  const { stem, extension } = split(plain);
  return (
    Array.from(stem)
      .slice(0, NAME_LIMIT - extension.length)
      .join("") + extension
  );
}

function split(name: string): { stem: string; extension: string } {
  const at = name.lastIndexOf(".");
  return at > 0
    ? { stem: name.slice(0, at), extension: name.slice(at) }
    : { stem: name, extension: "" };
}

/** What people call a file until somebody says better: its name without the extension. */
export const titleOfName = (name: string): string => split(name).stem.trim() || name;

/** The name under which a file is handed out: its title, with the extension of what it is. */
export function downloadName(title: string, name: string): string {
  const { extension } = split(name);
  const clean = cleanName(title);
  return clean.toLowerCase().endsWith(extension.toLowerCase())
    ? clean
    : cleanName(`${clean}${extension}`);
}

/** Whether an upload may begin: asked before a byte is taken, and again when all are there. */
export function mayUpload(file: { name: string; size: number }): Verdict {
  if (bearsStateSecretMark(file.name)) return refuse("state_secret");
  if (kindOfName(file.name) === null) return refuse("unsupported_type", "kind_not_kept");
  if (file.size === 0) return refuse("bad_input", "file_empty");
  if (file.size > MAX_FILE_BYTES) return refuse("too_large");
  return allow;
}

/** Whether what came may be kept: what it is must be what it is called. */
export function mayKeep(name: string, sniffed: FileKind | null): Verdict {
  if (sniffed === null) return refuse("unsupported_type", "content_not_kept");
  if (sniffed !== kindOfName(name)) return refuse("unsupported_type", "content_differs");
  return allow;
}

/**
 * `Content-Disposition: attachment` with the name in both forms of RFC 6266: ASCII for the old, `filename*` (RFC 8187) for the rest.
 */
export function attachment(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]/g, "_").replace(/["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** The lines that lie across whatever is previewed: reader, office, and the time in Asia/Shanghai. */
export function watermarkLines(reader: string, office: string, at: Date): string[] {
  const time = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 16);
  return [`${reader}  ${office}`, `${dayOf(at)} ${time}`];
}
