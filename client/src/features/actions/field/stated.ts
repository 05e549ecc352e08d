import type { Fix } from "@hub/domain/actions/record-contract";
import ExifReader from "exifreader";

/** When and where a camera or drone says it took a file; what it does not say is null. */
export interface Stated {
  takenAt: string | null;
  fix: Fix | null;
}

/** `2026:12:03 09:30:05` and `+08:00`; a camera without a zone is taken to be set to Beijing time. */
export function instantOfExif(text: string | undefined, offset: string | undefined): string | null {
  const found = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(text ?? "");
  if (!found) return null;
  const [, year, month, day, clock] = found;
  const zone = /^[+-]\d\d:\d\d$/.test(offset ?? "") ? offset : "+08:00";
  const at = new Date(`${year}-${month}-${day}T${clock}${zone}`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** Reads what stands in the file itself. Anybody could have written it: it is marked as the device's own word. */
export async function statedIn(file: Blob): Promise<Stated> {
  const tags = await file
    .arrayBuffer()
    .then((bytes) => ExifReader.load(bytes, { expanded: true }))
    .catch(() => null); // films and pictures without it say nothing
  const lat = tags?.gps?.Latitude;
  const lon = tags?.gps?.Longitude;
  return {
    takenAt: instantOfExif(
      tags?.exif?.DateTimeOriginal?.description,
      tags?.exif?.OffsetTimeOriginal?.description,
    ),
    fix:
      typeof lat === "number" && typeof lon === "number" && Math.abs(lat) <= 90
        ? { lat, lon, accuracyM: null }
        : null,
  };
}
