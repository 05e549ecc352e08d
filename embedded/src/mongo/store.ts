import { type RootDatabase, type Transaction, open } from "lmdb";
import { MongoFault } from "./errors.ts";
import { type KeyText, keyBytes, keyText, Overlay } from "./overlay.ts";
import { fault } from "./words.ts";

type Entry = readonly [key: Buffer, value: Buffer];
type File = RootDatabase<Buffer, Buffer>;

/** A consistent sight of the store: the file at one moment (without `transaction` the newest), and the writes that lie over it. */
export class View {
  readonly file: File;
  readonly transaction: Transaction | undefined;
  readonly layers: readonly Overlay[];
  private readonly options: { transaction?: Transaction };

  constructor(file: File, transaction: Transaction | undefined, layers: readonly Overlay[]) {
    this.file = file;
    this.transaction = transaction;
    this.layers = layers;
    this.options = transaction ? { transaction } : {};
  }

  get(key: Buffer): Buffer | undefined {
    const text = keyText(key);
    for (let i = this.layers.length - 1; i >= 0; i--) {
      const found = this.layers[i]!.get(text);
      if (found !== undefined) return found ?? undefined;
    }
    return this.file.get(key, this.options);
  }

  /** Entries from `start` (inclusive) to `end` (exclusive), or the same backwards. */
  range(start: Buffer, end: Buffer, reverse = false): Iterable<Entry> {
    let entries = this.fileRange(start, end, reverse);
    for (const layer of this.layers)
      if (layer.size)
        entries = merge(entries, layer.range(keyText(start), keyText(end), reverse), reverse);
    return entries;
  }

  private *fileRange(start: Buffer, end: Buffer, reverse: boolean): Iterable<Entry> {
    // lmdb's backward range includes its start and excludes its end: one key is cut off at each side.
    const range = reverse
      ? { ...this.options, start: end, end: start, reverse, inclusiveEnd: true }
      : { ...this.options, start, end };
    for (const { key, value } of this.file.getRange(range))
      if (!reverse || Buffer.compare(key, end) < 0) yield [key, value];
  }

  /** Number of entries of a range. */
  count(start: Buffer, end: Buffer): number {
    let n = this.file.getKeysCount({ ...this.options, start, end });
    const over = new Map<KeyText, Buffer | null>();
    for (const layer of this.layers)
      for (const [key, value] of layer.range(keyText(start), keyText(end), false))
        over.set(key, value);
    for (const [key, value] of over) {
      const isThere = this.file.doesExist(keyBytes(key), undefined as never, this.options);
      n += Number(value !== null) - Number(isThere);
    }
    return n;
  }
}

/** A sight that stays as it is until it is closed. */
export class Snapshot extends View {
  /** Number of the last statement it has. */
  readonly sequence: number;
  private readonly closed: () => void;
  private holders = 1;

  constructor(file: File, pending: Overlay, sequence: number, closed: () => void) {
    super(file, file.useReadTransaction(), [pending]);
    this.sequence = sequence;
    this.closed = closed;
  }

  /** For one more who reads it and closes it: it ends with the last. */
  share(): this {
    this.holders++;
    return this;
  }
  get isShared(): boolean {
    return this.holders > 1;
  }

  close(): void {
    if (--this.holders > 0) return;
    this.transaction!.done();
    this.closed();
  }
}

/** Throws when a key may not be written now. */
type Check = (key: KeyText) => void;

/** Where a statement writes. `guarded` keys (documents, unique index keys) are those two writers may not both change. */
export class Writable extends View {
  readonly writes: Overlay;
  private readonly check: Check;

  constructor(beneath: View, check: Check) {
    const writes = new Overlay();
    super(beneath.file, beneath.transaction, [...beneath.layers, writes]);
    this.writes = writes;
    this.check = check;
  }

  put(key: Buffer, value: Buffer | null, guarded: boolean): void {
    const text = keyText(key);
    if (guarded) this.check(text);
    this.writes.set(text, value);
  }
  remove(key: Buffer, guarded: boolean): void {
    this.put(key, null, guarded);
  }
}

/** Who holds a key until his transaction ends; others wait for `ended`, or conflict. */
export interface Holder {
  readonly ended: Promise<void>;
}

/** Thrown by a write outside a transaction that must wait for one; the command is run again after it. */
export class Held extends Error {
  readonly holder: Holder;
  constructor(holder: Holder) {
    super("held by a transaction");
    this.holder = holder;
  }
}

/**
 * The one file. Statements run at once in memory, their writes lie in `pending` until a group commit has brought them
 * to the disk: lmdb's `batch` promise resolves after fdatasync of the data and a synchronous write of the meta page
 * (overlappingSync is off), so what waited for `written` survives kill -9 and a power cut.
 */
