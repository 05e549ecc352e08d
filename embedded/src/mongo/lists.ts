import { MongoFault } from "./errors.ts";
import type { Scope } from "./expression.ts";
import { identity, sortOrder, unique } from "./gather.ts";
import type { Build } from "./operands.ts";
import { array, integer, list, named, one, plain, text, two } from "./operands.ts";
import type { Doc } from "./values.ts";
import { equal, isDoc, setField, toNumber, truthy, typeName } from "./values.ts";

/** The scope with variables bound in it. */
export const bind = (s: Scope, vars: Doc): Scope => ({
  root: s.root,
  vars: { ROOT: s.root, ...s.vars, ...vars },
});
const nameOf = (raw: Doc): string => (typeof raw["as"] === "string" ? raw["as"] : "this");

/** As an expression, an accumulator takes either several values or one array. */
export const overValues =
  (run: (values: unknown[]) => unknown): Build =>
  (args, compile) => {
    const parts = list(args).map(compile);
    return (s) => {
      const values = parts.map((p) => p(s));
      return run(values.length === 1 && Array.isArray(values[0]) ? values[0] : values);
    };
  };

/** An operator of one array, null of what is null. */
const ofArray = (name: string, run: (values: unknown[]) => unknown): Build =>
  one(name, (v) => (v == null ? null : run(array(name, v))));

/** An operator that makes one set of several. */
const sets = (name: string, run: (a: unknown[], b: unknown[]) => unknown[]): Build =>
  plain(name, 1, 1000, (...args) =>
    args.some((v) => v == null)
      ? null
      : unique(args.map((v) => array(name, v)).reduce((a, b) => run(a, b))),
  );
const within = (values: unknown[]): ((v: unknown) => boolean) => {
  const keys = new Set(values.map(identity));
  return (v) => keys.has(identity(v));
};

function slice(v: unknown, a: unknown, b: unknown): unknown {
  if (v == null || a == null || b === null) return null;
  const values = array("$slice", v);
  const n = integer("$slice", a);
  if (b === undefined) return n >= 0 ? values.slice(0, n) : values.slice(n);
  const count = integer("$slice", b);
  if (count <= 0)
    throw new MongoFault(28729, `Third argument to $slice must be positive: ${count}`);
  const start = n >= 0 ? n : Math.max(0, values.length + n);
  return values.slice(start, start + count);
}

/** The fields of some documents in one, the last value of each; what is null is passed over. */
export function mergeDocs(values: unknown[]): Doc {
  const doc: Doc = {};
  for (const v of values) {
    if (v == null) continue;
    if (!isDoc(v))
      throw new MongoFault(
        40400,
        `$mergeObjects requires object inputs, but input ${JSON.stringify(v)} is of type ${typeName(v)}`,
      );
    for (const [k, x] of Object.entries(v)) setField(doc, k, x);
  }
  return doc;
}

/** The operators of arrays, sets and documents. */
export const lists: { [name: string]: Build } = {
  $map: named("$map", ["input", "in"], ["as"], (args, s, raw) => {
    const v = args["input"]!(s);
    if (v == null) return null;
    return array("$map", v).map((x) => args["in"]!(bind(s, { [nameOf(raw)]: x })) ?? null);
  }),
  $filter: named("$filter", ["input", "cond"], ["as", "limit"], (args, s, raw) => {
    const v = args["input"]!(s);
    if (v == null) return null;
    const limit = args["limit"]?.(s);
    const kept = array("$filter", v).filter((x) =>
      truthy(args["cond"]!(bind(s, { [nameOf(raw)]: x }))),
    );
    return limit == null ? kept : kept.slice(0, integer("$filter", limit));
  }),
  $reduce: named("$reduce", ["input", "initialValue", "in"], [], (args, s) => {
    const v = args["input"]!(s);
    if (v == null) return null;
    return array("$reduce", v).reduce(
      (value, x) => args["in"]!(bind(s, { this: x, value })),
      args["initialValue"]!(s),
    );
  }),
  $size: one("$size", (v) => array("$size", v).length),
  $isArray: one("$isArray", (v) => Array.isArray(v)),
  $arrayElemAt: two("$arrayElemAt", (v, i) =>
    v == null || i == null ? null : array("$arrayElemAt", v).at(integer("$arrayElemAt", i)),
  ),
  $first: ofArray("$first", (values) => values[0]),
  $last: ofArray("$last", (values) => values.at(-1)),
  $in: two("$in", (v, values) => array("$in", values).some((x) => equal(x, v))),
  $indexOfArray: plain("$indexOfArray", 2, 4, (v, x, from = 0, to = Infinity) => {
    if (v == null) return null;
    const values = array("$indexOfArray", v);
    const [start, end] = [toNumber(from as number), toNumber(to as number)];
    return values.findIndex((value, i) => i >= start && i < end && equal(value, x));
  }),
  $concatArrays: plain("$concatArrays", 0, 1000, (...values) =>
    values.some((v) => v == null) ? null : values.flatMap((v) => array("$concatArrays", v)),
  ),
  $reverseArray: ofArray("$reverseArray", (values) => values.toReversed()),
  $slice: plain("$slice", 2, 3, slice),
  $sortArray: named("$sortArray", ["input", "sortBy"], [], (args, s, raw) => {
    const v = args["input"]!(s);
    if (v == null) return null;
    return array("$sortArray", v).toSorted(sortOrder(raw["sortBy"], "$sortArray"));
  }),
  $setUnion: sets("$setUnion", (a, b) => [...a, ...b]),
  $setIntersection: sets("$setIntersection", (a, b) => a.filter(within(b))),
  $setDifference: two("$setDifference", (a, b) => {
    if (a == null || b == null) return null;
    const has = within(array("$setDifference", b));
    return unique(array("$setDifference", a)).filter((v) => !has(v));
  }),
  $setIsSubset: two("$setIsSubset", (a, b) =>
    array("$setIsSubset", a).every(within(array("$setIsSubset", b))),
  ),
  $arrayToObject: ofArray("$arrayToObject", (values) => {
    const doc: Doc = {};
    for (const x of values) {
      const [k, value] = Array.isArray(x) ? x : isDoc(x) ? [x["k"], x["v"]] : [];
      setField(doc, text("$arrayToObject", k), value ?? null);
    }
    return doc;
  }),
  $objectToArray: one("$objectToArray", (v) => {
    if (v == null) return null;
    if (isDoc(v)) return Object.entries(v).map(([k, value]) => ({ k, v: value }));
    throw new MongoFault(40390, `$objectToArray requires a document input, found: ${typeName(v)}`);
  }),
  $mergeObjects: overValues(mergeDocs),
  $getField: (args, compile) => {
    const field = compile(isDoc(args) && "field" in args ? args["field"] : args);
    const input =
      isDoc(args) && "input" in args ? compile(args["input"]) : (s: Scope): unknown => s.root;
    return (s) => {
      const v = input(s);
      return v == null ? v : isDoc(v) ? v[text("$getField", field(s))] : undefined;
    };
  },
  $setField: named("$setField", ["field", "input", "value"], [], (args, s) => {
    const v = args["input"]!(s);
    if (v == null) return null;
    const doc = { ...(v as Doc) };
    const value = args["value"]!(s);
    const name = text("$setField", args["field"]!(s));
    if (value === undefined) delete doc[name];
    else setField(doc, name, value);
    return doc;
  }),
};
