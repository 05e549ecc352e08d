import { Long } from "bson";
import { badValue, MongoFault, unsupported } from "./errors.ts";
import type { Expression } from "./expression.ts";
import { compileExpression, scopeOf } from "./expression.ts";
import { groupStage } from "./group.ts";
import type { Variables } from "./match.ts";
import { matcher } from "./match.ts";
import { identity } from "./operators.ts";
import { parseAddFields, parseProjection, parseSort, setDeep, sorter } from "./project.ts";
import type { Doc } from "./values.ts";
import { compare, isDoc, isNumeric, setField, toNumber, typeName } from "./values.ts";

export type Docs = Iterable<Doc>;
type Stage = (docs: Docs) => Docs;

/** What a pipeline may reach besides its input. */
export interface Surroundings {
  readonly variables: Variables;
  /** Documents of another collection of the same database that match a filter, by index where there is one. */
  find(collection: string, filter: Doc, variables: Variables): Docs;
}

const each = (f: (doc: Doc) => Doc): Stage =>
  function* (docs) {
    for (const doc of docs) yield f(doc);
  };

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
      return parseProjection(
        Object.fromEntries(paths.map((p) => [String(p), 0])),
        false,
        variables,
      );
    }
    case "$project":
      return parseProjection(arg, false, variables);
    case "$replaceRoot":
    case "$replaceWith": {
      if (name === "$replaceRoot" && (!isDoc(arg) || !("newRoot" in arg)))
        throw new MongoFault(40414, "no newRoot expression specified for the $replaceRoot stage");
      const e = compileExpression(
        name === "$replaceRoot" ? (arg as Doc)["newRoot"] : arg,
        variables,
      );
      return (doc) => {
        const v = e(scopeOf(doc));
        if (!isDoc(v))
          throw new MongoFault(
            40228,
            `'newRoot' expression must evaluate to an object, but resulting value was: ${v === undefined ? "MISSING" : JSON.stringify(v)}. Type of resulting value: '${v === undefined ? "missing" : typeName(v)}'.`,
          );
        return v;
      };
    }
    default:
      return undefined;
  }
}

const nameOf = (stage: unknown): string => {
  const keys = isDoc(stage) ? Object.keys(stage) : [];
  if (keys.length !== 1)
    throw new MongoFault(
      40323,
      "A pipeline stage specification object must contain exactly one field.",
    );
  return keys[0]!;
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
    throw new MongoFault(14, "'pipeline' option must be specified as an array");
  const stages = pipeline.map((stage, i) => {
    const name = nameOf(stage);
    return compileStage(name, (stage as Doc)[name], around, i);
  });
  return (docs) => stages.reduce((input, stage) => stage(input), docs);
}

const count = (name: string, code: number, v: unknown, least: number): number => {
  const n = isNumeric(v) ? toNumber(v) : NaN;
  if (!Number.isInteger(n) || n < least)
    throw new MongoFault(
      code,
      `invalid argument to ${name} stage: Expected ${least > 0 ? "a positive" : "a non-negative"} number in: ${name}: ${String(v)}`,
    );
  return n;
};

function compileStage(name: string, arg: unknown, around: Surroundings, index: number): Stage {
  const { variables } = around;
  const single = perDocument(name, arg, variables);
  if (single) return each(single);
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
      const sort = sorter(spec);
      return function* (docs) {
        yield* sort(docs);
      };
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
      return function* (docs) {
        yield* sort(group(docs));
      };
    }
    case "$unwind":
      return unwind(arg);
    case "$facet":
      return facet(arg, around);
    case "$lookup":
      return lookup(arg, around);
    case "$graphLookup":
      return graphLookup(arg, around);
    case "$unionWith": {
      const from = typeof arg === "string" ? arg : isDoc(arg) ? arg["coll"] : undefined;
      const rest = compilePipeline(isDoc(arg) ? (arg["pipeline"] ?? []) : [], around);
      if (typeof from !== "string") throw unsupported("$unionWith without a collection");
      return function* (docs) {
        yield* docs;
        yield* rest(around.find(from, {}, {}));
      };
    }
    case "$bucket":
      return bucket(arg, variables);
    case "$sample": {
      const n = count("$sample", 28747, isDoc(arg) ? arg["size"] : undefined, 1);
      return function* (docs) {
        const all = [...docs];
        for (let i = 0; i < n && i < all.length; i++) {
          const j = i + Math.floor(Math.random() * (all.length - i));
          const chosen = all[j]!;
          all[j] = all[i]!;
          yield chosen;
        }
      };
    }
    case "$redact": {
      const e = compileExpression(arg, variables);
      return function* (docs) {
        for (const doc of docs) {
          const kept = redact(doc, e);
          if (kept) yield kept;
        }
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
    case "$changeStream":
    case "$collStats":
    case "$currentOp":
    case "$indexStats":
    case "$listLocalSessions":
    case "$listSessions":
    case "$planCacheStats":
    case "$geoNear":
    case "$search":
    case "$searchMeta":
    case "$vectorSearch":
    case "$densify":
    case "$fill":
    case "$setWindowFields":
    case "$bucketAuto":
      throw unsupported(`the stage ${name}`);
    default:
      throw new MongoFault(40324, `Unrecognized pipeline stage name: '${name}'`);
  }
}

