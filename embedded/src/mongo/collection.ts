import type { CollectionRecord } from "./catalog.ts";
import { MongoFault } from "./errors.ts";
import type { Index, IndexKeys } from "./indexes.ts";
import { keysOf } from "./indexes.ts";
import type { Transaction } from "./sessions.ts";
import type { View, Writable } from "./store.ts";
import { keyText } from "./overlay.ts";
import type { Doc } from "./values.ts";
import { decode, encode } from "./codec.ts";
import { depthOf, isDoc, typeName } from "./values.ts";

export const MAX_DOCUMENT = 16 * 1024 * 1024;

/**
 * Documents and index entries of one collection. Keys: collection (4 bytes), index (2 bytes; 0: the documents), then
 * for a document its record number (6 bytes, in the order of insertion); for an entry of a unique index its key, with
 * the record number as value; for an entry of another index its key and the record number.
 */
export class Collection {
  record: CollectionRecord;
  dropped = false;
  /** The open transaction that made it: until it commits others do not see the collection. */
  maker: Transaction | undefined;
  /** The store's sequence when the indexes changed last; a transaction that began before cannot use them. */
  changedAt = 0;
  private lastRecord: number;

  constructor(record: CollectionRecord, lastRecord: number) {
    this.record = record;
    this.lastRecord = lastRecord;
  }

  get ns(): string {
    return this.record.ns;
  }

  private prefix(index: number, rest: number): Buffer {
    const key = Buffer.allocUnsafe(6 + rest);
    key.writeUInt32BE(this.record.id);
    key.writeUInt16BE(index, 4);
    return key;
  }
  documentKey(rid: number): Buffer {
    const key = this.prefix(0, 6);
    key.writeUIntBE(rid, 6, 6);
    return key;
  }
  /** Where the entries of an index (0: the documents) begin. */
  start(index: number): Buffer {
    return this.prefix(index, 0);
  }
  /** The bytes all entries of one key begin with. */
  entryPrefix(index: number, key: Buffer): Buffer {
    const full = this.prefix(index, key.length);
    key.copy(full, 6);
    return full;
  }
  private entryKey(index: Index, key: Buffer, rid: number): Buffer {
    const full = this.prefix(index.no, key.length + (index.unique ? 0 : 6));
    key.copy(full, 6);
    if (!index.unique) full.writeUIntBE(rid, 6 + key.length, 6);
    return full;
  }

  /** The bytes of a document. */
  read(view: View, rid: number): Buffer | undefined {
    return view.get(this.documentKey(rid));
  }

  /** Adds a document that has an `_id`; gives its record number. Throws 11000 before anything is written. */
  insert(out: Writable, doc: Doc): number {
    const bytes = checked(doc);
    const rid = ++this.lastRecord;
    const keys = this.record.indexes.map((index) => [index, keysOf(index, doc)] as const);
    for (const [index, { keys: list }] of keys)
      for (const key of list) this.refuseDuplicate(out, index, key, rid, doc);
    this.note(keys);
    out.put(this.documentKey(rid), bytes, true);
    for (const [index, { keys: list }] of keys)
      for (const key of list) this.putEntry(out, index, key, rid);
    return rid;
  }

  /** Replaces a document; gives false when nothing changed. Throws 11000 before anything is written. */
  replace(out: Writable, rid: number, before: Doc, beforeBytes: Buffer, doc: Doc): boolean {
    const bytes = checked(doc);
    if (bytes.equals(beforeBytes)) return false;
    const changes = this.record.indexes.map((index) => {
      const old = keysOf(index, before).keys;
      const now = keysOf(index, doc);
      const had = new Set(old.map(keyText));
      const has = new Set(now.keys.map(keyText));
      return {
        index,
        now,
        removed: old.filter((k) => !has.has(keyText(k))),
        added: now.keys.filter((k) => !had.has(keyText(k))),
      };
    });
    for (const { index, added } of changes)
      for (const key of added) this.refuseDuplicate(out, index, key, rid, doc);
    this.note(changes.map(({ index, now }) => [index, now] as const));
    out.put(this.documentKey(rid), bytes, true);
    for (const { index, removed, added } of changes) {
      for (const key of removed) out.remove(this.entryKey(index, key, rid), index.unique);
      for (const key of added) this.putEntry(out, index, key, rid);
    }
    return true;
  }

