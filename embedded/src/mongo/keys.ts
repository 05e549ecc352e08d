import { createHash } from "node:crypto";
import type { Binary, ObjectId, Timestamp } from "bson";
import type { Doc } from "./values.ts";
import { exact, regexParts, typeOrder } from "./values.ts";

/**
 * Order-preserving bytes of BSON values: memcmp of two keys is BSON comparison order, numbers of all types together.
 * Every encoding is prefix-free, so keys of several fields are simply joined; a descending field is inverted.
 */
class Bytes {
  private buffer = Buffer.allocUnsafe(64);
  size = 0;
  private room(n: number): void {
    if (this.size + n <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.size + n));
    this.buffer.copy(larger, 0, 0, this.size);
    this.buffer = larger;
  }
  byte(b: number): void {
    this.room(1);
    this.buffer[this.size++] = b;
  }
  bytes(b: Uint8Array): void {
    this.room(b.length);
    this.buffer.set(b, this.size);
    this.size += b.length;
  }
  uint32(n: number): void {
    this.room(4);
    this.size = this.buffer.writeUInt32BE(n, this.size);
  }
  uint64(n: bigint): void {
    this.room(8);
    this.size = this.buffer.writeBigUInt64BE(n, this.size);
  }
  double(n: number): void {
    this.room(8);
    this.size = this.buffer.writeDoubleBE(n, this.size);
  }
  /** Text or bytes of any length: zero bytes are escaped, two zeros end it. */
  text(s: string | Uint8Array): void {
    const b = typeof s === "string" ? Buffer.from(s, "utf8") : s;
    if (b.indexOf(0) < 0) this.bytes(b);
    else
      for (const x of b) {
        this.byte(x);
        if (x === 0) this.byte(0xff);
      }
    this.byte(0);
    this.byte(0);
  }
  invert(from: number): void {
    for (let i = from; i < this.size; i++) this.buffer[i] = 255 - this.buffer[i]!;
  }
  done(): Buffer {
    return Buffer.from(this.buffer.subarray(0, this.size));
  }
}

function double(n: number): Buffer {
  const b = Buffer.allocUnsafe(8);
  b.writeDoubleBE(n);
  return b;
}

/** The largest double that is not above the number `digits * 10^exponent` (positive), and what is left in parts of 2^-64 of a step. */
function floorDouble(digits: bigint, exponent: number): { floor: number; rest: bigint } {
  let floor = Number(`${digits}e${exponent}`);
  if (!Number.isFinite(floor)) floor = Number.MAX_VALUE;
  // value and doubles as fractions over one denominator
  const over = exponent < 0 ? 10n ** BigInt(-exponent) : 1n;
  const value = exponent > 0 ? digits * 10n ** BigInt(exponent) : digits;
  const scale = 1n << 1074n;
  const whole = (d: number): bigint => {
    const bits = double(d).readBigUInt64BE();
    const power = (bits >> 52n) & 0x7ffn;
    const mantissa = bits & 0xfffffffffffffn;
    return power === 0n ? mantissa : (mantissa | 0x10000000000000n) << (power - 1n);
  };
  const above = (d: number): boolean => whole(d) * over > value * scale;
  const next = (d: number, by: bigint): number => {
    const b = Buffer.allocUnsafe(8);
    b.writeBigUInt64BE(double(d).readBigUInt64BE() + by);
    return b.readDoubleBE();
  };
  if (above(floor)) floor = next(floor, -1n);
  const step = floor === Number.MAX_VALUE ? 1n << 2045n : whole(next(floor, 1n)) - whole(floor);
  return { floor, rest: ((value * scale - whole(floor) * over) << 96n) / (step * over) };
}

function encodeNumber(out: Bytes, v: unknown): void {
  if (typeof v === "number" && Number.isFinite(v) && v !== 0) {
    out.byte(v < 0 ? 2 : 4);
    const from = out.size;
    out.double(Math.abs(v));
    out.byte(0);
    if (v < 0) out.invert(from);
    return;
  }
  const e = exact(v as number);
  if (e === "nan") return out.byte(1);
  const negative = e === "-inf" || (typeof e !== "string" && e.digits < 0n);
  if (typeof e !== "string" && e.digits === 0n) return out.byte(3);
  out.byte(negative ? 2 : 4);
  const from = out.size;
  if (typeof e === "string") {
    out.double(Infinity);
    out.byte(0);
  } else {
    const { floor, rest } = floorDouble(negative ? -e.digits : e.digits, e.exponent);
    out.double(floor);
    if (rest === 0n) out.byte(0);
    else {
      // Fixed width for numbers within the doubles; a longer length sorts later for those beyond them.
      const hex = rest.toString(16).padStart(24, "0");
      out.byte(1);
      out.uint32(hex.length);
      out.bytes(Buffer.from(hex, "latin1"));
    }
  }
  if (negative) out.invert(from);
}

function encodeValue(out: Bytes, v: unknown): void {
  const type = typeOrder(v);
  out.byte(type + 2);
  switch (type) {
    case 10:
      return encodeNumber(out, v);
    case 15:
      return out.text(String(v));
    case 20: {
      for (const k of Object.keys(v as Doc)) {
        const inner = (v as Doc)[k];
        out.byte(typeOrder(inner) + 2);
        out.text(k);
        encodeValue(out, inner);
      }
      return out.byte(0);
    }
    case 25: {
      for (const inner of v as unknown[]) encodeValue(out, inner);
      return out.byte(0);
    }
    case 30: {
      const b = v as Binary;
      out.uint32(b.position);
      out.byte(b.sub_type);
      return out.bytes(b.value());
    }
    case 35:
      return out.bytes((v as ObjectId).id);
    case 40:
      return out.byte(v === true ? 2 : 1);
    case 45: {
      const ms = (v as Date).getTime();
      return out.uint64(BigInt.asUintN(64, BigInt(Number.isNaN(ms) ? 0 : ms) ^ (1n << 63n)));
    }
    case 47:
      return out.uint64(BigInt.asUintN(64, (v as Timestamp).toBigInt()));
    case 50: {
      const { pattern, options } = regexParts(v);
      out.text(pattern);
      out.text(options);
    }
  }
}

/** The key of some values; `directions` says which are inverted. */
export function encodeKey(values: readonly unknown[], directions: readonly number[]): Buffer {
  const out = new Bytes();
  for (let i = 0; i < values.length; i++) {
    const from = out.size;
    encodeValue(out, values[i]);
    if (directions[i]! < 0) out.invert(from);
  }
  return out.done();
}

/** The bytes that begin the keys of all values of a type's place in the order, for range bounds. */
export const typeByte = (order: number): number => order + 2;

/** lmdb takes keys of 1,978 bytes; a longer one keeps its beginning and ends in a digest. */
const LONGEST = 1900;
const KEPT = 1868;
export const isLong = (key: Buffer): boolean => key.length > LONGEST;
export const shorten = (key: Buffer): Buffer =>
  isLong(key)
    ? Buffer.concat([key.subarray(0, KEPT), createHash("sha256").update(key).digest()])
    : key;
/** The beginning of a range bound, of which no stored key has lost a byte. */
export const kept = (key: Buffer): Buffer => (isLong(key) ? key.subarray(0, KEPT) : key);

/** The first key after all that begin with these bytes. */
export function after(prefix: Buffer): Buffer {
  const b = Buffer.from(prefix);
  let n = b.length;
  while (n > 0 && b[n - 1] === 255) n--;
  if (n === 0) return Buffer.from([255, 255, 255, 255, 255]);
  b[n - 1]!++;
  return b.subarray(0, n);
}
