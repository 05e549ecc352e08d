import { Double, Long } from "bson";
import { borrowed } from "./borrow.ts";
import { typeMismatch, MongoFault } from "./errors.ts";
import { average, maximum, minimum, sum } from "./gather.ts";
import { bind, lists, overValues } from "./lists.ts";
import { arithmetic, divide, mapNumber, remainder, roundTo } from "./numbers.ts";
import type { Build } from "./operands.ts";
import { integer, list, named, one, plain, text, two } from "./operands.ts";
import { compileRegex } from "./regex.ts";
import { asDouble, compare, isDoc, isNumeric, toNumber, truthy, typeName } from "./values.ts";

const comparison = (name: string, pass: (c: number) => boolean): Build =>
  two(name, (a, b) => pass(compare(a, b)));

const logic: { [name: string]: Build } = {
  $literal: (v) => () => v,
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
    const last = parts.pop();
    if (!last || parts.length === 0)
      throw new MongoFault(1257300, "$ifNull needs at least two arguments");
    return (s) => {
      for (const p of parts) {
        const v = p(s);
        if (v != null) return v;
      }
      return last(s);
    };
  },
  $switch: (args, compile) => {
    if (!isDoc(args) || !Array.isArray(args["branches"]))
      throw new MongoFault(40060, "$switch requires branches");
    const branches = args["branches"].map(
      (b: Record<string, unknown>) => [compile(b["case"]), compile(b["then"])] as const,
    );
    const fallback = "default" in args ? compile(args["default"]) : undefined;
    return (s) => {
      for (const [test, then] of branches) if (truthy(test(s))) return then(s);
      if (fallback) return fallback(s);
      throw new MongoFault(
        40066,
        "$switch could not find a matching branch for an input, and no default was specified.",
      );
    };
  },
  $let: (args, compile) => {
    if (!isDoc(args) || !isDoc(args["vars"])) throw new MongoFault(16874, "$let needs vars and in");
    const vars = Object.entries(args["vars"]).map(([k, e]) => [k, compile(e)] as const);
    const body = compile(args["in"]);
    return (s) => body(bind(s, Object.fromEntries(vars.map(([k, e]) => [k, e(s)]))));
  },
  $type: one("$type", (v) => (v === undefined ? "missing" : typeName(v))),
  $isNumber: one("$isNumber", isNumeric),
  $rand: () => () => asDouble(Math.random()),
};

function add(values: unknown[]): unknown {
  let total: unknown = 0;
  let date: Date | undefined;
  for (const v of values) {
    if (v == null) return null;
    if (v instanceof Date) {
      if (date) throw new MongoFault(16612, "only one date allowed in an $add expression");
      date = v;
    } else if (isNumeric(v)) total = arithmetic(total, v, "+");
    else throw typeMismatch(`$add only supports numeric or date types, not ${typeName(v)}`);
  }
  return date ? new Date(date.getTime() + Math.round(toNumber(total as number))) : total;
}

function subtract(a: unknown, b: unknown): unknown {
  if (a == null || b == null) return null;
  if (a instanceof Date && b instanceof Date) return Long.fromNumber(a.getTime() - b.getTime());
  if (a instanceof Date && isNumeric(b)) return new Date(a.getTime() - toNumber(b));
  if (!isNumeric(a) || !isNumeric(b))
    throw typeMismatch(`can't $subtract ${typeName(b)} from ${typeName(a)}`);
  return arithmetic(a, b, "-");
}

const numbers: { [name: string]: Build } = {
  $add: plain("$add", 0, 1000, (...v) => add(v)),
  $subtract: two("$subtract", subtract),
  $multiply: plain("$multiply", 0, 1000, (...values) =>
    values.some((v) => v == null) ? null : values.reduce((a, b) => arithmetic(a, b, "*"), 1),
  ),
  $divide: two("$divide", (a, b) => (a == null || b == null ? null : divide(a, b))),
  $mod: two("$mod", (a, b) => (a == null || b == null ? null : remainder(a, b))),
  $abs: one("$abs", (v) => mapNumber("$abs", v, Math.abs, (n) => (n < 0n ? -n : n))),
  $ceil: one("$ceil", (v) => mapNumber("$ceil", v, Math.ceil)),
  $floor: one("$floor", (v) => mapNumber("$floor", v, Math.floor)),
  $round: plain("$round", 1, 2, (v, n) => roundTo("$round", v, n)),
  $trunc: plain("$trunc", 1, 2, (v, n) => roundTo("$trunc", v, n)),
  $sum: overValues(sum),
  $avg: overValues(average),
  $min: overValues(minimum),
  $max: overValues(maximum),
};

/** What the operators that change case and cut take for text. */
function asText(v: unknown): string {
  if (v == null) return "";
  if (v instanceof Date) return v.toISOString();
  return isNumeric(v) ? String(v instanceof Double ? v.value : v) : text("string operator", v);
}

const texts: { [name: string]: Build } = {
  $concat: plain("$concat", 0, 1000, (...values) =>
    values.some((v) => v == null) ? null : values.map((v) => text("$concat", v)).join(""),
  ),
  $toLower: one("$toLower", (v) => asText(v).replaceAll(/[A-Z]/g, (c) => c.toLowerCase())),
  $toUpper: one("$toUpper", (v) => asText(v).replaceAll(/[a-z]/g, (c) => c.toUpperCase())),
  $strLenCP: one("$strLenCP", (v) => Array.from(text("$strLenCP", v)).length),
  $strLenBytes: one("$strLenBytes", (v) => Buffer.byteLength(text("$strLenBytes", v))),
  $substrCP: plain("$substrCP", 3, 3, (v, from, n) => {
    const start = integer("$substrCP", from);
    return Array.from(asText(v))
      .slice(start, start + integer("$substrCP", n))
      .join("");
  }),
  $regexMatch: named("$regexMatch", ["input", "regex"], ["options"], (args, s) => {
    const v = args["input"]!(s);
    const pattern = compileRegex(args["regex"]!(s), args["options"]?.(s));
    return v != null && pattern.test(text("$regexMatch", v));
  }),
};

/** All expression operators by name; their own here where mingo's differ from MongoDB in types, order, null or missing values. */
export const operators: { [name: string]: Build } = {
  ...borrowed,
  ...logic,
  ...numbers,
  ...texts,
  ...lists,
};
