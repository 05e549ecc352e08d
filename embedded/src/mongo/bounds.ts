import type { FieldTest, Filter } from "./filter.ts";
import { ELEMENT } from "./filter.ts";
import { after, encodeKey, typeByte } from "./keys.ts";
import { isNumeric, toNumber, typeOrder, typesAt } from "./values.ts";

/** One test of one field, out of a filter. */
export interface FieldPart {
  readonly path: string;
  readonly test: FieldTest;
  readonly bound: Bound | undefined;
}

/** Where an interval of keys begins, or before what it ends. */
interface Edge {
  readonly key: Buffer;
  /** The value it comes from, for explain; undefined where it is the end of a type. */
  readonly value?: unknown;
  readonly isIn?: boolean;
}
/** Some values of a field, by their keys as it has them ascending. */
export interface Interval {
  readonly start: Edge;
  readonly end: Edge;
}
/** What an index has to be read for: points, or one range. `tight`: whatever lies within passes the test. */
export interface Bound {
  readonly intervals: readonly Interval[];
  readonly tight: boolean;
}

/** The field tests that must all hold. */
export function conjuncts(f: Filter): FieldPart[] {
  if (f.kind === "and") return f.parts.flatMap(conjuncts);
  if (f.kind !== "field") return [];
  const { path, test } = f;
  if (test.op !== "$elemMatch") return [{ path, test, bound: boundOf(test) }];
  const inner = conjuncts(test.filter).map((part) => ({
    ...part,
    path: part.path === ELEMENT ? path : `${path}.${part.path}`,
  }));
  return [{ path, test, bound: undefined }, ...inner];
}

/** Whether a filter is nothing but tests of fields that must all hold, each of some kind. */
export const isMadeOf = (f: Filter, isFit: (t: FieldTest) => boolean): boolean =>
  f.kind === "field" ? isFit(f.test) : f.kind === "and" && f.parts.every((p) => isMadeOf(p, isFit));

const keyOf = (value: unknown): Buffer => encodeKey([value], [1]);
const NULL = keyOf(null);
const NAN = keyOf(NaN);

function pointOf(value: unknown): Interval {
  const key = keyOf(value);
  return { start: { key, value, isIn: true }, end: { key: after(key), value, isIn: true } };
}
export const isPoint = ({ start, end }: Interval): boolean => end.key.equals(after(start.key));

/** All values that are compared with those of a type; among the numbers NaN is not. */
function bracketOf(order: number): Interval {
  const type = typeByte(order);
  return { start: { key: order === 10 ? after(NAN) : type }, end: { key: after(type) } };
}

function boundOf(t: FieldTest): Bound | undefined {
  if (t.op === "$in") {
    if (t.patterns.length > 0 || t.values.some(Array.isArray)) return undefined;
    const points = t.values.map(pointOf).toSorted((a, b) => a.start.key.compare(b.start.key));
    const each = points.filter((p, i) => i === 0 || !p.start.key.equals(points[i - 1]!.start.key));
    return { intervals: each, tight: !t.values.includes(null) };
  }
  if (t.op === "$value" && t.prefix !== undefined) {
    const { start } = pointOf(t.prefix);
    // The text's bytes without the two that end it.
    const key = after(start.key.subarray(0, -2));
    const last = t.prefix.length - 1;
    const value = t.prefix.slice(0, last) + String.fromCharCode(t.prefix.charCodeAt(last) + 1);
    return { intervals: [{ start, end: { key, value } }], tight: false };
  }
  return "value" in t ? rangeOf(t.op, t.value) : undefined;
}

function rangeOf(op: "$lt" | "$lte" | "$gt" | "$gte", value: unknown): Bound | undefined {
  const order = typeOrder(value);
  const isWide = value == null || Array.isArray(value) || order === -1 || order === 127;
  if (isWide || (isNumeric(value) && Number.isNaN(toNumber(value)))) return undefined;
  const bracket = bracketOf(order);
  const key = keyOf(value);
  const isIn = op === "$gte" || op === "$lte";
  const isPast = op === "$gt" || op === "$lte";
  const edge: Edge = { key: isPast ? after(key) : key, value, isIn };
  const isLow = op === "$gt" || op === "$gte";
  return {
    intervals: [isLow ? { ...bracket, start: edge } : { ...bracket, end: edge }],
    tight: true,
  };
}

const isBefore = (a: Edge, b: Edge): boolean => a.key.compare(b.key) < 0;

/** Both bounds at once, for a field that is no array. */
export function intersect(a: Bound, b: Bound): Bound {
  const both = a.intervals.flatMap((x) =>
    b.intervals.map((y) => ({
      start: isBefore(x.start, y.start) ? y.start : x.start,
      end: isBefore(y.end, x.end) ? y.end : x.end,
    })),
  );
  const intervals = both.filter(({ start, end }) => isBefore(start, end));
  return { intervals, tight: a.tight && b.tight };
}

export const excludesMissing = ({ intervals }: Bound): boolean =>
  !intervals.some(({ start }) => start.key.equals(NULL));

/** Whether a query's tests can only be met by documents of a partial index: for each test of that one keeps within it. */
export const implied = (partial: readonly FieldPart[], tests: readonly FieldPart[]): boolean =>
  partial.every((wanted) => tests.some((t) => t.path === wanted.path && meets(t, wanted)));

function meets({ test, bound }: FieldPart, { test: wanted, bound: room }: FieldPart): boolean {
  if (test.op === "$exists") return wanted.op === "$exists";
  if (!bound || !excludesMissing(bound)) return false;
  if (wanted.op === "$exists") return true;
  if (wanted.op === "$value")
    return bound.intervals.every(({ start }) =>
      typesAt(start.key[0]! - 2).every((name) => wanted.types?.has(name)),
    );
  return bound.intervals.every((x) =>
    room?.intervals.some((y) => !isBefore(x.start, y.start) && !isBefore(y.end, x.end)),
  );
}
