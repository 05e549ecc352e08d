import { ObjectId } from "bson";
import type { Collection } from "./collection.ts";
import { type Call, collectionOf, deadlineOf, letOf, namespace } from "./engine.ts";
import { failedToParse, typeMismatch, MongoFault } from "./errors.ts";
import { type Filter, type Variables, parseFilter } from "./filter.ts";
import { planQuery } from "./plan.ts";
import { parseProjection } from "./project.ts";
import { ordered, refuse } from "./reads.ts";
import type { Writable } from "./store.ts";
import { type Update, parseUpdate, upsertBase } from "./update.ts";
import { type Doc, isDoc, isNumeric, setField, toNumber, truthy } from "./values.ts";
import { parseSort } from "./sort.ts";
import { fault } from "./words.ts";

const MAX_BATCH = 100_000;

/** Errors that are not of one operation, but of the whole command. */
const ENDING = new Set([112, 246, 14031]);

/** Runs each operation of a batch command; those that fail are told in writeErrors, and end it when it is ordered. */
function batch(
  { body, transaction }: Call,
  list: Doc[],
  run: (op: Doc, index: number) => void,
): Doc {
  const writeErrors: Doc[] = [];
  for (const [index, op] of list.entries()) {
    try {
      run(op, index);
    } catch (error) {
      if (!(error instanceof MongoFault) || ENDING.has(error.code)) throw error;
      writeErrors.push({ index, code: error.code, errmsg: error.message, ...error.extra });
      if (body["ordered"] !== false || transaction) break;
    }
  }
  return writeErrors.length ? { writeErrors } : {};
}

/** The operations of a batch command. */
function operations(body: Doc, name: string): Doc[] {
  const list = body[name];
  if (!Array.isArray(list) || !list.every(isDoc))
    throw typeMismatch(`BSON field '${name}' must be an array of objects`);
  if (list.length === 0 || list.length > MAX_BATCH) throw fault(16, MAX_BATCH, list.length);
  return list;
}

/**
 * Runs a write command once: what a retry asks again is answered from the record that was stored with the write.
 * Resolves when the write is durable.
 */
async function once(
  call: Call,
  run: (out: Writable) => { reply: Doc; wrote: boolean },
): Promise<Doc> {
  const { engine, body, transaction } = call;
  const retryable = body["txnNumber"] !== undefined && !transaction;
  const statement = (out: Writable): Doc => {
    // A known answer has nothing to write: it is given when all before it is durable, the first write included.
    const known = retryable ? engine.sessions.outcome(body) : undefined;
    if (known) return known;
    const { reply, wrote } = run(out);
    if (retryable && wrote) engine.sessions.remember(out, body, reply);
    return reply;
  };
  return engine.write(transaction, statement, deadlineOf(body));
}

function target(call: Call, name: string, creates: boolean): Collection | undefined {
  const ns = namespace(call, name);
  const there = collectionOf(call, ns);
  const collection =
    there ?? (creates ? call.engine.catalog.ensure(ns, call.transaction) : undefined);
  // A collection that an open transaction made and another writer uses too is there for all.
  if (collection?.maker && collection.maker !== call.transaction) collection.maker = undefined;
  if (collection && call.transaction) call.transaction.touched.add(collection.record.id);
  return collection;
}

/** A document as it is stored: with an _id, which comes first. */
function withId(doc: Doc): Doc {
  const keys = Object.keys(doc);
  if (keys[0] === "_id") return doc;
  const { _id: id, ...rest } = doc;
  const result: Doc = { _id: keys.includes("_id") ? id : new ObjectId() };
  for (const [k, v] of Object.entries(rest)) setField(result, k, v);
  return result;
}

export function insert(call: Call): Promise<Doc> {
  const list = operations(call.body, "documents");
  return once(call, (out) => {
    const collection = target(call, "insert", true)!;
    let n = 0;
    const errors = batch(call, list, (doc) => {
      collection.insert(out, withId(doc));
      n++;
    });
    return { reply: { n, ...errors, ok: 1 }, wrote: n > 0 };
  });
}

/** A change on its way: what it is for, and what it does; without an update it removes. */
interface Change {
  readonly query: unknown;
  readonly filter: Filter;
  readonly update: Update | undefined;
  readonly upsert: boolean;
}

function parseChange(query: unknown, u: unknown, op: Doc, variables: Variables): Change {
  refuse(op, ["collation"]);
  const update = u === undefined ? undefined : parseUpdate(u, op["arrayFilters"], variables);
  return {
    query,
    update,
    filter: parseFilter(query ?? {}, variables),
    upsert: truthy(op["upsert"]),
  };
}

