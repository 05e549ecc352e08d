import { Decimal128 } from "bson";
import { badValue } from "./errors.ts";
import { encodeKey } from "./keys.ts";
import { arithmetic, divide } from "./numbers.ts";
import { asDouble, compare, fieldOf, isDoc, isNumeric, toNumber } from "./values.ts";

/** What expressions and groups make of several values. */

/** One more number in a sum; what is none is passed over. */
export const plus = (total: unknown, v: unknown): unknown =>
  isNumeric(v) ? arithmetic(total, v, "+") : total;
const extreme =
  (sign: number) =>
  (best: unknown, v: unknown): unknown =>
    v != null && (best === null || compare(v, best) * sign > 0) ? v : best;
export const smaller = extreme(-1);
export const larger = extreme(1);

export const sum = (values: unknown[]): unknown => values.reduce(plus, 0);
export const minimum = (values: unknown[]): unknown => values.reduce(smaller, null);
export const maximum = (values: unknown[]): unknown => values.reduce(larger, null);
export const average = (values: unknown[]): unknown => {
  const numbers = values.filter(isNumeric);
  if (numbers.length === 0) return null;
  const total = sum(numbers);
  return total instanceof Decimal128
    ? divide(total, numbers.length)
    : asDouble(toNumber(total as number) / numbers.length);
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
  const fields = Object.entries(spec).map(
    ([path, d]) => [path.split("."), toNumber(d as number)] as const,
  );
  const read = (v: unknown, path: readonly string[]): unknown => path.reduce(fieldOf, v) ?? null;
  return (a, b) => {
    for (const [path, d] of fields) {
      const c = compare(read(a, path), read(b, path));
      if (c !== 0) return c * d;
    }
    return 0;
  };
}
