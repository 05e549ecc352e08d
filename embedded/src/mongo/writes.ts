import { ObjectId } from "bson";
import type { Collection } from "./collection.ts";
import type { Call } from "./engine.ts";
import { collectionOf, deadlineOf, letOf, namespace } from "./engine.ts";
import { failedToParse, typeMismatch, MongoFault } from "./errors.ts";
import type { Filter, Variables } from "./filter.ts";
import { parseFilter } from "./filter.ts";
import type { Found } from "./plan.ts";
import { planQuery } from "./plan.ts";
import { parseProjection } from "./project.ts";
import { ordered, refuse } from "./reads.ts";
import type { Writable } from "./store.ts";
import type { Update } from "./update.ts";
import { parseUpdate, upsertBase } from "./update.ts";
import type { Doc } from "./values.ts";
import { isDoc, isNumeric, setField, toNumber, truthy } from "./values.ts";
import { parseSort } from "./sort.ts";

const MAX_BATCH = 100_000;

/** The operations of a batch command, one of which may fail without the others. */
function operations(body: Doc, name: string): Doc[] {
  const list = body[name];
  if (!Array.isArray(list) || !list.every(isDoc))
    throw typeMismatch(
      `BSON field '${name}' is missing or of the wrong type, expected an array of objects`,
    );
  if (list.length === 0 || list.length > MAX_BATCH)
    throw new MongoFault(
      16,
      `Write batch sizes must be between 1 and ${MAX_BATCH}. Got ${list.length} operations.`,
    );
  return list;
}