  remove(out: Writable, rid: number, doc: Doc): void {
    out.remove(this.documentKey(rid), true);
    for (const index of this.record.indexes)
      for (const key of keysOf(index, doc).keys)
        out.remove(this.entryKey(index, key, rid), index.unique);
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
    const keyValue = Object.fromEntries(
      index.key.map(([path]) => [path, valueFor(doc, path.split("."), index, key)]),
    );
    const shown = Object.entries(keyValue).map(([k, v]) => `${k}: ${JSON.stringify(v)}`);
    throw new MongoFault(
      11000,
      `E11000 duplicate key error collection: ${this.ns} index: ${index.name} dup key: { ${shown.join(", ")} }`,
      { keyPattern, keyValue },
    );
  }

  /** Keeps in the catalog what a document's keys say of an index, before the entries are written and even if they are not. */
  private note(keys: readonly (readonly [Index, IndexKeys])[]): void {
    let changed = false;
    for (const [index, found] of keys) if (markIndex(index, found)) changed = true;
    if (changed) this.changed();
  }
  changed: () => void = () => undefined;

  /** The record an index entry leads to. */
  rid(index: Index, key: Buffer, value: Buffer): number {
    return index.unique ? value.readUIntBE(0, 6) : key.readUIntBE(key.length - 6, 6);
  }
}

const EMPTY = Buffer.alloc(0);

function markIndex(index: Index, found: IndexKeys): boolean {
  let changed = false;
  for (const i of found.multikey)
    if (!index.multikey.includes(i)) {
      index.multikey.push(i);
      changed = true;
    }
  if (found.lossy && !index.lossy) changed = index.lossy = true;
  return changed;
}

function valueFor(doc: unknown, path: readonly string[], index: Index, key: Buffer): unknown {
  const value = path.reduce<unknown>(
    (v, p) =>
      typeof v === "object" && v !== null && !Array.isArray(v)
        ? (v as Doc)[p]
        : Array.isArray(v)
          ? v.map((e) => (e as Doc | null)?.[p])
          : undefined,
    doc,
  );
  if (!Array.isArray(value)) return value ?? null;
  const field = path.join(".");
  return (
    value.find(
      (v) =>
        index.key.length === 1 &&
        keysOf({ ...index, partial: undefined, multikey: [] }, nest(field.split("."), v)).keys.some(
          (k) => k.equals(key),
        ),
    ) ??
    value[0] ??
    null
  );
}
const nest = (path: string[], v: unknown): Doc =>
  path.length === 1 ? { [path[0]!]: v } : { [path[0]!]: nest(path.slice(1), v) };

function checked(doc: Doc): Buffer {
  const id = doc["_id"];
  if (Array.isArray(id) || id === undefined || typeName(id) === "regex")
    throw new MongoFault(
      53,
      `The '_id' value cannot be of type ${id === undefined ? "undefined" : typeName(id)}`,
    );
  if (isDoc(id))
    for (const k of Object.keys(id))
      if (k.startsWith("$"))
        throw new MongoFault(
          52,
          `_id fields may not contain '$'-prefixed fields: ${k} is not valid for storage.`,
        );
  if (depthOf(doc) > 100) throw new MongoFault(15, "Exceeded depth limit of 100");
  const bytes = encode(doc);
  if (bytes.length > MAX_DOCUMENT)
    throw new MongoFault(
      10334,
      `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and 16793600(16MB)`,
    );
  return bytes;
}