export class Store {
  private readonly file: File;
  private readonly pending = new Overlay();
  /** What the next commit writes, and the promise of it; `flushing` is that of the last one there is. */
  private next = new Map<KeyText, Buffer | null>();
  private nextDone: Promise<void> | undefined;
  private flushing: Promise<void> | undefined;
  private failure: MongoFault | undefined;
  /** Number of statements applied; with `changed`, tells a transaction what was written after its snapshot. */
  private sequence = 0;
  private readonly changed = new Map<KeyText, number>();
  private readonly locks = new Map<KeyText, Holder>();
  private snapshots = 0;
  private readonly failed: (error: unknown) => void;

  /** `failed` is told when what is to be kept cannot be written. */
  constructor(path: string, failed: (error: unknown) => void = () => undefined) {
    this.failed = failed;
    this.file = open<Buffer, Buffer>({
      path,
      noSubdir: true,
      keyEncoding: "binary",
      encoding: "binary",
      overlappingSync: false,
      maxReaders: 4096,
      maxDbs: 1,
    });
  }

  /** Sight of the newest state, uncommitted transactions apart. Valid until the next await. */
  latest(): View {
    return new View(this.file, undefined, [this.pending]);
  }

  snapshot(): Snapshot {
    this.file.resetReadTxn();
    this.snapshots++;
    return new Snapshot(this.file, this.pending.copy(), this.sequence, () => {
      if (--this.snapshots === 0) this.changed.clear();
    });
  }

  /** A statement's own writes over the newest state; nothing is seen by others before `apply`. */
  draft(): Writable {
    return new Writable(this.latest(), (key) => {
      const holder = this.locks.get(key);
      if (holder) throw new Held(holder);
    });
  }

  /** A transaction's writes over its snapshot: it holds the guarded keys until `release`. */
  transaction(holder: Holder, snapshot: Snapshot): Writable {
    return new Writable(snapshot, (key) => {
      const other = this.locks.get(key) ?? holder;
      if (other !== holder || (this.changed.get(key) ?? 0) > snapshot.sequence) throw fault(112);
      this.locks.set(key, holder);
    });
  }

  release(holder: Holder, { writes }: Writable): void {
    for (const [key] of writes.entries())
      if (this.locks.get(key) === holder) this.locks.delete(key);
  }

  /** Makes writes visible at once and durable when the promise resolves. */
  apply(writes: Overlay): Promise<void> {
    if (this.failure) throw this.failure;
    if (writes.size === 0) return this.written();
    this.sequence++;
    for (const [key, value] of writes.entries()) {
      this.pending.set(key, value);
      this.next.set(key, value);
      if (this.snapshots > 0) this.changed.set(key, this.sequence);
    }
    if (!this.nextDone) {
      this.nextDone = this.flushing = this.flush(this.flushing);
      this.nextDone.catch(() => undefined);
    }
    return this.nextDone;
  }

  /** Number of the last statement applied. */
  now(): number {
    return this.sequence;
  }

  /** Resolves when all that is visible now is durable. */
  async written(): Promise<void> {
    await this.flushing;
  }

  /** What arrives in the same turn, and while the commit before is on its way to the disk, shares the next one. */
  private async flush(before: Promise<void> | undefined): Promise<void> {
    await (before ?? new Promise((resolve) => setImmediate(resolve)));
    const batch = this.next;
    this.next = new Map();
    this.nextDone = undefined;
    try {
      await this.file.batch(() => {
        for (const [key, value] of batch) {
          // A promise per write would be one too many: the batch's own tells of all.
          if (value) void this.file.put(keyBytes(key), value);
          else void this.file.remove(keyBytes(key));
        }
      });
    } catch (error) {
      this.failure = new MongoFault(14031, `the store takes no writes any more: ${String(error)}`);
      this.failed(error);
      throw this.failure;
    }
    // The newest value of a key may already wait for the next commit.
    this.pending.drop(batch);
    if (!this.nextDone) this.flushing = undefined;
  }

  /** Bytes of the file in use. */
  fileSize(): number {
    const { lastPageNumber = 0, pageSize = 4096 } = this.file.getStats() as Record<string, number>;
    return lastPageNumber * pageSize;
  }

  async close(): Promise<void> {
    await this.written().catch(() => undefined);
    await this.file.close();
  }
}

/** Entries with the writes of a layer over them. */
function* merge(
  entries: Iterable<Entry>,
  over: Iterator<[KeyText, Buffer | null]>,
  reverse: boolean,
): Iterable<Entry> {
  let top = over.next();
  for (const entry of entries) {
    const text = keyText(entry[0]);
    while (!top.done && (reverse ? top.value[0] > text : top.value[0] < text)) {
      if (top.value[1]) yield [keyBytes(top.value[0]), top.value[1]];
      top = over.next();
    }
    if (!top.done && top.value[0] === text) {
      if (top.value[1]) yield [entry[0], top.value[1]];
      top = over.next();
    } else yield entry;
  }
  for (; !top.done; top = over.next())
    if (top.value[1]) yield [keyBytes(top.value[0]), top.value[1]];
}