/** Runs each operation; those that fail are told in writeErrors, and end the batch when it is ordered. */
function batch(call: Call, list: Doc[], run: (op: Doc, index: number) => void): Doc {
  const ordered = call.body["ordered"] !== false;
  const writeErrors: Doc[] = [];
  for (const [index, op] of list.entries()) {
    try {
      run(op, index);
    } catch (error) {
      if (
        !(error instanceof MongoFault) ||
        error.code === 112 ||
        error.code === 246 ||
        error.code === 14031
      )
        throw error;
      writeErrors.push({ index, code: error.code, errmsg: error.message, ...error.extra });
      if (ordered || call.transaction) break;
    }
  }
  return writeErrors.length ? { writeErrors } : {};
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
  return engine.write(
    transaction,
    (out) => {
      // A known answer has nothing to write: it is given when all before it is durable, the first write included.
      const known = retryable ? engine.sessions.outcome(body) : undefined;
      if (known) return known;
      const { reply, wrote } = run(out);
      if (retryable && wrote) engine.sessions.remember(out, body, reply);
      return reply;
    },
    deadlineOf(body),
  );
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

/** An update on its way: what it is for, and what it does. */
interface Change {
  readonly query: Doc;
  readonly filter: Filter;
  readonly update: Update;
  readonly upsert: boolean;
}

const parseChange = (q: unknown, u: unknown, op: Doc, variables: Variables): Change => ({
  query: isDoc(q) ? q : {},
  filter: parseFilter(q ?? {}, variables),
  update: parseUpdate(u, op["arrayFilters"], variables),
  upsert: truthy(op["upsert"]),
});

/** What a filter finds, all of it before the first change; `limit` 0 is none. */
function matches(
  collection: Collection | undefined,
  out: Writable,
  filter: Filter,
  limit: number,
  { hint, sort }: Doc,
): Found[] {
  if (!collection) return [];
  const spec = parseSort(sort);
  const plan = planQuery(collection, filter, spec, hint);
  return Array.from(ordered(plan, out, { sort: spec, skip: 0, limit }));
}

/** Changes one document; gives it as it is after, and whether its bytes changed. */
function change(collection: Collection, out: Writable, found: Found, { update, filter }: Change) {
  const doc = update(found.doc, { filter, inserting: false });
  return { doc, modified: collection.replace(out, found.rid, found.doc, found.bytes, doc) };
}

/** Inserts what an update makes of nothing. */
function upsertInto(collection: Collection, out: Writable, { query, update, filter }: Change): Doc {
  const doc = withId(update(upsertBase(query), { filter, inserting: true }));
  collection.insert(out, doc);
  return doc;
}

export function update(call: Call): Promise<Doc> {
  const list = operations(call.body, "updates");
  const variables = letOf(call.body);
  return once(call, (out) => {
    let n = 0;
    let nModified = 0;
    const upserted: Doc[] = [];
    const errors = batch(call, list, (op, index) => {
      refuse(op, "collation");
      const constants = isDoc(op["c"]) ? { ...variables, ...letOf(op, "c") } : variables;
      const parsed = parseChange(op["q"], op["u"], op, constants);
      const multi = truthy(op["multi"]);
      if (multi && isDoc(op["u"]) && !Object.keys(op["u"])[0]?.startsWith("$"))
        throw failedToParse("multi update is not supported for replacement-style update");
      // A sort came with 8.0; this is 7.0.
      if (op["sort"] !== undefined)
        throw new MongoFault(40415, "BSON field 'update.updates.sort' is an unknown field.");
      const collection = target(call, "update", parsed.upsert);
      const found = matches(collection, out, parsed.filter, multi ? 0 : 1, op);
      for (const f of found) {
        if (change(collection!, out, f, parsed).modified) nModified++;
        n++;
      }
      if (found.length === 0 && parsed.upsert) {
        upserted.push({ index, _id: upsertInto(collection!, out, parsed)["_id"] });
        n++;
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
      refuse(op, "collation");
      const limit = isNumeric(op["limit"]) ? toNumber(op["limit"]) : NaN;
      if (limit !== 0 && limit !== 1)
        throw failedToParse(
          `The limit field in delete objects must be 0 or 1. Got ${String(op["limit"])}`,
        );
      const filter = parseFilter(op["q"] ?? {}, variables);
      for (const f of matches(collection, out, filter, limit, { hint: op["hint"] })) {
        collection!.remove(out, f.rid, f.doc);
        n++;
      }
    });
    return { reply: { n, ...errors, ok: 1 }, wrote: n > 0 };
  });
}

/** What a findAndModify cannot ask for at once. */
function checkModify(body: Doc): void {
  const removes = truthy(body["remove"]);
  const wrong = !removes
    ? body["update"] === undefined && "Either an update or remove=true must be specified"
    : body["update"] !== undefined
      ? "Cannot specify both an update and remove=true"
      : truthy(body["upsert"])
        ? "Cannot specify both upsert=true and remove=true"
        : truthy(body["new"]) &&
          "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document";
  if (wrong) throw failedToParse(wrong);
}

export function findAndModify(call: Call): Promise<Doc> {
  const { body } = call;
  refuse(body, "collation");
  checkModify(body);
  const name = "findAndModify" in body ? "findAndModify" : "findandmodify";
  const variables = letOf(body);
  const query = body["query"] ?? {};
  const filter = parseFilter(query, variables);
  const parsed = truthy(body["remove"])
    ? undefined
    : parseChange(query, body["update"], body, variables);
  const project = isDoc(body["fields"])
    ? parseProjection(body["fields"], true, variables, filter)
    : (doc: Doc) => doc;
  const answer = (lastErrorObject: Doc, value: Doc | undefined) => ({
    reply: { lastErrorObject, value: value ? project(value) : null, ok: 1 },
    wrote: lastErrorObject["n"] === 1,
  });
  return once(call, (out) => {
    const collection = target(call, name, parsed?.upsert ?? false);
    const [found] = matches(collection, out, filter, 1, body);
    if (!parsed) {
      if (found) collection!.remove(out, found.rid, found.doc);
      return answer({ n: found ? 1 : 0 }, found?.doc);
    }
    if (found) {
      const { doc } = change(collection!, out, found, parsed);
      return answer({ n: 1, updatedExisting: true }, truthy(body["new"]) ? doc : found.doc);
    }
    if (!parsed.upsert) return answer({ n: 0, updatedExisting: false }, undefined);
    const doc = upsertInto(collection!, out, parsed);
    return answer(
      { n: 1, updatedExisting: false, upserted: doc["_id"] },
      truthy(body["new"]) ? doc : undefined,
    );
  });
}
