import type { Binary, BSONRegExp, ObjectId } from "bson";
import { Decimal128, Double, Long, Timestamp } from "bson";

/**
 * Documents in memory. A JS number stands for what the driver would write for it (int32 when it is an integer of
 * that size, else double); every other numeric type keeps its class, so that types survive a round trip:
 * Long, Decimal128, and Double for a double with an int32's value.
 */
export type Doc = { [field: string]: unknown };

/** By the prototype: a document may have a field `constructor`, or `_bsontype`. */
export const isDoc = (v: unknown): v is Doc =>
  typeof v === "object" && v !== null && Object.getPrototypeOf(v) === Object.prototype;

/** Whether a JS number stands for an int32. */
const isInt = (n: number): boolean => Object.is(n | 0, n);

/** Gives back the canonical form of a double. */
export const asDouble = (n: number): number | Double => (isInt(n) ? new Double(n) : n);

export type Numeric = number | Long | Double | Decimal128;
export const isNumeric = (v: unknown): v is Numeric =>
  typeof v === "number" ||
  v instanceof Double ||
  v instanceof Decimal128 ||
  (v instanceof Long && !(v instanceof Timestamp));

const typesOfClasses: { [bsontype: string]: string } = {
  ObjectId: 'objectId', Long: 'long', Double: 'double', Decimal128: 'decimal', Binary: 'binData', BSONRegExp: 'regex', Timestamp: 'timestamp',
  MinKey: 'minKey', MaxKey: 'maxKey',
}; // prettier-ignore

/** BSON type name of a value as `$type` knows it; that of a missing one is undefined. */
export function typeName(v: unknown): string {
  if (typeof v === "number") return isInt(v) ? "int" : "double";
  if (typeof v === "boolean") return "bool";
  if (typeof v !== "object") return typeof v;
  if (v === null) return "null";
  if (isDoc(v)) return "object";
  if (Array.isArray(v)) return "array";
  if (v instanceof Date) return "date";
  return typesOfClasses[(v as { _bsontype?: string })._bsontype ?? "BSONRegExp"]!;
}

const orders: Record<string, number> = {
  minKey: -1, undefined: 0, null: 5, int: 10, double: 10, long: 10, decimal: 10, string: 15, object: 20, array: 25,
  binData: 30, objectId: 35, bool: 40, date: 45, timestamp: 47, regex: 50, maxKey: 127,
}; // prettier-ignore

/** The types that share a place in BSON comparison order. */
export const typesAt = (order: number): string[] =>
  Object.keys(orders).filter((name) => orders[name] === order);

/** Place of a value's type in BSON comparison order. */
export function typeOrder(v: unknown): number {
  if (typeof v === "string") return 15;
  if (typeof v === "number") return 10;
  return orders[typeName(v)]!;
}

/** An exact number: digits times ten to the exponent; or a special value. */
type Exact = { digits: bigint; exponent: number } | "nan" | "inf" | "-inf";

const specials: { [shown: string]: Exact } = { NaN: "nan", Infinity: "inf", "-Infinity": "-inf" };

function exactOfDouble(n: number): Exact {
  if (!Number.isFinite(n)) return specials[String(n)]!;
  let halvings = 0;
  while (!Number.isInteger(n)) {
    n *= 2;
    halvings++;
  }
  return { digits: BigInt(n) * 5n ** BigInt(halvings), exponent: -halvings };
}

export function exact(v: Numeric): Exact {
  if (typeof v === "number") return exactOfDouble(v);
  if (v instanceof Double) return exactOfDouble(v.value);
  if (Long.isLong(v)) return { digits: v.toBigInt(), exponent: 0 };
  const text = v.toString();
  if (specials[text]) return specials[text];
  const [mantissa = "0", power = "0"] = text.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}

const rank = (e: Exact): number => (e === "nan" ? 0 : e === "-inf" ? 1 : e === "inf" ? 3 : 2);
type Finite = Exclude<Exact, string>;

/** The digits of two numbers at one exponent. */
export function aligned(a: Finite, b: Finite): [x: bigint, y: bigint, exponent: number] {
  const low = Math.min(a.exponent, b.exponent);
  const digits = (e: Finite): bigint => e.digits * 10n ** BigInt(e.exponent - low);
  return [digits(a), digits(b), low];
}

