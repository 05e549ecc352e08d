import { scopeOf } from "./expression.ts";
import type { Doc } from "./values.ts";
import { compare, equal, isDoc, isNumeric, toNumber, truthy, typeOrder } from "./values.ts";
import type { FieldTest, Filter, Variables } from "./filter.ts";
import { ELEMENT, parseFilter } from "./filter.ts";

type Test = (v: unknown) => boolean;

/**
 * Calls back with each value a path leads to; stops when that answers true. A missing value is undefined. `byIndex`: the path ends in
 * the place of an array's element, which is then taken whole even if it is an array itself.
 */
export function eachValue(
  value: unknown,
  path: readonly string[],
  at: number,
  found: (v: unknown, byIndex?: boolean) => boolean,
): boolean {
  if (at === path.length) return found(value);
  const name = path[at]!;
  if (Array.isArray(value)) {
    if (/^(0|[1-9]\d*)$/.test(name) && Number(name) < value.length) {
      const element: unknown = value[Number(name)];
      const isLast = at + 1 === path.length;
      if (isLast && found(element, true)) return true;
      const leadsOn = !isLast && (isDoc(element) || Array.isArray(element));
      if (leadsOn && eachValue(element, path, at + 1, found)) return true;
    }
    return value.some((element) => isDoc(element) && eachValue(element, path, at, found));
  }
  if (!isDoc(value) || !Object.hasOwn(value, name)) return found(undefined);
  return eachValue(value[name], path, at + 1, found);
}

function compareTest(op: "$lt" | "$lte" | "$gt" | "$gte", value: unknown): Test {
  const order = typeOrder(value);
  const isExtreme = order === -1 || order === 127;
  const isNaNumber = (v: unknown): boolean => isNumeric(v) && Number.isNaN(toNumber(v));
  const isNaNWanted = isNaNumber(value);
  const pass = (c: number): boolean =>
    op === "$lt" ? c < 0 : op === "$lte" ? c <= 0 : op === "$gt" ? c > 0 : c >= 0;
  return (given) => {
    const v = given === undefined && value === null ? null : given;
    if (v === undefined) return false;
    // Values of other types are compared with MinKey and MaxKey only, numbers with NaN not at all.
    const isComparable = typeOrder(v) === order ? isNaNumber(v) === isNaNWanted : isExtreme;
    return isComparable && pass(compare(v, value));
  };
}

/** A membership test that does not compare with every value. */
function inTest(values: readonly unknown[], patterns: readonly Test[]): Test {
  const texts = new Set(values.filter((v) => typeof v === "string"));
  const others = values.filter((v) => typeof v !== "string");
  return (v) =>
    (typeof v === "string" && texts.has(v)) ||
    others.some((o) => (o === null ? v == null : v !== undefined && equal(v, o))) ||
    patterns.some((test) => test(v));
}

/** A test of a document's field; of an element itself (with no path) arrays are not looked into. */
function compileTest(path: readonly string[], t: FieldTest): Test {
  const whole =
    (test: (v: unknown, byIndex?: boolean) => boolean): Test =>
    (doc) =>
      eachValue(doc, path, 0, test);
  const single = (test: Test): Test =>
    path.length === 0
      ? test
      : whole((v, byIndex) => test(v) || (!byIndex && Array.isArray(v) && v.some(test)));
  switch (t.op) {
    case "$in":
      return single(inTest(t.values, t.patterns));
    case "$value":
      return single(t.test);
    case "$exists":
      return whole((v) => v !== undefined);
    case "$whole":
      return whole(t.test);
    case "$not": {
      const tests = t.tests.map((inner) => compileTest(path, inner));
      return (doc) => !tests.every((test) => test(doc));
    }
    case "$elemMatch": {
      const test = compileFilter(t.filter) as Test;
      const ofFields: Test = (e) =>
        isDoc(e) ? test(e) : Array.isArray(e) && test(Object.fromEntries(Object.entries(e)));
      const element = t.ofValues ? test : ofFields;
      return whole((v) => Array.isArray(v) && v.some(element));
    }
    default:
      return single(compareTest(t.op, t.value));
  }
}

/** Turns a parsed filter into one function. */
export function compileFilter(f: Filter): (doc: Doc) => boolean {
  switch (f.kind) {
    case "field":
      return compileTest(f.path === ELEMENT ? [] : f.path.split("."), f.test);
    case "expr":
      return (doc) => truthy(f.expression(scopeOf(doc)));
    default: {
      const tests = f.parts.map(compileFilter);
      if (tests.length === 1 && f.kind !== "nor") return tests[0]!;
      if (f.kind === "and") return (doc) => tests.every((t) => t(doc));
      if (f.kind === "or") return (doc) => tests.some((t) => t(doc));
      return (doc) => !tests.some((t) => t(doc));
    }
  }
}

/** Parses and compiles in one step. */
export const matcher = (query: unknown, variables?: Variables): ((doc: Doc) => boolean) =>
  compileFilter(parseFilter(query, variables));
