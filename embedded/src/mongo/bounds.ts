import type { FieldTest, Filter } from "./filter.ts";
import { typeNames } from "./filter.ts";
import { matcher } from "./match.ts";
import type { Doc } from "./values.ts";
import { compare, equal, isDoc, isNumeric, toNumber, typeOrder, typesAt } from "./values.ts";

/** One test of one field, out of a filter. */
export interface FieldPart {
  readonly path: string;
  readonly test: FieldTest;
}

export const NONE = Symbol("no bound");

/** An interval of one field's values. Bounds are encoded later, as the index has the field ascending or descending. */
export interface Range {
  low: unknown;
  lowIn: boolean;
  high: unknown;
  highIn: boolean;
  /** The type bracket a missing bound stands for. */
  type: number;
}
/** What an index has to be read for: some values, or an interval. `tight`: whatever lies within passes the test. */
export type Bound = { points: unknown[]; tight: boolean } | { range: Range; tight: boolean };

/** The field tests that must all hold. */
export function conjuncts(f: Filter): FieldPart[] {
  if (f.kind === "and") return f.parts.flatMap(conjuncts);
  if (f.kind !== "field") return [];
  const { path, test } = f;
  if (test.op === "$all") return test.tests.map((t) => ({ path, test: t }));
  if (test.op !== "$elemMatch") return [f];
  const inner = test.filter
    ? conjuncts(test.filter).map((p) => ({ path: `${path}.${p.path}`, test: p.test }))
    : (test.tests ?? []).map((t) => ({ path, test: t }));
  return [f, ...inner];
}

const WEAK = new Set(["$elemMatch", "$all", "$not", "$exists", "$whole", "$value"]);
/** Whether a filter is nothing but the tests `conjuncts` found (so that bounds may replace it). */
export const isPlain = (f: Filter): boolean =>
  f.kind === "field" ? !WEAK.has(f.test.op) : f.kind === "and" && f.parts.every(isPlain);

export function boundOf(t: FieldTest): Bound | undefined {
  switch (t.op) {
    case "$eq":
      return Array.isArray(t.value) ? undefined : { points: [t.value], tight: t.value !== null };
    case "$in": {
      if (t.patterns.length > 0 || t.values.some(Array.isArray)) return undefined;
      const sorted = t.values.toSorted(compare);
      const points = sorted.filter((v, i) => i === 0 || !equal(v, sorted[i - 1]));
      return { points, tight: !sorted.includes(null) };
    }
    case "$lt":
    case "$lte":
    case "$gt":
    case "$gte":
      return rangeOf(t.op, t.value);
    case "$value": {
      if (t.prefix === undefined) return undefined;
      const high = successor(t.prefix);
      return { range: { low: t.prefix, lowIn: true, high, highIn: false, type: 15 }, tight: false };
    }
    default:
      return undefined;
  }
}

function rangeOf(op: "$lt" | "$lte" | "$gt" | "$gte", value: unknown): Bound | undefined {
  const type = typeOrder(value);
  const isWide = value == null || Array.isArray(value) || type === -1 || type === 127;
  if (isWide || (isNumeric(value) && Number.isNaN(toNumber(value)))) return undefined;
  return op === "$gt" || op === "$gte"
    ? {
        range: { low: value, lowIn: op === "$gte", high: NONE, highIn: false, type },
        tight: true,
      }
    : {
        range: { low: NONE, lowIn: false, high: value, highIn: op === "$lte", type },
        // NaN is below all numbers in the index, but no number is compared with it.
        tight: type !== 10,
      };
}

/** The first text after all that begin with this one. */
function successor(prefix: string): unknown {
  const points = Array.from(prefix);
  const last = points.pop()!.codePointAt(0)!;
  if (last >= 0x10ffff) return NONE;
  return points.join("") + String.fromCodePoint(last + 1 === 0xd800 ? 0xe000 : last + 1);
}

/** Both bounds at once, for a field that is no array. */
export function intersect(a: Bound, b: Bound): Bound {
  const tight = a.tight && b.tight;
  if ("points" in a && "points" in b)
    return { points: a.points.filter((v) => b.points.some((w) => equal(v, w))), tight };
  if ("points" in a) return { points: a.points, tight: false };
  if ("points" in b) return { points: b.points, tight: false };
  if (a.range.type !== b.range.type) return { points: [], tight };
  const range = { ...a.range };
  const { low, lowIn, high, highIn } = b.range;
  if (low !== NONE) {
    const c = range.low === NONE ? 1 : compare(low, range.low);
    if (c > 0) [range.low, range.lowIn] = [low, lowIn];
    else if (c === 0) range.lowIn &&= lowIn;
  }
  if (high !== NONE) {
    const c = range.high === NONE ? -1 : compare(high, range.high);
    if (c < 0) [range.high, range.highIn] = [high, highIn];
    else if (c === 0) range.highIn &&= highIn;
  }
  // With a lower bound NaN is out of reach.
  return { range, tight: tight || (range.low !== NONE && range.type === 10) };
}

export const excludesMissing = (b: Bound): boolean =>
  !("points" in b) || b.points.every((v) => v !== null);

/**
 * Whether a query's tests can only be met by documents of a partial index: by values of which each passes its filter, or by an interval
 * of a type that the filter asks for. (An interval within another is not looked for.)
 */
export function implied(partial: Doc, tests: readonly FieldPart[]): boolean {
  return Object.entries(partial).every(([path, want]) =>
    needsOf(want).every(([op, arg]) =>
      tests.some((t) => t.path === path && meets(t.test, op, arg)),
    ),
  );
}

/** The operators of one field of a partial index's filter. */
export const needsOf = (want: unknown): [op: string, arg: unknown][] =>
  isDoc(want) && Object.keys(want)[0]?.startsWith("$") ? Object.entries(want) : [["$eq", want]];

function meets(test: FieldTest, op: string, arg: unknown): boolean {
  if (op === "$exists" && test.op === "$exists") return test.wanted;
  const bound = boundOf(test);
  if (!bound || !excludesMissing(bound)) return false;
  if ("points" in bound) {
    const passes = matcher({ v: { [op]: arg } });
    return bound.points.every((v) => passes({ v }));
  }
  if (op !== "$type") return op === "$exists";
  const names = typeNames(arg);
  return typesAt(bound.range.type).every((name) => names.has(name));
}