function redact(doc: Doc, e: Expression): Doc | undefined {
  const verdict = e(scopeOf(doc));
  if (verdict === "$$KEEP") return doc;
  if (verdict === "$$PRUNE") return undefined;
  if (verdict !== "$$DESCEND")
    throw new MongoFault(17053, "$redact must return $$DESCEND, $$PRUNE or $$KEEP");
  const visit = (v: unknown): unknown =>
    isDoc(v) ? redact(v, e) : Array.isArray(v) ? v.map(visit).filter((x) => x !== undefined) : v;
  const result: Doc = {};
  for (const [k, v] of Object.entries(doc)) {
    const inner = visit(v);
    if (inner !== undefined) setField(result, k, inner);
  }
  return result;
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
  const withValue = (doc: Doc, at: number, value: unknown): Doc => {
    const copy = { ...doc };
    const name = parts[at]!;
    const inner = at === parts.length - 1 ? value : withValue(copy[name] as Doc, at + 1, value);
    if (inner === undefined) delete copy[name];
    else setField(copy, name, inner);
    return copy;
  };
  const numbered = (doc: Doc, n: number | null): Doc =>
    typeof index === "string"
      ? (setDeep(doc, index.split("."), 0, n === null ? null : Long.fromNumber(n)) as Doc)
      : doc;
  return function* (docs) {
    for (const doc of docs) {
      const value = parts.reduce<unknown>(
        (v, p) => (isDoc(v) && Object.hasOwn(v, p) ? v[p] : undefined),
        doc,
      );
      if (Array.isArray(value)) {
        if (value.length === 0 && keep) yield numbered(withValue(doc, 0, undefined), null);
        for (const [i, v] of value.entries()) yield numbered(withValue(doc, 0, v), i);
      } else if (value != null || keep) yield numbered(doc, null);
    }
  };
}

