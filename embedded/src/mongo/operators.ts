/* oxlint-disable unicorn/no-thenable -- MongoDB's $cond and $switch have a `then` */
import { Double, Long } from "bson";
import { MongoFault, typeMismatch, unsupported } from "./errors.ts";
import type { Scope } from "./expression.ts";
import { gatherings } from "./gather.ts";
import { arithmetic, Total } from "./numbers.ts";
import type { Build, Compile } from "./operands.ts";
import {
  array,
  bind,
  inTurn,
  named,
  over,
  plain,
  several,
  shownType,
  variableName,
} from "./operands.ts";
import type { Doc } from "./values.ts";
import {
  asDouble,
  compare,
  equal,
  fieldOf,
  isDoc,
  isNumeric,
  setField,
  toNumber,
  truthy,
  typeName,
} from "./values.ts";
import { fault } from "./words.ts";

const comparison = (pass: (c: number) => boolean): Build => plain(2, (a, b) => pass(compare(a, b)));

function add(...values: unknown[]): unknown {
  const total = new Total();
  let date: Date | undefined;
  for (const v of values) {
    if (v == null) return null;
    if (v instanceof Date) {
      if (date) throw fault(16612);
      date = v;
    } else if (isNumeric(v)) total.add(v);
    else throw typeMismatch(`$add only supports numeric or date types, not ${typeName(v)}`);
  }
  const sum = total.sum();
  return date ? new Date(date.getTime() + Math.round(toNumber(sum))) : sum;
}

function subtract(a: unknown, b: unknown): unknown {
  if (a == null || b == null) return null;
  if (a instanceof Date && b instanceof Date) return Long.fromNumber(a.getTime() - b.getTime());
  if (a instanceof Date && isNumeric(b)) return new Date(a.getTime() - toNumber(b));
  return arithmetic(a, b, "-");
}

/** Of the values in turn; of those in it, when it is one array. */
const gather: Build = (args, compile, name) => {
  const parts = several(args, compile, name);
  const start = gatherings[name]!;
  return (s) => {
    const values = parts.map((p) => p(s));
    const gathering = start();
    for (const v of values.length === 1 && Array.isArray(values[0]) ? values[0] : values)
      gathering.add(v);
    return gathering.result();
  };
};

/** What the operators that change case take for text. */
function asText(v: unknown): string {
  if (v == null) return "";
  if (typeof v === "string") return v;
  if (v instanceof Date) return v.toISOString();
  if (!isNumeric(v)) throw fault(16007, typeName(v));
  return String(v instanceof Double ? v.value : v);
}

/** For the operators that look at each element: `run` gets the array and what `body` is of an element. */
function overElements(
  { input, as = "this" }: Doc,
  body: unknown,
  compile: Compile,
  code: number,
  run: (values: unknown[], of: (element: unknown) => unknown) => unknown[],
): (s: Scope) => unknown {
  const variable = variableName(as);
  const from = compile(input);
  const inner = compile(body, { [variable]: null });
  return (s) => {
    const v = from(s);
    return v == null ? null : run(array(v, code), (x) => inner(bind(s, { [variable]: x })));
  };
}

/** The name of a field, which must stand there as it is; the codes: a path, a computed one, no text. */
function fieldName(name: string, e: unknown, [path, computed, type]: number[]): string {
  const isLiteral = isDoc(e) && Object.hasOwn(e, "$literal");
  const v = isLiteral ? e["$literal"] : e;
  const wrong = (code: number, what: string): MongoFault =>
    new MongoFault(code, `${name} requires 'field' to be a constant String, but got ${what}`);
  if (!isLiteral && typeof v === "string" && v.startsWith("$"))
    throw wrong(path!, `the field path reference '${v}'`);
  if (!isLiteral && typeof v === "object" && (isDoc(v) || Array.isArray(v)))
    throw wrong(computed!, "a non-constant argument");
  if (typeof v !== "string") throw wrong(type!, shownType(v));
  return v;
}

