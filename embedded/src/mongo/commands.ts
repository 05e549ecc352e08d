import * as admin from "./admin.ts";
import { aggregate } from "./aggregate.ts";
import type { Call, Engine } from "./engine.ts";
import { faultOf, isDamage, MongoFault, typeMismatch } from "./errors.ts";
import { explain, explainAggregate } from "./explain.ts";
import { setNow } from "./expression.ts";
import * as indexes from "./index-commands.ts";
import * as reads from "./reads.ts";
import type { Transaction } from "./sessions.ts";
import { type PointInTime, withTime } from "./snapshots.ts";
import { type Doc, isDoc, isNumeric, toNumber, truthy } from "./values.ts";
import { fault } from "./words.ts";
import * as writes from "./writes.ts";

type Handler = (call: Call) => Doc | Promise<Doc>;

const ok: Handler = () => ({ ok: 1 });
const eachSession =
  (act: (sessions: Engine["sessions"], lsid: unknown) => unknown): Handler =>
  ({ engine, body }) => {
    const [name, list] = Object.entries(body)[0]!;
    if (!Array.isArray(list)) throw typeMismatch(`'${name}' must be an array`);
    for (const lsid of list) act(engine.sessions, lsid);
    return { ok: 1 };
  };
const endSessions = eachSession((sessions, lsid) => sessions.end(lsid));

/** Every command there is. What is not here is answered with 59, CommandNotFound. */
const commands: { [name: string]: Handler } = {
  hello: admin.hello,
  isMaster: admin.hello,
  ismaster: admin.hello,
  ping: ok,
  buildInfo: admin.buildInfo,
  buildinfo: admin.buildInfo,
  serverStatus: admin.serverStatus,
  dbStats: admin.dbStats,
  find: reads.find,
  getMore: reads.getMore,
  killCursors: reads.killCursors,
  count: reads.count,
  distinct: reads.distinct,
  aggregate: (call) =>
    truthy(call.body["explain"]) ? explainAggregate(call, "queryPlanner") : aggregate(call),
  explain,
  insert: writes.insert,
  update: writes.update,
  delete: writes.remove,
  findAndModify: writes.findAndModify,
  create: admin.create,
  drop: admin.drop,
  dropDatabase: admin.dropDatabase,
  listCollections: admin.listCollections,
  listDatabases: admin.listDatabases,
  createIndexes: indexes.createIndexes,
  listIndexes: indexes.listIndexes,
  dropIndexes: indexes.dropIndexes,
  startSession: ok,
  endSessions,
  killSessions: endSessions,
  refreshSessions: eachSession((sessions, lsid) => sessions.touch(lsid)),
  commitTransaction: async ({ engine, body }) => {
    await engine.sessions.commit(body);
    return { ok: 1 };
  },
  abortTransaction: ({ engine, body }) => {
    engine.sessions.abort(body);
    return { ok: 1 };
  },
};

const inTransactions = new Set([
  'find', 'getMore', 'killCursors', 'distinct', 'aggregate', 'insert', 'update', 'delete', 'findAndModify', 'create',
  'createIndexes', 'commitTransaction', 'abortTransaction',
]); // prettier-ignore
const endings = new Set(["commitTransaction", "abortTransaction"]);
/** What may be asked of a point in time. */
const atPoints = new Set(["find", "aggregate", "distinct"]);

/** Runs one command; every failure becomes MongoDB's error reply. */
export async function runCommand(engine: Engine, body: Doc): Promise<Doc> {
  let transaction: Transaction | undefined;
  const name = Object.keys(body)[0] ?? "";
  try {
    const handler = Object.hasOwn(commands, name) ? commands[name]! : undefined;
    if (!handler) throw fault(59, name);
    const db = databaseOf(name, body);
    checkCommon(name, body);
    if (body["autocommit"] === undefined) {
      if (body["lsid"] !== undefined) engine.sessions.touch(body["lsid"]);
    } else if (!endings.has(name)) transaction = engine.sessions.transaction(body);
    const point = transaction ? undefined : pointOf(engine, name, body);
    setNow(new Date());
    const reply = await handler({ engine, db, body, transaction, point });
    if (transaction && "writeErrors" in reply) transaction.abort();
    return withConcern(body, point ? withTime(reply, point) : reply);
  } catch (error) {
    if (isDamage(error)) engine.fail(error);
    const told = faultOf(error, 1);
    // A failed statement ends its transaction, as in MongoDB.
    transaction?.abort();
    const isTransient = told.code === 251 || (transaction && [112, 246].includes(told.code));
    return {
      ...told.reply(),
      ...(isTransient ? { errorLabels: ["TransientTransactionError"] } : {}),
    };
  }
}

function databaseOf(name: string, body: Doc): string {
  const db = body["$db"];
  if (typeof db !== "string" || db === "" || /[/\\. "$\0]/.test(db))
    throw new MongoFault(73, `Invalid database name: '${String(db)}'`);
  if (db !== "admin" && (name === "listDatabases" || endings.has(name)))
    throw new MongoFault(13, `${name} may only be run against the admin database.`);
  return db;
}

/** The point in time that a command asks for. A cursor goes on where it began, whatever its driver says again. */
function pointOf({ snapshots }: Engine, name: string, body: Doc): PointInTime | undefined {
  const concern = body["readConcern"];
  if (!isDoc(concern) || concern["level"] !== "snapshot" || name === "getMore") return undefined;
  if (!atPoints.has(name))
    throw new MongoFault(72, `read concern snapshot is not supported for ${name}`);
  return snapshots.of(concern);
}

/** More nodes than one cannot acknowledge: what was done stays done, and the answer says so. */
function withConcern(body: Doc, reply: Doc): Doc {
  const concern = body["writeConcern"];
  const nodes = isDoc(concern) ? concern["w"] : undefined;
  if (!isNumeric(nodes) || toNumber(nodes) <= 1) return reply;
  const { ok: _ok, ...writeConcernError } = fault(100).reply();
  return { ...reply, writeConcernError };
}

function checkCommon(name: string, body: Doc): void {
  const api = body["apiVersion"];
  if (api !== undefined && api !== "1") throw fault(322, JSON.stringify(api));
  const concern = body["writeConcern"];
  const nodes = isDoc(concern) ? concern["w"] : undefined;
  if (nodes !== undefined && nodes !== "majority" && !isNumeric(nodes))
    throw fault(79, JSON.stringify(nodes));
  const { autocommit } = body;
  if (autocommit === undefined && body["startTransaction"] !== true) return;
  if (autocommit !== false) throw new MongoFault(72, "a transaction needs autocommit: false");
  if (!inTransactions.has(name))
    throw new MongoFault(263, `Cannot run '${name}' in a multi-document transaction.`);
}
