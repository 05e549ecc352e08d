import { ObjectId } from "bson";
import { type Collection, MAX_DOCUMENT } from "./collection.ts";
import { batchSizeOf } from "./cursors.ts";
import { type Call, deadlineOf, namespace } from "./engine.ts";
import { matcher } from "./match.ts";
import { refuse } from "./reads.ts";
import { SESSION_MINUTES } from "./sessions.ts";
import type { Writable } from "./store.ts";
import { encode } from "./codec.ts";
import { type Doc, isDoc, truthy } from "./values.ts";
import { MAX_MESSAGE } from "./wire.ts";
import { fault } from "./words.ts";

const VERSION = "7.0.0";

/**
 * The handshake: a primary, alone in its replica set, so that drivers use transactions and retryable writes. Without a
 * topologyVersion, so that drivers ask now and then and do not wait for a stream of answers.
 */
export function hello({ engine, body }: Call): Doc {
  const { address } = engine;
  return {
    [body["hello"] === undefined ? "ismaster" : "isWritablePrimary"]: true,
    helloOk: true,
    hosts: [address],
    setName: "hub",
    setVersion: 1,
    secondary: false,
    primary: address,
    me: address,
    electionId: new ObjectId("7fffffff0000000000000001"),
    maxBsonObjectSize: MAX_DOCUMENT,
    maxMessageSizeBytes: MAX_MESSAGE,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: SESSION_MINUTES,
    minWireVersion: 0,
    maxWireVersion: 21,
    readOnly: false,
    ok: 1,
  };
}

export const buildInfo = (): Doc => ({ version: VERSION, versionArray: [7, 0, 0, 0], ok: 1 });

export function serverStatus({ engine }: Call): Doc {
  return {
    host: engine.address,
    version: VERSION,
    process: "mongod",
    pid: process.pid,
    uptime: (Date.now() - engine.began) / 1000,
    localTime: new Date(),
    mem: { resident: Math.round(process.memoryUsage.rss() / 2 ** 20), bits: 64 },
    storageEngine: { name: "lmdb" },
    ok: 1,
  };
}

/** Sizes are those of the one file: it holds the documents and indexes of all databases. */
export function dbStats(call: Call): Doc {
  const collections = call.engine.catalog.list(call.db);
  const view = call.engine.view(call);
  return {
    db: call.db,
    collections: collections.length,
    views: 0,
    objects: collections.reduce((n, c) => n + view.count(c.start(0), c.start(1)), 0),
    storageSize: call.engine.store.fileSize(),
    indexes: collections.reduce((n, c) => n + c.record.indexes.length, 0),
    indexSize: 0,
    scaleFactor: 1,
    ok: 1,
  };
}

export function listDatabases({ engine, body }: Call): Doc {
  const sizeOnDisk = engine.store.fileSize();
  const databases = engine.catalog
    .databases()
    .map((name): Doc => ({ name, sizeOnDisk, empty: false }))
    .filter(matcher(body["filter"] ?? {}));
  return truthy(body["nameOnly"])
    ? { databases: databases.map(({ name }) => ({ name })), ok: 1 }
    : { databases, totalSize: sizeOnDisk, ok: 1 };
}

export function listCollections(call: Call): Doc {
  const { engine, db, body } = call;
  const list = engine.catalog
    .list(db)
    .map(({ ns, record }): Doc => ({
      name: ns.slice(db.length + 1),
      type: "collection",
      options: {},
      info: { readOnly: false, uuid: record.uuid },
      idIndex: record.indexes[0]!.spec,
    }))
    .filter(matcher(body["filter"] ?? {}));
  const shown = truthy(body["nameOnly"]) ? list.map(({ name, type }) => ({ name, type })) : list;
  return answerList(call, `${db}.$cmd.listCollections`, shown);
}

export function answerList({ engine, body, transaction }: Call, ns: string, list: Doc[]): Doc {
  const { cursor } = body;
  const batchSize = isDoc(cursor) ? batchSizeOf(cursor["batchSize"]) : undefined;
  return engine.cursors.first(ns, list.map(encode), { batchSize, transaction });
}

const REFUSED_OPTIONS = [
  'capped', 'timeseries', 'viewOn', 'pipeline', 'collation', 'validator', 'clusteredIndex', 'changeStreamPreAndPostImages', 'encryptedFields',
  'expireAfterSeconds', 'size', 'max',
]; // prettier-ignore

export async function create(call: Call): Promise<Doc> {
  const { engine, body, transaction } = call;
  const ns = namespace(call, "create");
  refuse(body, REFUSED_OPTIONS, 72);
  if (engine.catalog.get(ns)) throw fault(48, ns);
  engine.catalog.ensure(ns, transaction);
  if (!transaction) await engine.store.written();
  return { ok: 1 };
}

export async function drop(call: Call): Promise<Doc> {
  const { engine } = call;
  const ns = namespace(call, "drop");
  const collection = engine.catalog.get(ns);
  if (!collection) return { ok: 1 };
  await alter(call, collection, (out) => engine.catalog.drop(collection, out));
  return { nIndexesWas: collection.record.indexes.length, ns, ok: 1 };
}

export async function dropDatabase(call: Call): Promise<Doc> {
  const { catalog } = call.engine;
  for (const collection of catalog.list(call.db))
    await alter(call, collection, (out) => catalog.drop(collection, out));
  return { dropped: call.db, ok: 1 };
}

/** Changes a collection itself, when no transaction has writes in it. */
export async function alter(
  { engine, body }: Call,
  collection: Collection,
  change: (out: Writable) => void,
): Promise<void> {
  await engine.settled(collection, deadlineOf(body));
  await engine.write(undefined, change, deadlineOf(body));
  engine.cursors.sweep(({ ns }) => collection.dropped && ns === collection.ns);
}
