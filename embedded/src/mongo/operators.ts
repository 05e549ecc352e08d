import { Binary, BSONRegExp, Decimal128, Double, Long, ObjectId, Timestamp } from "bson";
import { Context, ProcessingMode } from "mingo/core";
import * as mingo from "mingo/operators/expression";
import { badValue, MongoFault, unsupported } from "./errors.ts";
import type { Expression, Scope } from "./expression.ts";
import { encodeKey } from "./keys.ts";
import {
  arithmetic,
  decimal,
  divide,
  kindOf,
  mapNumber,
  remainder,
  roundTo,
  toBig,
  whole,
} from "./numbers.ts";
import { compileRegex } from "./regex.ts";
import type { Doc } from "./values.ts";
import {
  asDouble,
  compare,
  equal,
  exact,
  isDoc,
  isNumeric,
  setField,
  toNumber,
  truthy,
  typeName,
} from "./values.ts";

type Compile = (e: unknown) => Expression;
type Build = (args: unknown, compile: Compile) => Expression;

const list = (args: unknown): unknown[] => (Array.isArray(args) ? args : [args]);

/** An operator whose arguments are all evaluated before. */
const plain =
  (name: string, least: number, most: number, run: (...args: unknown[]) => unknown): Build =>
  (args, compile) => {
    const parts = list(args).map(compile);
    if (parts.length < least || parts.length > most)
      throw new MongoFault(
        16020,
        `Expression ${name} takes ${least === most ? `exactly ${least}` : `at least ${least}`} arguments. ${parts.length} were passed in.`,
      );
    return (s) => run(...parts.map((p) => p(s)));
  };
const one = (name: string, run: (v: unknown) => unknown): Build => plain(name, 1, 1, run);
const two = (name: string, run: (a: unknown, b: unknown) => unknown): Build =>
  plain(name, 2, 2, run);

/** An operator with named arguments, given as an object. */
const named =
  (
    name: string,
    required: string[],
    optional: string[],
    run: (args: { [k: string]: Expression }, scope: Scope, raw: Doc) => unknown,
  ): Build =>
  (args, compile) => {
    if (!isDoc(args)) throw new MongoFault(16876, `${name} requires an object as an argument`);
    const compiled: { [k: string]: Expression } = {};
    for (const k of Object.keys(args)) {
      if (!required.includes(k) && !optional.includes(k))
        throw new MongoFault(16875, `Unrecognized parameter to ${name}: ${k}`);
      if (k !== "as") compiled[k] = compile(args[k]);
    }
    for (const k of required)
      if (!(k in args)) throw new MongoFault(16877, `Missing '${k}' parameter to ${name}`);
    return (s) => run(compiled, s, args);
  };

const nameOf = (raw: Doc): string => (typeof raw["as"] === "string" ? raw["as"] : "this");
const bind = (s: Scope, vars: Doc): Scope => ({
  root: s.root,
  vars: { ROOT: s.root, ...s.vars, ...vars },
});

function array(name: string, v: unknown): unknown[] {
  if (!Array.isArray(v))
    throw new MongoFault(
      17124,
      `The argument to ${name} must be an array, but was of type: ${v === undefined ? "missing" : typeName(v)}`,
    );
  return v;
}
function text(name: string, v: unknown): string {
  if (typeof v !== "string")
    throw new MongoFault(
      16702,
      `${name} only supports strings, not ${v === undefined ? "missing" : typeName(v)}`,
    );
  return v;
}
function integer(name: string, v: unknown): number {
  const n = isNumeric(v) ? toNumber(v) : NaN;
  if (!Number.isInteger(n)) throw new MongoFault(28690, `${name} requires an integral value`);
  return n;
}

const comparison = (name: string, pass: (c: number) => boolean): Build =>
  two(name, (a, b) => pass(compare(a, b)));

function add(values: unknown[]): unknown {
  let sum: unknown = 0;
  let date: Date | undefined;
  for (const v of values) {
    if (v == null) return null;
    if (v instanceof Date) {
      if (date) throw new MongoFault(16612, "only one date allowed in an $add expression");
      date = v;
    } else if (isNumeric(v)) sum = arithmetic(sum, v, "+");
    else throw new MongoFault(14, `$add only supports numeric or date types, not ${typeName(v)}`);
  }
  return date ? new Date(date.getTime() + Math.round(toNumber(sum as number))) : sum;
}