/** A document before and after a change; it was made without `before`, and removed without `after`. */
interface Changed {
  readonly before?: Doc;
  readonly after?: Doc;
  readonly modified?: boolean;
}

/** Changes what it is for, all of it found before the first change; `limit` 0 is none. */
function change(
  collection: Collection | undefined,
  out: Writable,
  { query, filter, update, upsert }: Change,
  limit: number,
  { hint, sort }: Doc,
): Changed[] {
  if (!collection) return [];
  const order = parseSort(sort);
  const plan = planQuery(collection, filter, order, hint);
  const found = Array.from(ordered(plan, out, { sort: order, skip: 0, limit }));
  if (found.length === 0 && update && upsert) {
    const base = upsertBase(isDoc(query) ? query : {});
    const after = withId(update(base, { filter, inserting: true }));
    collection.insert(out, after);
    return [{ after }];
  }
  return found.map(({ rid, doc: before, bytes }): Changed => {
    if (!update) {
      collection.remove(out, rid, before);
      return { before };
    }
    const after = update(before, { filter, inserting: false });
    return { before, after, modified: collection.replace(out, rid, before, bytes, after) };
  });
}

export function update(call: Call): Promise<Doc> {
  const list = operations(call.body, "updates");
  const variables = letOf(call.body);
  return once(call, (out) => {
    let n = 0;
    let nModified = 0;
    const upserted: Doc[] = [];
    const errors = batch(call, list, (op, index) => {
      const parsed = parseChange(op["q"], op["u"] ?? null, op, { ...variables, ...letOf(op, "c") });
      const multi = truthy(op["multi"]);
      if (multi && isDoc(op["u"]) && !Object.keys(op["u"])[0]?.startsWith("$"))
        throw failedToParse("multi update is not supported for replacement-style update");
      // A sort came with 8.0; this is 7.0.
      if (op["sort"] !== undefined) throw fault(40415, "update.updates.sort");
      const collection = target(call, "update", parsed.upsert);
      const changed = change(collection, out, parsed, multi ? 0 : 1, op);
      n += changed.length;
      for (const { before, after, modified } of changed) {
        if (modified) nModified++;
        if (!before) upserted.push({ index, _id: after!["_id"] });
      }
    });
    const made = upserted.length ? { upserted } : {};
    return { reply: { n, nModified, ...made, ...errors, ok: 1 }, wrote: n > 0 };
  });
}

export function remove(call: Call): Promise<Doc> {
  const list = operations(call.body, "deletes");
  const variables = letOf(call.body);
  return once(call, (out) => {
    const collection = target(call, "delete", false);
    let n = 0;
    const errors = batch(call, list, (op) => {
      const limit = isNumeric(op["limit"]) ? toNumber(op["limit"]) : NaN;
      if (limit !== 0 && limit !== 1)
        throw failedToParse(`The limit field in delete objects must be 0 or 1. Got ${limit}`);
      const parsed = parseChange(op["q"], undefined, op, variables);
      n += change(collection, out, parsed, limit, { hint: op["hint"] }).length;
    });
    return { reply: { n, ...errors, ok: 1 }, wrote: n > 0 };
  });
}

/** What a findAndModify cannot ask for at once. */
function checkModify({ remove, update, upsert, new: isNew }: Doc): void {
  if (!truthy(remove) && update === undefined)
    throw failedToParse("Either an update or remove=true must be specified");
  if (truthy(remove) && (update !== undefined || truthy(upsert) || truthy(isNew)))
    throw failedToParse("Cannot specify both remove=true and an update, upsert=true or new=true");
}

export function findAndModify(call: Call): Promise<Doc> {
  const { body } = call;
  checkModify(body);
  const isRemoval = truthy(body["remove"]);
  const variables = letOf(body);
  const parsed = parseChange(body["query"], body["update"], body, variables);
  const project = isDoc(body["fields"])
    ? parseProjection(body["fields"], true, variables, parsed.filter)
    : (doc: Doc) => doc;
  return once(call, (out) => {
    const collection = target(call, Object.keys(body)[0]!, parsed.upsert);
    const [changed] = change(collection, out, parsed, 1, body);
    const n = changed ? 1 : 0;
    const updatedExisting = changed?.before !== undefined;
    const upserted = changed && !changed.before ? { upserted: changed.after!["_id"] } : {};
    const lastErrorObject = isRemoval ? { n } : { n, updatedExisting, ...upserted };
    const value = truthy(body["new"]) ? changed?.after : changed?.before;
    return {
      reply: { lastErrorObject, value: value ? project(value) : null, ok: 1 },
      wrote: n > 0,
    };
  });
}
