import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { bearsStateSecretMark } from "../kernel/markings.ts";
import { textOf } from "./archive.ts";
import type { FileKind } from "./contract.ts";

/** A mark stands on the first pages if anywhere; beyond this much text the search ends. */
const TEXT_LIMIT_BYTES = 24_000_000;
const PDF_LIMIT_BYTES = 64_000_000;
const PDF_PAGES = 50;
/** Character maps for PDFs that name Chinese fonts without carrying them; the closing slash is pdf.js's wish. */
const CMAPS = join(
  dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json")),
  "cmaps/",
);

const PARTS: Partial<Record<FileKind, RegExp>> = {
  docx: /^word\/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml$/,
  xlsx: /^xl\/(?:sharedStrings|worksheets\/[^/]+)\.xml$/,
  ofd: /Content\.xml$/,
};

/** True when a state-secret mark stands in the text of a document, where its text can be had. */
export async function bearsMark(path: string, kind: FileKind): Promise<boolean> {
  const parts = PARTS[kind];
  if (parts) {
    const texts = await textOf(path, (name) => parts.test(name), TEXT_LIMIT_BYTES);
    // The word and the star may stand in runs of their own: tags go, what they held apart comes together.
    return texts.some((xml) => bearsStateSecretMark(plain(xml)));
  }
  if (kind === "pdf") return pdfBearsMark(path);
  if (kind === "doc" || kind === "wps" || kind === "et") return compoundBearsMark(path);
  return false;
}

const ENTITY = /&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi;

const plain = (xml: string): string =>
  xml.replace(/<[^>]*>/g, "").replace(ENTITY, (whole, hex?: string, decimal?: string) => {
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });

async function pdfBearsMark(path: string): Promise<boolean> {
  if ((await stat(path)).size > PDF_LIMIT_BYTES) return false;
  // Only here, because it is large and only this thread needs it.
  const { getDocument } = await import("pdfjs-dist/legacy/build/pdf.mjs");
  const task = getDocument({
    data: new Uint8Array(await readFile(path)),
    isEvalSupported: false,
    useSystemFonts: false,
    disableFontFace: true,
    cMapUrl: CMAPS,
    cMapPacked: true,
    stopAtErrors: false,
    verbosity: 0,
  });
  try {
    const document = await task.promise;
    for (let n = 1; n <= Math.min(document.numPages, PDF_PAGES); n += 1) {
      const { items } = await (await document.getPage(n)).getTextContent();
      const text = items.map((item) => ("str" in item ? item.str : "")).join("");
      if (bearsStateSecretMark(text)) return true;
    }
    return false;
  } finally {
    await task.destroy();
  }
}

/** Word and Excel of 97 keep Chinese as UTF-16LE: looked for as such at even and at odd places, piece by piece. */
async function compoundBearsMark(path: string): Promise<boolean> {
  /** Bytes carried over, so that a mark across two pieces is found. */
  const overlap = 64;
  let before = Buffer.alloc(0);
  for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    const bytes = Buffer.concat([before, piece as Buffer]);
    if (
      bearsStateSecretMark(bytes.toString("utf16le")) ||
      bearsStateSecretMark(bytes.subarray(1).toString("utf16le"))
    )
      return true;
    before = bytes.subarray(-overlap);
  }
  return false;
}
