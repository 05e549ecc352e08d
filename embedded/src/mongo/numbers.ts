import { Decimal128, Long } from "bson";
import { badValue, typeMismatch, MongoFault } from "./errors.ts";
import { asDouble, exact, isNumeric, toNumber, typeName } from "./values.ts";

/** Arithmetic over BSON's numeric types: the wider type wins (int, long, double, decimal); an int that overflows becomes a long. */

type Kind = "int" | "long" | "double" | "decimal";
const widths: Kind[] = ["int", "long", "double", "decimal"];

export function kindOf(...values: unknown[]): Kind {
  return values
    .map((v) => typeName(v) as Kind)
    .reduce((a, b) => (widths.indexOf(a) >= widths.indexOf(b) ? a : b));
}

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

export const toBig = (v: unknown): bigint =>
  Long.isLong(v) ? v.toBigInt() : BigInt(Math.trunc(toNumber(v as number)));

/** A whole number in the narrowest type not below `kind` that holds it; undefined when no long does. */
export function whole(n: bigint, kind: Kind): unknown {
  if (kind === "int" && n >= -0x80000000n && n <= 0x7fffffffn) return Number(n);
  return n < MIN || n > MAX ? undefined : Long.fromBigInt(n);
}

/** A decimal of digits and exponent, rounded half to even to 34 digits. */
export function decimal(digits: bigint, exponent: number): Decimal128 {
  const negative = digits < 0n;
  let d = negative ? -digits : digits;
  const excess = d.toString().length - 34;
  if (excess > 0) {
    const unit = 10n ** BigInt(excess);
    const rest = d % unit;
    d /= unit;
    if (rest * 2n > unit || (rest * 2n === unit && d % 2n === 1n)) d += 1n;
    exponent += excess;
    if (d.toString().length > 34) {
      d /= 10n;
      exponent += 1;
    }
  }
  return Decimal128.fromString(`${negative ? "-" : ""}${d}E${exponent}`);
}

/** A number as MongoDB takes it beside a decimal: a double with its first 15 digits. */
const exactDecimal = (v: unknown): ReturnType<typeof exact> =>
  typeName(v) === "double"
    ? exact(Decimal128.fromString(toNumber(v as number).toPrecision(15)))
    : exact(v as number);

function decimals(a: unknown, b: unknown, op: "+" | "-" | "*" | "/"): Decimal128 {
  const x = exactDecimal(a);
  const y = exactDecimal(b);
  if (typeof x === "string" || typeof y === "string") {
    const n = numberOp(toNumber(a as number), toNumber(b as number), op);
    return Decimal128.fromString(
      Number.isNaN(n) ? "NaN" : n > 0 ? "Infinity" : n < 0 ? "-Infinity" : "0",
    );
  }
  if (op === "*") return decimal(x.digits * y.digits, x.exponent + y.exponent);
  if (op === "/") {
    if (y.digits === 0n) throw badValue("can't $divide by zero");
    const scale = 36 + y.digits.toString().length;
    const quotient = (x.digits * 10n ** BigInt(scale)) / y.digits;
    let [d, e] = [quotient, x.exponent - y.exponent - scale];
    while (d !== 0n && d % 10n === 0n && e < x.exponent - y.exponent) [d, e] = [d / 10n, e + 1];
    return decimal(d, e);
  }
  const low = Math.min(x.exponent, y.exponent);
  const left = x.digits * 10n ** BigInt(x.exponent - low);
  const right = y.digits * 10n ** BigInt(y.exponent - low);
  return decimal(op === "+" ? left + right : left - right, low);
}

const numberOp = (a: number, b: number, op: string): number =>
  op === "+" ? a + b : op === "-" ? a - b : op === "*" ? a * b : a / b;

