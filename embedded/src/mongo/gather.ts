import { badValue } from "./errors.ts";
import { encodeKey } from "./keys.ts";
import { Total } from "./numbers.ts";
import type { Doc } from "./values.ts";
import { compare, fieldOf, isDoc, isNumeric, setField, toNumber, typeName } from "./values.ts";
import { fault } from "./words.ts";

/** How several values become one, in expressions and in groups. */
export interface Gathering {
  readonly add: (v: unknown) => void;
  readonly result: () => unknown;
}

/** From `start` on each value is taken in turn; `end` tells what comes of it. */
const gathering =
  <T>(
    start: () => T,
    take: (soFar: T, v: unknown) => T,
    end: (soFar: T) => unknown = (soFar) => soFar,
  ) =>
  (): Gathering => {
    let soFar = start();
    return {
      add: (v) => {
        soFar = take(soFar, v);
      },
      result: () => end(soFar),
    };
  };

const total = (end: (total: Total) => unknown): (() => Gathering) =>
  gathering(
    () => new Total(),
    (soFar, v) => (isNumeric(v) ? soFar.add(v) : soFar),
    end,
  );
const extreme = (sign: number): (() => Gathering) =>
  gathering<unknown>(
    () => null,
    (best, v) => (v != null && (best === null || compare(v, best) * sign > 0) ? v : best),
  );
const list = (end: (values: unknown[]) => unknown): (() => Gathering) =>
  gathering<unknown[]>(
    () => [],
    (values, v) => {
      if (v !== undefined) values.push(v);
      return values;
    },
    end,
  );

/** What is null is passed over. */
function merge(doc: Doc, v: unknown): Doc {
  if (v == null) return doc;
  if (!isDoc(v)) throw fault(40400, JSON.stringify(v), typeName(v));
  for (const [k, x] of Object.entries(v)) setField(doc, k, x);
  return doc;
}

const sum = total((soFar) => soFar.sum());
export const gatherings: { [name: string]: () => Gathering } = {
  $sum: sum,
  $count: sum,
  $avg: total((soFar) => soFar.mean()),
  $min: extreme(-1),
  $max: extreme(1),
  $first: gathering<unknown>(
    () => undefined,
    (first, v) => (first === undefined ? (v ?? null) : first),
    (first) => first ?? null,
  ),
  $last: gathering<unknown>(
    () => null,
    (_last, v) => v ?? null,
  ),
  $push: list((values) => values),
  $addToSet: list(unique),
  $mergeObjects: gathering<Doc>(() => ({}), merge),
};

/** Equal values have equal text. */
export const identity = (v: unknown): string => encodeKey([v], [1]).toString("latin1");

/** Each value once, as it came first. */
export function unique(values: Iterable<unknown>): unknown[] {
  const seen = new Map<string, unknown>();
  for (const v of values) {
    const key = identity(v);
    if (!seen.has(key)) seen.set(key, v);
  }
  return [...seen.values()];
}

/** A comparator of documents (or values) by a sort specification. */
export function sortOrder(spec: unknown, name: string): (a: unknown, b: unknown) => number {
  if (isNumeric(spec)) return (a, b) => compare(a, b) * toNumber(spec);
  if (!isDoc(spec)) throw badValue(`${name}'s sort must be a number or an object`);
  const fields = Object.entries(spec).map(([path, d]): [string[], number] => [
    path.split("."),
    toNumber(d as number),
  ]);
  const read = (v: unknown, path: string[]): unknown => path.reduce(fieldOf, v) ?? null;
  return (a, b) => {
    for (const [path, d] of fields) {
      const c = compare(read(a, path), read(b, path));
      if (c !== 0) return c * d;
    }
    return 0;
  };
}
