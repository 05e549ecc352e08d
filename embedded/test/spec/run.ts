/* oxlint-disable no-console, typescript/no-explicit-any, preserve-caught-error, typescript/no-unsafe-type-assertion -- a command-line tool over JSON of free form */
/**
 * Runs MongoDB's published unified tests (a folder of JSON files from github.com/mongodb/specifications) against a server:
 *   node --import=tsx embedded/test/spec/run.ts FOLDER MONGODB_URI
 * Prints `N passed, N failed, N skipped`, every failure, and the reason of each skip. Events are the driver's and not looked at.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Binary, EJSON, Long, ObjectId } from "bson";
import type { ClientSession, Collection, Db } from "mongodb";
import { MongoClient, MongoServerError } from "mongodb";

type Json = { [k: string]: any };

class Skip extends Error {}
const [folder = ".", uri = "mongodb://127.0.0.1:27017"] = process.argv.slice(2);
const only = process.argv[4];

function files(path: string): string[] {
  if (statSync(path).isFile()) return path.endsWith(".json") ? [path] : [];
  return readdirSync(path).flatMap((name) => files(join(path, name)));
}

function compareVersions(a: string, b: string): number {
  const [x, y] = [a, b].map((v) => v.split(".").map(Number));
  for (let i = 0; i < 3; i++) if ((x![i] ?? 0) !== (y![i] ?? 0)) return (x![i] ?? 0) - (y![i] ?? 0);
  return 0;
}

const VERSION = "7.0.0";
/** Why a test is for another server than this one (a 7.0, alone in its replica set, without accounts); undefined when it is for it. */
function foreign(list: Json[] | undefined): string | undefined {
  const reasons = (list ?? []).map((r) => {
    if (r.minServerVersion && compareVersions(VERSION, r.minServerVersion) < 0)
      return `is for version ${r.minServerVersion} and later`;
    if (r.maxServerVersion && compareVersions(VERSION, r.maxServerVersion) > 0)
      return `is for version ${r.maxServerVersion} and before`;
    if (r.topologies && !r.topologies.includes("replicaset"))
      return `is for ${r.topologies.join(" or ")}, this is a replica set`;
    if (r.serverless === "require") return "is for a serverless cluster";
    if (r.auth === true) return "needs accounts";
    if (r.csfle) return "needs field-level encryption";
    return undefined;
  });
  return reasons.includes(undefined) ? undefined : reasons.at(-1);
}

class Entities {
  readonly clients: MongoClient[] = [];
  readonly all = new Map<string, any>();
  private readonly keepsIds: boolean;
  constructor(file: string) {
    this.keepsIds = file.endsWith("create-null-ids.json");
  }
  async make(list: Json[]): Promise<void> {
    for (const e of list) {
      const kind = Object.keys(e)[0]!;
      const spec = e[kind];
      if (kind === "client") {
        if (spec.autoEncryptOpts) throw new Skip("needs field-level encryption");
        const client = new MongoClient(uri, {
          ...spec.uriOptions,
          // Else the driver would make an _id where a test gives null.
          forceServerObjectId: this.keepsIds,
          ...(spec.serverApi ? { serverApi: spec.serverApi } : {}),
        });
        this.clients.push(client);
        await client.connect();
        this.all.set(spec.id, client);
      } else if (kind === "database")
        this.all.set(
          spec.id,
          this.all.get(spec.client).db(spec.databaseName, options(spec.databaseOptions)),
        );
      else if (kind === "collection")
        this.all.set(
          spec.id,
          this.all
            .get(spec.database)
            .collection(spec.collectionName, options(spec.collectionOptions)),
        );
      else if (kind === "session") {
        const { snapshotTime, ...options } = sessionOptions(spec.sessionOptions);
        const session = this.all.get(spec.client).startSession(options);
        if (snapshotTime) session.snapshotTime = this.all.get(snapshotTime);
        this.all.set(spec.id, session);
      } else throw new Skip(`entity ${kind}`);
    }
  }
  async close(): Promise<void> {
    for (const c of this.clients) await c.close(true);
  }
}
function options(o: Json | undefined): Json {
  const { timeoutMS: _t, ...rest } = o ?? {};
  return rest;
}
function sessionOptions(o: Json | undefined): Json {
  const { defaultTransactionOptions, ...rest } = o ?? {};
  return { ...rest, ...(defaultTransactionOptions ? { defaultTransactionOptions } : {}) };
}

