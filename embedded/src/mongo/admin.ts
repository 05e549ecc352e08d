import type { Collection } from "./collection.ts";
import type { Call } from "./engine.ts";
import { collectionOf, deadlineOf, namespace, SET_NAME } from "./engine.ts";
import { MongoFault, unsupported } from "./errors.ts";
import type { Index } from "./indexes.ts";
import { parseIndex, sameIndex, sameKey } from "./indexes.ts";
import { MAX_DOCUMENT } from "./collection.ts";
import { matcher } from "./match.ts";
import { refuse } from "./reads.ts";
import { SESSION_MINUTES } from "./sessions.ts";
import type { Writable } from "./store.ts";
import type { Doc } from "./values.ts";
import { encode, equal, isDoc, isNumeric, toNumber } from "./values.ts";
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

export function getParameter({ body }: Call): Doc {
  const known: Doc = { featureCompatibilityVersion: { version: "7.0" }, enableTestCommands: false };
  const asked = Object.fromEntries(
    Object.entries(known).filter(([k]) => body["getParameter"] === "*" || k in body),
  );
  if (Object.keys(asked).length === 0) throw new MongoFault(72, "no option found to get");
  return { ...asked, ok: 1 };
}

export function serverStatus({ engine }: Call): Doc {
  const memory = process.memoryUsage();
  return {
    host: engine.address, version: VERSION, process: 'mongod', pid: process.pid, uptime: (Date.now() - engine.began) / 1000, localTime: new Date(),
    mem: { resident: Math.round(memory.rss / 2 ** 20), bits: 64 }, metrics: { cursor: { open: { total: engine.cursors.size } } }, storageEngine: { name: 'lmdb', supportsCommittedReads: true }, ok: 1,
  }; // prettier-ignore
}

function sizes(call: Call, collection: Collection): { count: number; size: number } {
  const view = call.engine.view(call);
  const [start, end] = [collection.start(0), collection.start(1)];
  let size = 0;
  let sampled = 0;
  for (const [, bytes] of view.range(start, end)) {
    size += bytes.length;
    if (++sampled >= 1000) break;
  }
  const count = view.count(start, end);
  return { count, size: sampled === 0 ? 0 : Math.round((size / sampled) * count) };
}

export function collStats(call: Call): Doc {
  const ns = namespace(call, "collStats");
  const collection = collectionOf(call, ns);
  const { count, size } = collection ? sizes(call, collection) : { count: 0, size: 0 };
  return {
    ns,
    count,
    size,
    avgObjSize: count ? Math.round(size / count) : 0,
    storageSize: size,
    capped: false,
    nindexes: collection?.record.indexes.length ?? 0,
    indexSizes: {},
    totalIndexSize: 0,
    scaleFactor: 1,
    ok: 1,
  };
}

