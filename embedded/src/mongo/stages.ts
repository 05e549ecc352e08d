import { Long } from "bson";
import { MongoFault, typeMismatch, unsupported } from "./errors.ts";
import { compileExpression, scopeOf, splitPath } from "./expression.ts";
import type { Variables } from "./filter.ts";
import { groupStage } from "./group.ts";
import { lookup } from "./lookup.ts";
import { matcher } from "./match.ts";
import { named, shownType } from "./operands.ts";
import { parseAddFields, parseProjection, setAt } from "./project.ts";
import { parseSort, sortBy } from "./sort.ts";
import type { Doc } from "./values.ts";
import { fieldOf, isDoc, isNumeric, setField, toNumber } from "./values.ts";
import { fault } from "./words.ts";

export type Docs = Iterable<Doc>;
export type Stage = (docs: Docs) => Docs;
export type CompilePipeline = (pipeline: unknown, around: Surroundings) => Stage;

/** What a pipeline may reach besides its input. */
export interface Surroundings {
  readonly variables: Variables;
  /** Documents of another collection of the same database that match a filter, by index where there is one. */
  find(collection: string, filter: Doc, variables: Variables): Docs;
}

function replaceRoot(arg: unknown, variables: Variables): (doc: Doc) => Doc {
  const e = compileExpression(arg, variables);
  return (doc) => {
    const v = e(scopeOf(doc));
    if (isDoc(v)) return v;
    throw fault(40228, v === undefined ? "MISSING" : JSON.stringify(v), shownType(v));
  };
}

/** The stages that change one document at a time; the only ones an update may use. */
const perDocument: {
  [name: string]: (arg: unknown, variables: Variables) => (doc: Doc) => Doc;
} = {
  $addFields: parseAddFields,
  $set: parseAddFields,
  $unset: (arg, variables) => {
    const paths: unknown[] = Array.isArray(arg) ? arg : [arg];
    if (paths.length === 0 || paths.some((p) => typeof p !== "string" || p === ""))
      throw fault(31002);
    const dropped = Object.fromEntries(paths.map((p) => [p, 0]));
    return parseProjection(dropped, false, variables);
  },
  $project: (arg, variables) => parseProjection(arg, false, variables),
  $replaceRoot: (arg, variables) => {
    if (!isDoc(arg) || !("newRoot" in arg)) throw fault(40414);
    return replaceRoot(arg["newRoot"], variables);
  },
  $replaceWith: replaceRoot,
};

function nameOf(stage: unknown): string {
  const keys = isDoc(stage) ? Object.keys(stage) : [];
  if (keys.length === 1) return keys[0]!;
  throw fault(40323);
}

/** The pipeline of an update, as one function of the document. */
export function documentStages(pipeline: unknown[], variables: Variables): (doc: Doc) => Doc {
  const steps = pipeline.map((stage) => {
    const name = nameOf(stage);
    if (Object.hasOwn(perDocument, name))
      return perDocument[name]!((stage as Doc)[name], variables);
    throw new MongoFault(72, `${name} is not allowed to be used within an update`);
  });
  return (doc) => steps.reduce((d, run) => run(d), doc);
}

/** Compiles a pipeline to a function of its input. Throws MongoDB's error for stages it does not know. */
export function compilePipeline(pipeline: unknown, around: Surroundings): Stage {
  if (!Array.isArray(pipeline))
    throw typeMismatch("'pipeline' option must be specified as an array");
  const run = pipeline.map((stage, i) => {
    const name = nameOf(stage);
    if (name === "$documents" && i > 0) throw fault(40602);
    return compileStage(name, (stage as Doc)[name], around);
  });
  return (docs) => run.reduce((input, stage) => stage(input), docs);
}

/** Known to MongoDB, and not here. */
const REFUSED = new Set([
  '$bucket', '$bucketAuto', '$changeStream', '$collStats', '$currentOp', '$densify', '$fill', '$geoNear', '$graphLookup', '$indexStats',
  '$listLocalSessions', '$listSessions', '$planCacheStats', '$redact', '$sample', '$search', '$searchMeta', '$setWindowFields', '$sortByCount', '$vectorSearch',
]); // prettier-ignore

function compileStage(name: string, arg: unknown, around: Surroundings): Stage {
  if (Object.hasOwn(perDocument, name)) {
    const change = perDocument[name]!(arg, around.variables);
    return function* (docs) {
      for (const doc of docs) yield change(doc);
    };
  }
  if (Object.hasOwn(stages, name)) return stages[name]!(arg, around);
  if (name === "$out" || name === "$merge") throw fault(40601);
  if (REFUSED.has(name)) throw unsupported(`the stage ${name}`);
  throw fault(40324, name);
}

