import { Binary, Long } from "bson";
import { MongoFault } from "./errors.ts";
import type { Snapshot, Store, Writable } from "./store.ts";
import { decode, encode } from "./codec.ts";
import { type Doc, isDoc } from "./values.ts";
import { fault } from "./words.ts";

export const SESSION_MINUTES = 30;
const TRANSACTION_SECONDS = 60;
const OUTCOMES = Buffer.from([0, 0, 0, 0, 0, 1]);
const OUTCOMES_END = Buffer.from([0, 0, 0, 0, 0, 2]);

/** One multi-document transaction, open until it commits, aborts, or is older than a minute. */
export class Transaction {
  readonly began = Date.now();
  state: "open" | "committed" | "aborted" = "open";
  readonly ended: Promise<void>;
  private end: () => void = () => undefined;
  /** Ids of the collections written to. */
  readonly touched = new Set<number>();
  readonly snapshot: Snapshot;
  readonly writes: Writable;
  /** Resolves when the commit is durable. */
  private committed: Promise<void> | undefined;
  private readonly store: Store;

  constructor(store: Store) {
    this.store = store;
    this.ended = new Promise((resolve) => (this.end = resolve));
    this.snapshot = store.snapshot();
    this.writes = store.transaction(this, this.snapshot);
  }

  /** Makes all writes visible at once; resolves when they are durable. */
  commit(): Promise<void> {
    this.committed ??= this.store.apply(this.writes.writes);
    this.finish("committed");
    return this.committed;
  }

  abort(): void {
    this.finish("aborted");
  }

  private finish(state: "committed" | "aborted"): void {
    if (this.state !== "open") return;
    this.state = state;
    this.store.release(this, this.writes);
    this.snapshot.close();
    this.end();
  }
}

interface Session {
  used: number;
  /** Highest number seen, of a transaction or a retryable write. */
  number: bigint;
  /** The transaction of that number, if it is one. */
  transaction: Transaction | undefined;
}

/** Logical sessions: their transactions, and the outcomes of their retryable writes. */
export class Sessions {
  private readonly store: Store;
  private readonly sessions = new Map<string, Session>();
  constructor(store: Store) {
    this.store = store;
  }

  /** The session of this id, which is in use now. */
  touch(lsid: unknown): Session {
    const key = sessionId(lsid).toString("hex");
    const session = this.sessions.get(key) ?? { used: 0, number: -1n, transaction: undefined };
    this.sessions.set(key, session);
    session.used = Date.now();
    return session;
  }

  /** The open transaction a statement belongs to; begins it when the statement says so. */
  transaction(body: Doc): Transaction {
    if (body["startTransaction"] !== true) {
      const there = this.current(body);
      if (there.state === "committed") throw fault(256, txnNumber(body));
      return there;
    }
    const session = this.touch(body["lsid"]);
    const number = txnNumber(body);
    if (number === session.number && session.transaction) throw fault(117, number);
    advance(session, number);
    return (session.transaction = new Transaction(this.store));
  }

  /** The session's transaction of this number, which was not aborted. */
  private current(body: Doc): Transaction {
    const session = this.touch(body["lsid"]);
    const number = txnNumber(body);
    if (number < session.number) throw fault(225, number, session.number);
    const { transaction } = session;
    if (number > session.number || !transaction || transaction.state === "aborted")
      throw fault(251, number);
    return transaction;
  }

  async commit(body: Doc): Promise<void> {
    await this.current(body).commit();
  }

  abort(body: Doc): void {
    this.transaction(body).abort();
  }

  end(lsid: unknown): void {
    this.touch(lsid).transaction?.abort();
    this.sessions.delete(sessionId(lsid).toString("hex"));
  }

  /** What a retryable write answered before; undefined when it is new. */
  outcome(body: Doc): Doc | undefined {
    const number = txnNumber(body);
    const stored = this.store.latest().get(outcomeKey(body["lsid"]));
    if (stored) {
      const record = decode(stored);
      const last = (record["number"] as Long).toBigInt();
      if (last === number) return record["reply"] as Doc;
      if (last > number) throw fault(225, number, last);
    }
    advance(this.touch(body["lsid"]), number);
    return undefined;
  }

  /** Keeps the answer of a retryable write with the write itself. */
  remember(out: Writable, body: Doc, reply: Doc): void {
    const record = { number: Long.fromBigInt(txnNumber(body)), at: new Date(), reply };
    out.put(outcomeKey(body["lsid"]), encode(record), false);
  }

  /** Forgets the answers of sessions that are long over. */
  prune(out: Writable): void {
    for (const [key, value] of out.range(OUTCOMES, OUTCOMES_END))
      if (minutesSince((decode(value)["at"] as Date).getTime()) > 2 * SESSION_MINUTES)
        out.remove(key, false);
  }

  /** Ends what is too old, or everything. */
  sweep(isOver = false): void {
    for (const [key, { transaction, used }] of this.sessions) {
      const isLeft = isOver || minutesSince(used) > SESSION_MINUTES;
      if (transaction && (isLeft || minutesSince(transaction.began) > TRANSACTION_SECONDS / 60))
        transaction.abort();
      if (isLeft) this.sessions.delete(key);
    }
  }

  /** As $listLocalSessions tells them. */
  list(): Doc[] {
    return [...this.sessions].map(([id, { used }]) => ({
      _id: { id: new Binary(Buffer.from(id, "hex"), Binary.SUBTYPE_UUID) },
      lastUse: new Date(used),
    }));
  }

  /** An open transaction that wrote to a collection. */
  writer(collection: number): Transaction | undefined {
    for (const { transaction } of this.sessions.values())
      if (transaction?.state === "open" && transaction.touched.has(collection)) return transaction;
    return undefined;
  }
}

/** Ends the transaction of a session that goes on to a new number. */
function advance(session: Session, number: bigint): void {
  if (number < session.number) throw fault(225, number, session.number);
  session.transaction?.abort();
  session.transaction = undefined;
  session.number = number;
}

const minutesSince = (time: number): number => (Date.now() - time) / 60_000;

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