function facet(arg: unknown, around: Surroundings): Stage {
  if (!isDoc(arg) || Object.keys(arg).length === 0)
    throw new MongoFault(40169, "the $facet specification must be a non-empty object");
  const parts = Object.entries(arg).map(([k, pipeline]) => {
    if (Array.isArray(pipeline))
      for (const s of pipeline)
        if (["$facet", "$out", "$merge", "$geoNear", "$collStats"].includes(nameOf(s)))
          throw new MongoFault(
            40600,
            `${nameOf(s)} is not allowed to be used within a $facet stage`,
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

function lookup(arg: unknown, around: Surroundings): Stage {
  if (!isDoc(arg)) throw new MongoFault(9, "the $lookup specification must be an Object");
  for (const k of Object.keys(arg))
    if (!["from", "localField", "foreignField", "as", "let", "pipeline"].includes(k))
      throw new MongoFault(9, `unknown argument to $lookup: ${k}`);
  const { from, localField, foreignField, as } = arg;
  if (typeof as !== "string") throw new MongoFault(9, "must specify 'as' field for a $lookup");
  if (typeof from !== "string" && from !== undefined)
    throw unsupported("$lookup from another database");
  if ((localField === undefined) !== (foreignField === undefined))
    throw new MongoFault(9, "$lookup requires both or neither of localField and foreignField");
  if (localField === undefined && !arg["pipeline"])
    throw new MongoFault(
      9,
      "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified",
    );
  const lets = Object.entries(isDoc(arg["let"]) ? arg["let"] : {}).map(
    ([k, e]) => [k, compileExpression(e, around.variables)] as const,
  );
  const assign = parseLookupTarget(as);
  // The inner pipeline is compiled for each document when it has variables, for they are constants to it.
  const pipeline = arg["pipeline"];
  const fixed =
    lets.length === 0 && pipeline !== undefined ? compilePipeline(pipeline, around) : undefined;
  return function* (docs) {
    for (const doc of docs) {
      const vars = lets.length
        ? { ...around.variables, ...Object.fromEntries(lets.map(([k, e]) => [k, e(scopeOf(doc))])) }
        : around.variables;
      let filter: Doc = {};
      if (typeof localField === "string")
        filter = joinFilter(doc, localField, String(foreignField));
      let inner: unknown[] = Array.isArray(pipeline) ? pipeline : [];
      // A leading match can use an index of the other collection.
      const first = inner[0];
      let matched: Doc | undefined;
      if (isDoc(first) && "$match" in first && isDoc(first["$match"])) {
        matched = first["$match"];
        inner = inner.slice(1);
      }
      const run =
        lets.length && inner.length
          ? compilePipeline(inner, { ...around, variables: vars })
          : matched || !fixed
            ? compilePipeline(inner, { ...around, variables: vars })
            : fixed;
      const found =
        from === undefined
          ? run([])
          : run(around.find(from, matched ? { $and: [filter, matched] } : filter, vars));
      yield assign(doc, [...found]);
    }
  };
}

const parseLookupTarget = (as: string): ((doc: Doc, value: unknown) => Doc) => {
  const parts = as.split(".");
  const set = (target: unknown, at: number, value: unknown): Doc => {
    const copy: Doc = isDoc(target) ? { ...target } : {};
    setField(
      copy,
      parts[at]!,
      at === parts.length - 1 ? value : set(copy[parts[at]!], at + 1, value),
    );
    return copy;
  };
  return (doc, value) => set(doc, 0, value);
};

/** The values at a path, each element of an array that ends it. */
function valuesAt(doc: Doc, path: string): unknown[] {
  const values: unknown[] = [];
  const visit = (v: unknown, [name, ...rest]: string[]): void => {
    if (v === undefined) return;
    if (name === undefined) values.push(...(Array.isArray(v) ? v : [v]));
    else if (Array.isArray(v)) {
      if (/^\d+$/.test(name)) visit(v[Number(name)], rest);
      for (const e of v) if (isDoc(e)) visit(e, [name, ...rest]);
    } else if (isDoc(v)) visit(v[name], rest);
  };
  visit(doc, path.split("."));
  return values;
}

/** What a foreign field must equal: any of the values at the local one, or null where there is none. */
function joinFilter(doc: Doc, localField: string, foreignField: string): Doc {
  const values = valuesAt(doc, localField);
  if (values.length === 0) values.push(null);
  // A regular expression is compared here, not searched by.
  const isPattern = (v: unknown): boolean => typeName(v) === "regex";
  const patterns = values.filter(isPattern).map((v) => ({ [foreignField]: { $eq: v } }));
  const any = { [foreignField]: { $in: values.filter((v) => !isPattern(v)) } };
  return patterns.length > 0 ? { $or: [any, ...patterns] } : any;
}

function graphLookup(arg: unknown, around: Surroundings): Stage {
  if (!isDoc(arg)) throw new MongoFault(40327, "$graphLookup needs an object");
  const {
    from,
    connectFromField,
    connectToField,
    as,
    maxDepth,
    depthField,
    restrictSearchWithMatch,
  } = arg;
  if (
    typeof from !== "string" ||
    typeof connectFromField !== "string" ||
    typeof connectToField !== "string" ||
    typeof as !== "string"
  )
    throw new MongoFault(
      40105,
      "$graphLookup requires from, as, startWith, connectFromField and connectToField",
    );
  const start = compileExpression(arg["startWith"], around.variables);
  const deepest = maxDepth === undefined ? Infinity : count("$graphLookup", 40100, maxDepth, 0);
  const assign = parseLookupTarget(as);
  return function* (docs) {
    for (const doc of docs) {
      const first = start(scopeOf(doc));
      let frontier: unknown[] = Array.isArray(first) ? first : [first ?? null];
      const asked = new Set<string>();
      const found = new Map<string, Doc>();
      for (let depth = 0; depth <= deepest && frontier.length > 0; depth++) {
        const values = frontier.filter((v) => !asked.has(identity(v)));
        for (const v of values) asked.add(identity(v));
        frontier = [];
        if (values.length === 0) break;
        const filter: Doc = { [connectToField]: { $in: values } };
        for (const d of around.find(
          from,
          isDoc(restrictSearchWithMatch) ? { $and: [filter, restrictSearchWithMatch] } : filter,
          around.variables,
        )) {
          const key = identity(d["_id"]);
          if (found.has(key)) continue;
          found.set(key, typeof depthField === "string" ? { ...d, [depthField]: depth } : d);
          frontier.push(...valuesAt(d, connectFromField));
        }
      }
      yield assign(doc, [...found.values()]);
    }
  };
}

function bucket(arg: unknown, variables: Variables): Stage {
  if (!isDoc(arg) || !Array.isArray(arg["boundaries"]) || !("groupBy" in arg))
    throw new MongoFault(40198, "$bucket requires groupBy and boundaries");
  const bounds = arg["boundaries"].map((b) => compileExpression(b, variables)(scopeOf({})));
  if (bounds.length < 2)
    throw new MongoFault(40192, "The $bucket 'boundaries' field must have at least 2 values");
  for (let i = 1; i < bounds.length; i++)
    if (compare(bounds[i - 1], bounds[i]) >= 0)
      throw new MongoFault(40194, "The 'boundaries' option to $bucket must be sorted");
  const by = compileExpression(arg["groupBy"], variables);
  const hasDefault = "default" in arg;
  const group = groupStage(
    { _id: "$_id", ...(isDoc(arg["output"]) ? arg["output"] : { count: { $sum: 1 } }) },
    variables,
    (doc) => {
      const v = by(scopeOf(doc));
      const i = bounds.findIndex(
        (b, at) => at + 1 < bounds.length && compare(v, b) >= 0 && compare(v, bounds[at + 1]) < 0,
      );
      if (i >= 0) return bounds[i];
      if (!hasDefault)
        throw badValue(
          "$switch could not find a matching branch for an input, and no default was specified.",
        );
      return arg["default"];
    },
  );
  const sort = sorter([["_id", 1]]);
  return function* (docs) {
    yield* sort(group(docs));
  };
}
