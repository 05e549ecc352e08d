import { ObjectId } from "bson";
import type { Collection } from "./collection.ts";
import type { Call } from "./engine.ts";
import { collectionOf, deadlineOf, letOf, namespace } from "./engine.ts";
import { MongoFault } from "./errors.ts";
import type { Filter, Variables } from "./match.ts";
import { parseFilter } from "./match.ts";
import type { Found } from "./plan.ts";
import { planQuery } from "./plan.ts";
import { parseProjection, parseSort, sortBy } from "./project.ts";
import { refuse } from "./reads.ts";
import type { Writable } from "./store.ts";
import type { Update } from "./update.ts";
import { parseUpdate, upsertBase } from "./update.ts";
import type { Doc } from "./values.ts";
import { isDoc, isNumeric, setField, toNumber, truthy } from "./values.ts";

const MAX_BATCH = 100_000;

/** The operations of a batch command, one of which may fail without the others. */
function operations(body: Doc, name: string): Doc[] {
  const list = body[name];
  if (!Array.isArray(list) || !list.every(isDoc))
    throw new MongoFault(
      14,
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

interface Change {
  readonly filter: Filter;
  readonly query: Doc;
  readonly update: Update;
  readonly upsert: boolean;
}

function parseChange(
  q: unknown,
  u: unknown,
  arrayFilters: unknown,
  upsert: unknown,
  variables: Variables,
): Change {
  return {
    filter: parseFilter(q ?? {}, variables),
    query: isDoc(q) ? q : {},
    update: parseUpdate(u, arrayFilters, variables),
    upsert: truthy(upsert),
  };
}

/** What a filter finds, all of it before the first change. */
function matches(
  collection: Collection,
  out: Writable,
  filter: Filter,
  most: number,
  sort: unknown,
  hint: unknown,
): Found[] {
  const spec = parseSort(sort);
  const plan = planQuery(collection, filter, spec, hint);
  const found = plan.run(out, { keys: 0, docs: 0 });
  const inOrder = plan.sorted || spec.length === 0 ? found : sortBy(found, (f) => f.doc, spec);
  const list: Found[] = [];
  for (const f of inOrder) {
    list.push(f);
    if (list.length >= most) break;
  }
  return list;
}

function upsertDocument(change: Change): Doc {
  const base = upsertBase(change.query);
  return withId(change.update(base, { filter: change.filter, inserting: true }));
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
      const change = parseChange(
        op["q"],
        op["u"],
        op["arrayFilters"],
        op["upsert"],
        isDoc(op["c"]) ? { ...variables, ...letOf(op, "c") } : variables,
      );
      const multi = truthy(op["multi"]);
      const isReplacement = isDoc(op["u"]) && !Object.keys(op["u"])[0]?.startsWith("$");
      if (multi && isReplacement)
        throw new MongoFault(9, "multi update is not supported for replacement-style update");
      // A sort came with 8.0; this is 7.0.
      if (op["sort"] !== undefined)
        throw new MongoFault(40415, "BSON field 'update.updates.sort' is an unknown field.");
      const collection = target(call, "update", change.upsert);
      const found = collection
        ? matches(collection, out, change.filter, multi ? Infinity : 1, undefined, op["hint"])
        : [];
      for (const f of found) {
        const doc = change.update(f.doc, { filter: change.filter, inserting: false });
        if (collection!.replace(out, f.rid, f.doc, f.bytes, doc)) nModified++;
        n++;
      }
      if (found.length === 0 && change.upsert) {
        const doc = upsertDocument(change);
        collection!.insert(out, doc);
        n++;
        upserted.push({ index, _id: doc["_id"] });
      }
    });
    return {
      reply: { n, nModified, ...(upserted.length ? { upserted } : {}), ...errors, ok: 1 },
      wrote: n > 0,
    };
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
        throw new MongoFault(
          9,
          `The limit field in delete objects must be 0 or 1. Got ${String(op["limit"])}`,
        );
      const filter = parseFilter(op["q"] ?? {}, variables);
      if (!collection) return;
      for (const f of matches(
        collection,
        out,
        filter,
        limit === 1 ? 1 : Infinity,
        undefined,
        op["hint"],
      )) {
        collection.remove(out, f.rid, f.doc);
        n++;
      }
    });
    return { reply: { n, ...errors, ok: 1 }, wrote: n > 0 };
  });
}

export function findAndModify(call: Call): Promise<Doc> {
  const { body } = call;
  const name = "findAndModify" in body ? "findAndModify" : "findandmodify";
  refuse(body, "collation");
  const removes = truthy(body["remove"]);
  const variables = letOf(body);
  if (removes && body["update"] !== undefined)
    throw new MongoFault(9, "Cannot specify both an update and remove=true");
  if (removes && truthy(body["upsert"]))
    throw new MongoFault(9, "Cannot specify both upsert=true and remove=true");
  if (removes && truthy(body["new"]))
    throw new MongoFault(
      9,
      "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document",
    );
  if (!removes && body["update"] === undefined)
    throw new MongoFault(9, "Either an update or remove=true must be specified");
  const filter = parseFilter(body["query"] ?? {}, variables);
  const change = removes
    ? undefined
    : parseChange(body["query"], body["update"], body["arrayFilters"], body["upsert"], variables);
  const project = isDoc(body["fields"])
    ? parseProjection(body["fields"], true, variables, filter)
    : (doc: Doc) => doc;
  return once(call, (out) => {
    const collection = target(call, name, change?.upsert ?? false);
    const [found] = collection
      ? matches(collection, out, filter, 1, body["sort"], body["hint"])
      : [];
    if (!change) {
      if (found) collection!.remove(out, found.rid, found.doc);
      return {
        reply: {
          lastErrorObject: { n: found ? 1 : 0 },
          value: found ? project(found.doc) : null,
          ok: 1,
        },
        wrote: found !== undefined,
      };
    }
    if (found) {
      const doc = change.update(found.doc, { filter, inserting: false });
      collection!.replace(out, found.rid, found.doc, found.bytes, doc);
      return {
        reply: {
          lastErrorObject: { n: 1, updatedExisting: true },
          value: project(truthy(body["new"]) ? doc : found.doc),
          ok: 1,
        },
        wrote: true,
      };
    }
    if (!change.upsert)
      return {
        reply: { lastErrorObject: { n: 0, updatedExisting: false }, value: null, ok: 1 },
        wrote: false,
      };
    const doc = upsertDocument(change);
    collection!.insert(out, doc);
    return {
      reply: {
        lastErrorObject: { n: 1, updatedExisting: false, upserted: doc["_id"] },
        value: truthy(body["new"]) ? project(doc) : null,
        ok: 1,
      },
      wrote: true,
    };
  });
}
