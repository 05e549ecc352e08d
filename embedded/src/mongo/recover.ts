import { existsSync } from "node:fs";
import type { CollectionRecord } from "./catalog.ts";
import { Catalog } from "./catalog.ts";
import type { Collection } from "./collection.ts";
import { MongoFault } from "./errors.ts";
import { parseIndex } from "./indexes.ts";
import type { Entry } from "./pages.ts";
import { Pages } from "./pages.ts";
import { Store } from "./store.ts";
import type { Doc } from "./values.ts";
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
    const records = new Map<number, CollectionRecord>();
    const found = new Map<number, Map<number, { bytes: Buffer; stray: boolean }>>();
    const take = ([key, value]: Entry, stray: boolean): void => {
      const number = key.length > 6 ? key.readUInt32BE(0) : 0;
      if (key.length > 6 && number === 0 && key.readUInt16BE(4) === 0) {
        const record = whole(value) as unknown as CollectionRecord | undefined;
        if (typeof record?.id === "number" && !records.has(record.id))
          records.set(record.id, record);
      } else if (key.length === 12 && number >= 16 && key.readUInt16BE(4) === 0) {
        const rid = key.readUIntBE(6, 6);
        const documents = found.get(number) ?? new Map<number, { bytes: Buffer; stray: boolean }>();
        found.set(number, documents);
        if (!documents.has(rid)) documents.set(rid, { bytes: value, stray });
      }
    };
    for (const entry of pages.entries()) take(entry, false);
    if (pages.faults.length > 0) for (const entry of pages.strays()) take(entry, true);

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
      for (const [rid, { bytes, stray }] of [...(found.get(id) ?? [])].toSorted(
        ([a], [b]) => a - b,
      )) {
        const doc = whole(bytes);
        try {
          if (!doc) throw new MongoFault(22, "unreadable");
          collection.insert(draft, doc);
          result.documents++;
          if (stray) result.strays++;
        } catch (error) {
          // A stray may be an older state of a document that is there.
          if (!(error instanceof MongoFault)) throw error;
          if (!stray) faults.push(`${collection.ns}: record ${rid}: ${error.message}`);
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

function whole(bytes: Buffer): Doc | undefined {
  try {
    return decode(bytes);
  } catch {
    return undefined;
  }
}

function addIndexes({ record }: Collection, old: CollectionRecord | undefined): void {
  for (const { no, spec } of old?.indexes ?? [])
    if (no !== 1) record.indexes.push(parseIndex(spec, record.nextIndex++));
}
