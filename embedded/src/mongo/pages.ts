import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** The pages of an lmdb file (data version 2, as lmdb-js writes it), read without lmdb, which does not survive a damaged one. */
const HEADER = 24;
const BRANCH = 1;
const LEAF = 2;
const OVERFLOW = 4;
const MAGIC = 0xbeefc0de;
const BIG = 1;
/** In the meta page: the description of the main tree, what follows it. */
const MAIN = 96;
const DEEPEST = 20;
/** A document has 16 MB, an answer that is kept no more. */
const LONGEST = 17 * 1024 * 1024;

interface Meta {
  readonly pageSize: number;
  readonly root: number;
  readonly lastPage: number;
  readonly transaction: bigint;
}
interface Page {
  readonly kind: number;
  readonly transaction: bigint;
  readonly bytes: Buffer;
}
/** A node of a page: its key, and what follows from `at` on. */
interface Node {
  readonly low: number;
  readonly flags: number;
  readonly key: Buffer;
  readonly at: number;
}
export type Entry = readonly [key: Buffer, value: Buffer];

/** A data file's pages. Whatever is not what it should be is passed over and told in `faults`. */
export class Pages {
  readonly faults: string[] = [];
  private readonly file: number;
  private readonly length: number;
  private readonly meta: Meta | undefined;
  private readonly seen = new Set<number>();

  constructor(path: string) {
    this.file = openSync(path, "r");
    this.length = fstatSync(this.file).size;
    this.meta = this.newestMeta();
  }

  close(): void {
    closeSync(this.file);
  }

  /** What is wrong at first sight, without reading the tree; undefined for a file that may be opened. */
  damage(): string | undefined {
    if (!this.meta) return "it has no valid beginning";
    const needed = (this.meta.lastPage + 1) * this.meta.pageSize;
    if (this.length < needed) return `it has ${this.length} of ${needed} bytes`;
    return this.page(this.meta.root) || this.meta.root < 0 ? undefined : "its root is unreadable";
  }

  private bytes(at: number, size: number): Buffer | undefined {
    if (at < 0 || at + size > this.length) return undefined;
    const buffer = Buffer.allocUnsafe(size);
    return readSync(this.file, buffer, 0, size, at) === size ? buffer : undefined;
  }

  /** The meta page of the last commit: there are two, written in turn. The second one's place is told by the page size. */
  private newestMeta(): Meta | undefined {
    let newest: Meta | undefined;
    for (const at of [0, 4096, 8192, 16_384, 32_768, 65_536]) {
      const bytes = this.bytes(at, 256);
      if (!bytes || bytes.readUInt32LE(HEADER) !== MAGIC || bytes.readUInt32LE(HEADER + 4) !== 2)
        continue;
      const meta: Meta = {
        pageSize: bytes.readUInt32LE(HEADER + 24),
        root: Number(bytes.readBigInt64LE(MAIN + 40)),
        lastPage: Number(bytes.readBigUInt64LE(MAIN + 48)),
        transaction: bytes.readBigUInt64LE(MAIN + 56),
      };
      if (![4096, 8192, 16_384, 32_768, 65_536].includes(meta.pageSize)) continue;
      if (!newest || meta.transaction > newest.transaction) newest = meta;
    }
    return newest;
  }

  private get pageSize(): number {
    return this.meta?.pageSize ?? 4096;
  }

  private page(number: number): Page | undefined {
    const bytes = this.bytes(number * this.pageSize, this.pageSize);
    if (!bytes || Number(bytes.readBigUInt64LE(0)) !== number) return undefined;
    const kind = bytes.readUInt16LE(18) & (BRANCH | LEAF | OVERFLOW);
    return [BRANCH, LEAF, OVERFLOW].includes(kind)
      ? { kind, transaction: bytes.readBigUInt64LE(8), bytes }
      : undefined;
  }

  /** The nodes of a page: what stands at the places that its head lists, as far as it fits into the page. */
  private *nodes({ bytes }: Page): Generator<Node> {
    const count = Math.min(bytes.readUInt16LE(20) / 2, (this.pageSize - HEADER) / 2);
    for (let i = 0; i < count; i++) {
      const start = bytes.readUInt16LE(HEADER + 2 * i) + HEADER;
      const at = start + 8 + (start + 8 <= bytes.length ? bytes.readUInt16LE(start + 6) : 0);
      if (at > bytes.length) continue;
      const [low, flags] = [bytes.readUInt32LE(start), bytes.readUInt16LE(start + 4)];
      yield { low, flags, key: Buffer.from(bytes.subarray(start + 8, at)), at };
    }
  }

  private *leaf(page: Page, number: number): Generator<Entry> {
    for (const { low: size, flags, key, at } of this.nodes(page)) {
      const isLong = (flags & BIG) !== 0;
      const end = at + (isLong ? 8 : size);
      if (end > page.bytes.length || size > LONGEST)
        this.faults.push(`page ${number}: an entry is lost`);
      else if (!isLong) yield [key, Buffer.from(page.bytes.subarray(at, end))];
      else {
        const first = Number(page.bytes.readBigUInt64LE(at));
        const isThere = this.page(first)?.kind === OVERFLOW;
        const value = isThere ? this.bytes(first * this.pageSize + HEADER, size) : undefined;
        if (value) yield [key, value];
        else this.faults.push(`page ${first}: a long value is lost`);
      }
    }
  }

  /** The entries that the tree of the last commit leads to, by key. */
  *entries(): Generator<Entry> {
    if (this.meta && this.meta.root >= 0) yield* this.below(this.meta.root, 0);
    else if (!this.meta) this.faults.push("both meta pages are lost");
  }

  private *below(number: number, depth: number): Generator<Entry> {
    const page = this.page(number);
    if (!page || page.kind === OVERFLOW || depth > DEEPEST || this.seen.has(number)) {
      this.faults.push(`page ${number}: unreadable`);
      return;
    }
    this.seen.add(number);
    if (page.kind === LEAF) {
      yield* this.leaf(page, number);
      return;
    }
    for (const { low, flags } of this.nodes(page))
      yield* this.below(low + flags * 2 ** 32, depth + 1);
  }

  /**
   * The entries of leaves that the tree did not lead to, each key once as it was last written. They may be older than the last commit,
   * or of what was deleted since.
   */
  *strays(): Generator<Entry> {
    const newest = new Map<string, { transaction: bigint; value: Buffer }>();
    for (let number = 2; (number + 1) * this.pageSize <= this.length; number++) {
      if (this.seen.has(number)) continue;
      const page = this.page(number);
      if (page?.kind !== LEAF) continue;
      for (const [key, value] of this.leaf(page, number)) {
        const text = key.toString("latin1");
        const there = newest.get(text);
        if (!there || page.transaction > there.transaction)
          newest.set(text, { transaction: page.transaction, value });
      }
    }
    for (const [key, { value }] of newest) yield [Buffer.from(key, "latin1"), value];
  }
}
