import { readFile, stat } from "node:fs/promises";
import { PDFDocument } from "@cantoo/pdf-lib";

/** Larger ones take longer and more memory than a look at them is worth; the page draws their watermark itself. */
const LIMIT_BYTES = 48_000_000;
const LIMIT_PAGES = 1_000;

/**
 * The PDF with `tile` repeated across every page, above whatever stands there; null when it is too large or cannot be read. Width of
 * a tile: 220 points.
 */
export async function stamp(path: string, tile: Uint8Array): Promise<Uint8Array | null> {
  if ((await stat(path)).size > LIMIT_BYTES) return null;
  const document = await PDFDocument.load(await readFile(path), { updateMetadata: false });
  const pages = document.getPages();
  if (pages.length > LIMIT_PAGES) return null;
  const image = await document.embedPng(tile);
  const width = 220;
  const height = (image.height / image.width) * width;
  for (const page of pages) {
    const box = page.getCropBox();
    // A page may claim any size: as many tiles as an A0 sheet takes, and no more.
    const columns = Math.min(Math.ceil(box.width / width), 12);
    const rows = Math.min(Math.ceil(box.height / height), 24);
    for (let row = 0; row < rows; row += 1)
      for (let column = 0; column < columns; column += 1)
        page.drawImage(image, {
          x: box.x + column * width,
          y: box.y + row * height,
          width,
          height,
        });
  }
  return document.save();
}
