import { Binary, UUID } from "bson";
import { Collection } from "./collection.ts";
import { MongoFault } from "./errors.ts";
import { after } from "./keys.ts";
import { type Index, parseIndex } from "./indexes.ts";
import type { Transaction } from "./sessions.ts";
import type { Store, Writable } from "./store.ts";
import type { Doc } from "./values.ts";
import { decode, encode } from "./codec.ts";

/** What the file says of a collection. */
export interface CollectionRecord {
  ns: string;
  id: number;
  uuid: Binary;
  nextIndex: number;
  indexes: Index[];
}

const CATALOG = Buffer.from([0, 0, 0, 0, 0, 0]);
const FIRST_ID = 16;

/** The collections and their indexes, in memory and in the file. */
export class Catalog {
  private readonly store: Store;
  private readonly collections = new Map<string, Collection>();
  private nextId = FIRST_ID;

  constructor(store: Store) {
    this.store = store;
    const view = store.latest();
    for (const [, value] of view.range(CATALOG, after(CATALOG))) {
      const record = decode(value) as unknown as CollectionRecord;
      this.nextId = Math.max(this.nextId, record.id + 1);
      this.add(record).findLast(view);
    }
  }

  private add(record: CollectionRecord): Collection {
    const collection = new Collection(record, () => this.save(collection));
    this.collections.set(collection.ns, collection);
    return collection;
  }

  get(ns: string): Collection | undefined {
    return this.collections.get(ns);
  }

  /** The collection, made if there is none: at once and for all to see, whatever becomes of the statement. */
  ensure(ns: string, maker?: Transaction): Collection {
    const there = this.collections.get(ns);
    if (there) return there;
    checkName(ns);
    const record: CollectionRecord = {
      ns,
      id: this.nextId++,
      uuid: new Binary(new UUID().buffer, Binary.SUBTYPE_UUID),
      nextIndex: 2,
      indexes: [{ ...parseIndex({ v: 2, key: { _id: 1 }, name: "_id_" }, 1), unique: true }],
    };
    const collection = this.add(record);
    this.save(collection);
    if (maker) {
      collection.maker = maker;
      void maker.ended.then(() => this.unmake(collection, maker));
    }
    return collection;
  }

  /**
   * Writes a collection's record, with a statement's writes or at once. What the caller acknowledges later is committed
   * later, so nobody need wait for it here.
   */
  save(collection: Collection, out?: Writable): void {
    const draft = out ?? this.store.draft();
    draft.put(keyOf(collection.ns), encode(collection.record as unknown as Doc), false);
    if (!out) this.store.apply(draft.writes).catch(() => undefined);
  }

  /** After its maker ended: there for all, or gone if the transaction was rolled back. */
  private unmake(collection: Collection, maker: Transaction): void {
    if (collection.maker !== maker) return;
    collection.maker = undefined;
    if (maker.state !== "aborted" || collection.dropped) return;
    const draft = this.store.draft();
    this.drop(collection, draft);
    this.store.apply(draft.writes).catch(() => undefined);
  }

  /** Takes a collection out of memory and file, with all it holds. */
  drop(collection: Collection, out: Writable): void {
    this.collections.delete(collection.ns);
    collection.dropped = true;
    out.remove(keyOf(collection.ns), false);
    const prefix = collection.start(0).subarray(0, 4);
    for (const [key] of out.range(prefix, after(prefix))) out.remove(key, false);
  }

  /** Collections of one database, by name. */
  list(db: string): Collection[] {
    return [...this.collections.values()]
      .filter((c) => !c.maker && c.ns.startsWith(`${db}.`))
      .toSorted((a, b) => (a.ns < b.ns ? -1 : 1));
  }
  all(): Iterable<Collection> {
    return this.collections.values();
  }
  databases(): string[] {
    const names = [...this.collections.keys()].map((ns) => ns.slice(0, ns.indexOf(".")));
    return [...new Set(names)].toSorted();
  }
}

const keyOf = (ns: string): Buffer => Buffer.concat([CATALOG, Buffer.from(ns)]);

function checkName(ns: string): void {
  const name = ns.slice(ns.indexOf(".") + 1);
  if (name === "" || /[\0$]|^\.|\.$|^system\./.test(name))
    throw new MongoFault(73, `Invalid namespace specified '${ns}'`);
  if (Buffer.byteLength(ns) > 255)
    throw new MongoFault(73, `Fully qualified namespace is too long. Namespace: ${ns} Max: 255`);
}
