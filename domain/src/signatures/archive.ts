import { crc32 } from "node:zlib";

/** 1980-01-01 in the calendar of DOS: a package holds no times but those that are signed. */
const DATE = 0x0021;
/** Names are UTF-8 (APPNOTE 4.4.4, bit 11). */
const FLAGS = 0x0800;
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const LOCAL_BYTES = 30;

export type Files = ReadonlyMap<string, Uint8Array>;

/**
 * A zip archive of stored files (APPNOTE 6.3), in the given order. Written here and not by a library, because a package is verified by
 * writing it again: the same files must give the same bytes for as long as packages are kept.
 */
export function packFiles(files: Files): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [path, bytes] of files) {
    const name = Buffer.from(path);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(10, 0); // version needed
    common.writeUInt16LE(FLAGS, 2);
    common.writeUInt16LE(DATE, 8);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    local.push(numbers(LOCAL), common, name, Buffer.from(bytes));
    // Version made by, then the same fields, then attributes (none) and where the file lies.
    central.push(numbers(CENTRAL), Buffer.from([20, 0]), common, place, name);
    offset += LOCAL_BYTES + name.length + bytes.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.size, 4);
  end.writeUInt16LE(files.size, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, directory, numbers(END), end]);
}

function numbers(signature: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(signature);
  return bytes;
}

/** The files of an archive that packFiles wrote, or null for any other: not one bit may be different. */
export function unpackFiles(archive: Buffer): Map<string, Buffer> | null {
  const files = new Map<string, Buffer>();
  let at = 0;
  while (at + LOCAL_BYTES <= archive.length && archive.readUInt32LE(at) === LOCAL) {
    const size = archive.readUInt32LE(at + 18);
    const start = at + LOCAL_BYTES + archive.readUInt16LE(at + 26);
    if (start + size > archive.length) return null;
    files.set(
      archive.toString("utf8", at + LOCAL_BYTES, start),
      archive.subarray(start, start + size),
    );
    at = start + size;
  }
  return packFiles(files).equals(archive) ? files : null;
}
