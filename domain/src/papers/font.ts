import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import type { Font } from "fontkit";

/** Noto Serif SC Regular 2.003, whole and unchanged but for the compression; its licence (OFL 1.1) lies beside it. */
const FONT_FILE = new URL("../../assets/fonts/NotoSerifSC-Regular.ttf.br", import.meta.url);

let bytes: Promise<Buffer> | undefined;
let parsed: Promise<Font> | undefined;

/** The font that every paper is set in and embeds: 15 MB once unpacked, so it is read at the first paper and kept. */
export function fontBytes(): Promise<Buffer> {
  bytes ??= readFile(FONT_FILE).then(promisify(brotliDecompress));
  return bytes;
}

function font(): Promise<Font> {
  parsed ??= Promise.all([fontBytes(), import("fontkit")]).then(([buffer, { create }]) => {
    const made = create(buffer);
    if (!("layout" in made)) throw new TypeError("a font collection, where one font was expected");
    return made;
  });
  return parsed;
}

/**
 * `text` as SVG paths on a baseline at 0, for pictures made on machines without fonts. `size` and `width` in pixels; stroke widths
 * inside are in font units (1,000 to the size).
 */
export async function outlineOf(
  text: string,
  size: number,
): Promise<{ paths: string; width: number }> {
  const face = await font();
  const scale = size / face.unitsPerEm;
  const { glyphs, positions } = face.layout(text);
  let x = 0;
  const paths = glyphs.map((glyph, index) => {
    const at = positions[index];
    const place = `translate(${((x + (at?.xOffset ?? 0)) * scale).toFixed(2)} 0) scale(${scale} ${-scale})`;
    x += at?.xAdvance ?? glyph.advanceWidth;
    return `<path transform="${place}" d="${glyph.path.toSVG()}"/>`;
  });
  return { paths: paths.join(""), width: x * scale };
}
