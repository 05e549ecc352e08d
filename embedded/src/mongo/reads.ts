import { batchSizeOf } from "./cursors.ts";
import type { Call } from "./engine.ts";
import { collectionOf, letOf, namespace, surroundings } from "./engine.ts";
import { failedToParse, typeMismatch, MongoFault, unsupported } from "./errors.ts";
import type { Filter } from "./match.ts";
import { parseFilter } from "./match.ts";
import { unique } from "./gather.ts";
import type { Plan, Ran } from "./plan.ts";
import { Found, planQuery } from "./plan.ts";
import { valuesAt } from "./places.ts";
import { parseProjection, parseSort, sortBy } from "./project.ts";
import type { SortSpec } from "./project.ts";
import { compilePipeline } from "./stages.ts";
import type { View } from "./store.ts";
import type { Doc } from "./values.ts";
import { encode, isDoc, isNumeric, toNumber, truthy } from "./values.ts";
import { intoCollection } from "./out.ts";

/** Refuses the options of a command the engine does not have. */
export function refuse(body: Doc, ...names: string[]): void {
  for (const name of names) {
    const v = body[name];
    if (
      v === undefined ||
      v === false ||
      (name === "collation" &&
        isDoc(v) &&
        (v["locale"] === "simple" || Object.keys(v).length === 0))
    )
      continue;
    throw unsupported(`the option '${name}'`);
  }
}

function whole(body: Doc, name: string): number {
  const v = body[name];
  if (v === undefined || v === null) return 0;
  const n = isNumeric(v) ? toNumber(v) : NaN;
  if (Number.isNaN(n)) throw typeMismatch(`Field '${name}' must be a number`);
  if (n < 0 || !Number.isFinite(n))
    throw new MongoFault(51024, `BSON field '${name}' value must be >= 0, actual value '${n}'`);
  return Math.trunc(n);
}

export const hintOf = (body: Doc): unknown =>
  isDoc(body["hint"]) && Object.keys(body["hint"]).length === 0 ? undefined : body["hint"];

/** Documents of a query in order, cut by skip and limit. */
export function* ordered(
  plan: Plan,
  view: View,
  { sort, skip, limit }: Pick<Query, "sort" | "skip" | "limit">,
  ran?: Ran,
): Iterable<Found> {
  const found = plan.run(view, ran);
  const isDone = plan.sorted || sort.length === 0 || sort[0]![0] === "$natural";
  const inOrder = isDone ? found : sortBy(found, (f) => f.doc, sort);
  let n = 0;
  for (const f of inOrder) {
    if (n++ < skip) continue;
    yield f;
    if (limit > 0 && n - skip >= limit) return;
  }
}

export interface Query {
  readonly filter: Filter;
  readonly sort: SortSpec;
  readonly skip: number;
  readonly limit: number;
  readonly project: ((doc: Doc) => Doc) | undefined;
}

export function parseQuery(body: Doc): Query {
  const variables = letOf(body);
  const query = body["filter"] ?? body["query"] ?? {};
  const filter = parseFilter(query, variables);
  const projection = body["projection"] ?? body["fields"];
  const rawLimit = body["limit"];
  const limit =
    isNumeric(rawLimit) && toNumber(rawLimit) < 0 ? -toNumber(rawLimit) : whole(body, "limit");
  return {
    filter,
    sort: parseSort(body["sort"]),
    skip: whole(body, "skip"),
    limit,
    project:
      projection === undefined || (isDoc(projection) && Object.keys(projection).length === 0)
        ? undefined
        : parseProjection(projection, true, variables, filter),
  };
}

export function find(call: Call): Doc {
  const { engine, body, transaction } = call;
  const ns = namespace(call, "find");
  refuse(
    body,
    "collation",
    "tailable",
    "awaitData",
    "min",
    "max",
    "returnKey",
    "showRecordId",
    "oplogReplay",
  );
  const query = parseQuery(body);
  const batchSize = batchSizeOf(body["batchSize"]);
  const single = truthy(body["singleBatch"]);
  const collection = collectionOf(call, ns);
  if (!collection)
    return engine.cursors.first(ns, [], { batchSize, single, close: () => undefined, transaction });
  const plan = planQuery(collection, query.filter, query.sort, hintOf(body));
  const fits = query.limit > 0 && query.limit <= (batchSize ?? 101);
  const { view, close } = sight(call, !fits && !single);
  return engine.cursors.first(ns, bytesOf(ordered(plan, view, query), query.project), {
    batchSize,
    single,
    close,
    transaction,
    limit: query.limit,
    noTimeout: truthy(body["noCursorTimeout"]),
  });
}