async function operation(entities: Entities, op: Json, admin: MongoClient): Promise<unknown> {
  const { name, object } = op;
  const args: Json = { ...op.arguments };
  if (args.session) args.session = entities.all.get(args.session);
  const session: ClientSession | undefined = args.session;
  if (object === "testRunner") return testRunner(entities, name, args, admin);
  const target = entities.all.get(object);
  if (!target) throw new Skip(`object ${object}`);
  const take = (...names: string[]): Json => {
    const rest = { ...args };
    for (const n of names) delete rest[n];
    return rest;
  };
  if (target instanceof MongoClient) {
    if (name === "listDatabases")
      return (await target.db().admin().listDatabases(take("filter"))).databases;
    if (name === "listDatabaseNames")
      return (await target.db().admin().listDatabases({ nameOnly: true })).databases.map(
        (d) => d.name,
      );
    if (name === "createChangeStream") throw new Skip("change streams are refused");
    if (name === "clientBulkWrite") throw new Skip("the bulkWrite command is of 8.0");
    throw new Skip(`client ${name}`);
  }
  if (
    name === "startTransaction" ||
    name === "commitTransaction" ||
    name === "abortTransaction" ||
    name === "endSession" ||
    name === "getSnapshotTime" ||
    name === "withTransaction"
  ) {
    const s = target as ClientSession;
    if (name === "startTransaction") return s.startTransaction(args);
    if (name === "commitTransaction") return s.commitTransaction();
    if (name === "abortTransaction") return s.abortTransaction();
    if (name === "endSession") return s.endSession();
    if (name === "getSnapshotTime") return (s as unknown as Json).snapshotTime;
    const { callback, ...rest } = args;
    return s.withTransaction(async () => {
      for (const inner of callback) await runOperation(entities, inner, admin);
    }, rest);
  }
  if ("runCommand" === name)
    return (target as Db).command(args.command, {
      ...(session ? { session } : {}),
      ...(args.readPreference ? { readPreference: args.readPreference } : {}),
    });
  const c = target as Collection & Db;
  switch (name) {
    case "aggregate":
      return c.aggregate(args.pipeline, take("pipeline")).toArray();
    case "bulkWrite":
      return c.bulkWrite(args.requests, take("requests"));
    case "count":
      return c.count(args.filter ?? {}, take("filter"));
    case "countDocuments":
      return c.countDocuments(args.filter ?? {}, take("filter"));
    case "estimatedDocumentCount":
      return c.estimatedDocumentCount(take());
    case "distinct":
      return c.distinct(args.fieldName, args.filter ?? {}, take("fieldName", "filter"));
    case "find":
      return c.find(args.filter, take("filter")).toArray();
    case "findOne":
      return c.findOne(args.filter, take("filter"));
    case "insertOne":
      return c.insertOne(args.document, take("document"));
    case "insertMany":
      return c.insertMany(args.documents, take("documents"));
    case "deleteOne":
    case "deleteMany":
      return c[name as "deleteOne"](args.filter, take("filter"));
    case "replaceOne":
      return c.replaceOne(args.filter, args.replacement, take("filter", "replacement"));
    case "updateOne":
    case "updateMany":
      return c[name as "updateOne"](args.filter, args.update, take("filter", "update"));
    case "findOneAndDelete":
      return c.findOneAndDelete(args.filter, take("filter"));
    case "findOneAndReplace":
      return c.findOneAndReplace(
        args.filter,
        args.replacement,
        lower(take("filter", "replacement")),
      );
    case "findOneAndUpdate":
      return c.findOneAndUpdate(args.filter, args.update, lower(take("filter", "update")));
    case "createIndex":
      return c.createIndex(args.keys, take("keys"));
    case "dropIndex":
      return c.dropIndex(args.name, take("name"));
    case "dropIndexes":
      return c.dropIndexes(take());
    case "listIndexes":
      return c.listIndexes(take()).toArray();
    case "createCollection":
      return (target as Db)
        .createCollection(args.collection, take("collection"))
        .then(() => undefined);
    case "dropCollection":
      return (target as Db)
        .dropCollection(args.collection, take("collection"))
        .catch((e: unknown) => {
          if (!(e instanceof MongoServerError)) throw e;
          return undefined;
        });
    case "listCollections":
      return (target as Db).listCollections(args.filter ?? {}, take("filter")).toArray();
    case "listCollectionNames":
      return (
        await (target as Db).listCollections(args.filter ?? {}, { nameOnly: true }).toArray()
      ).map((x) => x.name);
    case "modifyCollection":
      return (target as Db).command({
        collMod: args.collection,
        ...take("collection", "session"),
        ...(session ? { session } : {}),
      });
    case "rename":
      return c.rename(args.to, take("to")).then(() => undefined);
    case "createChangeStream":
      throw new Skip("change streams are refused");
    case "createSearchIndex":
    case "createSearchIndexes":
    case "listSearchIndexes":
    case "updateSearchIndex":
    case "dropSearchIndex":
    case "mapReduce":
      throw new Skip(`${name} is refused`);
    default:
      throw new Skip(`operation ${name}`);
  }
}
const lower = (o: Json): Json =>
  o.returnDocument ? { ...o, returnDocument: o.returnDocument.toLowerCase() } : o;

