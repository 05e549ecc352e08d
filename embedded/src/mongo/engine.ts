import { setTimeout as sleep } from "node:timers/promises";
import { Catalog } from "./catalog.ts";
import type { Collection } from "./collection.ts";
import { Cursors } from "./cursors.ts";
import { MongoFault } from "./errors.ts";
import { compileExpression, scopeOf } from "./expression.ts";
import { type Variables, parseFilter } from "./filter.ts";
import { planQuery } from "./plan.ts";
import { type Transaction, Sessions } from "./sessions.ts";
import { type PointInTime, Snapshots } from "./snapshots.ts";
import type { Surroundings } from "./stages.ts";
import { type View, type Writable, Held, Store } from "./store.ts";
import { type Doc, isDoc, isNumeric, toNumber } from "./values.ts";
import { fault } from "./words.ts";

/** One command on its way: whose, and over which sight of the store. */
export interface Call {
  readonly engine: Engine;
  readonly db: string;
  readonly body: Doc;
  readonly transaction: Transaction | undefined;
  /** The point in time that a read outside of transactions asked for. */
  readonly point: PointInTime | undefined;
}

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

  private sweep(): void {
    this.sessions.sweep();
    this.cursors.sweep();
    this.snapshots.sweep();
  }

  /** Removes what TTL indexes say is over, and answers that nobody asks for again. */
  async expire(now = Date.now()): Promise<void> {
    await this.write(undefined, (out) => this.sessions.prune(out));
    for (const collection of this.catalog.all())
      for (const { key, expireAfterSeconds } of collection.record.indexes) {
        if (expireAfterSeconds == null) continue;
        const limit = new Date(now - expireAfterSeconds * 1000);
        const filter = parseFilter({ [key[0]![0]]: { $lt: limit } });
        await this.write(undefined, (out) => {
          for (const { rid, doc } of Array.from(planQuery(collection, filter).run(out)))
            collection.remove(out, rid, doc);
        });
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
    const writer = this.sessions.writer(collection.record.id);
    if (!writer) return;
    await until(writer.ended, deadline);
    await this.settled(collection, deadline);
  }

  async close(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.sessions.sweep(true);
    this.cursors.sweep(() => true);
    this.snapshots.sweep(true);
    await this.store.close();
  }
}

/** Waits for what is done by others; throws 50 when that is later than the deadline. */
async function until(done: Promise<void>, deadline: number): Promise<void> {
  if (deadline === Infinity) return done;
  const late = sleep(Math.max(0, deadline - Date.now()), "late", { ref: false });
  if ((await Promise.race([done, late])) === "late") throw fault(50);
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
export function letOf(body: Doc, name = "let"): Variables {
  const constants = isDoc(body[name]) ? Object.entries(body[name]) : [];
  return Object.fromEntries(constants.map(([k, e]) => [k, compileExpression(e)(scopeOf({}))]));
}

/** The collection as this command may use it; undefined when there is none. */
export function collectionOf({ engine, transaction, point }: Call, ns: string) {
  const collection = engine.catalog.get(ns);
  const snapshot = transaction?.snapshot ?? point?.view;
  if (collection && snapshot && collection.changedAt > snapshot.sequence) throw fault(246);
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
