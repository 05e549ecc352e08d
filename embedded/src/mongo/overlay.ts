/** A key of the store as text of one character per byte, so that text order is byte order. */
export type KeyText = string;
export const keyText = (key: Buffer): KeyText => key.toString("latin1");
export const keyBytes = (key: KeyText): Buffer => Buffer.from(key, "latin1");

/** So many new keys are put into their places one by one; more are sorted in with all. */
const FEW = 8;

/** Writes not (yet) in the store beneath: key to value, or to null for a removal; in order when asked. */
export class Overlay {
  private readonly values: Map<KeyText, Buffer | null>;
  /** Its keys in order, as of when they were asked for last: `fresh` came since. */
  private sorted: KeyText[];
  private fresh: KeyText[] = [];

  constructor(values = new Map<KeyText, Buffer | null>(), sorted: KeyText[] = []) {
    this.values = values;
    this.sorted = sorted;
  }

  get size(): number {
    return this.values.size;
  }
  get(key: KeyText): Buffer | null | undefined {
    return this.values.get(key);
  }
  entries(): IterableIterator<[KeyText, Buffer | null]> {
    return this.values.entries();
  }

  set(key: KeyText, value: Buffer | null): void {
    if (!this.values.has(key)) this.fresh.push(key);
    this.values.set(key, value);
  }

  /** Removes entries that are still as they were given, not the keys beneath. */
  drop(entries: Iterable<[KeyText, Buffer | null]>): void {
    for (const [key, value] of entries) if (this.values.get(key) === value) this.values.delete(key);
    this.sorted = [];
    this.fresh = [...this.values.keys()];
  }

  copy(): Overlay {
    return new Overlay(new Map(this.values), [...this.keys()]);
  }

  /** Entries from `start` (inclusive) to `end` (exclusive), or the same backwards. */
  *range(start: KeyText, end: KeyText, reverse: boolean): Generator<[KeyText, Buffer | null]> {
    const keys = this.keys();
    const chosen = keys.slice(position(keys, start), position(keys, end));
    if (reverse) chosen.reverse();
    for (const key of chosen) {
      const value = this.values.get(key);
      if (value !== undefined) yield [key, value];
    }
  }

  private keys(): readonly KeyText[] {
    if (this.fresh.length > FEW) this.sorted = [...this.sorted, ...this.fresh].toSorted();
    else for (const key of this.fresh) this.sorted.splice(position(this.sorted, key), 0, key);
    this.fresh = [];
    return this.sorted;
  }
}

/** Where a key stands, or would. */
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
