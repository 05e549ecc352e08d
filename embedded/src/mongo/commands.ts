import * as admin from "./admin.ts";
import { aggregate } from "./aggregate.ts";
import type { Call, Engine } from "./engine.ts";
import { faultOf, isDamage, MongoFault, typeMismatch } from "./errors.ts";
import { explain, explainAggregate } from "./explain.ts";
import { setNow } from "./expression.ts";
import * as indexes from "./index-commands.ts";
import * as reads from "./reads.ts";
import { withTime } from "./snapshots.ts";
import type { Doc } from "./values.ts";
import { isDoc, isNumeric, toNumber, truthy } from "./values.ts";
import * as writes from "./writes.ts";

type Handler = (call: Call) => Doc | Promise<Doc>;

const ok: Handler = () => ({ ok: 1 });
const eachSession =
  (name: string, act: (call: Call, lsid: unknown) => void): Handler =>
  (call) => {
    const list = call.body[name];
    if (!Array.isArray(list)) throw typeMismatch(`'${name}' must be an array`);
    for (const lsid of list) act(call, lsid);
    return { ok: 1 };
  };

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
  dbstats: admin.dbStats,
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
  findandmodify: writes.findAndModify,
  create: admin.create,
  drop: admin.drop,
  dropDatabase: admin.dropDatabase,
  listCollections: admin.listCollections,
  listDatabases: admin.listDatabases,
  createIndexes: indexes.createIndexes,
  listIndexes: indexes.listIndexes,
  dropIndexes: indexes.dropIndexes,
  startSession: ok,
  endSessions: eachSession("endSessions", ({ engine }, lsid) => engine.sessions.end(lsid)),
  killSessions: eachSession("killSessions", ({ engine }, lsid) => engine.sessions.end(lsid)),
  refreshSessions: eachSession("refreshSessions", ({ engine }, lsid) =>
    engine.sessions.touch(lsid),
  ),
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
  'find', 'getMore', 'killCursors', 'distinct', 'aggregate', 'insert', 'update', 'delete', 'findAndModify', 'findandmodify', 'create',
  'createIndexes', 'commitTransaction', 'abortTransaction',
]); // prettier-ignore
/** What may be asked of a point in time. */
const atPoints = new Set(["find", "aggregate", "distinct"]);
const adminOnly = new Set(["listDatabases", "commitTransaction", "abortTransaction"]);

/** Runs one command; every failure becomes MongoDB's error reply. */
export async function runCommand(engine: Engine, body: Doc): Promise<Doc> {
  let call: Call = { engine, db: "", body, transaction: undefined, point: undefined };
  const name = Object.keys(body)[0] ?? "";
  try {
    const handler = Object.hasOwn(commands, name) ? commands[name]! : undefined;
    if (!handler) throw new MongoFault(59, `no such command: '${name}'`);
    const db = body["$db"];
    if (typeof db !== "string" || db === "" || /[/\\. "$\0]/.test(db))
      throw new MongoFault(73, `Invalid database name: '${String(db)}'`);
    if (adminOnly.has(name) && db !== "admin")
      throw new MongoFault(13, `${name} may only be run against the admin database.`);
    call = { ...call, db };
    checkCommon(name, body);
    if (body["autocommit"] !== undefined) {
      if (body["autocommit"] !== false) throw new MongoFault(72, "autocommit must be false");
      if (!inTransactions.has(name))
        throw new MongoFault(263, `Cannot run '${name}' in a multi-document transaction.`);
      if (name !== "commitTransaction" && name !== "abortTransaction")
        call = { ...call, transaction: engine.sessions.transaction(body) };
    } else if (body["lsid"] !== undefined) engine.sessions.touch(body["lsid"]);
    const concern = body["readConcern"];
    // A cursor goes on where it began, whatever its driver says again.
    const isNew = name !== "getMore" && !call.transaction;
    if (isDoc(concern) && concern["level"] === "snapshot" && isNew) {
      if (!atPoints.has(name))
        throw new MongoFault(72, `read concern snapshot is not supported for ${name}`);
      call = { ...call, point: engine.snapshots.of(concern) };
    }
    setNow(new Date());
    const reply = await handler(call);
    if (call.point) return withTime(reply, call.point);
    if (call.transaction && "writeErrors" in reply) call.transaction.abort();
    return withConcern(body, reply);
  } catch (error) {
    if (isDamage(error)) engine.fail(error);
    const fault = faultOf(error, 1);
    // A failed statement ends its transaction, as in MongoDB.
    if (call.transaction) {
      call.transaction.abort();
      if (fault.code === 112 && !fault.labels.length)
        fault.labels.push("TransientTransactionError");
    }
    return fault.reply();
  }
}

/** More nodes than one cannot acknowledge: what was done stays done, and the answer says so. */
function withConcern(body: Doc, reply: Doc): Doc {
  const concern = body["writeConcern"];
  const nodes = isDoc(concern) ? concern["w"] : undefined;
  if (!isNumeric(nodes) || toNumber(nodes) <= 1) return reply;
  return {
    ...reply,
    writeConcernError: {
      code: 100,
      codeName: "UnsatisfiableWriteConcern",
      errmsg: "Not enough data-bearing nodes",
    },
  };
}

function checkCommon(name: string, body: Doc): void {
  const api = body["apiVersion"];
  if (api !== undefined && api !== "1")
    throw new MongoFault(322, `API version must be "1", not ${JSON.stringify(api)}`);
  const concern = body["writeConcern"];
  if (
    isDoc(concern) &&
    concern["w"] !== undefined &&
    !(isNumeric(concern["w"]) || concern["w"] === "majority")
  )
    throw new MongoFault(
      79,
      `No write concern mode named '${JSON.stringify(concern["w"])}' found in replica set configuration`,
    );
  if (body["startTransaction"] === true && body["autocommit"] !== false)
    throw new MongoFault(72, `startTransaction needs autocommit: false (${name})`);
}
