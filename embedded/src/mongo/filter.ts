import { BSONRegExp } from "bson";
import { badValue, failedToParse, typeMismatch, unsupported } from "./errors.ts";
import type { Expression } from "./expression.ts";
import { compileExpression } from "./expression.ts";
import { compileRegex, regexPrefix } from "./regex.ts";
import type { Doc } from "./values.ts";
import { equal, isDoc, isNumeric, toNumber, truthy, typeName } from "./values.ts";

/** A parsed filter; the planner reads it, `compileFilter` makes it a function. */
export type Filter =
  | { kind: "and" | "or" | "nor"; parts: Filter[] }
  | { kind: "field"; path: string; test: FieldTest }
  | { kind: "expr"; expression: Expression };

type ValueTest = (value: unknown) => boolean;
export type FieldTest =
  | { op: "$in"; values: unknown[]; patterns: ValueTest[] }
  | { op: "$lt" | "$lte" | "$gt" | "$gte"; value: unknown }
  | { op: "$exists" }
  | { op: "$not"; tests: FieldTest[] }
  /** Of an element's fields, or (`ofValues`) of itself at the path ELEMENT. */
  | { op: "$elemMatch"; filter: Filter; ofValues: boolean }
  /** Of single values, elements of arrays too. `prefix`: how the text begins, `types`: what it is, in all that pass. */
  | { op: "$value"; test: ValueTest; prefix?: string | undefined; types?: Set<string> }
  /** Of the whole value only. */
  | { op: "$whole"; test: ValueTest };

/** The path of an array's element itself: no field has such a name. */
export const ELEMENT = "\0";

export type Variables = { [name: string]: unknown };

/** Parses a query document. Throws MongoDB's error for what it does not know. `$where`, `$text` and geo are refused. */
export function parseFilter(query: unknown, variables: Variables = {}): Filter {
  if (!isDoc(query)) throw badValue("filter must be an object");
  const parts = Object.entries(query).flatMap(([key, value]): Filter[] =>
    key.startsWith("$")
      ? parseTopLevel(key, value, variables)
      : parseTests(value, variables).map((test) => ({ kind: "field", path: key, test })),
  );
  return parts.length === 1 ? parts[0]! : { kind: "and", parts };
}

/** Known to MongoDB, and not here. */
const REFUSED = new Set([
  '$where', '$text', '$jsonSchema', '$sampleRate', '$alwaysTrue', '$alwaysFalse', '$mod', '$bitsAllSet', '$bitsAllClear', '$bitsAnySet',
  '$bitsAnyClear', '$geoWithin', '$geoIntersects', '$near', '$nearSphere', '$within',
]); // prettier-ignore
const unknown = (op: string, what: string): Error =>
  REFUSED.has(op) ? unsupported(op) : badValue(`unknown ${what}: ${op}`);

function parseTopLevel(key: string, value: unknown, variables: Variables): Filter[] {
  switch (key) {
    case "$and":
    case "$or":
    case "$nor": {
      const parts = listOf(value, key).map((v) => parseFilter(v, variables));
      if (parts.length === 0) throw badValue(`${key} argument must be a nonempty array`);
      // One alone is as if it stood there itself: an upsert and the positional operator see it.
      if (parts.length === 1 && key !== "$nor") return parts;
      return [{ kind: key.slice(1) as "and" | "or" | "nor", parts }];
    }
    case "$expr":
      return [{ kind: "expr", expression: compileExpression(value, variables) }];
    case "$comment":
      return [];
    default:
      throw unknown(key, "top level operator");
  }
}

const isOperators = (v: unknown): v is Doc =>
  isDoc(v) && /^\$(?!(ref|id|db)$)/.test(Object.keys(v)[0] ?? "");
const isPattern = (v: unknown): boolean => v instanceof BSONRegExp;

function listOf(v: unknown, op: string): unknown[] {
  if (!Array.isArray(v)) throw badValue(`${op} needs an array`);
  return v;
}

/** The tests of what stands beside a field name: a value, or operators. */
export function parseTests(value: unknown, variables: Variables): FieldTest[] {
  if (isPattern(value)) return [patternTest(value)];
  if (!isOperators(value)) return [equality(value)];
  return Object.keys(value).flatMap((op) => parseTest(op, value[op], value, variables));
}

