import type { RootDatabase, Transaction } from "lmdb";
import { open } from "lmdb";
import { MongoFault, writeConflict } from "./errors.ts";
import type { KeyText } from "./overlay.ts";
import { keyBytes, keyText, Overlay } from "./overlay.ts";

/** A consistent sight of the store: the file at one moment, and the writes that lie over it. */
export interface View {
  get(key: Buffer): Buffer | undefined;
  /** Entries from `start` (inclusive) to `end` (exclusive), or the same backwards. */
  range(start: Buffer, end: Buffer, reverse?: boolean): Iterable<readonly [Buffer, Buffer]>;
  /** Number of entries of a range. */
  count(start: Buffer, end: Buffer): number;
}

/** A sight that stays as it is until it is closed. */
export interface Snapshot extends View {
  /** Number of the last statement it has. */
  readonly sequence: number;
  /** The same with own writes over it. */
  over(own: Overlay): View;
  close(): void;
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
  private readonly db: RootDatabase<Buffer, Buffer>;
  private readonly pending = new Overlay();
  private next = new Map<KeyText, Buffer | null>();
  private nextDone: PromiseWithResolve | undefined;
  private flushing: Promise<void> | undefined;
  private failure: Error | undefined;
  /** Number of statements applied; with `changed`, tells a transaction what was written after its snapshot. */
  private sequence = 0;
  private readonly changed = new Map<KeyText, number>();
  private readonly locks = new Map<KeyText, Holder>();
  private snapshots = 0;
  private readonly failed: (error: unknown) => void;