async function testRunner(
  entities: Entities,
  name: string,
  args: Json,
  admin: MongoClient,
): Promise<unknown> {
  switch (name) {
    case "failPoint":
    case "targetedFailPoint":
      await admin
        .db("admin")
        .command(args.failPoint)
        .catch((e: unknown) => {
          throw new Skip(`fail points are not there: ${String(e)}`);
        });
      return undefined;
    case "assertCollectionExists":
    case "assertCollectionNotExists": {
      const list = await admin
        .db(args.databaseName)
        .listCollections({ name: args.collectionName })
        .toArray();
      check(list.length === (name === "assertCollectionExists" ? 1 : 0), name);
      return undefined;
    }
    case "assertIndexExists":
    case "assertIndexNotExists": {
      const list = await admin
        .db(args.databaseName)
        .collection(args.collectionName)
        .listIndexes()
        .toArray()
        .catch(() => []);
      check(list.some((i) => i.name === args.indexName) === (name === "assertIndexExists"), name);
      return undefined;
    }
    case "createEntities":
      return entities.make(args.entities);
    case "loop":
    case "wait":
      throw new Skip(name);
    default:
      // What looks at the driver's own state.
      return undefined;
  }
}

function check(condition: boolean, message: string): void {
  if (!condition) throw new Error(message);
}

async function runOperation(entities: Entities, op: Json, admin: MongoClient): Promise<void> {
  let result: unknown;
  try {
    result = await operation(entities, op, admin);
  } catch (error) {
    if (error instanceof Skip || !op.expectError) throw error;
    const e = op.expectError;
    const err = error as Json;
    if (e.isClientError !== undefined && e.isClientError === error instanceof MongoServerError)
      throw new Error(`client error wanted: ${e.isClientError}, got ${String(error)}`);
    const text = `${err.message} ${JSON.stringify(err.errorResponse ?? "")}`;
    if (e.errorContains && !text.toLowerCase().includes(e.errorContains.toLowerCase()))
      throw new Error(`error should contain ${e.errorContains}: ${text}`);
    if (e.errorCode && err.code !== e.errorCode)
      throw new Error(`code ${e.errorCode} wanted, got ${err.code} ${err.message}`);
    if (e.errorCodeName && err.codeName !== e.errorCodeName)
      throw new Error(`codeName ${e.errorCodeName} wanted, got ${err.codeName} ${err.message}`);
    for (const l of e.errorLabelsContain ?? [])
      check(err.hasErrorLabel?.(l) === true, `label ${l} wanted on ${err.message}`);
    for (const l of e.errorLabelsOmit ?? [])
      check(err.hasErrorLabel?.(l) !== true, `label ${l} not wanted on ${err.message}`);
    if (e.expectResult) {
      // The ids are the driver's own, of all it tried to insert; what was inserted the outcome tells.
      const { insertedIds: _ids, ...result } = e.expectResult;
      match(result, err.result ?? {}, "error.result", entities, true);
    }
    return;
  }
  if (op.expectError)
    throw new Error(`${op.name}: an error was expected: ${JSON.stringify(op.expectError)}`);
  if (op.expectResult !== undefined && !op.ignoreResultAndError)
    match(op.expectResult, result, op.name, entities, true);
  if (op.saveResultAsEntity) entities.all.set(op.saveResultAsEntity, result);
}

const TYPES: { [alias: string]: (v: any) => boolean } = {
  string: (v) => typeof v === "string",
  object: (v) => typeof v === "object" && v !== null && v.constructor === Object,
  array: Array.isArray,
  binData: (v) => v instanceof Binary,
  objectId: (v) => v instanceof ObjectId,
  bool: (v) => typeof v === "boolean",
  date: (v) => v instanceof Date,
  int: (v) => Number.isInteger(v) && Math.abs(v) < 2 ** 31,
  long: (v) => Number.isInteger(v) || Long.isLong(v),
  double: (v) => typeof v === "number",
  null: (v) => v === null,
};
const typeOk = (t: string | string[], v: unknown): boolean =>
  (Array.isArray(t) ? t : [t]).some((name) => {
    const test = TYPES[name];
    if (!test) throw new Error(`the runner does not know the type ${name}`);
    return test(v);
  });