/** All operators of expressions by name. */
export const operators: { [name: string]: Build } = {
  $literal: (v) => () => v,
  $cmp: plain(2, (a, b) => Math.sign(compare(a, b))),
  $eq: comparison((c) => c === 0),
  $ne: comparison((c) => c !== 0),
  $gt: comparison((c) => c > 0),
  $gte: comparison((c) => c >= 0),
  $lt: comparison((c) => c < 0),
  $lte: comparison((c) => c <= 0),
  $and: over(undefined, (parts) => (s) => parts.every((p) => truthy(p(s)))),
  $or: over(undefined, (parts) => (s) => parts.some((p) => truthy(p(s)))),
  $not: plain(1, (v) => !truthy(v)),
  $cond: (args, compile, name) => {
    const given =
      isDoc(args) && named(name, args, [0, 17083], { if: 17080, then: 17081, else: 17082 });
    const list = given ? [given["if"], given["then"], given["else"]] : args;
    const [test, yes, no] = several(list, compile, name, 3);
    return (s) => (truthy(test!(s)) ? yes!(s) : no!(s));
  },
  $ifNull: over(undefined, (parts) => {
    if (parts.length < 2) throw fault(1257300, parts.length);
    return (s) => {
      let v: unknown;
      for (const p of parts) {
        v = p(s);
        if (v != null) break;
      }
      return v;
    };
  }),
  $switch: (args, compile, name) => {
    const given = named(name, args, [40060, 40067], {}, ["branches", "default"]);
    const list = given["branches"] ?? [];
    if (!Array.isArray(list)) throw fault(40061, typeName(list));
    if (list.length === 0) throw fault(40068);
    const branches = list.map((branch: unknown) => {
      const b = named(name, branch, [40062, 40063], { case: 40064, then: 40065 });
      return [compile(b["case"]), compile(b["then"])] as const;
    });
    const fallback = "default" in given ? compile(given["default"]) : undefined;
    return (s) => {
      const found = branches.find(([test]) => truthy(test(s)));
      const result = found?.[1] ?? fallback;
      if (!result) throw fault(40066);
      return result(s);
    };
  },
  $let: (args, compile, name) => {
    const { vars, in: body } = named(name, args, [16874, 16875], { vars: 16876, in: 16877 });
    if (!isDoc(vars)) throw fault(10065, typeName(vars));
    const values = Object.entries(vars).map(([k, e]) => [variableName(k), compile(e)] as const);
    const run = compile(body, vars);
    return (s) => run(bind(s, Object.fromEntries(values.map(([k, e]) => [k, e(s)]))));
  },
  $type: plain(1, shownType),
  $rand: (args) => {
    if (!isDoc(args) || Object.keys(args).length > 0) throw fault(3040501);
    return () => asDouble(Math.random());
  },
  $add: plain(undefined, add),
  $subtract: plain(2, subtract),
  $multiply: inTurn<unknown>(1, (product, v) => arithmetic(product, v, "*")),
  $divide: plain(2, (a, b) => (a == null || b == null ? null : arithmetic(a, b, "/"))),
  $sum: gather,
  $avg: gather,
  $min: gather,
  $max: gather,
  $mergeObjects: gather,
  $concat: inTurn("", (text, v) => {
    if (typeof v !== "string") throw fault(16702, typeName(v));
    return text + v;
  }),
  $toLower: plain(1, (v) => asText(v).replaceAll(/[A-Z]/g, (c) => c.toLowerCase())),
  $toUpper: plain(1, (v) => asText(v).replaceAll(/[a-z]/g, (c) => c.toUpperCase())),
  $map: (args, compile, name) => {
    const given = named(name, args, [16878, 16879], { input: 16880, in: 16882 }, ["as"]);
    return overElements(given, given["in"], compile, 16883, (values, of) =>
      values.map((x) => of(x) ?? null),
    );
  },
  $filter: (args, compile, name) => {
    const given = named(name, args, [28646, 28647], { input: 28648, cond: 28650 }, ["as", "limit"]);
    if ("limit" in given) throw unsupported("$filter with limit");
    return overElements(given, given["cond"], compile, 28651, (values, of) =>
      values.filter((x) => truthy(of(x))),
    );
  },
  $size: plain(1, (v) => array(v, 17124).length),
  $isArray: plain(1, (v) => Array.isArray(v)),
  $arrayElemAt: plain(2, (v, i) => {
    if (v == null || i == null) return null;
    const values = array(v, 28689);
    if (!isNumeric(i)) throw fault(28690, shownType(i));
    const at = toNumber(i);
    if (at !== Math.trunc(at) || Math.abs(at) > 2 ** 31) throw fault(28691, i);
    return values.at(at);
  }),
  $in: plain(2, (v, values) => array(values, 40081).some((x) => equal(x, v))),
  $concatArrays: inTurn<unknown[]>([], (list, v) => [...list, ...array(v, 28664)]),
  $getField: (args, compile, name) => {
    const isLong = isDoc(args) && !Object.keys(args)[0]?.startsWith("$");
    const { field, input } = isLong
      ? named(name, args, [0, 3041701], { field: 3041702, input: 3041703 })
      : { field: args, input: "$$CURRENT" };
    const key = fieldName(name, field, [5654600, 5654601, 5654602]);
    const from = compile(input);
    return (s) => {
      const v = from(s);
      return v === null ? null : fieldOf(v, key);
    };
  },
  $setField: (args, compile, name) => {
    const required = { field: 4161102, input: 4161109, value: 4161103 };
    const given = named(name, args, [4161100, 4161101], required);
    const key = fieldName(name, given["field"], [4161108, 4161106, 4161107]);
    const from = compile(given["input"]);
    const value = compile(given["value"]);
    return (s) => {
      const doc = from(s);
      if (doc == null) return null;
      if (!isDoc(doc)) throw fault(4161105, shownType(doc));
      const copy = { ...doc };
      const v = value(s);
      if (v === undefined) delete copy[key];
      else setField(copy, key, v);
      return copy;
    };
  },
};

/** Known to MongoDB 7.0, and not here. */
export const refused = new Set(
  `$abs $acos $acosh $allElementsTrue $anyElementTrue $arrayToObject $asin $asinh $atan $atan2 $atanh $binarySize $bitAnd $bitNot $bitOr $bitXor
  $bsonSize $ceil $const $convert $cos $cosh $dateAdd $dateDiff $dateFromParts $dateFromString $dateSubtract $dateToParts $dateToString $dateTrunc
  $dayOfMonth $dayOfWeek $dayOfYear $degreesToRadians $exp $first $firstN $floor $function $hour $indexOfArray $indexOfBytes $indexOfCP $isNumber
  $isoDayOfWeek $isoWeek $isoWeekYear $last $lastN $ln $log $log10 $ltrim $maxN $median $meta $millisecond $minN $minute $mod $month $objectToArray
  $percentile $pow $radiansToDegrees $range $reduce $regexFind $regexFindAll $regexMatch $replaceAll $replaceOne $reverseArray $round $rtrim $second
  $setDifference $setEquals $setIntersection $setIsSubset $setUnion $sin $sinh $slice $sortArray $split $sqrt $stdDevPop $stdDevSamp $strcasecmp
  $strLenBytes $strLenCP $substr $substrBytes $substrCP $tan $tanh $toBool $toDate $toDecimal $toDouble $toHashedIndexKey $toInt $toLong $toObjectId
  $toString $trim $trunc $tsIncrement $tsSecond $unsetField $week $year $zip`.split(/\s+/),
);
