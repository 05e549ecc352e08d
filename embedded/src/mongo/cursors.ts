import { Long } from "bson";
import { badValue, MongoFault } from "./errors.ts";
import type { Transaction } from "./sessions.ts";
import { type Doc, isNumeric, toNumber } from "./values.ts";
import { Batch } from "./wire.ts";
import { fault } from "./words.ts";

const IDLE_MINUTES = 10;
export const FIRST_BATCH = 101;
const MAX_BATCH_BYTES = 16 * 1024 * 1024;

interface Cursor extends Giving {
  readonly id: Long;
  readonly ns: string;
  readonly iterator: Iterator<Buffer>;
  /** A document that did not fit into the last batch. */
  ahead: Buffer | undefined;
  used: number;
  /** Documents left until the query's limit. */
  left: number;
}

/** How the results of a query are given; `close` ends what they are read from. */
export interface Giving {
  readonly transaction: Transaction | undefined;
  readonly batchSize?: number | undefined;
  readonly single?: boolean;
  readonly close?: () => void;
  readonly limit?: number;
  readonly noTimeout?: boolean;
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
  first(ns: string, results: Iterable<Buffer>, giving: Giving): Doc {
    const cursor: Cursor = {
      ...giving,
      id: Long.fromBigInt(++this.last),
      ns,
      iterator: results[Symbol.iterator](),
      ahead: undefined,
      used: Date.now(),
      left: giving.limit || Infinity,
    };
    this.cursors.set(String(cursor.id), cursor);
    return this.answer(cursor, "firstBatch", giving.batchSize ?? FIRST_BATCH);
  }

  more(
    id: unknown,
    ns: string,
    batchSize: number | undefined,
    transaction: Transaction | undefined,
  ): Doc {
    const cursor = this.cursors.get(String(id));
    if (!cursor) throw fault(43, id);
    if (cursor.ns !== ns)
      throw new MongoFault(
        13,
        `Requested getMore on namespace '${ns}', but cursor belongs to a different namespace ${cursor.ns}`,
      );
    if (cursor.transaction !== transaction) throw fault(50738);
    cursor.used = Date.now();
    return this.answer(cursor, "nextBatch", batchSize || Infinity);
  }

  /** The next documents of a cursor, which ends with its last one, or when it fails. */
  private answer(cursor: Cursor, name: string, most: number): Doc {
    let isOver = true;
    try {
      const { docs, done } = take(cursor, most);
      isOver = done || cursor.single === true;
      const id = isOver ? Long.ZERO : cursor.id;
      return { cursor: { [name]: new Batch(docs), id, ns: cursor.ns }, ok: 1 };
    } finally {
      if (isOver) this.end(cursor);
    }
  }

  kill(ids: readonly unknown[], ns: string): Doc {
    const found = ids.map((id) => this.cursors.get(String(id)));
    const isKilled = found.map((cursor) => cursor?.ns === ns);
    for (const [i, cursor] of found.entries()) if (isKilled[i]) this.end(cursor!);
    return {
      cursorsKilled: ids.filter((_id, i) => isKilled[i]),
      cursorsNotFound: ids.filter((_id, i) => !isKilled[i]),
      cursorsAlive: [],
      cursorsUnknown: [],
      ok: 1,
    };
  }

  /** Ends cursors that were left, or whose transaction or collection is gone. */
  sweep(isGone: (cursor: { ns: string }) => boolean = () => false): void {
    const limit = Date.now() - IDLE_MINUTES * 60_000;
    for (const cursor of this.cursors.values()) {
      const isLeft = !cursor.noTimeout && cursor.used < limit;
      const isOver = cursor.transaction && cursor.transaction.state !== "open";
      if (isLeft || isOver || isGone(cursor)) this.end(cursor);
    }
  }

  private end(cursor: Cursor): void {
    if (!this.cursors.delete(String(cursor.id))) return;
    cursor.iterator.return?.();
    cursor.close?.();
  }
}

function take(cursor: Cursor, most: number): { docs: Buffer[]; done: boolean } {
  const docs: Buffer[] = [];
  let size = 0;
  while (docs.length < most && cursor.left > 0) {
    const step = cursor.ahead ? { value: cursor.ahead } : cursor.iterator.next();
    if (step.done) return { docs, done: true };
    const next: Buffer = step.value;
    cursor.ahead = undefined;
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