function match(expected: any, actual: any, path: string, entities: Entities, root = false): void {
  if (
    expected !== null &&
    typeof expected === "object" &&
    !Array.isArray(expected) &&
    expected.constructor === Object
  ) {
    const first = Object.keys(expected)[0];
    if (first?.startsWith("$$")) {
      const arg = expected[first];
      if (first === "$$unsetOrMatches")
        return actual === undefined || actual === null
          ? undefined
          : match(arg, actual, path, entities, root);
      if (first === "$$exists")
        return check((actual !== undefined) === arg, `${path} exists ${arg}`);
      if (first === "$$type") return check(typeOk(arg, actual), `${path} type`);
      if (first === "$$matchesEntity") return match(entities.all.get(arg), actual, path, entities);
      if (first === "$$sessionLsid" || first === "$$matchesHexBytes") return undefined;
      if (first === "$$matchAsRoot") return match(arg, actual, path, entities, true);
      if (first === "$$matchAsDocument") return match(arg, actual, path, entities, true);
      if (first === "$$lte") return check(actual <= arg, `${path} <= ${arg}`);
      throw new Skip(first);
    }
    check(actual !== null && typeof actual === "object", `${path}: ${show(actual)} is no document`);
    for (const k of Object.keys(expected)) match(expected[k], actual[k], `${path}.${k}`, entities);
    if (!root)
      for (const k of Object.keys(actual))
        if (actual[k] !== undefined && !(k in expected))
          throw new Error(`${path}.${k} is not wanted: ${show(actual)}`);
    return;
  }
  if (Array.isArray(expected)) {
    check(Array.isArray(actual), `${path}: ${show(actual)} is no array`);
    check(
      actual.length === expected.length,
      `${path}: ${show(expected)} wanted, got ${show(actual)}`,
    );
    for (const [i, e] of expected.entries()) match(e, actual[i], `${path}[${i}]`, entities, root);
    return;
  }
  check(show(expected) === show(actual), `${path}: ${show(expected)} wanted, got ${show(actual)}`);
}
const show = (v: unknown): string => (v === undefined ? "nothing" : EJSON.stringify(v));

const tally = { passed: 0, failed: 0, skipped: 0 };
const reasons = new Map<string, number>();
const skip = (why: string): void => {
  tally.skipped++;
  reasons.set(why, (reasons.get(why) ?? 0) + 1);
};
const admin = new MongoClient(uri);
await admin.connect();
for (const file of files(folder)) {
  const suite = EJSON.parse(readFileSync(file, "utf8")) as Json;
  if (!suite.tests || !suite.schemaVersion) continue;
  const otherServer = foreign(suite.runOnRequirements);
  for (const test of suite.tests) {
    if (only && !`${file} ${test.description}`.includes(only)) continue;
    if (test.skipReason) {
      skip(`the test says: ${test.skipReason}`);
      continue;
    }
    const why = otherServer ?? foreign(test.runOnRequirements);
    if (why) {
      skip(why);
      continue;
    }
    const entities = new Entities(file);
    try {
      for (const data of suite.initialData ?? []) {
        const c = admin.db(data.databaseName).collection(data.collectionName);
        await c.drop().catch(() => undefined);
        if (data.documents.length) await c.insertMany(data.documents);
        else await admin.db(data.databaseName).createCollection(data.collectionName);
      }
      await entities.make(suite.createEntities ?? []);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise(
        (_r, reject) => (timer = setTimeout(() => reject(new Error("took over 10 s")), 10_000)),
      );
      await Promise.race([
        late,
        (async () => {
          for (const op of test.operations) await runOperation(entities, op, admin);
          for (const data of test.outcome ?? [])
            match(
              data.documents,
              await admin
                .db(data.databaseName)
                .collection(data.collectionName)
                .find({}, { sort: { _id: 1 } })
                .toArray(),
              "outcome",
              entities,
            );
        })(),
      ]).finally(() => clearTimeout(timer));
      tally.passed++;
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      const refused = /.*is not supported by the embedded engine|no such command: '\w+'/.exec(
        text,
      )?.[0];
      if (error instanceof Skip) skip(error.message);
      else if (refused) skip(`refused: ${refused.trim()}`);
      else {
        tally.failed++;
        console.log(
          `FAILED ${file.split("/").slice(-1)[0]} :: ${test.description}\n    ${error instanceof Error ? error.message.slice(0, 400) : String(error)}`,
        );
      }
    } finally {
      await entities.close().catch(() => undefined);
      for (const point of ["failCommand", "onPrimaryTransactionalWrite"])
        await admin
          .db("admin")
          .command({ configureFailPoint: point, mode: "off" })
          .catch(() => undefined);
    }
  }
}
await admin.close();
for (const [why, n] of [...reasons].toSorted((a, b) => b[1] - a[1]))
  console.log(`skipped ${n}: ${why}`);
console.log(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`);
process.exitCode = tally.failed ? 1 : 0;