function subtract(a: unknown, b: unknown): unknown {
  if (a == null || b == null) return null;
  if (a instanceof Date)
    return b instanceof Date
      ? Long.fromNumber(a.getTime() - b.getTime())
      : new Date(a.getTime() - toNumber(b as number));
  if (!isNumeric(a) || !isNumeric(b))
    throw new MongoFault(14, `can't $subtract ${typeName(b)} from ${typeName(a)}`);
  return arithmetic(a, b, "-");
}

/** Sum of the numbers among some values; the rest is passed over. */
export const sum = (values: Iterable<unknown>): unknown => {
  let total: unknown = 0;
  for (const v of values) if (isNumeric(v)) total = arithmetic(total, v, "+");
  return total;
};
export const average = (values: Iterable<unknown>): unknown => {
  const numbers = [...values].filter(isNumeric);
  if (numbers.length === 0) return null;
  const total = sum(numbers);
  return total instanceof Decimal128
    ? divide(total, Decimal128.fromString(String(numbers.length)))
    : asDouble(toNumber(total as number) / numbers.length);
};
const extreme = (values: Iterable<unknown>, sign: number): unknown => {
  let best: unknown;
  for (const v of values)
    if (v != null && (best === undefined || compare(v, best) * sign > 0)) best = v;
  return best ?? null;
};
export const minimum = (values: Iterable<unknown>): unknown => extreme(values, -1);
export const maximum = (values: Iterable<unknown>): unknown => extreme(values, 1);

/** Standard deviation of the numbers among some values. */
export function deviation(values: Iterable<unknown>, sample: boolean): unknown {
  const numbers = [...values].filter(isNumeric).map(toNumber);
  const n = numbers.length - (sample ? 1 : 0);
  if (n <= 0) return null;
  const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
  return asDouble(Math.sqrt(numbers.reduce((a, b) => a + (b - mean) ** 2, 0) / n));
}

/** As an expression, an accumulator takes either several values or one array. */
const overValues =
  (run: (values: unknown[]) => unknown): Build =>
  (args, compile) => {
    const parts = list(args).map(compile);
    return (s) => {
      const values = parts.map((p) => p(s));
      return run(values.length === 1 && Array.isArray(values[0]) ? values[0] : values);
    };
  };

export const identity = (v: unknown): string => encodeKey([v], [1]).toString("latin1");
export function unique(values: Iterable<unknown>): unknown[] {
  const seen = new Map<string, unknown>();
  for (const v of values) {
    const key = identity(v);
    if (!seen.has(key)) seen.set(key, v);
  }
  return [...seen.values()];
}
const sets = (name: string, run: (a: unknown[], b: unknown[]) => unknown): Build =>
  plain(name, 1, 1000, (...args) => {
    if (args.some((v) => v == null)) return null;
    return args.map((v) => array(name, v)).reduce((a, b) => run(a, b) as unknown[]);
  });
const within = (values: unknown[]): ((v: unknown) => boolean) => {
  const keys = new Set(values.map(identity));
  return (v) => keys.has(identity(v));
};

/** A comparator of documents (or values) by a sort specification. */
export function sortOrder(spec: unknown, name: string): (a: unknown, b: unknown) => number {
  if (isNumeric(spec)) return (a, b) => compare(a, b) * toNumber(spec);
  if (!isDoc(spec)) throw badValue(`${name}'s sort must be a number or an object`);
  const fields = Object.entries(spec).map(([path, d]): [string[], number] => [
    path.split("."),
    toNumber(d as number),
  ]);
  const read = (v: unknown, path: string[]): unknown =>
    path.reduce((inner, p) => (isDoc(inner) ? inner[p] : undefined), v);
  return (a, b) => {
    for (const [path, d] of fields) {
      const c = compare(read(a, path) ?? null, read(b, path) ?? null);
      if (c !== 0) return c * d;
    }
    return 0;
  };
}

