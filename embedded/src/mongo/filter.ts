import { BSONRegExp } from "bson";
import { badValue, failedToParse, typeMismatch, unsupported } from "./errors.ts";
import type { Expression } from "./expression.ts";
import { compileExpression } from "./expression.ts";
import { compileRegex, regexPrefix } from "./regex.ts";
import type { Doc } from "./values.ts";
import { equal, isDoc, isNumeric, toNumber, truthy, typeName } from "./values.ts";

/** A parsed filter; the planner reads it, `test` runs it. */
export type Filter =
  | { kind: "and" | "or" | "nor"; parts: Filter[] }
  | { kind: "field"; path: string; test: FieldTest }
  | { kind: "expr"; expression: Expression };

export type FieldTest =
  | { op: "$eq" | "$lt" | "$lte" | "$gt" | "$gte"; value: unknown }
  | { op: "$in"; values: unknown[]; patterns: unknown[] }
  | { op: "$exists"; wanted: boolean }
  | { op: "$not"; tests: FieldTest[] }
  | { op: "$elemMatch"; filter: Filter | undefined; tests: FieldTest[] | undefined }
  | { op: "$all"; tests: FieldTest[] }
  /** Of single values, elements of arrays too. */
  | { op: "$value"; test: (value: unknown) => boolean; prefix?: string | undefined }
  /** Of the whole value only. */
  | { op: "$whole"; test: (value: unknown) => boolean };

export type Variables = { [name: string]: unknown };

/** Parses a query document. Throws MongoDB's error for what it does not know. `$where`, `$text` and geo are refused. */
export function parseFilter(query: unknown, variables: Variables = {}): Filter {
  if (!isDoc(query)) throw badValue("filter must be an object");
  const parts: Filter[] = [];
  for (const key of Object.keys(query)) {
    const value = query[key];
    if (key.startsWith("$")) {
      const part = parseTopLevel(key, value, variables);
      if (part) parts.push(part);
    } else
      for (const test of parseTests(value, variables))
        parts.push({ kind: "field", path: key, test });
  }
  return parts.length === 1 ? parts[0]! : { kind: "and", parts };
}

/** Known to MongoDB, and not here. */
const REFUSED = new Set([
  '$where', '$text', '$jsonSchema', '$sampleRate', '$alwaysTrue', '$alwaysFalse', '$mod', '$bitsAllSet', '$bitsAllClear', '$bitsAnySet',
  '$bitsAnyClear', '$geoWithin', '$geoIntersects', '$near', '$nearSphere', '$within',
]); // prettier-ignore