export function dbStats(call: Call): Doc {
  const collections = call.engine.catalog.list(call.db);
  const all = collections.map((c) => sizes(call, c));
  const objects = all.reduce((n, s) => n + s.count, 0);
  const dataSize = all.reduce((n, s) => n + s.size, 0);
  return {
    db: call.db,
    collections: collections.length,
    views: 0,
    objects,
    avgObjSize: objects ? dataSize / objects : 0,
    dataSize,
    storageSize: call.engine.store.stats().fileSize,
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
    .map((name): Doc => ({ name, sizeOnDisk: engine.store.stats().fileSize, empty: false }))
    .filter(test);
  if (body["nameOnly"] === true)
    return { databases: databases.map(({ name }) => ({ name })), ok: 1 };
  return {
    databases,
    totalSize: engine.store.stats().fileSize,
    totalSizeMb: Math.round(engine.store.stats().fileSize / 2 ** 20),
    ok: 1,
  };
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

function answerList({ engine, body, transaction }: Call, ns: string, list: Doc[]): Doc {
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

export async function create(call: Call): Promise<Doc> {
  const { engine, body } = call;
  const ns = namespace(call, "create");
  for (const option of [
    "capped",
    "timeseries",
    "viewOn",
    "pipeline",
    "collation",
    "validator",
    "clusteredIndex",
    "changeStreamPreAndPostImages",
    "encryptedFields",
    "expireAfterSeconds",
    "size",
    "max",
  ]) {
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

export async function renameCollection(call: Call): Promise<Doc> {
  const { engine, body } = call;
  const [from, to] = [String(body["renameCollection"]), String(body["to"])];
  const collection = engine.catalog.get(from);
  if (!collection) throw new MongoFault(26, `Source collection ${from} does not exist`);
  const there = engine.catalog.get(to);
  if (there && body["dropTarget"] !== true) throw new MongoFault(48, "target namespace exists");
  if (there) await alter(call, there, (out) => engine.catalog.drop(there, out));
  await alter(call, collection, (out) => engine.catalog.rename(collection, to, out));
  return { ok: 1 };
}

/** Changes a collection itself, when no transaction has writes in it. */
async function alter<T>(
  { engine, body }: Call,
  collection: Collection,
  change: (out: Writable) => T,
): Promise<T> {
  await engine.settled(collection, deadlineOf(body));
  const result = await engine.write(undefined, change, deadlineOf(body));
  engine.cursors.sweep(({ ns }) => collection.dropped && ns === collection.ns);
  return result;
}

export async function createIndexes(call: Call): Promise<Doc> {
  const { engine, body } = call;
  const ns = namespace(call, "createIndexes");
  const specs = body["indexes"];
  if (!Array.isArray(specs) || specs.length === 0)
    throw new MongoFault(2, "Must specify at least one index to create");
  const created = !engine.catalog.get(ns);
  // All are checked before anything is made.
  for (const spec of specs) parseIndex(spec, 0);
  const collection = engine.catalog.ensure(ns, call.transaction);
  const before = collection.record.indexes.length;
  if (
    call.transaction &&
    !created &&
    [...engine.view(call).range(collection.start(0), collection.start(1))].length > 0
  )
    throw new MongoFault(
      263,
      `Cannot create new indexes on existing collection ${ns} in a multi-document transaction.`,
    );
  if (!call.transaction) await engine.settled(collection, deadlineOf(body));
  const { record } = collection;
  await engine.write(undefined, (out) => {
    const fresh: Index[] = [];
    let next = record.nextIndex;
    for (const spec of specs) {
      const index = parseIndex(spec, next);
      if (existing([...record.indexes, ...fresh], index)) continue;
      next++;
      collection.build(out, index);
      fresh.push(index);
    }
    if (fresh.length === 0) return;
    record.indexes = [...record.indexes, ...fresh];
    record.nextIndex = next;
    engine.catalog.save(collection, out);
    if (!call.transaction) collection.changedAt = engine.store.now() + 1;
  });
  const after = collection.record.indexes.length;
  return {
    numIndexesBefore: before,
    numIndexesAfter: after,
    ...(created ? { createdCollectionAutomatically: true } : {}),
    ...(after === before ? { note: "all indexes already exist" } : {}),
    ok: 1,
  };
}

/** Whether there is such an index; one that is like it but not the same is an error. */
function existing(indexes: readonly Index[], index: Index): boolean {
  if (index.key.length === 1 && index.key[0]![0] === "_id") return true;
  const named = indexes.find((i) => i.name === index.name);
  if (named) {
    if (sameIndex(named, index)) return true;
    throw sameKey(named, index)
      ? new MongoFault(
          85,
          `An equivalent index already exists with the same name but different options. Requested index: ${index.name}`,
        )
      : new MongoFault(
          86,
          `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Requested index: ${index.name}`,
        );
  }
  const alike = indexes.find(
    (i) => sameKey(i, index) && equal(i.partial ?? null, index.partial ?? null),
  );
  if (alike)
    throw new MongoFault(
      85,
      sameIndex(alike, index)
        ? `Index already exists with a different name: ${alike.name}`
        : `An equivalent index already exists with different options: ${alike.name}`,
    );
  return false;
}

export function listIndexes(call: Call): Doc {
  const ns = namespace(call, "listIndexes");
  const collection = collectionOf(call, ns);
  if (!collection || (collection.maker && collection.maker !== call.transaction))
    throw new MongoFault(26, `ns does not exist: ${ns}`);
  return answerList(
    call,
    ns,
    collection.record.indexes.map((i) => i.spec),
  );
}

export async function dropIndexes(call: Call): Promise<Doc> {
  const { engine, body } = call;
  const ns = namespace(call, "dropIndexes");
  const collection = engine.catalog.get(ns);
  if (!collection) throw new MongoFault(26, `ns not found ${ns}`);
  const { record } = collection;
  const nIndexesWas = record.indexes.length;
  const asked = body["index"];
  let chosen: Index[];
  if (asked === "*") chosen = record.indexes.filter((i) => i.no !== 1);
  else
    chosen = (Array.isArray(asked) ? asked : [asked]).map((a) => {
      const found = record.indexes.find((i) =>
        typeof a === "string" ? i.name === a : isDoc(a) && equal(i.spec["key"], a),
      );
      if (!found)
        throw new MongoFault(
          27,
          typeof a === "string"
            ? `index not found with name [${a}]`
            : `can't find index with key: ${JSON.stringify(a)}`,
        );
      if (found.no === 1) throw new MongoFault(72, "cannot drop _id index");
      return found;
    });
  await alter(call, collection, (out) => {
    record.indexes = record.indexes.filter((i) => !chosen.includes(i));
    for (const index of chosen)
      for (const [key] of out.range(collection.start(index.no), collection.start(index.no + 1)))
        out.remove(key, false);
    engine.catalog.save(collection, out);
    collection.changedAt = engine.store.now() + 1;
  });
  return {
    nIndexesWas,
    ...(asked === "*" ? { msg: "non-_id indexes dropped for collection" } : {}),
    ok: 1,
  };
}

/** Only the time of a TTL index can be changed. */
export async function collMod(call: Call): Promise<Doc> {
  const { engine, body } = call;
  const collection = engine.catalog.get(namespace(call, "collMod"));
  if (!collection) throw new MongoFault(26, "ns does not exist");
  const change = body["index"];
  refuse(body, "validator", "viewOn", "pipeline", "cappedSize");
  if (!isDoc(change) || !isNumeric(change["expireAfterSeconds"])) throw unsupported("this collMod");
  const index = collection.record.indexes.find(
    (i) =>
      i.name === change["name"] ||
      (isDoc(change["keyPattern"]) && equal(i.spec["key"], change["keyPattern"])),
  );
  if (!index) throw new MongoFault(27, "cannot find index for collMod");
  const old = index.expireAfterSeconds;
  await engine.write(undefined, (out) => {
    index.expireAfterSeconds = toNumber(change["expireAfterSeconds"] as number);
    index.spec["expireAfterSeconds"] = index.expireAfterSeconds;
    engine.catalog.save(collection, out);
  });
  return {
    ...(old == null ? {} : { expireAfterSeconds_old: old }),
    expireAfterSeconds_new: index.expireAfterSeconds,
    ok: 1,
  };
}
