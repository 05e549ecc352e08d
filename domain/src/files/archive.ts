import { openPromise, type Entry } from "yauzl";

/** An archive of more entries than any office document has is refused unread. */
const MOST_ENTRIES = 20_000;

/** Entries of a zip file by name, as its central directory lists them; null when it is no sound zip or has too many. */
export async function entriesOf(path: string): Promise<Map<string, Entry> | null> {
  try {
    const zip = await openPromise(path);
    try {
      if (zip.entryCount > MOST_ENTRIES) return null;
      const found = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) found.set(entry.fileName, entry);
      return found;
    } finally {
      zip.close();
    }
  } catch {
    return null; // a broken archive is no archive
  }
}

/**
 * The text of those entries that `wanted` names, at most `limit` bytes of it in all: a small archive may unpack to terabytes, so what
 * it says of its own sizes is not believed.
 */
export async function textOf(
  path: string,
  wanted: (name: string) => boolean,
  limit: number,
): Promise<string[]> {
  const zip = await openPromise(path);
  const texts: string[] = [];
  let left = limit;
  try {
    if (zip.entryCount > MOST_ENTRIES) return texts;
    for await (const entry of zip.eachEntry()) {
      if (!wanted(entry.fileName)) continue;
      if (left <= 0) break;
      const chunks: Buffer[] = [];
      for await (const chunk of await zip.openReadStreamPromise(entry)) {
        const bytes = chunk as Buffer;
        chunks.push(bytes);
        left -= bytes.length;
        if (left <= 0) break;
      }
      texts.push(decoded(Buffer.concat(chunks)));
    }
  } finally {
    zip.close();
  }
  return texts;
}

/** XML says UTF-8 unless its first bytes say UTF-16 (XML 1.0, appendix F). */
function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString("utf16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString("utf16le");
  return bytes.toString("utf8");
}