/** What is read from; a snapshot of its own where the result may outlast this turn. */
function sight(call: Call, lasting: boolean): { view: View; close: () => void } {
  const { point } = call;
  if (point) {
    point.readers++;
    let isOpen = true;
    const close = (): void => {
      if (isOpen) point.readers--;
      isOpen = false;
    };
    return { view: point.view, close };
  }
  if (call.transaction || !lasting) return { view: call.engine.view(call), close: () => undefined };
  const snapshot = call.engine.store.snapshot();
  return { view: snapshot, close: () => snapshot.close() };
}

function* bytesOf(
  found: Iterable<Found>,
  project: ((doc: Doc) => Doc) | undefined,
): Iterable<Buffer> {
  for (const f of found) yield project ? encode(project(f.doc)) : f.bytes;
}

export function getMore(call: Call): Doc {
  const { engine, body, db, transaction } = call;
  return engine.cursors.more(
    body["getMore"],
    `${db}.${String(body["collection"])}`,
    batchSizeOf(body["batchSize"]),
    transaction,
  );
}

export function killCursors(call: Call): Doc {
  const ids = call.body["cursors"];
  if (!Array.isArray(ids)) throw typeMismatch("'cursors' must be an array");
  return call.engine.cursors.kill(ids, namespace(call, "killCursors"));
}

export function count(call: Call): Doc {
  const ns = namespace(call, "count");
  refuse(call.body, "collation");
  const { filter, skip, limit } = parseQuery(call.body);
  const collection = collectionOf(call, ns);
  if (!collection) return { n: 0, ok: 1 };
  const n = planQuery(collection, filter, [], hintOf(call.body)).count(
    call.engine.view(call),
    limit > 0 ? skip + limit : Infinity,
  );
  return { n: Math.max(0, n - skip), ok: 1 };
}

export function distinct(call: Call): Doc {
  const { body } = call;
  const ns = namespace(call, "distinct");
  refuse(body, "collation");
  const { key } = body;
  if (typeof key !== "string" || key === "")
    throw typeMismatch("BSON field 'distinct.key' must be a non-empty string");
  const filter = parseFilter(body["query"] ?? {}, letOf(body));
  const collection = collectionOf(call, ns);
  if (!collection) return { values: [], ok: 1 };
  const values: unknown[] = [];
  for (const { doc } of planQuery(collection, filter, [], hintOf(body)).run(call.engine.view(call)))
    values.push(...valuesAt(doc, key));
  return { values: unique(values), ok: 1 };
}

/** The stages at the beginning that an index can answer, and the rest. */
export function leading(pipeline: unknown[]): {
  filter: Doc;
  sort: Doc | undefined;
  limit: number;
  rest: unknown[];
} {
  const rest = [...pipeline];
  const filters: unknown[] = [];
  const next = (name: string): unknown =>
    isDoc(rest[0]) && Object.keys(rest[0]).length === 1 ? rest[0][name] : undefined;
  while (isDoc(next("$match"))) {
    filters.push(next("$match"));
    rest.shift();
  }
  const sort = next("$sort");
  if (isDoc(sort) && Object.keys(sort).length > 0) rest.shift();
  const limit = next("$limit");
  return {
    filter:
      filters.length === 1 ? (filters[0] as Doc) : filters.length > 1 ? { $and: filters } : {},
    sort: isDoc(sort) && Object.keys(sort).length > 0 ? sort : undefined,
    limit: isNumeric(limit) ? toNumber(limit) : 0,
    rest,
  };
}

