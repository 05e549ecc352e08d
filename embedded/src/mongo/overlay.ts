/** A key of the store as text of one character per byte, so that text order is byte order. */
export type KeyText = string;
export const keyText = (key: Buffer): KeyText => key.toString("latin1");
export const keyBytes = (key: KeyText): Buffer => Buffer.from(key, "latin1");

const CHUNK = 512;

/** Writes not (yet) in the store beneath: key to value, or to null for a removal; in order when asked. */
export class Overlay {
  private readonly values = new Map<KeyText, Buffer | null>();
  private chunks: KeyText[][] = [];

  get size(): number {
    return this.values.size;
  }
  get(key: KeyText): Buffer | null | undefined {
    return this.values.get(key);
  }
  entries(): IterableIterator<[KeyText, Buffer | null]> {
    return this.values.entries();
  }
  keys(): IterableIterator<KeyText> {
    return this.values.keys();
  }

  set(key: KeyText, value: Buffer | null): void {
    if (!this.values.has(key)) this.addKey(key);
    this.values.set(key, value);
  }

  /** Removes the entry, not the key beneath. */
  drop(key: KeyText): void {
    if (!this.values.delete(key)) return;
    const c = this.chunkOf(key);
    const chunk = this.chunks[c]!;
    chunk.splice(position(chunk, key), 1);
    if (chunk.length === 0) this.chunks.splice(c, 1);
  }

  copy(): Overlay {
    const other = new Overlay();
    for (const [k, v] of this.values) other.values.set(k, v);
    other.chunks = this.chunks.map((c) => c.slice());
    return other;
  }

  /** Keys from `start` (inclusive) to `end` (exclusive), or the same backwards. */
  *range(start: KeyText, end: KeyText, reverse: boolean): Generator<[KeyText, Buffer | null]> {
    if (this.values.size === 0) return;
    let key = reverse ? this.before(end) : this.from(start);
    while (key !== undefined && (reverse ? key >= start : key < end)) {
      const value = this.values.get(key);
      if (value !== undefined) yield [key, value];
      key = reverse ? this.before(key) : this.from(key + "\0");
    }
  }

  /** First key not below. */
  private from(key: KeyText): KeyText | undefined {
    for (let c = this.chunkOf(key); c < this.chunks.length; c++) {
      const chunk = this.chunks[c]!;
      const i = position(chunk, key);
      if (i < chunk.length) return chunk[i];
    }
    return undefined;
  }

  /** Last key below. */
  private before(key: KeyText): KeyText | undefined {
    for (let c = Math.min(this.chunkOf(key), this.chunks.length - 1); c >= 0; c--) {
      const chunk = this.chunks[c]!;
      const i = position(chunk, key);
      if (i > 0) return chunk[i - 1];
    }
    return undefined;
  }

  /** The chunk whose keys end at or after this key; one past the last when there is none. */
  private chunkOf(key: KeyText): number {
    let low = 0;
    let high = this.chunks.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      const chunk = this.chunks[mid]!;
      if (chunk[chunk.length - 1]! < key) low = mid + 1;
      else high = mid;
    }
    return low;
  }

  private addKey(key: KeyText): void {
    if (this.chunks.length === 0) {
      this.chunks.push([key]);
      return;
    }
    const c = Math.min(this.chunkOf(key), this.chunks.length - 1);
    const chunk = this.chunks[c]!;
    chunk.splice(position(chunk, key), 0, key);
    if (chunk.length > CHUNK)
      this.chunks.splice(c, 1, chunk.slice(0, CHUNK / 2), chunk.slice(CHUNK / 2));
  }
}

function position(sorted: readonly KeyText[], key: KeyText): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (sorted[mid]! < key) low = mid + 1;
    else high = mid;
  }
  return low;
}