/** Sum, difference or product. A long that overflows becomes a double, or is refused where `strict` (updates). */
export function arithmetic(a: unknown, b: unknown, op: "+" | "-" | "*", strict = false): unknown {
  if (!isNumeric(a) || !isNumeric(b)) throw typeMismatch("only numbers are allowed");
  const kind = kindOf(a, b);
  if (kind === "decimal") return decimals(a, b, op);
  if (kind === "double") return asDouble(numberOp(toNumber(a), toNumber(b), op));
  const [x, y] = [toBig(a), toBig(b)];
  const result = whole(op === "+" ? x + y : op === "-" ? x - y : x * y, kind);
  if (result !== undefined) return result;
  if (strict)
    throw badValue(
      "Failed to apply $inc operations to current value: the result does not fit a 64-bit integer",
    );
  return asDouble(numberOp(toNumber(a), toNumber(b), op));
}

export function divide(a: unknown, b: unknown): unknown {
  if (!isNumeric(a) || !isNumeric(b))
    throw typeMismatch(
      `$divide only supports numeric types, not ${typeName(a)} and ${typeName(b)}`,
    );
  if (kindOf(a, b) === "decimal") return decimals(a, b, "/");
  if (toNumber(b) === 0) throw badValue("can't $divide by zero");
  return asDouble(toNumber(a) / toNumber(b));
}

/** Remainder with the sign of the dividend. */
export function remainder(a: unknown, b: unknown): unknown {
  if (!isNumeric(a) || !isNumeric(b))
    throw typeMismatch(`$mod only supports numeric types, not ${typeName(a)} and ${typeName(b)}`);
  if (toNumber(b) === 0) throw new MongoFault(16610, "can't $mod by zero");
  // A divisor that is a whole double counts as an int.
  const by =
    kindOf(b) === "double" && Number.isInteger(toNumber(b)) && Math.abs(toNumber(b)) < 2 ** 31
      ? toNumber(b)
      : b;
  const kind = kindOf(a, by);
  if (kind === "int" || kind === "long") return whole(toBig(a) % toBig(by), kind);
  if (kind === "double") return asDouble(toNumber(a) % toNumber(b));
  const [x, y] = [exactDecimal(a), exactDecimal(b)];
  if (typeof x === "string" || typeof y === "string") return Decimal128.fromString("NaN");
  const low = Math.min(x.exponent, y.exponent);
  return decimal(
    (x.digits * 10n ** BigInt(x.exponent - low)) % (y.digits * 10n ** BigInt(y.exponent - low)),
    low,
  );
}

/** Applies a function to the number, keeping int, long and double apart. Decimals go through `onDecimal` or are refused. */
export function mapNumber(
  op: string,
  v: unknown,
  f: (n: number) => number,
  onWhole: (n: bigint) => bigint = (n) => n,
): unknown {
  if (v == null) return null;
  if (!isNumeric(v))
    throw new MongoFault(28765, `${op} only supports numeric types, not ${typeName(v)}`);
  const kind = kindOf(v);
  if (kind === "double") return asDouble(f(toNumber(v)));
  if (kind === "decimal")
    throw new MongoFault(238, `${op} of a Decimal128 is not supported by the embedded engine`);
  return whole(onWhole(toBig(v)), kind) ?? asDouble(f(toNumber(v)));
}

/** $round and $trunc: to a number of decimal places, negative ones too; $round to even. */
export function roundTo(op: "$round" | "$trunc", v: unknown, places: unknown): unknown {
  if (v == null || places === null) return null;
  if (!isNumeric(v))
    throw new MongoFault(51081, `${op} only supports numeric types, not ${typeName(v)}`);
  const n = places === undefined ? 0 : toNumber(places as number);
  const kind = kindOf(v);
  const e = exact(v);
  if (typeof e === "string" || -e.exponent <= n) return v;
  const unit = 10n ** BigInt(-n - e.exponent);
  const negative = e.digits < 0n;
  const d = negative ? -e.digits : e.digits;
  let q = d / unit;
  const rest = d % unit;
  if (op === "$round" && (rest * 2n > unit || (rest * 2n === unit && q % 2n === 1n))) q += 1n;
  if (negative) q = -q;
  if (kind === "decimal") return decimal(q, -n);
  if (kind === "double") return asDouble(Number(`${q}e${-n}`));
  return whole(n < 0 ? q * 10n ** BigInt(-n) : q, kind);
}
