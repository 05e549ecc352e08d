import { Catalog } from "./catalog.ts";
import type { Collection } from "./collection.ts";
import { Cursors } from "./cursors.ts";
import { MongoFault } from "./errors.ts";
import { compileExpression, scopeOf } from "./expression.ts";
import type { Variables } from "./filter.ts";
import { parseFilter } from "./filter.ts";
import { planQuery } from "./plan.ts";
import type { Transaction } from "./sessions.ts";
import { Sessions } from "./sessions.ts";
import type { PointInTime } from "./snapshots.ts";
import { Snapshots } from "./snapshots.ts";
import type { Surroundings } from "./stages.ts";
import type { View, Writable } from "./store.ts";
import { Held, Store } from "./store.ts";
import type { Doc } from "./values.ts";
import { isDoc, isNumeric, toNumber } from "./values.ts";

/** One command on its way: whose, and over which sight of the store. */
export interface Call {
  readonly engine: Engine;
  readonly db: string;
  readonly body: Doc;
  readonly transaction: Transaction | undefined;
  /** The point in time that a read outside of transactions asked for. */
  readonly point: PointInTime | undefined;
}

export const SET_NAME = "hub";

/** All state of one server. */
export class Engine {
  readonly store: Store;
  readonly catalog: Catalog;
  readonly sessions: Sessions;
  readonly snapshots: Snapshots;
  readonly cursors = new Cursors();
  readonly began = Date.now();
  /** host:port or the socket's path, as hello tells it. */
  address = "";
  /** Resolves with what makes it impossible to go on: the file is damaged, or was not written. */
  readonly failed: Promise<unknown>;
  fail: (error: unknown) => void = () => undefined;
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(file: string) {
    this.failed = new Promise((resolve) => (this.fail = resolve));
    this.store = new Store(file, this.fail);
    this.catalog = new Catalog(this.store);
    this.sessions = new Sessions(this.store);
    this.snapshots = new Snapshots(this.store);
    this.timers.push(
      setInterval(() => this.sweep(), 1000).unref(),
      setInterval(() => void this.expire().catch(this.fail), 60_000).unref(),
    );
  }

  private lastPrune = Date.now();
  private sweep(): void {
    const draft = this.store.draft();
    const prune = Date.now() - this.lastPrune > 600_000;
    if (prune) this.lastPrune = Date.now();
    this.sessions.sweep(prune ? draft : undefined);
    this.cursors.sweep();
    this.snapshots.sweep();
    if (draft.writes.size > 0) this.store.apply(draft.writes).catch(() => undefined);
  }

  /** Removes what TTL indexes say is over. */
  async expire(now = Date.now()): Promise<void> {
    for (const collection of this.catalog.all())
      for (const index of collection.record.indexes) {
        if (index.expireAfterSeconds == null) continue;
        const limit = new Date(now - index.expireAfterSeconds * 1000);
        const filter = parseFilter({ [index.key[0]![0]]: { $lt: limit } });
        try {
          await this.write(undefined, (out) => {
            for (const found of Array.from(planQuery(collection, filter).run(out)))
              collection.remove(out, found.rid, found.doc);
          });
        } catch (error) {
          // One that a transaction holds is removed a minute later.
          if (!(error instanceof MongoFault)) throw error;
        }
      }
  }

  /** The newest state, or that of the call's transaction or point in time. */
  view({ transaction, point }: Pick<Call, "transaction" | "point">): View {
    return transaction?.writes ?? point?.view ?? this.store.latest();
  }

  /**
   * Runs a statement that writes; resolves when its writes are durable. In a transaction they wait for its commit.
   * What a transaction of others holds is waited for, as MongoDB does, until `deadline`.
   */
  async write<T>(
    transaction: Transaction | undefined,
    run: (out: Writable) => T,
    deadline = Infinity,
  ): Promise<T> {
    if (transaction) return run(transaction.writes);
    for (;;) {
      const draft = this.store.draft();
      try {
        const result = run(draft);
        await this.store.apply(draft.writes);
        return result;
      } catch (error) {
        if (!(error instanceof Held)) throw error;
        await until(error.holder.ended, deadline);
      }
    }
  }

  /** Waits until no transaction has writes in a collection whose indexes are to change. */
  async settled(collection: Collection, deadline: number): Promise<void> {
    for (;;) {
      const [writer] = this.sessions.writers(collection.record.id);
      if (!writer) return;
      await until(writer.ended, deadline);
    }
  }

  async close(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.sessions.abortAll();
    this.cursors.sweep(() => true);
    this.snapshots.sweep(true);
    await this.store.close();
  }
}

async function until(done: Promise<void>, deadline: number): Promise<void> {
  if (deadline === Infinity) return done;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new MongoFault(50, "operation exceeded time limit")),
      Math.max(0, deadline - Date.now()),
    );
  });
  try {
    await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The collection a command names, by the value of its first field. */
export function namespace({ db, body }: Call, name: string): string {
  const collection = body[name];
  if (typeof collection !== "string") throw new MongoFault(73, `collection name has invalid type`);
  if (collection === "") throw new MongoFault(73, `Invalid namespace specified '${db}.'`);
  return `${db}.${collection}`;
}

/** When a command must have ended, by its maxTimeMS. */
export function deadlineOf(body: Doc): number {
  const ms = body["maxTimeMS"];
  return isNumeric(ms) && toNumber(ms) > 0 ? Date.now() + toNumber(ms) : Infinity;
}

/** The `let` constants of a command (or of one update), each an expression without a document. */
export const letOf = (body: Doc, name = "let"): Variables =>
  isDoc(body[name])
    ? Object.fromEntries(
        Object.entries(body[name]).map(([k, e]) => [k, compileExpression(e)(scopeOf({}))]),
      )
    : {};

/** The collection as this command may use it; undefined when there is none. */
export function collectionOf(call: Call, ns: string): Collection | undefined {
  const collection = call.engine.catalog.get(ns);
  const sequence = call.transaction?.writes.sequence ?? call.point?.view.sequence ?? Infinity;
  if (collection && collection.changedAt > sequence)
    throw new MongoFault(
      246,
      `Unable to read from a snapshot due to pending collection catalog changes; please retry the operation.`,
      {},
      call.transaction ? ["TransientTransactionError"] : [],
    );
  return collection;
}

/** What a pipeline of this command reaches. */
export function surroundings(call: Call, view: View, variables: Variables): Surroundings {
  return {
    variables,
    *find(name, filter, vars) {
      const collection = collectionOf(call, `${call.db}.${name}`);
      if (!collection) return;
      for (const found of planQuery(collection, parseFilter(filter, vars)).run(view))
        yield found.doc;
    },
  };
}
