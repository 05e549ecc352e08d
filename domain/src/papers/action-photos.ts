import sharp from "sharp";
import type { Fix, PhotoView, Shot } from "../actions/record-contract.ts";
import { filesById } from "../files/links.ts";
import { blobPath, isKept } from "../files/storage.ts";
import type { Hub } from "../store/hub.ts";
import type { Sheet } from "./page.ts";
import { grouped, secondOf } from "./words.ts";

/** The longest side of a printed photo, in pixels: 120 mm at 200 dots an inch. */
const LONGEST_PX = 960;

/** A photo of a finding as it is printed. */
export interface PrintedPhoto {
  /** JPEG, upright and no larger than needed; null for what is no picture, or is gone. */
  picture: { bytes: Buffer; width: number; height: number } | null;
  /** What stands under it: of what, when and where by whose word, and the digest. */
  caption: readonly string[];
}

const placeOf = (fix: Fix | null): string =>
  fix
    ? `${fix.lat.toFixed(5)}, ${fix.lon.toFixed(5)}（${fix.accuracyM === null ? "精度不明" : `±${Math.round(fix.accuracyM)}米`}）`
    : "未给出位置";

/** 设备记录: what the hub's own page took; 照片自述: what stands in the file of a camera or drone, which anybody could have written there. */
export function statedOf({ takenAt, fix, stated }: Shot): string {
  const when = takenAt ? secondOf(takenAt) : "未给出时间";
  return `${stated === "file" ? "照片自述" : "设备记录"}：${when}\n位置：${placeOf(fix)}`;
}

type Taken = Pick<PhotoView, "shot" | "same">;

/** The digest as it was taken on the spot, and whether what arrived is the same. */
export const digestOf = ({ shot, same }: Taken): string =>
  `SHA-256 ${grouped(shot.sha256)}${same === false ? "\n与到达文件不一致" : ""}`;

/** Photos in the order in which they are asked for, each with its caption; `about` says of what each is. */
export async function printedPhotos(
  { files, store }: Hub,
  shots: readonly (Taken & { about: string })[],
): Promise<PrintedPhoto[]> {
  const found = await filesById(
    store,
    shots.map(({ shot }) => shot.fileId),
  );
  const made: PrintedPhoto[] = [];
  for (const { about, ...taken } of shots) {
    const file = found.get(taken.shot.fileId);
    const isPicture = file?.kind === "jpg" || file?.kind === "png";
    const caption = [about, statedOf(taken.shot), digestOf(taken)];
    if (!file || !isPicture || !(await isKept(files, file.sha256))) {
      made.push({ picture: null, caption });
      continue;
    }
    const picture = await sharp(blobPath(files, file.sha256), { failOn: "none" })
      .rotate()
      .resize({ width: LONGEST_PX, height: LONGEST_PX, fit: "inside", withoutEnlargement: true })
      .flatten({ background: "#ffffff" })
      .jpeg({ quality: 82 })
      .toBuffer({ resolveWithObject: true })
      .then(
        ({ data, info }) => ({ bytes: data, width: info.width, height: info.height }),
        () => null,
      );
    made.push({ picture, caption });
  }
  return made;
}

/** In the place of a film, and of what is gone. */
const NO_PICTURE = "（不是图片，或者文件已不在）";
const GAP = 16;
const SMALL = 7.5;

/** Two beside one another down the sheet, each with what is said of it; a pair keeps together. */
export function layPhotos(sheet: Sheet, photos: readonly PrintedPhoto[]): void {
  const { pdf, left } = sheet;
  const width = (sheet.width - GAP) / 2;
  const tall = width * 0.75;
  for (let index = 0; index < photos.length; index += 2) {
    const pair = photos.slice(index, index + 2);
    pdf.fontSize(SMALL);
    const said = Math.max(
      ...pair.map(({ caption }) => pdf.heightOfString(caption.join("\n"), { width })),
    );
    sheet.room(tall + said + 16);
    const top = pdf.y;
    for (const [place, { picture, caption }] of pair.entries()) {
      const x = left + place * (width + GAP);
      if (picture)
        pdf.image(picture.bytes, x, top, { fit: [width, tall], align: "center", valign: "center" });
      else {
        pdf.lineWidth(0.6).rect(x, top, width, tall).stroke("#5a5a5a");
        pdf.fontSize(SMALL).text(NO_PICTURE, x, top + tall / 2, { width, align: "center" });
      }
      pdf.fontSize(SMALL).text(caption.join("\n"), x, top + tall + 4, { width });
    }
    pdf.x = left;
    pdf.y = top + tall + said + 16;
  }
}
