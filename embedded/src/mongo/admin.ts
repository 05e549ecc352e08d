import type { Collection } from "./collection.ts";
import type { Call } from "./engine.ts";
import { deadlineOf, namespace, SET_NAME } from "./engine.ts";
import { MongoFault } from "./errors.ts";
import { MAX_DOCUMENT } from "./collection.ts";
import { matcher } from "./match.ts";
import { SESSION_MINUTES } from "./sessions.ts";
import type { Writable } from "./store.ts";
import type { Doc } from "./values.ts";
import { encode } from "./codec.ts";
import { isDoc, isNumeric, toNumber } from "./values.ts";
import { MAX_MESSAGE } from "./wire.ts";
import { ObjectId } from "bson";

const VERSION = "7.0.0";
const WIRE_VERSION = 21;

/**
 * The handshake: a primary, alone in its replica set, so that drivers use transactions and retryable writes. Without a
 * topologyVersion, so that drivers ask now and then and do not wait for a stream of answers.
 */
export function hello({ engine, body }: Call): Doc {
  const isHello = "hello" in body;
  return {
    ...(isHello ? { isWritablePrimary: true } : { ismaster: true }),
    helloOk: true,
    // No topologyVersion: with it a driver asks for a stream of answers, and takes the connection for lost when it ends.
    hosts: [engine.address],
    setName: SET_NAME,
    setVersion: 1,
    secondary: false,
    primary: engine.address,
    me: engine.address,
    electionId: new ObjectId("7fffffff0000000000000001"),
    maxBsonObjectSize: MAX_DOCUMENT,
    maxMessageSizeBytes: MAX_MESSAGE,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: SESSION_MINUTES,
    connectionId: 1,
    minWireVersion: 0,
    maxWireVersion: WIRE_VERSION,
    readOnly: false,
    ok: 1,
  };
}

export const buildInfo = (): Doc => ({
  version: VERSION,
  versionArray: [7, 0, 0, 0],
  gitVersion: "embedded",
  modules: [],
  bits: 64,
  debug: false,
  maxBsonObjectSize: MAX_DOCUMENT,
  storageEngines: ["lmdb"],
  ok: 1,
});

export function serverStatus({ engine }: Call): Doc {
  const memory = process.memoryUsage();
  return {
    host: engine.address, version: VERSION, process: 'mongod', pid: process.pid, uptime: (Date.now() - engine.began) / 1000, localTime: new Date(),
    mem: { resident: Math.round(memory.rss / 2 ** 20), bits: 64 }, metrics: { cursor: { open: { total: engine.cursors.size } } }, storageEngine: { name: 'lmdb', supportsCommittedReads: true }, ok: 1,
  }; // prettier-ignore
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

export function listDatabases(call: Call): Doc {
  const { engine, body } = call;
  const test = matcher(body["filter"] ?? {});
  const databases = engine.catalog
    .databases()
    .map((name): Doc => ({ name, sizeOnDisk: engine.store.fileSize(), empty: false }))
    .filter(test);
  if (body["nameOnly"] === true)
    return { databases: databases.map(({ name }) => ({ name })), ok: 1 };
  return { databases, totalSize: engine.store.fileSize(), ok: 1 };
}

export function listCollections(call: Call): Doc {
  const { engine, db, body } = call;
  const test = matcher(body["filter"] ?? {});
  const list = engine.catalog
    .list(db)
    .map((c): Doc => {
      const name = c.ns.slice(db.length + 1);
      return {
        name,
        type: "collection",
        options: {},
        info: { readOnly: false, uuid: c.record.uuid },
        idIndex: c.record.indexes[0]!.spec,
      };
    })
    .filter(test);
  const shown = body["nameOnly"] === true ? list.map(({ name, type }) => ({ name, type })) : list;
  return answerList(call, `${db}.$cmd.listCollections`, shown);
}

export function answerList({ engine, body, transaction }: Call, ns: string, list: Doc[]): Doc {
  const size =
    isDoc(body["cursor"]) && isNumeric(body["cursor"]["batchSize"])
      ? toNumber(body["cursor"]["batchSize"])
      : undefined;
  return engine.cursors.first(ns, list.map(encode), {
    batchSize: size,
    single: false,
    close: () => undefined,
    transaction,
  });
}

const REFUSED_OPTIONS = [
  'capped', 'timeseries', 'viewOn', 'pipeline', 'collation', 'validator', 'clusteredIndex', 'changeStreamPreAndPostImages', 'encryptedFields',
  'expireAfterSeconds', 'size', 'max',
]; // prettier-ignore

export async function create(call: Call): Promise<Doc> {
  const { engine, body } = call;
  const ns = namespace(call, "create");
  for (const option of REFUSED_OPTIONS) {
    const v = body[option];
    if (
      v === undefined ||
      v === false ||
      (option === "collation" && isDoc(v) && v["locale"] === "simple") ||
      (option === "validator" && isDoc(v) && Object.keys(v).length === 0)
    )
      continue;
    throw new MongoFault(
      72,
      `the collection option '${option}' is not supported by the embedded engine`,
    );
  }
  if (engine.catalog.get(ns)) throw new MongoFault(48, `Collection ${ns} already exists.`);
  engine.catalog.ensure(ns, call.transaction);
  if (!call.transaction) await engine.store.written();
  return { ok: 1 };
}

export async function drop(call: Call): Promise<Doc> {
  const { engine } = call;
  const ns = namespace(call, "drop");
  const collection = engine.catalog.get(ns);
  if (!collection) return { ok: 1 };
  await alter(call, collection, (out) => engine.catalog.drop(collection, out));
  return {
    nIndexesWas: collection.record.indexes.length,
    ns,
    ok: 1,
  };
}

export async function dropDatabase(call: Call): Promise<Doc> {
  for (const collection of call.engine.catalog.list(call.db))
    await alter(call, collection, (out) => call.engine.catalog.drop(collection, out));
  return { dropped: call.db, ok: 1 };
}

/** Changes a collection itself, when no transaction has writes in it. */
export async function alter<T>(
  { engine, body }: Call,
  collection: Collection,
  change: (out: Writable) => T,
): Promise<T> {
  await engine.settled(collection, deadlineOf(body));
  const result = await engine.write(undefined, change, deadlineOf(body));
  engine.cursors.sweep(({ ns }) => collection.dropped && ns === collection.ns);
  return result;
}
