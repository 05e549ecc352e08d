import { batchSizeOf } from "./cursors.ts";
import type { Call } from "./engine.ts";
import { collectionOf, letOf, namespace } from "./engine.ts";
import { typeMismatch, MongoFault, unsupported } from "./errors.ts";
import type { Filter } from "./filter.ts";
import { parseFilter } from "./filter.ts";
import { unique } from "./gather.ts";
import { valuesAt } from "./places.ts";
import type { Plan, Ran } from "./plan.ts";
import { Found, planQuery } from "./plan.ts";
import { parseProjection } from "./project.ts";
import type { View } from "./store.ts";
import type { Doc } from "./values.ts";
import { encode } from "./codec.ts";
import { isDoc, isNumeric, toNumber, truthy } from "./values.ts";
import type { SortSpec } from "./sort.ts";
import { parseSort, sortBy } from "./sort.ts";

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
  const query = body["filter"] ?? body["query"] ?? {};
  const filter = parseFilter(query, variables);
  const projection = body["projection"] ?? body["fields"];
  const rawLimit = body["limit"];
  const limit =
    isNumeric(rawLimit) && toNumber(rawLimit) < 0 ? -toNumber(rawLimit) : whole(body, "limit");
  const sort = parseSort(body["sort"]);
  const projects =
    projection !== undefined && !(isDoc(projection) && Object.keys(projection).length === 0);
  return {
    filter,
    sort,
    skip: whole(body, "skip"),
    limit,
    project: projects ? parseProjection(projection, true, variables, filter) : undefined,
    needed: projects && isDoc(projection) ? neededOf(filter, sort, projection) : undefined,
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
export function sight(call: Call, lasting: boolean): { view: View; close: () => void } {
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
