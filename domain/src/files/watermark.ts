import sharp from "sharp";
import { outlineOf } from "../papers/font.ts";
import { MOST_PIXELS } from "./sniff.ts";

/** The longer side of a previewed picture, in pixels. */
const LONGEST_PX = 2_400;
const TEXT_PX = 26;

/**
 * One tile of the watermark: `lines` at a slant, as outlines, because a machine may have no font at all. Light enough to read what
 * lies under it, dark and pale at once, so that it shows on both.
 */
async function tileSvg(lines: readonly string[]): Promise<{ svg: string; width: number }> {
  const drawn = await Promise.all(lines.map((text) => outlineOf(text, TEXT_PX)));
  const longest = Math.max(...drawn.map((one) => one.width), 200);
  const width = Math.ceil(longest * 0.95 + 120);
  const height = Math.ceil(longest * 0.42 + 150);
  const rows = drawn
    .map(
      (one, index) =>
        `<g transform="translate(${-one.width / 2} ${(index - (drawn.length - 1) / 2) * TEXT_PX * 1.5})">${one.paths}</g>`,
    )
    .join("");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><g transform="translate(${width / 2} ${height / 2}) rotate(-22)" fill="#1f2a37" fill-opacity="0.17" stroke="#ffffff" stroke-opacity="0.22" stroke-width="26" paint-order="stroke">${rows}</g></svg>`;
  return { svg, width };
}

/** The tile as PNG with transparency, twice as fine as it is drawn, for documents. */
export async function watermarkTile(lines: readonly string[]): Promise<Buffer> {
  const { svg } = await tileSvg(lines);
  return sharp(Buffer.from(svg), { density: 144 }).png().toBuffer();
}

/** The picture for looking at: upright, no larger than a screen, without anything the camera wrote into it, the watermark across. */
export async function previewOf(path: string, lines: readonly string[]): Promise<Buffer> {
  const { svg } = await tileSvg(lines);
  const { data, info } = await sharp(path, { limitInputPixels: MOST_PIXELS, failOn: "none" })
    .rotate()
    .resize({ width: LONGEST_PX, height: LONGEST_PX, fit: "inside", withoutEnlargement: true })
    .flatten({ background: "#ffffff" })
    .toBuffer({ resolveWithObject: true });
  const tile = await fitting(Buffer.from(svg), info);
  return sharp(data)
    .composite([{ input: tile, tile: true }])
    .jpeg({ quality: 84 })
    .toBuffer();
}

/** A tile must not be larger than what it lies on. */
async function fitting(svg: Buffer, on: { width: number; height: number }): Promise<Buffer> {
  const share = Math.max(on.width, on.height) / 1_200;
  const { width } = await sharp(svg).metadata();
  return sharp(svg, { density: Math.min(288, Math.max(72, 72 * share)) })
    .resize({
      width: Math.max(1, Math.min(on.width, Math.round(width * Math.max(1, share)))),
      height: on.height,
      fit: "inside",
      withoutEnlargement: false,
    })
    .png()
    .toBuffer();
}
