import { Long } from "bson";
import { typeMismatch, MongoFault, unsupported } from "./errors.ts";
import { compileExpression, scopeOf } from "./expression.ts";
import { groupStage } from "./group.ts";
import { lookup } from "./lookup.ts";
import type { Variables } from "./filter.ts";
import { matcher } from "./match.ts";
import { parseAddFields, parseProjection, setDeep } from "./project.ts";
import type { Doc } from "./values.ts";
import { fieldOf, isDoc, isNumeric, setField, toNumber, typeName } from "./values.ts";
import { parseSort, sorter } from "./sort.ts";

export type Docs = Iterable<Doc>;
export type Stage = (docs: Docs) => Docs;
export type CompilePipeline = (pipeline: unknown, around: Surroundings) => Stage;

/** What a pipeline may reach besides its input. */
export interface Surroundings {
  readonly variables: Variables;
  /** Documents of another collection of the same database that match a filter, by index where there is one. */
  find(collection: string, filter: Doc, variables: Variables): Docs;
}

/** The stages that change one document at a time; the only ones an update may use. */
function perDocument(
  name: string,
  arg: unknown,
  variables: Variables,
): ((doc: Doc) => Doc) | undefined {
  switch (name) {
    case "$addFields":
    case "$set":
      return parseAddFields(arg, variables);
    case "$unset": {
      const paths = Array.isArray(arg) ? arg : [arg];
      if (paths.length === 0 || paths.some((p) => typeof p !== "string" || p === ""))
        throw new MongoFault(31002, "$unset specification must be a string or an array of strings");
      const dropped = Object.fromEntries(paths.map((p) => [String(p), 0]));
      return parseProjection(dropped, false, variables);
    }
    case "$project":
      return parseProjection(arg, false, variables);
    case "$replaceRoot":
      if (!isDoc(arg) || !("newRoot" in arg))
        throw new MongoFault(40414, "no newRoot expression specified for the $replaceRoot stage");
      return replaceRoot(arg["newRoot"], variables);
    case "$replaceWith":
      return replaceRoot(arg, variables);
    default:
      return undefined;
  }
}

function replaceRoot(arg: unknown, variables: Variables): (doc: Doc) => Doc {
  const e = compileExpression(arg, variables);
  return (doc) => {
    const v = e(scopeOf(doc));
    if (isDoc(v)) return v;
    const [shown, type] =
      v === undefined ? ["MISSING", "missing"] : [JSON.stringify(v), typeName(v)];
    throw new MongoFault(
      40228,
      `'newRoot' expression must evaluate to an object, but resulting value was: ${shown}. Type of resulting value: '${type}'.`,
    );
  };
}

const nameOf = (stage: unknown): string => {
  const keys = isDoc(stage) ? Object.keys(stage) : [];
  if (keys.length === 1) return keys[0]!;
  throw new MongoFault(
    40323,
    "A pipeline stage specification object must contain exactly one field.",
  );
};

/** The pipeline of an update, as one function of the document. */
export function documentStages(pipeline: unknown[], variables: Variables): (doc: Doc) => Doc {
  const steps = pipeline.map((stage) => {
    const name = nameOf(stage);
    const run = perDocument(name, (stage as Doc)[name], variables);
    if (!run) throw new MongoFault(72, `${name} is not allowed to be used within an update`);
    return run;
  });
  return (doc) => steps.reduce((d, run) => run(d), doc);
}

/** Compiles a pipeline to a function of its input. Throws MongoDB's error for stages it does not know. */
export function compilePipeline(pipeline: unknown, around: Surroundings): Stage {
  if (!Array.isArray(pipeline))
    throw typeMismatch("'pipeline' option must be specified as an array");
  const stages = pipeline.map((stage, i) => {
    const name = nameOf(stage);
    return compileStage(name, (stage as Doc)[name], around, i);
  });
  return (docs) => stages.reduce((input, stage) => stage(input), docs);
}

/** Known to MongoDB, and not here. */
const REFUSED = new Set([
  '$bucket', '$bucketAuto', '$changeStream', '$collStats', '$currentOp', '$densify', '$fill', '$geoNear', '$graphLookup', '$indexStats',
  '$listLocalSessions', '$listSessions', '$planCacheStats', '$redact', '$sample', '$search', '$searchMeta', '$setWindowFields', '$vectorSearch',
]); // prettier-ignore

