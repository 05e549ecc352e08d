import type { FileHandle } from "node:fs/promises";

const MAGIC = Buffer.from("d0cf11e0a1b11ae1", "hex");
const END_OF_CHAIN = 0xfffffffa; // and above: free, end, FAT and DIFAT sectors
const ENTRY_BYTES = 128;
/** Far more directory sectors than a document has; a chain that is longer runs in a circle. */
const MOST_SECTORS = 4_096;

export const isCompound = (head: Buffer): boolean => head.subarray(0, 8).equals(MAGIC);

/**
 * Names of the streams and storages of an OLE compound document ([MS-CFB] 2.6), such as `WordDocument`; null when its directory
 * cannot be read.
 */
export async function streamsOf(file: FileHandle): Promise<Set<string> | null> {
  const header = await bytesAt(file, 0, 512);
  if (!header || !isCompound(header)) return null;
  const shift = header.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) return null;
  const size = 1 << shift;
  const names = new Set<string>();
  let sector = header.readUInt32LE(48);
  for (let read = 0; sector < END_OF_CHAIN; read += 1) {
    if (read >= MOST_SECTORS) return null;
    const bytes = await bytesAt(file, (sector + 1) * size, size);
    if (!bytes) return null;
    for (let at = 0; at < size; at += ENTRY_BYTES) {
      const length = bytes.readUInt16LE(at + 64);
      const kind = bytes[at + 66];
      if (kind === 0 || length < 2 || length > 64) continue;
      names.add(bytes.toString("utf16le", at, at + length - 2));
    }
    const next = await nextSector(file, header, size, sector);
    if (next === null) return null;
    sector = next;
  }
  return names;
}

/** The sector after `sector` by the file allocation table; the header names its first 109 sectors, which is 6.8 MB at the least … */
async function nextSector(
  file: FileHandle,
  header: Buffer,
  size: number,
  sector: number,
): Promise<number | null> {
  const perSector = size / 4;
  let index = Math.floor(sector / perSector);
  let table: number | null;
  if (index < 109) table = header.readUInt32LE(76 + index * 4);
  else {
    // … and a chain of DIFAT sectors names the rest, each ending with the place of the next.
    index -= 109;
    let difat = header.readUInt32LE(68);
    for (let hops = Math.floor(index / (perSector - 1)); hops > 0; hops -= 1) {
      const next = await bytesAt(file, (difat + 1) * size + size - 4, 4);
      if (!next) return null;
      difat = next.readUInt32LE(0);
    }
    const cell = await bytesAt(file, (difat + 1) * size + (index % (perSector - 1)) * 4, 4);
    table = cell?.readUInt32LE(0) ?? null;
  }
  if (table === null || table >= END_OF_CHAIN) return null;
  const cell = await bytesAt(file, (table + 1) * size + (sector % perSector) * 4, 4);
  return cell?.readUInt32LE(0) ?? null;
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer | null> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return bytesRead === length ? buffer : null;
}