function compareExact(a: Exact, b: Exact): number {
  if (typeof a === "string" || typeof b === "string") return rank(a) - rank(b);
  const [x, y] = aligned(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** The nearest double of any number. */
export function toNumber(v: Numeric): number {
  if (typeof v === "number") return v;
  if (v instanceof Double) return v.value;
  if (Long.isLong(v)) return v.toNumber();
  return Number(v.toString());
}

function compareNumbers(a: Numeric, b: Numeric): number {
  const x = a instanceof Double ? a.value : a;
  const y = b instanceof Double ? b.value : b;
  if (typeof x === "number" && typeof y === "number") {
    if (x < y) return -1;
    if (x > y) return 1;
    if (x === y) return 0;
    return Number.isNaN(x) ? (Number.isNaN(y) ? 0 : -1) : 1;
  }
  if (Long.isLong(x) && Long.isLong(y)) return x.compare(y);
  return compareExact(exact(x), exact(y));
}

/** Order of two strings by their UTF-8 bytes. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const highX = x >= 0xd800 && x < 0xe000;
    const highY = y >= 0xd800 && y < 0xe000;
    return highX !== highY && x >= 0xd800 && y >= 0xd800 ? (highX ? 1 : -1) : x - y;
  }
  return a.length - b.length;
}

function compareLists(a: unknown[], b: unknown[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const order = compare(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareDocs(a: Doc, b: Doc): number {
  const left = Object.keys(a);
  const right = Object.keys(b);
  for (let i = 0; i < left.length && i < right.length; i++) {
    const x = a[left[i]!];
    const y = b[right[i]!];
    const order =
      typeOrder(x) - typeOrder(y) || compareStrings(left[i]!, right[i]!) || compare(x, y);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/**
 * BSON comparison order: https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/
 * Negative, zero or positive. A missing value is to be given as undefined.
 */
export function compare(a: unknown, b: unknown): number {
  if (typeof a === "string" && typeof b === "string") return compareStrings(a, b);
  if (typeof a === "number" && typeof b === "number") return compareNumbers(a, b);
  const order = typeOrder(a);
  const other = typeOrder(b);
  if (order !== other) return order - other;
  switch (order) {
    case 10:
      return compareNumbers(a as Numeric, b as Numeric);
    case 20:
      return compareDocs(a as Doc, b as Doc);
    case 25:
      return compareLists(a as unknown[], b as unknown[]);
    case 30: {
      const [x, y] = [a as Binary, b as Binary];
      const order = x.position - y.position || x.sub_type - y.sub_type;
      return order || Buffer.compare(x.value(), y.value());
    }
    case 35:
      return Buffer.compare((a as ObjectId).id, (b as ObjectId).id);
    case 40:
    case 45:
      return Number(a) - Number(b);
    case 47:
      return (a as Timestamp).toUnsigned().compare((b as Timestamp).toUnsigned());
    case 50: {
      const [x, y] = [regexParts(a), regexParts(b)];
      return compareStrings(x.pattern, y.pattern) || compareStrings(x.options, y.options);
    }
    default:
      return 0;
  }
}

export const equal = (a: unknown, b: unknown): boolean => compare(a, b) === 0;
export const regexParts = (v: unknown): { pattern: string; options: string } => v as BSONRegExp;

/** Deep copy of arrays and documents; scalar values are never changed in place and are shared. */
export function clone<T>(v: T): T {
  if (Array.isArray(v)) return v.map(clone) as T;
  if (!isDoc(v)) return v;
  const copy: Doc = {};
  for (const k of Object.keys(v)) setField(copy, k, clone(v[k]));
  return copy as T;
}

/** A field of a document; undefined where there is none, or no document. */
export const fieldOf = (v: unknown, name: string): unknown =>
  isDoc(v) && Object.hasOwn(v, name) ? v[name] : undefined;

/** Assigns a field, `__proto__` too. */
export function setField(doc: Doc, name: string, value: unknown): void {
  if (name !== "__proto__") doc[name] = value;
  else
    Object.defineProperty(doc, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
}

/** Nesting of a value: a scalar is 0. */
export function depthOf(v: unknown): number {
  const inner = Array.isArray(v) ? v : isDoc(v) ? Object.values(v) : undefined;
  if (!inner) return 0;
  let deepest = 0;
  for (const x of inner)
    if (typeof x === "object" && x !== null) deepest = Math.max(deepest, depthOf(x));
  return deepest + 1;
}

/** True as aggregation sees it: all but false, null, undefined, missing and zero. */
export function truthy(v: unknown): boolean {
  if (v == null || v === false) return false;
  return isNumeric(v) ? compareNumbers(v, 0) !== 0 : true;
}
