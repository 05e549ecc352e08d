import type { CollectionRecord } from "./catalog.ts";
import { MongoFault } from "./errors.ts";
import { type Index, type IndexKeys, keysOf } from "./indexes.ts";
import type { Transaction } from "./sessions.ts";
import type { View, Writable } from "./store.ts";
import { keyText } from "./overlay.ts";
import { decode, encode } from "./codec.ts";
import { encodeKey } from "./keys.ts";
import { valuesAt } from "./places.ts";
import { type Doc, depthOf, isDoc, setField, typeName } from "./values.ts";
import { fault } from "./words.ts";

export const MAX_DOCUMENT = 16 * 1024 * 1024;

/**
 * Documents and index entries of one collection. Keys: collection (4 bytes), index (2 bytes; 0: the documents), then
 * for a document its record number (6 bytes, in the order of insertion); for an entry of a unique index its key, with
 * the record number as value; for an entry of another index its key and the record number.
 */
export class Collection {
  readonly record: CollectionRecord;
  dropped = false;
  /** The open transaction that made it: until it commits others do not see the collection. */
  maker: Transaction | undefined;
  /** The store's sequence when the indexes changed last; a transaction that began before cannot use them. */
  changedAt = 0;
  private lastRecord = 0;
  /** Is told when a write says something new of an index. */
  private readonly changed: () => void;

  constructor(record: CollectionRecord, changed: () => void) {
    this.record = record;
    this.changed = changed;
  }

  /** Goes on counting records where the file ends. */
  findLast(view: View): void {
    const [last] = view.range(this.start(0), this.start(1), true);
    if (last) this.lastRecord = last[0].readUIntBE(6, 6);
  }

  get ns(): string {
    return this.record.ns;
  }

  private key(index: number, key: Buffer, rid?: number): Buffer {
    const full = Buffer.allocUnsafe(6 + key.length + (rid === undefined ? 0 : 6));
    full.writeUInt32BE(this.record.id);
    full.writeUInt16BE(index, 4);
    key.copy(full, 6);
    if (rid !== undefined) full.writeUIntBE(rid, 6 + key.length, 6);
    return full;
  }
  documentKey(rid: number): Buffer {
    return this.key(0, EMPTY, rid);
  }
  /** Where the entries of an index (0: the documents) begin. */
  start(index: number): Buffer {
    return this.key(index, EMPTY);
  }
  /** The bytes all entries of one key begin with. */
  entryPrefix(index: number, key: Buffer): Buffer {
    return this.key(index, key);
  }
  private entryKey(index: Index, key: Buffer, rid: number): Buffer {
    return this.key(index.no, key, index.unique ? undefined : rid);
  }

  /** The bytes of a document. */
  read(view: View, rid: number): Buffer | undefined {
    return view.get(this.documentKey(rid));
  }

  /** Adds a document that has an `_id`. Throws 11000 before anything is written. */
  insert(out: Writable, doc: Doc): void {
    const bytes = checked(doc);
    this.write(out, ++this.lastRecord, undefined, doc, bytes);
  }

  /** Replaces a document; gives false when nothing changed. Throws 11000 before anything is written. */
  replace(out: Writable, rid: number, before: Doc, beforeBytes: Buffer, doc: Doc): boolean {
    const bytes = checked(doc);
    if (bytes.equals(beforeBytes)) return false;
    this.write(out, rid, before, doc, bytes);
    return true;
  }

  remove(out: Writable, rid: number, before: Doc): void {
    this.write(out, rid, before, undefined, null);
  }

