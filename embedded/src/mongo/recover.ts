import { existsSync } from "node:fs";
import { type CollectionRecord, Catalog } from "./catalog.ts";
import type { Collection } from "./collection.ts";
import { faultOf } from "./errors.ts";
import { parseIndex } from "./indexes.ts";
import { type Entry, Pages } from "./pages.ts";
import { Store } from "./store.ts";
import { decode } from "./codec.ts";

export interface Recovered {
  collections: number;
  documents: number;
  /** Those among them that the damaged tree did not lead to any more: they may be out of date or deleted. */
  strays: number;
  /** What is lost or in doubt, a line each. */
  faults: string[];
}

const BATCH = 1_000;

/**
 * Writes what is whole in a damaged data file that no engine has open into a new one, and builds the indexes anew. Documents whose
 * collection is not known any more go to `recovered.<number>`.
 */
export async function recoverFile(from: string, to: string): Promise<Recovered> {
  if (existsSync(to)) throw new Error(`${to} is there already: recover into a new file`);
  const pages = new Pages(from);
  const store = new Store(to);
  try {
    const { records, found } = contents(pages);
    const catalog = new Catalog(store);
    const { faults } = pages;
    const result: Recovered = { collections: 0, documents: 0, strays: 0, faults };
    for (const id of new Set([...records.keys(), ...found.keys()])) {
      const record = records.get(id);
      if (!record) faults.push(`collection ${id}: its name is lost, it is recovered.${id} now`);
      const collection = catalog.ensure(record?.ns ?? `recovered.${id}`);
      addIndexes(collection, record);
      catalog.save(collection);
      result.collections++;
      let draft = store.draft();
      for (const [rid, { bytes, stray }] of [...(found.get(id) ?? [])].toSorted(byNumber)) {
        try {
          collection.insert(draft, decode(bytes));
          result.documents++;
          if (stray) result.strays++;
        } catch (error) {
          // A stray may be an older state of a document that is there.
          if (!stray) faults.push(`${collection.ns}: record ${rid}: ${faultOf(error, 22).message}`);
        }
        if (draft.writes.size < BATCH) continue;
        await store.apply(draft.writes);
        draft = store.draft();
      }
      await store.apply(draft.writes);
    }
    return result;
  } finally {
    pages.close();
    await store.close();
  }
}

type Documents = Map<number, { bytes: Buffer; stray: boolean }>;
const byNumber = ([a]: [number, unknown], [b]: [number, unknown]): number => a - b;

/** The records of collections, and the documents of each by their numbers. */
function contents(pages: Pages) {
  const records = new Map<number, CollectionRecord>();
  const found = new Map<number, Documents>();
  const take = ([key, value]: Entry, stray: boolean): void => {
    const number = key.length > 6 ? key.readUInt32BE(0) : 0;
    const isCatalog = key.length > 6 && number === 0 && key.readUInt16BE(4) === 0;
    const record = isCatalog ? recordOf(value) : undefined;
    if (record && !records.has(record.id)) records.set(record.id, record);
    if (key.length !== 12 || number < 16 || key.readUInt16BE(4) !== 0) return;
    const rid = key.readUIntBE(6, 6);
    const documents: Documents = found.get(number) ?? new Map();
    found.set(number, documents);
    if (!documents.has(rid)) documents.set(rid, { bytes: value, stray });
  };
  for (const entry of pages.entries()) take(entry, false);
  if (pages.faults.length > 0) for (const entry of pages.strays()) take(entry, true);
  return { records, found };
}

function recordOf(bytes: Buffer): CollectionRecord | undefined {
  try {
    const record = decode(bytes) as unknown as CollectionRecord;
    return typeof record.id === "number" ? record : undefined;
  } catch {
    return undefined;
  }
}

function addIndexes({ record }: Collection, old: CollectionRecord | undefined): void {
  for (const { no, spec } of old?.indexes ?? [])
    if (no !== 1) record.indexes.push(parseIndex(spec, record.nextIndex++));
}
