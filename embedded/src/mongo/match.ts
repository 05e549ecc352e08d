import { Decimal128 } from "bson";
import { scopeOf } from "./expression.ts";
import type { Doc } from "./values.ts";
import { compare, equal, isDoc, isNumeric, toNumber, truthy, typeOrder } from "./values.ts";
import type { FieldTest, Filter, Variables } from "./filter.ts";
import { parseFilter, patternTest } from "./filter.ts";

/**
 * Calls back with each value a path leads to; stops when that answers true. A missing value is undefined. `byIndex`: the path ends in
 * the place of an array's element, which is then taken whole even if it is an array itself.
 */
function eachValue(
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
      if (at + 1 === path.length) {
        if (found(element, true)) return true;
      } else if (
        (isDoc(element) || Array.isArray(element)) &&
        eachValue(element, path, at + 1, found)
      )
        return true;
    }
    for (const element of value)
      if (isDoc(element) && eachValue(element, path, at, found)) return true;
    return false;
  }
  if (!isDoc(value) || !Object.hasOwn(value, name)) return found(undefined);
  return eachValue(value[name], path, at + 1, found);
}

/** Whether any value at a path, or any element of an array there, passes. */
const anyValue = (doc: Doc, path: readonly string[], test: (v: unknown) => boolean): boolean =>
  eachValue(
    doc,
    path,
    0,
    (v, byIndex) => test(v) || (Array.isArray(v) && !byIndex && path !== ELEMENT && v.some(test)),
  );

/** The path of an array's element under $elemMatch: it is not looked into when it is an array itself. */
const ELEMENT: readonly string[] = [""];

const sameKind = (a: unknown, b: unknown): boolean => typeOrder(a) === typeOrder(b);
const isNaNumber = (v: unknown): boolean =>
  isNumeric(v) && Number.isNaN(toNumber(v)) && !(v instanceof Decimal128 && v.toString() !== "NaN");

function compareTest(op: "$lt" | "$lte" | "$gt" | "$gte", value: unknown): (v: unknown) => boolean {
  const inclusive = op === "$lte" || op === "$gte";
  if (value === null || value === undefined) return (v) => inclusive && v == null;
  const order = typeOrder(value);
  if (order === -1)
    return op === "$gt"
      ? (v) => v !== undefined && typeOrder(v) !== -1
      : op === "$gte"
        ? (v) => v !== undefined
        : (v) => inclusive && v !== undefined && typeOrder(v) === -1;
  if (order === 127)
    return op === "$lt"
      ? (v) => v !== undefined && typeOrder(v) !== 127
      : op === "$lte"
        ? (v) => v !== undefined
        : (v) => inclusive && v !== undefined && typeOrder(v) === 127;
  if (isNaNumber(value)) return (v) => inclusive && isNaNumber(v);
  const pass = (c: number): boolean =>
    op === "$lt" ? c < 0 : op === "$lte" ? c <= 0 : op === "$gt" ? c > 0 : c >= 0;
  return (v) => v !== undefined && sameKind(v, value) && !isNaNumber(v) && pass(compare(v, value));
}

/** A membership test that does not compare with every value. */
function inTest(values: unknown[]): (v: unknown) => boolean {
  const simple = new Set(values.filter((v) => typeof v === "string"));
  const others = values.filter((v) => typeof v !== "string");
  return (v) =>
    (typeof v === "string" && simple.has(v)) ||
    others.some((o) => (o === null ? v == null : v !== undefined && equal(v, o)));
}

function compileTest(path: readonly string[], t: FieldTest): (doc: Doc) => boolean {
  switch (t.op) {
    case "$eq": {
      const { value } = t;
      if (value === null) return (doc) => anyValue(doc, path, (v) => v == null);
      if (typeof value === "string") return (doc) => anyValue(doc, path, (v) => v === value);
      return (doc) => anyValue(doc, path, (v) => v !== undefined && equal(v, value));
    }
    case "$lt":
    case "$lte":
    case "$gt":
    case "$gte": {
      const test = compareTest(t.op, t.value);
      return (doc) => anyValue(doc, path, test);
    }
    case "$in": {
      const test = inTest(t.values);
      const patterns = t.patterns.map(
        (p) => patternTest(p, undefined) as { test: (v: unknown) => boolean },
      );
      return (doc) => anyValue(doc, path, (v) => test(v) || patterns.some((p) => p.test(v)));
    }
    case "$exists": {
      const { wanted } = t;
      return (doc) => eachValue(doc, path, 0, (v) => v !== undefined) === wanted;
    }
    case "$not": {
      const tests = t.tests.map((inner) => compileTest(path, inner));
      return (doc) => !tests.every((test) => test(doc));
    }
    case "$elemMatch": {
      if (t.filter) {
        const test = compileFilter(t.filter);
        return (doc) =>
          eachValue(
            doc,
            path,
            0,
            (v) =>
              Array.isArray(v) &&
              v.some((e) =>
                isDoc(e)
                  ? test(e)
                  : Array.isArray(e) && test(Object.fromEntries(Object.entries(e))),
              ),
          );
      }
      const tests = t.tests!.map((inner) => compileTest(ELEMENT, inner));
      return (doc) =>
        eachValue(
          doc,
          path,
          0,
          (v) => Array.isArray(v) && v.some((e) => tests.every((test) => test({ "": e }))),
        );
    }
    case "$all": {
      const tests = t.tests.map((inner) => compileTest(path, inner));
      return (doc) => tests.every((test) => test(doc));
    }
    case "$value":
      return (doc) => anyValue(doc, path, t.test);
    default:
      return (doc) => eachValue(doc, path, 0, t.test);
  }
}

/** Turns a parsed filter into one function. */
export function compileFilter(f: Filter): (doc: Doc) => boolean {
  switch (f.kind) {
    case "field":
      return compileTest(f.path.split("."), f.test);
    case "expr": {
      const { expression } = f;
      return (doc) => truthy(expression(scopeOf(doc)));
    }
    default: {
      const tests = f.parts.map(compileFilter);
      if (f.kind === "and")
        return tests.length === 1 ? tests[0]! : (doc) => tests.every((t) => t(doc));
      if (f.kind === "or") return (doc) => tests.some((t) => t(doc));
      return (doc) => !tests.some((t) => t(doc));
    }
  }
}

/** Parses and compiles in one step. */
export const matcher = (query: unknown, variables?: Variables): ((doc: Doc) => boolean) =>
  compileFilter(parseFilter(query, variables));