export async function aggregate(call: Call): Promise<Doc> {
  const { body, engine, transaction } = call;
  refuse(body, "collation");
  if (!Array.isArray(body["pipeline"]))
    throw typeMismatch(
      "BSON field 'aggregate.pipeline' is missing or of the wrong type, expected type 'array'",
    );
  const pipeline = [...body["pipeline"]];
  if (!isDoc(body["cursor"]))
    throw failedToParse(
      "The 'cursor' option is required, except for aggregate with the explain argument",
    );
  const batchSize = batchSizeOf(body["cursor"]["batchSize"]);
  const last = pipeline.at(-1);
  const output = isDoc(last) && ("$out" in last || "$merge" in last) ? pipeline.pop() : undefined;
  const isDatabase = isNumeric(body["aggregate"]);
  const ns = isDatabase ? `${call.db}.$cmd.aggregate` : namespace(call, "aggregate");
  if (isDatabase && isDoc(pipeline[0]) && "$listLocalSessions" in pipeline[0])
    pipeline[0] = { $documents: { $literal: engine.sessions.list() } };
  if (output && isDoc(body["readConcern"]) && body["readConcern"]["level"] === "linearizable")
    throw new MongoFault(
      72,
      "$out and $merge cannot be used with a 'linearizable' read concern level",
    );
  if (isDatabase && !(isDoc(pipeline[0]) && "$documents" in pipeline[0])) {
    const first = isDoc(pipeline[0]) ? Object.keys(pipeline[0])[0] : undefined;
    if (first?.startsWith("$") && ["$currentOp", "$changeStream"].includes(first))
      throw unsupported(`the stage ${first}`);
    throw new MongoFault(
      73,
      `{aggregate: 1} is not valid for '${first ?? ""}'; a collection is required.`,
    );
  }
  const { view, close } = sight(call, true);
  try {
    const docs = aggregation(call, view, isDatabase ? undefined : ns, pipeline);
    if (output) {
      const all = Array.from(docs, (d) => (d instanceof Found ? d.doc : d));
      close();
      await intoCollection(call, output as Doc, all);
      return engine.cursors.first(ns, [], {
        batchSize,
        single: false,
        close: () => undefined,
        transaction,
      });
    }
    return engine.cursors.first(ns, encoded(docs), {
      batchSize,
      single: false,
      close,
      transaction,
    });
  } catch (error) {
    close();
    throw error;
  }
}

function* encoded(docs: Iterable<Doc | Found>): Iterable<Buffer> {
  for (const d of docs) yield d instanceof Found ? d.bytes : encode(d);
}

/** The result of a pipeline; `ns` is undefined for one that has no input but makes its own. */
function aggregation(
  call: Call,
  view: View,
  ns: string | undefined,
  pipeline: unknown[],
): Iterable<Doc | Found> {
  const variables = letOf(call.body);
  const around = surroundings(call, view, variables);
  if (ns === undefined) return compilePipeline(pipeline, around)([]);
  const { filter, sort, limit, rest } = leading(pipeline);
  const parsed = parseFilter(filter, variables);
  const run = compilePipeline(rest, around);
  const collection = collectionOf(call, ns);
  if (!collection) return run([]);
  const order = parseSort(sort);
  const plan = planQuery(collection, parsed, order, hintOf(call.body));
  const counted = countStage(rest);
  if (counted && order.length === 0) {
    const most = counted.limit > 0 ? counted.skip + counted.limit : Infinity;
    const n = plan.count(view, most) - counted.skip;
    return n > 0 ? [counted.result(n)] : [];
  }
  const input = ordered(plan, view, { sort: order, skip: 0, limit });
  return rest.length === 0 ? input : run(docsOf(input));
}

function* docsOf(found: Iterable<Found>): Iterable<Doc> {
  for (const f of found) yield f.doc;
}

/** A pipeline that only counts, as drivers make for countDocuments, needs no documents. */
function countStage(
  rest: unknown[],
): { skip: number; limit: number; result: (n: number) => Doc } | undefined {
  const stages = [...rest];
  const number = (name: string): number => {
    const stage = stages[0];
    const v = isDoc(stage) ? stage[name] : undefined;
    if (!isNumeric(v)) return 0;
    stages.shift();
    return toNumber(v);
  };
  const skip = number("$skip");
  const limit = number("$limit");
  const stage = stages[0];
  if (stages.length !== 1 || !isDoc(stage)) return undefined;
  const named = stage["$count"];
  if (typeof named === "string") return { skip, limit, result: (n) => ({ [named]: n }) };
  const group = stage["$group"];
  if (!isDoc(group) || Object.keys(group).length !== 2) return undefined;
  const { _id, n: sum } = group;
  if (
    (_id !== null && !isNumeric(_id)) ||
    !isDoc(sum) ||
    sum["$sum"] !== 1 ||
    Object.keys(sum).length !== 1
  )
    return undefined;
  return { skip, limit, result: (n) => ({ _id, n }) };
}