const equality = (value: unknown): FieldTest => ({ op: "$in", values: [value], patterns: [] });

function patternTest(value: unknown, options?: unknown): FieldTest & { op: "$value" } {
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
    case "$lt":
    case "$lte":
    case "$gt":
    case "$gte":
      if (isPattern(arg)) throw badValue(`Can't have RegEx as arg to predicate over field`);
      return [{ op, value: arg }];
    case "$in": {
      const list = listOf(arg, op);
      if (list.some(isOperators)) throw badValue("cannot nest $ under $in");
      const patterns = list.filter(isPattern).map((v) => patternTest(v).test);
      return [{ op, values: list.filter((v) => !isPattern(v)), patterns }];
    }
    case "$ne":
      if (isPattern(arg)) throw badValue("Can't have regex as arg to $ne.");
      return negated(parseTest("$eq", arg, all, variables));
    case "$nin":
      return negated(parseTest("$in", arg, all, variables));
    case "$exists":
      return truthy(arg) ? [{ op }] : negated([{ op }]);
    case "$not":
      if (isPattern(arg)) return negated([patternTest(arg)]);
      if (!isOperators(arg)) throw badValue("$not needs a regex or a document of operators");
      return negated(parseTests(arg, variables));
    case "$elemMatch":
      return [elementTest(arg, variables)];
    case "$all":
      return parseAll(arg, variables);
    case "$size": {
      const n = isNumeric(arg) ? toNumber(arg) : NaN;
      if (!Number.isInteger(n) || n < 0) throw failedToParse("$size needs a whole number");
      return [{ op: "$whole", test: (v) => Array.isArray(v) && v.length === n }];
    }
    case "$type": {
      const types = typeNames(arg);
      return [{ op: "$value", types, test: (v) => v !== undefined && types.has(typeName(v)) }];
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
      throw unknown(op, "operator");
  }
}

const negated = (tests: FieldTest[]): FieldTest[] => [{ op: "$not", tests }];

function elementTest(arg: unknown, variables: Variables): FieldTest {
  if (!isDoc(arg)) throw badValue("$elemMatch needs an Object");
  const ofValues = isOperators(arg) && !/^\$(and|or|nor|expr)$/.test(Object.keys(arg)[0]!);
  const filter = parseFilter(ofValues ? { [ELEMENT]: arg } : arg, variables);
  return { op: "$elemMatch", filter, ofValues };
}

/** Each of its values is a test of its own. */
function parseAll(arg: unknown, variables: Variables): FieldTest[] {
  const list = listOf(arg, "$all");
  if (list.some((v) => isOperators(v) && Object.keys(v)[0] !== "$elemMatch"))
    throw badValue("no $ expressions in $all");
  if (list.length === 0) return [{ op: "$in", values: [], patterns: [] }];
  return list.flatMap((v) => parseTests(v, variables));
}

const typeNumbers: Record<number, string> = {
  1: 'double', 2: 'string', 3: 'object', 4: 'array', 5: 'binData', 6: 'undefined', 7: 'objectId', 8: 'bool', 9: 'date', 10: 'null', 11: 'regex',
  12: 'dbPointer', 13: 'javascript', 14: 'symbol', 15: 'javascriptWithScope', 16: 'int', 17: 'timestamp', 18: 'long', 19: 'decimal', [-1]: 'minKey', 127: 'maxKey',
}; // prettier-ignore

/** The types that an argument of $type names. */
function typeNames(arg: unknown): Set<string> {
  const list = Array.isArray(arg) ? arg : [arg];
  if (list.length === 0) throw failedToParse("$type must match at least one type");
  const names = list.flatMap((t) => {
    if (t === "number") return ["int", "long", "double", "decimal"];
    const name = isNumeric(t) ? typeNumbers[toNumber(t)] : t;
    if (typeof name === "string" && Object.values(typeNumbers).includes(name)) return [name];
    if (typeof t === "string" || isNumeric(t)) throw badValue(`Unknown type: ${String(t)}`);
    throw typeMismatch("type must be represented as a number or a string");
  });
  return new Set(names);
}