function compileStage(name: string, arg: unknown, around: Surroundings, index: number): Stage {
  const { variables } = around;
  const single = perDocument(name, arg, variables);
  if (single)
    return function* (docs) {
      for (const doc of docs) yield single(doc);
    };
  switch (name) {
    case "$match": {
      const test = matcher(arg, variables);
      return function* (docs) {
        for (const doc of docs) if (test(doc)) yield doc;
      };
    }
    case "$sort": {
      const spec = parseSort(arg);
      if (spec.length === 0)
        throw new MongoFault(15976, "$sort stage must have at least one sort key");
      return lazily(sorter(spec));
    }
    case "$limit": {
      const n = count(name, 15958, arg, 1);
      return function* (docs) {
        let left = n;
        for (const doc of docs) {
          yield doc;
          if (--left === 0) return;
        }
      };
    }
    case "$skip": {
      const n = count(name, 15956, arg, 0);
      return function* (docs) {
        let left = n;
        for (const doc of docs) if (left-- <= 0) yield doc;
      };
    }
    case "$count": {
      if (typeof arg !== "string" || arg === "" || arg.startsWith("$") || arg.includes("."))
        throw new MongoFault(40157, "the count field must be a non-empty string");
      return function* (docs) {
        let n = 0;
        for (const _doc of docs) n++;
        if (n > 0) yield { [arg]: n };
      };
    }
    case "$group":
      return groupStage(arg, variables);
    case "$sortByCount": {
      const group = groupStage({ _id: arg, count: { $sum: 1 } }, variables);
      const sort = sorter([["count", -1]]);
      return lazily((docs) => sort(group(docs)));
    }
    case "$unwind":
      return unwind(arg);
    case "$facet":
      return facet(arg, around);
    case "$lookup":
      return lookup(arg, around, compilePipeline);
    case "$unionWith": {
      const from = isDoc(arg) ? arg["coll"] : arg;
      const rest = compilePipeline(isDoc(arg) ? (arg["pipeline"] ?? []) : [], around);
      if (typeof from !== "string") throw unsupported("$unionWith without a collection");
      return function* (docs) {
        yield* docs;
        yield* rest(around.find(from, {}, {}));
      };
    }
    case "$documents": {
      if (index > 0)
        throw new MongoFault(40602, "$documents is only valid as the first stage in a pipeline.");
      const list = compileExpression(arg, variables)(scopeOf({}));
      if (!Array.isArray(list) || !list.every(isDoc))
        throw new MongoFault(5858203, "$documents must evaluate to an array of objects");
      return () => list;
    }
    case "$out":
    case "$merge":
      throw new MongoFault(40601, `${name} can only be the final stage in the pipeline`);
    default:
      if (REFUSED.has(name)) throw unsupported(`the stage ${name}`);
      throw new MongoFault(40324, `Unrecognized pipeline stage name: '${name}'`);
  }
}

/** A stage that needs all documents, and asks for them only when its own are asked for. */
const lazily = (run: Stage): Stage =>
  function* (docs) {
    yield* run(docs);
  };

function count(name: string, code: number, v: unknown, least: number): number {
  const n = isNumeric(v) ? toNumber(v) : NaN;
  if (Number.isInteger(n) && n >= least) return n;
  const wanted = least > 0 ? "a positive" : "a non-negative";
  throw new MongoFault(
    code,
    `invalid argument to ${name} stage: Expected ${wanted} number in: ${name}: ${String(v)}`,
  );
}

function unwind(arg: unknown): Stage {
  const options: Doc = typeof arg === "string" ? { path: arg } : isDoc(arg) ? arg : {};
  const path = options["path"];
  if (typeof path !== "string") throw new MongoFault(28812, "no path specified to $unwind stage");
  if (!path.startsWith("$") || path.length < 2)
    throw new MongoFault(
      28818,
      `path option to $unwind stage should be prefixed with a '$': ${path}`,
    );
  const parts = path.slice(1).split(".");
  const keep = options["preserveNullAndEmptyArrays"] === true;
  const index = options["includeArrayIndex"];
  const numbered = (doc: unknown, n: number | null): Doc =>
    (typeof index === "string"
      ? setDeep(doc, index.split("."), 0, n === null ? null : Long.fromNumber(n))
      : doc) as Doc;
  return function* (docs) {
    for (const doc of docs) {
      const value = parts.reduce<unknown>(fieldOf, doc);
      if (Array.isArray(value)) {
        if (value.length === 0 && keep) yield numbered(setDeep(doc, parts, 0, undefined), null);
        for (const [i, v] of value.entries()) yield numbered(setDeep(doc, parts, 0, v), i);
      } else if (value != null || keep) yield numbered(doc, null);
    }
  };
}

function facet(arg: unknown, around: Surroundings): Stage {
  if (!isDoc(arg) || Object.keys(arg).length === 0)
    throw new MongoFault(40169, "the $facet specification must be a non-empty object");
  const parts = Object.entries(arg).map(([k, pipeline]) => {
    for (const stage of Array.isArray(pipeline) ? pipeline : [])
      if (["$facet", "$out", "$merge"].includes(nameOf(stage)))
        throw new MongoFault(
          40600,
          `${nameOf(stage)} is not allowed to be used within a $facet stage`,
        );
    return [k, compilePipeline(pipeline, around)] as const;
  });
  return function* (docs) {
    const all = [...docs];
    const result: Doc = {};
    for (const [k, run] of parts) setField(result, k, [...run(all)]);
    yield result;
  };
}