  /** `failed` is told when what is to be kept cannot be written. */
  constructor(path: string, failed: (error: unknown) => void = () => undefined) {
    this.failed = failed;
    this.db = open<Buffer, Buffer>({
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
    return this.sight(undefined, [this.pending]);
  }

  /** A sight that stays as it is until `close`. */
  snapshot(): Snapshot {
    this.db.resetReadTxn();
    const txn = this.db.useReadTransaction();
    const pending = this.pending.size ? this.pending.copy() : new Overlay();
    this.snapshots++;
    let isOpen = true;
    return {
      ...this.sight(txn, [pending]),
      sequence: this.sequence,
      over: (own) => this.sight(txn, [pending, own]),
      close: () => {
        if (!isOpen) return;
        isOpen = false;
        txn.done();
        if (--this.snapshots === 0) this.changed.clear();
      },
    };
  }

  private sight(txn: Transaction | undefined, layers: Overlay[]): View {
    const options = txn ? { transaction: txn } : {};
    return {
      get: (key) => {
        const text = keyText(key);
        for (let i = layers.length - 1; i >= 0; i--) {
          const found = layers[i]!.get(text);
          if (found !== undefined) return found ?? undefined;
        }
        return this.db.get(key, options);
      },
      range: (start, end, reverse = false) => {
        let entries = this.fileRange(start, end, reverse, options);
        for (const layer of layers)
          if (layer.size) entries = merge(entries, layer, keyText(start), keyText(end), reverse);
        return entries;
      },
      count: (start, end) => {
        let n = this.db.getKeysCount({ ...options, start, end });
        const over = new Map<KeyText, Buffer | null>();
        for (const layer of layers)
          for (const [key, value] of layer.range(keyText(start), keyText(end), false))
            over.set(key, value);
        for (const [key, value] of over)
          n +=
            Number(value !== null) -
            Number(this.db.doesExist(keyBytes(key), undefined as never, options));
        return n;
      },
    };
  }

  private *fileRange(
    start: Buffer,
    end: Buffer,
    reverse: boolean,
    options: { transaction?: Transaction },
  ): Iterable<readonly [Buffer, Buffer]> {
    // lmdb's backward range includes its start and excludes its end: one key is cut off at each side.
    const range = reverse
      ? { ...options, start: end, end: start, reverse, inclusiveEnd: true }
      : { ...options, start, end };
    for (const { key, value } of this.db.getRange(range)) {
      if (reverse && Buffer.compare(key, end) >= 0) continue;
      yield [key, value];
    }
  }

  /** A statement's own writes over the newest state; nothing is seen by others before `apply`. */
  draft(): Draft {
    const own = new Overlay();
    return {
      ...this.sight(undefined, [this.pending, own]),
      writes: own,
      put: (key, value, guarded) => this.guard(own, key, value, guarded),
      remove: (key, guarded) => this.guard(own, key, null, guarded),
    };
  }

  private guard(own: Overlay, key: Buffer, value: Buffer | null, guarded: boolean): void {
    const text = keyText(key);
    const holder = guarded ? this.locks.get(text) : undefined;
    if (holder) throw new Held(holder);
    own.set(text, value);
  }

  /** A transaction's writes over its snapshot; the guarded keys are held until `release`. */
  transaction(holder: Holder): StoreTransaction {
    const snapshot = this.snapshot();
    const own = new Overlay();
    const held: KeyText[] = [];
    const write = (key: Buffer, value: Buffer | null, guarded: boolean): void => {
      const text = keyText(key);
      if (guarded) {
        const other = this.locks.get(text);
        if ((other && other !== holder) || (this.changed.get(text) ?? 0) > snapshot.sequence)
          throw writeConflict();
        if (!other) {
          this.locks.set(text, holder);
          held.push(text);
        }
      }
      own.set(text, value);
    };
    return {
      ...snapshot.over(own),
      writes: own,
      sequence: snapshot.sequence,
      put: (key, value, guarded) => write(key, value, guarded),
      remove: (key, guarded) => write(key, null, guarded),
      close: () => {
        for (const key of held) this.locks.delete(key);
        snapshot.close();
      },
    };
  }

  /** Makes writes visible at once and durable when the promise resolves. */
  apply(writes: Overlay): Promise<void> {
    if (this.failure)
      throw new MongoFault(14031, `the store failed and takes no writes: ${this.failure.message}`);
    if (writes.size === 0) return this.written();
    this.sequence++;
    for (const [key, value] of writes.entries()) {
      this.pending.set(key, value);
      this.next.set(key, value);
      if (this.snapshots > 0) this.changed.set(key, this.sequence);
    }
    this.nextDone ??= withResolve();
    const { promise } = this.nextDone;
    this.flushing ??= this.flush();
    return promise;
  }

  /** Number of the last statement applied. */
  now(): number {
    return this.sequence;
  }

  /** Resolves when all that is visible now is durable. */
  async written(): Promise<void> {
    await (this.nextDone?.promise ?? this.flushing);
  }

  private async flush(): Promise<void> {
    // What arrives in the same turn, and while a commit is on its way to the disk, shares the next one.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.next.size > 0) {
      const batch = this.next;
      const done: PromiseWithResolve = this.nextDone!;
      this.next = new Map();
      this.nextDone = undefined;
      try {
        await this.db.batch(() => {
          for (const [key, value] of batch) {
            // A promise per write would be one too many: the batch's own tells of all.
            if (value) void this.db.put(keyBytes(key), value);
            else void this.db.remove(keyBytes(key));
          }
        });
      } catch (error) {
        this.failure = error instanceof Error ? error : new Error(String(error));
        const waiting: (PromiseWithResolve | undefined)[] = [done, this.nextDone];
        for (const one of waiting)
          one?.reject(
            new MongoFault(14031, `the store could not be written: ${this.failure.message}`),
          );
        this.failed(error);
        return;
      }
      // The newest value of a key may already wait for the next commit.
      for (const [key, value] of batch) if (this.pending.get(key) === value) this.pending.drop(key);
      done.resolve();
    }
    this.flushing = undefined;
  }

  /** Bytes of the file in use. */
  fileSize(): number {
    const { lastPageNumber = 0, pageSize = 4096 } = this.db.getStats() as Record<string, number>;
    return lastPageNumber * pageSize;
  }

  async close(): Promise<void> {
    await this.written().catch(() => undefined);
    await this.db.close();
  }
}

/** Where a statement writes. `guarded` keys (documents, unique index keys) are those two writers may not both change. */
export interface Writable extends View {
  readonly writes: Overlay;
  put(key: Buffer, value: Buffer, guarded: boolean): void;
  remove(key: Buffer, guarded: boolean): void;
}
export type Draft = Writable;
export interface StoreTransaction extends Writable {
  readonly sequence: number;
  close(): void;
}

function* merge(
  entries: Iterable<readonly [Buffer, Buffer]>,
  layer: Overlay,
  start: KeyText,
  end: KeyText,
  reverse: boolean,
): Iterable<readonly [Buffer, Buffer]> {
  const over = layer.range(start, end, reverse);
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

type PromiseWithResolve = { promise: Promise<void>; resolve(): void; reject(error: Error): void };
function withResolve(): PromiseWithResolve {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((a, b) => {
    resolve = a;
    reject = b;
  });
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