function convert(v: unknown, to: string): unknown {
  const from = typeName(v);
  const fail = (): MongoFault =>
    new MongoFault(
      241,
      `Unsupported conversion from ${from} to ${to} in $convert with no onError value`,
    );
  const parse = (why: string): MongoFault =>
    new MongoFault(241, `Failed to parse ${why} '${String(v)}' in $convert with no onError value`);
  switch (to) {
    case "string":
      if (v instanceof Date) return v.toISOString();
      if (["string", "int", "long", "decimal", "objectId", "bool", "double"].includes(from))
        return v instanceof ObjectId ? v.toHexString() : String(v instanceof Double ? v.value : v);
      throw fail();
    case "bool":
      return isNumeric(v) ? toNumber(v) !== 0 : typeof v === "boolean" ? v : true;
    case "int":
    case "long": {
      if (typeof v === "boolean") return to === "int" ? Number(v) : Long.fromNumber(Number(v));
      if (v instanceof Date && to === "long") return Long.fromNumber(v.getTime());
      if (typeof v === "string" && !/^-?\d+$/.test(v)) throw parse("number");
      if (typeof v !== "string" && !isNumeric(v)) throw fail();
      if (typeof v !== "string" && !Number.isFinite(toNumber(v)))
        throw new MongoFault(241, "Attempt to convert NaN or infinity value to integer type");
      const n =
        typeof v === "string"
          ? BigInt(v)
          : v instanceof Decimal128
            ? BigInt(Math.trunc(toNumber(v)))
            : toBig(v);
      const result =
        to === "int" && (n < -0x80000000n || n > 0x7fffffffn) ? undefined : whole(n, to);
      if (result === undefined)
        throw new MongoFault(
          241,
          "Conversion would overflow target type in $convert with no onError value",
        );
      return result;
    }
    case "double": {
      if (typeof v === "boolean") return new Double(Number(v));
      if (v instanceof Date) return asDouble(v.getTime());
      if (typeof v === "string") {
        if (v.trim() === "" || Number.isNaN(Number(v))) throw parse("number");
        return asDouble(Number(v));
      }
      if (!isNumeric(v)) throw fail();
      return asDouble(toNumber(v));
    }
    case "decimal": {
      if (typeof v === "string")
        try {
          return Decimal128.fromString(v);
        } catch {
          throw parse("number");
        }
      if (typeof v === "boolean") return Decimal128.fromString(String(Number(v)));
      if (v instanceof Date) return Decimal128.fromString(String(v.getTime()));
      if (v instanceof Decimal128) return v;
      if (!isNumeric(v)) throw fail();
      const e = exact(v);
      return typeof e === "string" || kindOf(v) === "double"
        ? Decimal128.fromString(toNumber(v).toPrecision(15))
        : decimal(e.digits, e.exponent);
    }
    case "date": {
      if (v instanceof Date) return v;
      if (v instanceof ObjectId) return v.getTimestamp();
      if (v instanceof Timestamp) return new Date(v.getHighBitsUnsigned() * 1000);
      if (typeof v === "string") {
        const hasZone = /(Z|[+-]\d\d:?\d\d)$/i.test(v);
        const ms = Date.parse(/^\d{4}-\d\d-\d\d$/.test(v) || hasZone ? v : `${v}Z`);
        if (Number.isNaN(ms)) throw parse("date");
        return new Date(ms);
      }
      if (!isNumeric(v) || from === "int") throw fail();
      return new Date(Math.trunc(toNumber(v)));
    }
    case "objectId":
      if (v instanceof ObjectId) return v;
      if (typeof v !== "string") throw fail();
      if (!/^[0-9a-f]{24}$/i.test(v)) throw parse("objectId");
      return new ObjectId(v);
    default:
      throw unsupported(`$convert to ${to}`);
  }
}
const conversion = (to: string): Build =>
  plain("$convert", 1, 1, (v) => (v == null ? null : convert(v, to)));

function typeAlias(v: unknown): string {
  if (typeof v === "string") return v;
  const name = (
    {
      1: "double",
      2: "string",
      7: "objectId",
      8: "bool",
      9: "date",
      16: "int",
      18: "long",
      19: "decimal",
    } as Record<number, string>
  )[toNumber(v as number)];
  if (!name) throw badValue(`Invalid type in $convert: ${String(v)}`);
  return name;
}

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

const pick = (name: string, from: "first" | "last"): Build =>
  named(name, ["n", "input"], [], (args, s) => {
    const values = array(name, args["input"]!(s));
    const n = integer(name, args["n"]!(s));
    if (n <= 0) throw new MongoFault(5787908, `'n' must be greater than 0, found ${n}`);
    return from === "first" ? values.slice(0, n) : values.slice(-n);
  });
