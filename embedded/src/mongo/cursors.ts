import { Long } from "bson";
import { badValue, MongoFault } from "./errors.ts";
import type { Transaction } from "./sessions.ts";
import type { Doc } from "./values.ts";
import { isNumeric, toNumber } from "./values.ts";
import { Batch } from "./wire.ts";

const IDLE_MINUTES = 10;
const FIRST_BATCH = 101;
const MAX_BATCH_BYTES = 16 * 1024 * 1024;

interface Cursor {
  readonly ns: string;
  readonly iterator: Iterator<Buffer>;
  readonly close: () => void;
  readonly transaction: Transaction | undefined;
  readonly noTimeout: boolean;
  /** A document that did not fit into the last batch. */
  ahead: Buffer | undefined;
  used: number;
  /** Documents left until the query's limit. */
  left: number;
}

export const batchSizeOf = (v: unknown): number | undefined => {
  if (v === undefined) return undefined;
  const n = isNumeric(v) ? toNumber(v) : NaN;
  if (!Number.isInteger(n) || n < 0)
    throw badValue(`BatchSize value must be non-negative, but received: ${JSON.stringify(v)}`);
  return n;
};

/** Results that are fetched in parts. */
export class Cursors {
  private readonly cursors = new Map<string, Cursor>();
  private last = BigInt(Date.now()) << 16n;

  /** The first answer of a query; keeps the rest unless there is none. */
  first(
    ns: string,
    results: Iterable<Buffer>,
    options: {
      batchSize: number | undefined;
      single: boolean;
      close: () => void;
      transaction: Transaction | undefined;
      limit?: number;
      noTimeout?: boolean;
    },
  ): Doc {
    const iterator = results[Symbol.iterator]();
    const cursor: Cursor = {
      ns,
      iterator,
      close: options.close,
      transaction: options.transaction,
      noTimeout: options.noTimeout ?? false,
      ahead: undefined,
      used: Date.now(),
      left: options.limit || Infinity,
    };
    let docs: Buffer[];
    let done: boolean;
    try {
      ({ docs, done } = take(cursor, options.batchSize ?? FIRST_BATCH));
    } catch (error) {
      options.close();
      throw error;
    }
    if (options.single && !done) {
      iterator.return?.();
      done = true;
    }
    let id = Long.ZERO;
    if (done) options.close();
    else {
      id = Long.fromBigInt(++this.last);
      this.cursors.set(id.toString(), cursor);
    }
    return { cursor: { firstBatch: new Batch(docs), id, ns }, ok: 1 };
  }

  more(
    id: unknown,
    ns: string,
    batchSize: number | undefined,
    transaction: Transaction | undefined,
  ): Doc {
    const key = String(id);
    const cursor = this.cursors.get(key);
    if (!cursor) throw new MongoFault(43, `cursor id ${key} not found`);
    if (cursor.ns !== ns)
      throw new MongoFault(
        13,
        `Requested getMore on namespace '${ns}', but cursor belongs to a different namespace ${cursor.ns}`,
      );
    if (cursor.transaction !== transaction)
      throw new MongoFault(50738, "Cannot run getMore on a cursor of another transaction");
    cursor.used = Date.now();
    let part: { docs: Buffer[]; done: boolean };
    try {
      part = take(cursor, batchSize || Infinity);
    } catch (error) {
      this.end(key, cursor);
      throw error;
    }
    if (part.done) this.end(key, cursor);
    return {
      cursor: {
        nextBatch: new Batch(part.docs),
        id: part.done ? Long.ZERO : Long.fromString(key),
        ns,
      },
      ok: 1,
    };
  }

  kill(ids: readonly unknown[], ns: string): Doc {
    const killed: Long[] = [];
    const missing: Long[] = [];
    for (const id of ids) {
      const cursor = this.cursors.get(String(id));
      if (cursor?.ns === ns) {
        this.end(String(id), cursor);
        killed.push(Long.fromString(String(id)));
      } else missing.push(Long.fromString(String(id)));
    }
    return {
      cursorsKilled: killed,
      cursorsNotFound: missing,
      cursorsAlive: [],
      cursorsUnknown: [],
      ok: 1,
    };
  }

  /** Ends cursors that were left, or whose transaction or collection is gone. */
  sweep(gone: (cursor: { ns: string }) => boolean = () => false): void {
    const now = Date.now();
    for (const [key, cursor] of this.cursors)
      if (
        (!cursor.noTimeout && now - cursor.used > IDLE_MINUTES * 60_000) ||
        (cursor.transaction && cursor.transaction.state !== "open") ||
        gone(cursor)
      )
        this.end(key, cursor);
  }

  get size(): number {
    return this.cursors.size;
  }

  private end(key: string, cursor: Cursor): void {
    this.cursors.delete(key);
    cursor.iterator.return?.();
    cursor.close();
  }
}

function take(cursor: Cursor, most: number): { docs: Buffer[]; done: boolean } {
  const docs: Buffer[] = [];
  let size = 0;
  while (docs.length < most && cursor.left > 0) {
    let next = cursor.ahead;
    cursor.ahead = undefined;
    if (!next) {
      const step = cursor.iterator.next();
      if (step.done) return { docs, done: true };
      next = step.value;
    }
    if (docs.length > 0 && size + next.length > MAX_BATCH_BYTES) {
      cursor.ahead = next;
      break;
    }
    docs.push(next);
    cursor.left--;
    size += next.length;
  }
  return { docs, done: cursor.left <= 0 };
}
