import { Catalog } from "../../src/mongo/catalog.ts";
import { keysOf } from "../../src/mongo/indexes.ts";
import { keyText } from "../../src/mongo/overlay.ts";
import { Store } from "../../src/mongo/store.ts";
import { decode } from "../../src/mongo/codec.ts";

/**
 * Walks a data file that no engine has open: every document must decode, every key of it must stand in every index, and
 * no index may hold more. Gives what it counted, and a line for each fault.
 */
export async function checkFile(
  file: string,
): Promise<{ collections: number; documents: number; entries: number; faults: string[] }> {
  const store = new Store(file);
  const faults: string[] = [];
  let [collections, documents, entries] = [0, 0, 0];
  try {
    const catalog = new Catalog(store);
    const view = store.latest();
    for (const collection of catalog.all()) {
      collections++;
      const expected = new Map(
        collection.record.indexes.map((index) => [index.no, new Map<string, number>()]),
      );
      for (const [key, bytes] of view.range(collection.start(0), collection.start(1))) {
        documents++;
        const rid = key.readUIntBE(6, 6);
        try {
          const doc = decode(bytes);
          for (const index of collection.record.indexes)
            for (const k of keysOf(index, doc).keys)
              expected.get(index.no)!.set(index.unique ? keyText(k) : `${keyText(k)}/${rid}`, rid);
        } catch (error) {
          faults.push(
            `${collection.ns}: record ${rid}: ${error instanceof Error ? error.message : "unreadable"}`,
          );
        }
      }
      for (const index of collection.record.indexes) {
        const wanted = expected.get(index.no)!;
        for (const [key, value] of view.range(
          collection.start(index.no),
          collection.start(index.no + 1),
        )) {
          entries++;
          const rid = collection.rid(index, key, value);
          const text = index.unique
            ? keyText(key.subarray(6))
            : `${keyText(key.subarray(6, -6))}/${rid}`;
          if (wanted.get(text) !== rid)
            faults.push(`${collection.ns}: ${index.name} leads to record ${rid} without reason`);
          wanted.delete(text);
        }
        for (const rid of wanted.values())
          faults.push(`${collection.ns}: ${index.name} lacks record ${rid}`);
      }
    }
  } finally {
    await store.close();
  }
  return { collections, documents, entries, faults };
}