const pickSorted = (name: string, sign: number): Build =>
  named(name, ["n", "input"], [], (args, s) =>
    array(name, args["input"]!(s))
      .filter((v) => v != null)
      .toSorted((a, b) => compare(a, b) * sign)
      .slice(0, integer(name, args["n"]!(s))),
  );

const elementAt = (name: string, v: unknown, i: unknown): unknown => {
  if (v == null || i == null) return null;
  const values = array(name, v);
  const n = integer(name, i);
  return values[n < 0 ? values.length + n : n];
};

/** The operators that are written here, because mingo's differ from MongoDB in types, order, null or missing values. */
const own: { [name: string]: Build } = {
  $literal: (v) => () => v,
  $const: (v) => () => v,
  $cmp: two("$cmp", (a, b) => Math.sign(compare(a, b))),
  $eq: comparison("$eq", (c) => c === 0),
  $ne: comparison("$ne", (c) => c !== 0),
  $gt: comparison("$gt", (c) => c > 0),
  $gte: comparison("$gte", (c) => c >= 0),
  $lt: comparison("$lt", (c) => c < 0),
  $lte: comparison("$lte", (c) => c <= 0),
  $and: (args, compile) => {
    const parts = list(args).map(compile);
    return (s) => parts.every((p) => truthy(p(s)));
  },
  $or: (args, compile) => {
    const parts = list(args).map(compile);
    return (s) => parts.some((p) => truthy(p(s)));
  },
  $not: one("$not", (v) => !truthy(v)),
  $cond: (args, compile) => {
    const [test, yes, no] = isDoc(args)
      ? [args["if"], args["then"], args["else"]].map(compile)
      : list(args).map(compile);
    if (!test || !yes || !no)
      throw new MongoFault(16020, "Expression $cond takes exactly 3 arguments.");
    return (s) => (truthy(test(s)) ? yes(s) : no(s));
  },
  $ifNull: (args, compile) => {
    const parts = list(args).map(compile);
    if (parts.length < 2) throw new MongoFault(1257300, "$ifNull needs at least two arguments");
    return (s) => {
      for (const p of parts.slice(0, -1)) {
        const v = p(s);
        if (v != null) return v;
      }
      return parts[parts.length - 1]!(s);
    };
  },
  $switch: (args, compile) => {
    if (!isDoc(args) || !Array.isArray(args["branches"]))
      throw new MongoFault(40060, "$switch requires branches");
    const branches = args["branches"].map(
      (b: Doc) => [compile(b["case"]), compile(b["then"])] as const,
    );
    const fallback = "default" in args ? compile(args["default"]) : undefined;
    return (s) => {
      for (const [test, then] of branches) if (truthy(test(s))) return then(s);
      if (!fallback)
        throw new MongoFault(
          40066,
          "$switch could not find a matching branch for an input, and no default was specified.",
        );
      return fallback(s);
    };
  },
  $let: (args, compile) => {
    if (!isDoc(args) || !isDoc(args["vars"])) throw new MongoFault(16874, "$let needs vars and in");
    const vars = Object.entries(args["vars"]).map(([k, e]) => [k, compile(e)] as const);
    const body = compile(args["in"]);
    return (s) => body(bind(s, Object.fromEntries(vars.map(([k, e]) => [k, e(s)]))));
  },
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
  $add: plain("$add", 0, 1000, (...v) => add(v)),
  $subtract: two("$subtract", subtract),
  $multiply: plain("$multiply", 0, 1000, (...values) => {
    if (values.some((v) => v == null)) return null;
    return values.reduce((a, b) => arithmetic(a, b, "*"), 1);
  }),
  $divide: two("$divide", (a, b) => (a == null || b == null ? null : divide(a, b))),
  $mod: two("$mod", (a, b) => (a == null || b == null ? null : remainder(a, b))),
  $abs: one("$abs", (v) => mapNumber("$abs", v, Math.abs, (n) => (n < 0n ? -n : n))),
  $ceil: one("$ceil", (v) => mapNumber("$ceil", v, Math.ceil)),
  $floor: one("$floor", (v) => mapNumber("$floor", v, Math.floor)),
  $round: plain("$round", 1, 2, (v, n) => roundTo("$round", v, n)),
  $trunc: plain("$trunc", 1, 2, (v, n) => roundTo("$trunc", v, n)),
  $sqrt: one("$sqrt", (v) => (v == null ? null : asDouble(Math.sqrt(toNumber(v as number))))),
  $pow: two("$pow", (a, b) => {
    if (a == null || b == null) return null;
    if (kindOf(a, b) === "int" || kindOf(a, b) === "long") {
      const power = toNumber(b as number);
      if (power >= 0 && power < 4096) {
        const r = whole(toBig(a) ** BigInt(power), kindOf(a, b));
        if (r !== undefined) return r;
      }
    }
    return asDouble(toNumber(a as number) ** toNumber(b as number));
  }),
  $sum: overValues(sum),
  $avg: overValues(average),
  $min: overValues(minimum),
  $max: overValues(maximum),
  $stdDevPop: overValues((v) => deviation(v, false)),
  $stdDevSamp: overValues((v) => deviation(v, true)),
  $size: one("$size", (v) => array("$size", v).length),
  $isArray: one("$isArray", (v) => Array.isArray(v)),
  $arrayElemAt: two("$arrayElemAt", (v, i) => elementAt("$arrayElemAt", v, i)),
  $first: one("$first", (v) => (v == null ? null : array("$first", v)[0])),
  $last: one("$last", (v) => (v == null ? null : array("$last", v).at(-1))),
  $firstN: pick("$firstN", "first"),
  $lastN: pick("$lastN", "last"),
  $minN: pickSorted("$minN", 1),
  $maxN: pickSorted("$maxN", -1),
  $in: two("$in", (v, values) => array("$in", values).some((x) => equal(x, v))),
  $indexOfArray: plain("$indexOfArray", 2, 4, (v, x, from = 0, to = Infinity) => {
    if (v == null) return null;
    const values = array("$indexOfArray", v);
    for (let i = toNumber(from as number); i < Math.min(values.length, toNumber(to as number)); i++)
      if (equal(values[i], x)) return i;
    return -1;
  }),
  $concatArrays: plain("$concatArrays", 0, 1000, (...values) =>
    values.some((v) => v == null) ? null : values.flatMap((v) => array("$concatArrays", v)),
  ),
  $reverseArray: one("$reverseArray", (v) =>
    v == null ? null : array("$reverseArray", v).toReversed(),
  ),
  $slice: plain("$slice", 2, 3, slice),
  $sortArray: named("$sortArray", ["input", "sortBy"], [], (args, s, raw) => {
    const v = args["input"]!(s);
    return v == null
      ? null
      : array("$sortArray", v).toSorted(sortOrder(raw["sortBy"], "$sortArray"));
  }),
  $arrayToObject: one("$arrayToObject", (v) => {
    if (v == null) return null;
    const doc: Doc = {};
    for (const x of array("$arrayToObject", v)) {
      const [k, value] = Array.isArray(x) ? x : isDoc(x) ? [x["k"], x["v"]] : [];
      setField(doc, text("$arrayToObject", k), value ?? null);
    }
    return doc;
  }),
  $objectToArray: one("$objectToArray", (v) => {
    if (v == null) return null;
    if (!isDoc(v))
      throw new MongoFault(
        40390,
        `$objectToArray requires a document input, found: ${typeName(v)}`,
      );
    return Object.entries(v).map(([k, value]) => ({ k, v: value }));
  }),
  $mergeObjects: overValues((values) => {
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
  }),
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
  $unsetField: named("$unsetField", ["field", "input"], [], (args, s) => {
    const v = args["input"]!(s);
    if (v == null) return null;
    const doc = { ...(v as Doc) };
    delete doc[text("$unsetField", args["field"]!(s))];
    return doc;
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
  $setEquals: plain("$setEquals", 2, 1000, (...args) => {
    const keys = args.map((v) =>
      [...new Set(array("$setEquals", v).map(identity))].toSorted().join("\0"),
    );
    return keys.every((k) => k === keys[0]);
  }),
  $anyElementTrue: one("$anyElementTrue", (v) => array("$anyElementTrue", v).some(truthy)),
  $allElementsTrue: one("$allElementsTrue", (v) => array("$allElementsTrue", v).every(truthy)),
  $concat: plain("$concat", 0, 1000, (...values) =>
    values.some((v) => v == null) ? null : values.map((v) => text("$concat", v)).join(""),
  ),
  $toLower: one("$toLower", (v) => asText(v).replaceAll(/[A-Z]/g, (c) => c.toLowerCase())),
  $toUpper: one("$toUpper", (v) => asText(v).replaceAll(/[a-z]/g, (c) => c.toUpperCase())),
  $strLenCP: one("$strLenCP", (v) => Array.from(text("$strLenCP", v)).length),
  $strLenBytes: one("$strLenBytes", (v) => Buffer.byteLength(text("$strLenBytes", v))),
  $substrCP: plain("$substrCP", 3, 3, (v, from, n) =>
    Array.from(asText(v))
      .slice(integer("$substrCP", from), integer("$substrCP", from) + integer("$substrCP", n))
      .join(""),
  ),
  $indexOfCP: plain("$indexOfCP", 2, 4, (v, x, from = 0, to = Infinity) => {
    if (v == null) return null;
    const points = Array.from(text("$indexOfCP", v));
    const part = Array.from(text("$indexOfCP", x));
    const end = Math.min(points.length, toNumber(to as number));
    for (let i = toNumber(from as number); i + part.length <= end; i++)
      if (part.every((c, j) => points[i + j] === c)) return i;
    return -1;
  }),
  $regexMatch: named("$regexMatch", ["input", "regex"], ["options"], (args, s) => {
    const v = args["input"]!(s);
    return (
      v != null &&
      compileRegex(args["regex"]!(s), args["options"]?.(s)).test(text("$regexMatch", v))
    );
  }),
  $type: one("$type", (v) => (v === undefined ? "missing" : typeName(v))),
  $isNumber: one("$isNumber", isNumeric),
  $toBool: conversion("bool"),
  $toInt: conversion("int"),
  $toLong: conversion("long"),
  $toDouble: conversion("double"),
  $toDecimal: conversion("decimal"),
  $toDate: conversion("date"),
  $toString: conversion("string"),
  $toObjectId: conversion("objectId"),
  $convert: named("$convert", ["input", "to"], ["onError", "onNull"], (args, s) => {
    const v = args["input"]!(s);
    if (v == null) return args["onNull"]?.(s) ?? null;
    try {
      return convert(v, typeAlias(args["to"]!(s)));
    } catch (error) {
      if (args["onError"] && error instanceof MongoFault) return args["onError"](s);
      throw error;
    }
  }),
  $rand: () => () => asDouble(Math.random()),
  $bsonSize: one("$bsonSize", () => {
    throw unsupported("$bsonSize");
  }),
};

function asText(v: unknown): string {
  if (v == null) return "";
  if (v instanceof Date) return v.toISOString();
  return isNumeric(v) ? String(v instanceof Double ? v.value : v) : text("string operator", v);
}

/** What mingo does well enough as it is; its arguments are evaluated here and handed over as literals. */
const lent = [
  '$dateDiff', '$dateFromParts', '$dateFromString', '$dateToParts', '$dateToString', '$dateTrunc', '$dayOfMonth', '$dayOfWeek',
  '$dayOfYear', '$hour', '$isoDayOfWeek', '$isoWeek', '$isoWeekYear', '$millisecond', '$minute', '$month', '$second', '$week', '$year',
  '$ltrim', '$rtrim', '$trim', '$split', '$replaceAll', '$replaceOne', '$strcasecmp', '$regexFind', '$regexFindAll', '$substr', '$substrBytes', '$indexOfBytes',
  '$range', '$zip', '$bitAnd', '$bitOr', '$bitXor', '$bitNot', '$exp', '$ln', '$log', '$log10',
  '$sin', '$cos', '$tan', '$asin', '$acos', '$atan', '$atan2', '$sinh', '$cosh', '$tanh', '$asinh', '$acosh', '$atanh', '$degreesToRadians', '$radiansToDegrees',
] as const; // prettier-ignore

const context = {
  context: Context.init({ expression: mingo }),
  idKey: "_id",
  processingMode: ProcessingMode.CLONE_OFF,
  useStrictMode: true,
  failOnError: true,
  scriptEnabled: false,
};

/** A value as mingo knows it: plain numbers and RegExp. Types it does not know are refused. */
function plainValue(v: unknown, name: string): unknown {
  if (v instanceof Double) return v.value;
  if (v instanceof BSONRegExp) return compileRegex(v, undefined);
  if (v instanceof Long && !(v instanceof Timestamp)) {
    if (!Number.isSafeInteger(v.toNumber())) throw unsupported(`${name} of a large Long`);
    return v.toNumber();
  }
  if (v instanceof Decimal128 || v instanceof Binary)
    throw unsupported(`${name} of ${typeName(v)}`);
  if (v instanceof ObjectId)
    return name.startsWith("$date") || /year|month|day|hour|minute|second|week/i.test(name)
      ? v.getTimestamp()
      : v;
  if (v instanceof Timestamp) return new Date(v.getHighBitsUnsigned() * 1000);
  return Array.isArray(v) ? v.map((x) => plainValue(x, name)) : v;
}

/** Those whose answer is a long. */
const LONGS = new Set(["$dateDiff", "$isoWeekYear"]);

const literal = (v: unknown): Doc => ({ $literal: v });

function borrow(name: string): Build {
  const run = (
    mingo as unknown as Record<string, (obj: unknown, expr: unknown, options: unknown) => unknown>
  )[name]!;
  const call = (expr: unknown): unknown => {
    try {
      const result = run({}, expr, context);
      return LONGS.has(name) && typeof result === "number" ? Long.fromNumber(result) : result;
    } catch (error) {
      if (error instanceof MongoFault) throw error;
      throw badValue(`${name}: ${error instanceof Error ? error.message : "failed"}`);
    }
  };
  const aboutDates =
    /date|year|month|day|hour|minute|second|week/i.test(name) &&
    name !== "$dateFromString" &&
    name !== "$dateFromParts";
  return (args, compile) => {
    if (isDoc(args) && !Object.keys(args)[0]?.startsWith("$")) {
      const parts = Object.entries(args).map(([k, e]) => [k, compile(e)] as const);
      const optional = ["onNull", "onError"];
      return (s) => {
        const values = parts.map(([k, e]) => [k, plainValue(e(s), name)] as const);
        // A null argument makes a null answer; only onNull knows better, and mingo does that.
        if (values.some(([k, v]) => v == null && !optional.includes(k)))
          return parts.find(([k]) => k === "onNull")?.[1](s) ?? null;
        return call(Object.fromEntries(values.map(([k, v]) => [k, literal(v)])));
      };
    }
    const single = !Array.isArray(args) || (args.length === 1 && aboutDates);
    const parts = list(args).map(compile);
    return (s) => {
      const values = parts.map((p) => plainValue(p(s), name));
      if (
        values.some((v) => v == null) &&
        !["$strcasecmp", "$substr", "$substrBytes"].includes(name)
      )
        return null;
      return call(single ? literal(values[0]) : values.map(literal));
    };
  };
}

const MONTHS = new Map<unknown, number>([
  ["month", 1],
  ["quarter", 3],
  ["year", 12],
]);

/** $dateAdd and $dateSubtract: months end where mingo goes on into the next, so those are counted here. */
const addToDate =
  (name: "$dateAdd" | "$dateSubtract"): Build =>
  (args, compile) => {
    const other = borrow(name)(args, compile);
    const { startDate, unit, amount, timezone } = isDoc(args) ? args : {};
    const parts = [startDate, unit, amount].map(compile);
    return (s) => {
      const [start, by, count] = parts.map((p) => plainValue(p(s), name));
      const months = MONTHS.get(by);
      if (months === undefined || !(start instanceof Date) || typeof count !== "number")
        return other(s);
      if (timezone !== undefined) throw unsupported(`${name} by ${String(by)} in a timezone`);
      const date = new Date(start);
      date.setUTCDate(1);
      date.setUTCMonth(date.getUTCMonth() + months * (name === "$dateAdd" ? count : -count));
      const last = new Date(
        Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0),
      ).getUTCDate();
      date.setUTCDate(Math.min(start.getUTCDate(), last));
      return date;
    };
  };

/** All expression operators by name. */
export const operators: { [name: string]: Build } = {
  ...Object.fromEntries(lent.map((name) => [name, borrow(name)])),
  $dateAdd: addToDate("$dateAdd"),
  $dateSubtract: addToDate("$dateSubtract"),
  ...own,
  $setUnion: (args, compile) => {
    const build = own["$setUnion"]!(args, compile);
    return (s) => dedupe(build(s));
  },
  $setIntersection: (args, compile) => {
    const build = own["$setIntersection"]!(args, compile);
    return (s) => dedupe(build(s));
  },
};
const dedupe = (v: unknown): unknown => (Array.isArray(v) ? unique(v) : v);