const stages: { [name: string]: (arg: unknown, around: Surroundings) => Stage } = {
  $match: (arg, { variables }) => {
    const test = matcher(arg, variables);
    return function* (docs) {
      for (const doc of docs) if (test(doc)) yield doc;
    };
  },
  $sort: (arg) => {
    const spec = parseSort(arg);
    if (spec.length === 0) throw fault(15976);
    return function* (docs) {
      yield* sortBy(docs, (doc) => doc, spec);
    };
  },
  $limit: (arg) => {
    const n = wholeNumber(arg, 1, 15958);
    return function* (docs) {
      let left = n;
      for (const doc of docs) {
        yield doc;
        if (--left === 0) return;
      }
    };
  },
  $skip: (arg) => {
    const n = wholeNumber(arg, 0, 15956);
    return function* (docs) {
      let left = n;
      for (const doc of docs) if (left-- <= 0) yield doc;
    };
  },
  $count: (arg) => {
    if (typeof arg !== "string") throw fault(40156);
    if (arg === "") throw fault(40157);
    if (arg.startsWith("$")) throw fault(40158);
    if (arg.includes(".")) throw fault(40160);
    return function* (docs) {
      let n = 0;
      for (const _doc of docs) n++;
      if (n > 0) yield { [arg]: n };
    };
  },
  $group: (arg, { variables }) => groupStage(arg, variables),
  $unwind: unwind,
  $facet: facet,
  $lookup: (arg, around) => lookup(arg, around, compilePipeline),
  $unionWith: (arg, around) => {
    const from = isDoc(arg) ? arg["coll"] : arg;
    const rest = compilePipeline(isDoc(arg) ? (arg["pipeline"] ?? []) : [], around);
    if (typeof from !== "string") throw unsupported("$unionWith without a collection");
    return function* (docs) {
      yield* docs;
      yield* rest(around.find(from, {}, {}));
    };
  },
  $documents: (arg, { variables }) => {
    const list = compileExpression(arg, variables)(scopeOf({}));
    if (!Array.isArray(list) || !list.every(isDoc)) throw fault(5858203);
    return () => list;
  },
};

function wholeNumber(v: unknown, least: number, code: number): number {
  const n = isNumeric(v) ? toNumber(v) : NaN;
  if (Number.isInteger(n) && n >= least) return n;
  throw fault(code, String(v));
}

function unwind(arg: unknown): Stage {
  const given = typeof arg === "string" ? { path: arg } : arg;
  const optional = ["includeArrayIndex", "preserveNullAndEmptyArrays"];
  const options = named("$unwind", given, [15981, 28811], { path: 28812 }, optional);
  const { path, includeArrayIndex: index, preserveNullAndEmptyArrays: keeps = false } = options;
  if (typeof path !== "string") throw fault(28808, shownType(path));
  if (!path.startsWith("$")) throw fault(28818, path);
  if (typeof keeps !== "boolean") throw fault(28809, shownType(keeps));
  if (index !== undefined && (typeof index !== "string" || index === ""))
    throw fault(28810, shownType(index));
  const parts = splitPath(path.slice(1));
  const indexAt = index === undefined ? undefined : splitPath(index);
  const numbered = (doc: Doc, n: Long | null): Doc => (indexAt ? setAt(doc, indexAt, n) : doc);
  return function* (docs) {
    for (const doc of docs) {
      const value = parts.reduce<unknown>(fieldOf, doc);
      if (Array.isArray(value)) {
        if (value.length === 0 && keeps) yield numbered(setAt(doc, parts, undefined), null);
        for (const [i, v] of value.entries())
          yield numbered(setAt(doc, parts, v), Long.fromNumber(i));
      } else if (value != null || keeps) yield numbered(doc, null);
    }
  };
}

function facet(arg: unknown, around: Surroundings): Stage {
  if (!isDoc(arg) || Object.keys(arg).length === 0) throw fault(40169);
  const parts = Object.entries(arg).map(([k, pipeline]) => {
    for (const stage of Array.isArray(pipeline) ? pipeline : [])
      if (["$facet", "$out", "$merge", "$documents"].includes(nameOf(stage)))
        throw fault(40600, nameOf(stage));
    return [k, compilePipeline(pipeline, around)] as const;
  });
  return function* (docs) {
    const all = [...docs];
    const result: Doc = {};
    for (const [k, run] of parts) setField(result, k, [...run(all)]);
    yield result;
  };
}