  /** Writes a document and what changes of its index entries; it was not there without `before`, and goes without `doc`. */
  private write(
    out: Writable,
    rid: number,
    before: Doc | undefined,
    doc: Doc | undefined,
    bytes: Buffer | null,
  ): void {
    const changes = this.record.indexes.map((index) => {
      const old = before ? keysOf(index, before).keys : [];
      const found = doc && keysOf(index, doc);
      const keys = found?.keys ?? [];
      return { index, found, removed: without(old, keys), added: without(keys, old) };
    });
    for (const { index, added } of changes)
      for (const key of added) this.refuseDuplicate(out, index, key, rid, doc!);
    // The catalog keeps what keys say of an index before its entries are written, and even if they are not.
    const news = changes.filter(({ index, found }) => found && markIndex(index, found));
    if (news.length > 0) this.changed();
    out.put(this.documentKey(rid), bytes, true);
    for (const { index, removed, added } of changes) {
      for (const key of removed) out.remove(this.entryKey(index, key, rid), index.unique);
      for (const key of added) this.putEntry(out, index, key, rid);
    }
  }

  /** Fills a new index from all documents. */
  build(out: Writable, index: Index): void {
    const start = this.start(0);
    for (const [key, bytes] of out.range(start, this.start(1))) {
      const rid = key.readUIntBE(6, 6);
      const doc = decode(bytes);
      const found = keysOf(index, doc);
      for (const k of found.keys) this.refuseDuplicate(out, index, k, rid, doc);
      markIndex(index, found);
      for (const k of found.keys) this.putEntry(out, index, k, rid);
    }
  }

  private putEntry(out: Writable, index: Index, key: Buffer, rid: number): void {
    if (!index.unique) return out.put(this.entryKey(index, key, rid), EMPTY, false);
    const value = Buffer.allocUnsafe(6);
    value.writeUIntBE(rid, 0, 6);
    return out.put(this.entryKey(index, key, rid), value, true);
  }

  private refuseDuplicate(out: Writable, index: Index, key: Buffer, rid: number, doc: Doc): void {
    if (!index.unique) return;
    const there = out.get(this.entryPrefix(index.no, key));
    if (!there || there.readUIntBE(0, 6) === rid) return;
    const keyPattern = Object.fromEntries(index.key);
    // Of an array the element whose key it is.
    let rest = key;
    const keyValue: Doc = {};
    for (const [path, direction] of index.key) {
      const values = valuesAt(doc, path);
      const isNext = (v: unknown): boolean => rest.indexOf(encodeKey([v], [direction])) === 0;
      const value = values.find(isNext) ?? values[0] ?? null;
      rest = rest.subarray(encodeKey([value], [direction]).length);
      setField(keyValue, path, value);
    }
    const shown = Object.entries(keyValue).map(([k, v]) => `${k}: ${JSON.stringify(v)}`);
    throw new MongoFault(
      11000,
      `E11000 duplicate key error collection: ${this.ns} index: ${index.name} dup key: { ${shown.join(", ")} }`,
      { keyPattern, keyValue },
    );
  }

  /** The record an index entry leads to. */
  rid(index: Index, key: Buffer, value: Buffer): number {
    return index.unique ? value.readUIntBE(0, 6) : key.readUIntBE(key.length - 6, 6);
  }
}

const EMPTY = Buffer.alloc(0);

/** Those keys that are not among the others. */
function without(keys: Buffer[], others: readonly Buffer[]): Buffer[] {
  if (others.length === 0) return keys;
  const texts = new Set(others.map(keyText));
  return keys.filter((key) => !texts.has(keyText(key)));
}

/** Notes what a document's keys say of an index; whether it is new. */
function markIndex(index: Index, found: IndexKeys): boolean {
  const news = found.multikey.filter((i) => !index.multikey.includes(i));
  const isLossy = found.lossy && !index.lossy;
  index.multikey.push(...news);
  index.lossy ||= found.lossy;
  return isLossy || news.length > 0;
}

function checked(doc: Doc): Buffer {
  const id = doc["_id"];
  const type = id === undefined ? "undefined" : typeName(id);
  if (["array", "undefined", "regex"].includes(type)) throw fault(53, type);
  const operator = isDoc(id) ? Object.keys(id).find((k) => k.startsWith("$")) : undefined;
  if (operator !== undefined) throw fault(52, operator);
  if (depthOf(doc) > 100) throw fault(15);
  const bytes = encode(doc);
  if (bytes.length > MAX_DOCUMENT) throw fault(10334, bytes.length);
  return bytes;
}
