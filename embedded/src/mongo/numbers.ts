import { Decimal128, Long } from "bson";
import { badValue, typeMismatch } from "./errors.ts";
import type { Numeric } from "./values.ts";
import { aligned, asDouble, compare, exact, isNumeric, toNumber, typeName } from "./values.ts";

/** Arithmetic over BSON's numeric types: the wider type wins; an int that overflows becomes a long. */

const INT = 0;
const LONG = 1;
const DOUBLE = 2;
const widths = ["int", "long", "double", "decimal"];
const widthOf = (v: Numeric): number => widths.indexOf(typeName(v));

const toBig = (v: Numeric): bigint => (v instanceof Long ? v.toBigInt() : BigInt(toNumber(v)));

/** A whole number in the narrowest type not below `width` that holds it; undefined when no long does. */
function whole(n: bigint, width: number): number | Long | undefined {
  if (width === INT && BigInt.asIntN(32, n) === n) return Number(n);
  return BigInt.asIntN(64, n) === n ? Long.fromBigInt(n) : undefined;
}

/** A decimal of digits and exponent, rounded half to even to 34 digits. */
const decimal = (digits: bigint, exponent: number): Decimal128 =>
  Decimal128.fromStringWithRounding(`${digits}E${exponent}`);

/** A double with all its digits, as far as a decimal has them. */
function wholeDecimal(n: number): Decimal128 {
  const e = exact(n);
  return typeof e === "string" ? Decimal128.fromString(String(n)) : decimal(e.digits, e.exponent);
}

/** A double as MongoDB takes it beside a decimal: its first 15 digits. */
const besideDecimal = (v: Numeric): ReturnType<typeof exact> =>
  widthOf(v) === DOUBLE ? exact(Decimal128.fromString(toNumber(v).toPrecision(15))) : exact(v);

type Operation = "+" | "-" | "*" | "/";
const operations: { [op in Operation]: (a: number, b: number) => number } = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
};

function decimals(a: Numeric, b: Numeric, op: Operation): Decimal128 {
  const x = besideDecimal(a);
  const y = besideDecimal(b);
  if (typeof x === "string" || typeof y === "string")
    return Decimal128.fromString(String(operations[op](toNumber(a), toNumber(b))));
  if (op === "*") return decimal(x.digits * y.digits, x.exponent + y.exponent);
  if (op === "/") {
    const scale = 36 + y.digits.toString().length;
    let digits = (x.digits * 10n ** BigInt(scale)) / y.digits;
    let exponent = x.exponent - y.exponent - scale;
    while (digits !== 0n && digits % 10n === 0n && exponent < x.exponent - y.exponent) {
      digits /= 10n;
      exponent++;
    }
    return decimal(digits, exponent);
  }
  const [left, right, exponent] = aligned(x, y);
  return decimal(op === "+" ? left + right : left - right, exponent);
}

/** A long that overflows becomes a double, or is refused where `strict` (updates). */
export function arithmetic(a: unknown, b: unknown, op: Operation, strict = false): Numeric {
  if (!isNumeric(a) || !isNumeric(b))
    throw typeMismatch(`only numbers are allowed, not ${typeName(a)} and ${typeName(b)}`);
  if (op === "/" && compare(b, 0) === 0) throw badValue("can't $divide by zero");
  const width = Math.max(widthOf(a), widthOf(b));
  if (width > DOUBLE) return decimals(a, b, op);
  if (width < DOUBLE && op !== "/") {
    const [x, y] = [toBig(a), toBig(b)];
    const result = whole(op === "+" ? x + y : op === "-" ? x - y : x * y, width);
    if (result !== undefined) return result;
    if (strict) throw badValue("Failed to apply $inc operations: the result does not fit a long");
  }
  return asDouble(operations[op](toNumber(a), toNumber(b)));
}

/** The sum of two doubles, and what rounding took from it. */
function twoSum(a: number, b: number): [sum: number, rest: number] {
  const sum = a + b;
  const rounded = sum - b;
  return [sum, a - rounded + (b - (sum - rounded))];
}

/** A sum as MongoDB keeps it: of decimals in a decimal, of all else in a double and what rounding took from that. */
export class Total {
  private width = INT;
  private count = 0;
  private high = 0;
  private low = 0;
  /** Right still where there are infinities, which make the others NaN. */
  private plain = 0;
  private decimal = Decimal128.fromString("0");

  add(v: Numeric): this {
    this.count++;
    const width = widthOf(v);
    this.width = Math.max(this.width, width);
    if (width > DOUBLE) this.decimal = decimals(this.decimal, v, "+");
    else this.addDouble(toNumber(v));
    if (width === LONG) this.addDouble(Number(toBig(v) - BigInt(toNumber(v))));
    return this;
  }
  private addDouble(n: number): void {
    this.plain += n;
    const [added, rest] = twoSum(n, this.low);
    const [high, more] = twoSum(this.high, added);
    this.high = high;
    this.low = rest + more;
  }
  sum(): Numeric {
    if (this.width < DOUBLE) {
      const n = whole(BigInt(this.high) + BigInt(this.low), this.width);
      if (n !== undefined) return n;
    }
    const isFinite = Number.isFinite(this.plain);
    if (this.width <= DOUBLE) return asDouble(isFinite ? this.high : this.plain);
    const parts = isFinite ? [this.high, this.low] : [this.plain];
    return parts.reduce((sum, n) => decimals(sum, wholeDecimal(n), "+"), this.decimal);
  }
  mean(): Numeric | null {
    if (this.count === 0) return null;
    return arithmetic(this.sum(), this.count, "/");
  }
}
