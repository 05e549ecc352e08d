import { Binary, Long } from "bson";
import { MongoFault } from "./errors.ts";
import type { Store, StoreTransaction, Writable } from "./store.ts";
import type { Doc } from "./values.ts";
import { decode, encode } from "./codec.ts";
import { isDoc } from "./values.ts";

export const SESSION_MINUTES = 30;
const TRANSACTION_SECONDS = 60;
const OUTCOMES = Buffer.from([0, 0, 0, 0, 0, 1]);

/** One multi-document transaction, open until it commits, aborts, or is older than a minute. */
export class Transaction {
  readonly number: bigint;
  readonly began = Date.now();
  state: "open" | "committing" | "committed" | "aborted" = "open";
  readonly ended: Promise<void>;
  /** Ids of the collections written to. */
  readonly touched = new Set<number>();
  private end: () => void = () => undefined;
  readonly writes: StoreTransaction;
  /** Resolves when the commit is durable. */
  committed: Promise<void> | undefined;
  private readonly store: Store;

  constructor(store: Store, number: bigint) {
    this.store = store;
    this.number = number;
    this.ended = new Promise((resolve) => (this.end = resolve));
    this.writes = store.transaction(this);
  }

  /** Makes all writes visible at once; resolves when they are durable. */
  commit(): Promise<void> {
    if (this.state === "open") {
      this.state = "committing";
      this.committed = this.store.apply(this.writes.writes);
      this.finish("committed");
    }
    return this.committed ?? Promise.resolve();
  }

  abort(): void {
    if (this.state === "open") this.finish("aborted");
  }

  private finish(state: "committed" | "aborted"): void {
    this.state = state;
    this.writes.close();
    this.end();
  }
}

interface Session {
  used: number;
  transaction: Transaction | undefined;
  /** Highest number seen, of a transaction or a retryable write. */
  number: bigint;
}

/** Logical sessions: their transactions, and the outcomes of their retryable writes. */
export class Sessions {
  private readonly store: Store;
  private readonly sessions = new Map<string, Session>();
  constructor(store: Store) {
    this.store = store;
  }

  private of(lsid: unknown): Session {
    const key = sessionId(lsid).toString("hex");
    let session = this.sessions.get(key);
    if (!session)
      this.sessions.set(key, (session = { used: Date.now(), transaction: undefined, number: -1n }));
    session.used = Date.now();
    return session;
  }

  touch(lsid: unknown): void {
    this.of(lsid);
  }

  /** The open transaction a statement belongs to; begins it when the statement says so. */
  transaction(body: Doc): Transaction {
    const session = this.of(body["lsid"]);
    const number = txnNumber(body);
    if (body["startTransaction"] === true) {
      if (number < session.number) throw tooOld(number, session.number);
      if (number === session.number && session.transaction)
        throw new MongoFault(
          117,
          `Cannot start transaction with txnNumber ${number}: a transaction with that number has begun already`,
        );
      session.transaction?.abort();
      session.number = number;
      session.transaction = new Transaction(this.store, number);
      return session.transaction;
    }
    const there = session.transaction;
    if (!there || there.number !== number || there.state === "aborted") {
      if (there && number < there.number) throw tooOld(number, there.number);
      throw noSuchTransaction(number);
    }
    if (there.state !== "open")
      throw new MongoFault(256, `Transaction with { txnNumber: ${number} } has been committed.`);
    return there;
  }

  async commit(body: Doc): Promise<void> {
    const there = this.of(body["lsid"]).transaction;
    const number = txnNumber(body);
    if (!there || there.number !== number || there.state === "aborted")
      throw noSuchTransaction(number);
    await there.commit();
  }

  abort(body: Doc): void {
    const there = this.of(body["lsid"]).transaction;
    const number = txnNumber(body);
    if (there?.number === number && (there.state === "committed" || there.state === "committing"))
      throw new MongoFault(256, `Transaction ${number} has been committed.`);
    if (!there || there.number !== number || there.state === "aborted")
      throw noSuchTransaction(number);
    there.abort();
  }

  end(lsid: unknown): void {
    const key = sessionId(lsid).toString("hex");
    this.sessions.get(key)?.transaction?.abort();
    this.sessions.delete(key);
  }

  /** What a retryable write answered before; undefined when it is new. */
  outcome(body: Doc): Doc | undefined {
    const session = this.of(body["lsid"]);
    const number = txnNumber(body);
    const stored = this.store.latest().get(outcomeKey(body["lsid"]));
    if (stored) {
      const record = decode(stored);
      const last = (record["number"] as Long).toBigInt();
      if (last === number) return record["reply"] as Doc;
      if (last > number) throw tooOld(number, last);
    }
    if (number < session.number) throw tooOld(number, session.number);
    session.transaction?.abort();
    session.number = number;
    return undefined;
  }

  /** Keeps the answer of a retryable write with the write itself. */
  remember(out: Writable, body: Doc, reply: Doc): void {
    out.put(
      outcomeKey(body["lsid"]),
      encode({ number: Long.fromBigInt(txnNumber(body)), at: new Date(), reply }),
      false,
    );
  }

  /** Ends what is too old; to be called now and then. */
  sweep(out: Writable | undefined): void {
    const now = Date.now();
    for (const [key, session] of this.sessions) {
      if (session.transaction && now - session.transaction.began > TRANSACTION_SECONDS * 1000)
        session.transaction.abort();
      if (now - session.used > SESSION_MINUTES * 60_000) {
        session.transaction?.abort();
        this.sessions.delete(key);
      }
    }
    if (!out) return;
    const end = Buffer.from(OUTCOMES);
    end[5] = 2;
    for (const [key, value] of out.range(OUTCOMES, end))
      if (now - (decode(value)["at"] as Date).getTime() > 2 * SESSION_MINUTES * 60_000)
        out.remove(key, false);
  }

  /** As $listLocalSessions tells them. */
  list(): Doc[] {
    return [...this.sessions].map(([id, { used }]) => ({
      _id: { id: new Binary(Buffer.from(id, "hex"), Binary.SUBTYPE_UUID) },
      lastUse: new Date(used),
    }));
  }

  /** Open transactions that wrote to a collection. */
  *writers(collection: number): Iterable<Transaction> {
    for (const { transaction } of this.sessions.values())
      if (transaction?.state === "open" && transaction.touched.has(collection)) yield transaction;
  }

  abortAll(): void {
    for (const { transaction } of this.sessions.values()) transaction?.abort();
  }
}

function sessionId(lsid: unknown): Buffer {
  const id = isDoc(lsid) ? lsid["id"] : undefined;
  if (!(id instanceof Binary) || id.position !== 16)
    throw new MongoFault(72, "lsid must have an id of 16 bytes");
  return Buffer.from(id.value());
}
const outcomeKey = (lsid: unknown): Buffer => Buffer.concat([OUTCOMES, sessionId(lsid)]);

function txnNumber(body: Doc): bigint {
  const n = body["txnNumber"];
  if (Long.isLong(n)) return n.toBigInt();
  if (typeof n === "number" && Number.isInteger(n)) return BigInt(n);
  throw new MongoFault(72, "txnNumber must be a long");
}

const tooOld = (number: bigint, last: bigint): MongoFault =>
  new MongoFault(
    225,
    `Cannot start transaction ${number} because a newer transaction ${last} has already started on the session.`,
  );
const noSuchTransaction = (number: bigint): MongoFault =>
  new MongoFault(
    251,
    `Given transaction number ${number} does not match any in-progress transactions.`,
    {},
    ["TransientTransactionError"],
  );
