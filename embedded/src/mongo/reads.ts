import { batchSizeOf, FIRST_BATCH } from "./cursors.ts";
import { type Call, collectionOf, letOf, namespace } from "./engine.ts";
import { typeMismatch, MongoFault } from "./errors.ts";
import { type Filter, parseFilter } from "./filter.ts";
import { unique } from "./gather.ts";
import { valuesAt } from "./places.ts";
import { type Plan, type Ran, Found, planQuery } from "./plan.ts";
import { parseProjection } from "./project.ts";
import type { View } from "./store.ts";
import { encode } from "./codec.ts";
import { type Doc, isDoc, isNumeric, toNumber, truthy } from "./values.ts";
import { type SortSpec, parseSort, sortBy } from "./sort.ts";
import { fault } from "./words.ts";

/** Refuses the options of a command the engine does not have, unless they say nothing. */
export function refuse(body: Doc, names: readonly string[], code = 238): void {
  for (const name of names) {
    const v = body[name];
    const isEmpty = isDoc(v) && Object.keys(v).length === 0;
    const isSimple = name === "collation" && isDoc(v) && v["locale"] === "simple";
    if (v !== undefined && v !== false && !isEmpty && !isSimple)
      throw new MongoFault(code, `the option '${name}' is not supported by the embedded engine`);
  }
}

function whole(body: Doc, name: string): number {
  const v = body[name];
  if (v === undefined || v === null) return 0;
  const n = isNumeric(v) ? toNumber(v) : NaN;
  if (Number.isNaN(n)) throw typeMismatch(`Field '${name}' must be a number`);
  if (n < 0 || !Number.isFinite(n)) throw fault(51024, name, n);
  return Math.trunc(n);
}

export const hintOf = (body: Doc): unknown =>
  isDoc(body["hint"]) && Object.keys(body["hint"]).length === 0 ? undefined : body["hint"];

/** Documents of a query in order, cut by skip and limit. */
export function* ordered(
  plan: Plan,
  view: View,
  { sort, skip, limit, needed }: Pick<Query, "sort" | "skip" | "limit" | "needed">,
  ran?: Ran,
): Iterable<Found> {
  const found = plan.run(view, ran, needed);
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
  /** The fields at the top that it looks at and answers; undefined: all. */
  readonly needed?: ReadonlySet<string> | undefined;
}

/** What a query needs of a document where its projection names whole fields or paths to keep, and nothing is computed. */
function neededOf(filter: Filter, sort: SortSpec, projection: Doc): Set<string> | undefined {
  const paths = ["_id", ...sort.map(([path]) => path)];
  let keeps = false;
  for (const [path, value] of Object.entries(projection)) {
    const isKept = value === true || (isNumeric(value) && truthy(value));
    if (path.endsWith(".$") || (!isKept && path !== "_id")) return undefined;
    if (!isKept && value !== false && !isNumeric(value)) return undefined;
    keeps ||= isKept;
    paths.push(path);
  }
  return keeps && lookedAt(filter, paths)
    ? new Set(paths.map((path) => path.split(".")[0]!))
    : undefined;
}

/** Adds the paths of a filter; false where an expression may look at any. */
function lookedAt(filter: Filter, paths: string[]): boolean {
  if (filter.kind === "expr") return false;
  if (filter.kind !== "field") return filter.parts.every((part) => lookedAt(part, paths));
  paths.push(filter.path);
  return true;
}

export function parseQuery(body: Doc): Query {
  const variables = letOf(body);
  const filter = parseFilter(body["filter"] ?? body["query"] ?? {}, variables);
  const sort = parseSort(body["sort"]);
  const projection = body["projection"] ?? body["fields"] ?? {};
  const isAll = isDoc(projection) && Object.keys(projection).length === 0;
  return {
    filter,
    sort,
    skip: whole(body, "skip"),
    limit: whole(body, "limit"),
    project: isAll ? undefined : parseProjection(projection, true, variables, filter),
    needed: isAll || !isDoc(projection) ? undefined : neededOf(filter, sort, projection),
  };
}

const REFUSED = [
  'collation', 'tailable', 'awaitData', 'min', 'max', 'returnKey', 'showRecordId', 'oplogReplay',
]; // prettier-ignore

export function find(call: Call): Doc {
  const { engine, body, transaction } = call;
  const ns = namespace(call, "find");
  refuse(body, REFUSED);
  const query = parseQuery(body);
  const batchSize = batchSizeOf(body["batchSize"]);
  const single = truthy(body["singleBatch"]);
  const { limit } = query;
  const giving = {
    batchSize,
    single,
    transaction,
    limit,
    noTimeout: truthy(body["noCursorTimeout"]),
  };
  const collection = collectionOf(call, ns);
  if (!collection) return engine.cursors.first(ns, [], giving);
  const plan = planQuery(collection, query.filter, query.sort, hintOf(body));
  const fits = limit > 0 && limit <= (batchSize ?? FIRST_BATCH);
  const { view, close } = sight(call, !fits && !single);
  const results = bytesOf(ordered(plan, view, query), query.project);
  return engine.cursors.first(ns, results, { ...giving, close });
}

/** What is read from, to be closed once; a snapshot of its own where the result may outlast this turn. */
export function sight(call: Call, lasting: boolean): { view: View; close: () => void } {
  const { engine, point, transaction } = call;
  if (!point && (transaction || !lasting))
    return { view: engine.view(call), close: () => undefined };
  const snapshot = point ? point.view.share() : engine.store.snapshot();
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
  const { body } = call;
  const ns = namespace(call, "count");
  refuse(body, ["collation"]);
  // A limit below zero is one without its sign.
  const size = isNumeric(body["limit"]) ? Math.abs(toNumber(body["limit"])) : body["limit"];
  const { filter, skip, limit } = parseQuery({ ...body, limit: size });
  const collection = collectionOf(call, ns);
  if (!collection) return { n: 0, ok: 1 };
  const most = limit > 0 ? skip + limit : Infinity;
  const n = planQuery(collection, filter, [], hintOf(body)).count(call.engine.view(call), most);
  return { n: Math.max(0, n - skip), ok: 1 };
}

export function distinct(call: Call): Doc {
  const { body } = call;
  const ns = namespace(call, "distinct");
  refuse(body, ["collation"]);
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