function parseTopLevel(key: string, value: unknown, variables: Variables): Filter | undefined {
  switch (key) {
    case "$and":
    case "$or":
    case "$nor":
      if (!Array.isArray(value)) throw badValue(`${key} argument must be an array`);
      if (value.length === 0) throw badValue("$and/$or/$nor must be a nonempty array");
      return {
        kind: key.slice(1) as "and" | "or" | "nor",
        parts: value.map((v) => {
          if (!isDoc(v)) throw badValue("$or/$and/$nor entries need to be full objects");
          return parseFilter(v, variables);
        }),
      };
    case "$expr":
      return { kind: "expr", expression: compileExpression(value, variables) };
    case "$comment":
      return undefined;
    default:
      if (REFUSED.has(key)) throw unsupported(key);
      throw badValue(
        `unknown top level operator: ${key}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
      );
  }
}

const isOperators = (v: unknown): v is Doc =>
  isDoc(v) &&
  Object.keys(v)[0]?.startsWith("$") === true &&
  !["$ref", "$id", "$db"].includes(Object.keys(v)[0]!);
const isPattern = (v: unknown): boolean => v instanceof BSONRegExp || v instanceof RegExp;

/** The tests of what stands beside a field name: a value, or operators. */
export function parseTests(value: unknown, variables: Variables): FieldTest[] {
  if (isPattern(value)) return [patternTest(value, undefined)];
  if (!isOperators(value)) return [equality(value)];
  const tests: FieldTest[] = [];
  for (const op of Object.keys(value)) tests.push(...parseTest(op, value[op], value, variables));
  return tests;
}

const equality = (value: unknown): FieldTest => {
  if (value === undefined) throw badValue("cannot compare to undefined");
  return { op: "$eq", value };
};

export function patternTest(value: unknown, options: unknown): FieldTest {
  const re = compileRegex(value, options);
  return {
    op: "$value",
    prefix: regexPrefix(re),
    test: (v) => (typeof v === "string" ? re.test(v) : isPattern(v) && equal(v, value)),
  };
}

function parseTest(op: string, arg: unknown, all: Doc, variables: Variables): FieldTest[] {
  switch (op) {
    case "$eq":
      return [equality(arg)];
    case "$ne":
      if (isPattern(arg)) throw badValue("Can't have regex as arg to $ne.");
      return [{ op: "$not", tests: [equality(arg)] }];
    case "$lt":
    case "$lte":
    case "$gt":
    case "$gte":
      if (isPattern(arg)) throw badValue(`Can't have RegEx as arg to predicate over field`);
      return [{ op, value: arg }];
    case "$in":
    case "$nin": {
      if (!Array.isArray(arg)) throw badValue(`${op} needs an array`);
      for (const v of arg) if (isOperators(v)) throw badValue(`cannot nest $ under ${op}`);
      const test: FieldTest = {
        op: "$in",
        values: arg.filter((v) => !isPattern(v)),
        patterns: arg.filter(isPattern),
      };
      return [op === "$in" ? test : { op: "$not", tests: [test] }];
    }
    case "$exists":
      return [{ op: "$exists", wanted: truthy(arg) }];
    case "$not": {
      if (isPattern(arg)) return [{ op: "$not", tests: [patternTest(arg, undefined)] }];
      if (!isDoc(arg)) throw badValue("$not needs a regex or a document");
      if (Object.keys(arg).length === 0) throw badValue("$not cannot be empty");
      if (!isOperators(arg)) throw badValue(`unknown operator: ${Object.keys(arg)[0]}`);
      return [{ op: "$not", tests: parseTests(arg, variables) }];
    }
    case "$elemMatch": {
      if (!isDoc(arg)) throw badValue("$elemMatch needs an Object");
      const first = Object.keys(arg)[0];
      const ofValues =
        first !== undefined &&
        first.startsWith("$") &&
        !["$and", "$or", "$nor", "$expr", "$ref", "$id", "$db"].includes(first);
      return [
        ofValues
          ? { op: "$elemMatch", filter: undefined, tests: parseTests(arg, variables) }
          : { op: "$elemMatch", filter: parseFilter(arg, variables), tests: undefined },
      ];
    }
    case "$all": {
      if (!Array.isArray(arg)) throw badValue("$all needs an array");
      if (arg.length === 0) return [{ op: "$whole", test: () => false }];
      return [
        {
          op: "$all",
          tests: arg.flatMap((v) => {
            if (isPattern(v)) return [patternTest(v, undefined)];
            if (isDoc(v) && Object.keys(v)[0] === "$elemMatch") return parseTests(v, variables);
            if (isOperators(v)) throw badValue("no $ expressions in $all");
            return [equality(v)];
          }),
        },
      ];
    }
    case "$size": {
      const n = isNumeric(arg) ? toNumber(arg) : NaN;
      if (!isNumeric(arg))
        throw failedToParse(
          `Failed to parse $size. Expected a number in: $size: ${JSON.stringify(arg)}`,
        );
      if (!Number.isInteger(n) || n < 0)
        throw failedToParse(
          `Failed to parse $size. Expected a non-negative whole number in: $size: ${n}`,
        );
      return [{ op: "$whole", test: (v) => Array.isArray(v) && v.length === n }];
    }
    case "$type": {
      const names = typeNames(arg);
      return [{ op: "$value", test: (v) => v !== undefined && names.has(typeName(v)) }];
    }
    case "$regex":
      return [patternTest(arg, all["$options"])];
    case "$options":
      if (!("$regex" in all)) throw badValue("$options needs a $regex");
      return [];
    case "$comment":
      return [];
    case "$expr":
      throw badValue("$expr can only be applied to the top-level document");
    default:
      if (REFUSED.has(op)) throw unsupported(op);
      throw badValue(`unknown operator: ${op}`);
  }
}

const typeNumbers: Record<number, string> = {
  1: 'double', 2: 'string', 3: 'object', 4: 'array', 5: 'binData', 6: 'undefined', 7: 'objectId', 8: 'bool', 9: 'date', 10: 'null', 11: 'regex',
  12: 'dbPointer', 13: 'javascript', 14: 'symbol', 15: 'javascriptWithScope', 16: 'int', 17: 'timestamp', 18: 'long', 19: 'decimal', [-1]: 'minKey', 127: 'maxKey',
}; // prettier-ignore

/** The types that an argument of $type names. */
export function typeNames(arg: unknown): Set<string> {
  const names = new Set<string>();
  const list = Array.isArray(arg) ? arg : [arg];
  if (list.length === 0) throw failedToParse("$type must match at least one type");
  for (const t of list) {
    if (typeof t === "string") {
      if (t === "number") for (const n of ["int", "long", "double", "decimal"]) names.add(n);
      else if (Object.values(typeNumbers).includes(t)) names.add(t);
      else throw badValue(`Unknown type name alias: ${t}`);
    } else if (isNumeric(t)) {
      const name = typeNumbers[toNumber(t)];
      if (!name) throw badValue(`Invalid numerical type code: ${toNumber(t)}`);
      names.add(name);
    } else throw typeMismatch("type must be represented as a number or a string");
  }
  return names;
}
