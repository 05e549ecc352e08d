import { createHash } from "node:crypto";
import type { Binary, ObjectId, Timestamp } from "bson";
import type { Doc } from "./values.ts";
import { exact, regexParts, typeOrder } from "./values.ts";

/*
 * Order-preserving bytes of BSON values: memcmp of two keys is BSON comparison order, numbers of all types together.
 * Every encoding is prefix-free, so keys of several fields are simply joined; a descending field is inverted.
 */

/** The key of some values; `directions` says which are inverted. */
export function encodeKey(values: readonly unknown[], directions: readonly number[]): Buffer {
  const parts: Uint8Array[] = [];
  for (const [i, v] of values.entries()) {
    if (directions[i]! > 0) append(parts, v);
    else parts.push(inverted(encodeKey([v], [1])));
  }
  return Buffer.concat(parts);
}

/** The same bytes as a descending field has them. */
export function inverted(key: Buffer): Buffer {
  const b = Buffer.allocUnsafe(key.length);
  for (let i = 0; i < b.length; i++) b[i] = 255 - key[i]!;
  return b;
}

const byte = (b: number): Buffer => Buffer.from([b]);
/** The byte of each type's place in the order, which begins the keys of its values. */
const TYPES = Array.from({ length: 130 }, (_, i) => byte(i));
export const typeByte = (order: number): Buffer => TYPES[order + 2]!;
const END = byte(0);

/** Adds the bytes of a value. */
function append(out: Uint8Array[], v: unknown): void {
  const order = typeOrder(v);
  out.push(typeByte(order));
  switch (order) {
    case 10:
      out.push(encodedNumber(v));
      break;
    case 15:
      out.push(text(v as string));
      break;
    case 20:
      for (const [k, inner] of Object.entries(v as Doc)) {
        out.push(typeByte(typeOrder(inner)), text(k));
        append(out, inner);
      }
      out.push(END);
      break;
    case 25:
      for (const inner of v as unknown[]) append(out, inner);
      out.push(END);
      break;
    case 30: {
      const binary = v as Binary;
      out.push(uint32(binary.position), byte(binary.sub_type), binary.value());
      break;
    }
    case 35:
      out.push((v as ObjectId).id);
      break;
    case 40:
      out.push(byte(v === true ? 2 : 1));
      break;
    case 45: {
      const ms = (v as Date).getTime();
      out.push(uint64(BigInt(Number.isNaN(ms) ? 0 : ms) ^ (1n << 63n)));
      break;
    }
    case 47:
      out.push(uint64((v as Timestamp).toBigInt()));
      break;
    case 50: {
      const { pattern, options } = regexParts(v);
      out.push(text(pattern), text(options));
    }
  }
}

function uint32(n: number): Buffer {
  const b = Buffer.allocUnsafe(4);
  b.writeUInt32BE(n);
  return b;
}
function uint64(n: bigint): Buffer {
  const b = Buffer.allocUnsafe(8);
  b.writeBigUInt64BE(BigInt.asUintN(64, n));
  return b;
}

/** Text of any length: zero bytes are escaped, two zeros end it. */
function text(s: string): Buffer {
  if (!s.includes("\0")) return Buffer.from(`${s}\0\0`, "utf8");
  const bytes = Buffer.from(s, "utf8").toString("latin1");
  return Buffer.from(`${bytes.replaceAll("\0", "\0\u00ff")}\0\0`, "latin1");
}

/** A number: 1 is NaN, 3 is zero; 2 and 4 begin what has a sign: the double at it or before it, and what is left. */
function encodedNumber(v: unknown): Buffer {
  if (typeof v === "number" && v !== 0 && !Number.isNaN(v)) return signed(v < 0, Math.abs(v), END);
  const e = exact(v as number);
  if (e === "nan") return byte(1);
  if (typeof e === "string") return signed(e === "-inf", Infinity, END);
  if (e.digits === 0n) return byte(3);
  const isNegative = e.digits < 0n;
  const size: Finite = { ...e, digits: isNegative ? -e.digits : e.digits };
  const { floor, rest, bits } = floorDouble(size);
  if (floor === 0) return signed(isNegative, 0, beneath(size));
  if (rest === 0n) return signed(isNegative, floor, END);
  // Fixed width for numbers within the doubles; a longer length sorts later for those beyond them.
  const hex = rest.toString(16).padStart(bits / 4, "0");
  const left = Buffer.concat([byte(1), uint32(hex.length), Buffer.from(hex, "latin1")]);
  return signed(isNegative, floor, left);
}

/** A decimal below the least double: its power of ten, then its digits. */
function beneath({ digits, exponent }: Finite): Buffer {
  const text = digits.toString();
  return Buffer.concat([
    byte(1),
    uint32(0x8000 + text.length + exponent),
    Buffer.from(text.padEnd(34, "0"), "latin1"),
  ]);
}

function signed(isNegative: boolean, size: number, rest: Buffer): Buffer {
  const b = Buffer.allocUnsafe(9 + rest.length);
  b.writeDoubleBE(size, 1);
  b.set(rest, 9);
  const key = isNegative ? inverted(b) : b;
  key[0] = isNegative ? 2 : 4;
  return key;
}

type Finite = Exclude<ReturnType<typeof exact>, string>;

/** Two numbers as multiples of one power of ten. */
function aligned(a: Finite, b: Finite): [a: bigint, b: bigint, exponent: number] {
  const low = Math.min(a.exponent, b.exponent);
  const at = (n: Finite): bigint => n.digits * 10n ** BigInt(n.exponent - low);
  return [at(a), at(b), low];
}

/** The double next to a positive one, above or below. */
function neighbour(d: number, by: 1n | -1n): number {
  const b = Buffer.allocUnsafe(8);
  b.writeDoubleBE(d);
  b.writeBigUInt64BE(b.readBigUInt64BE() + by);
  return b.readDoubleBE();
}

/** The largest double that is not above a positive number, and what is left in parts of 2^-bits of the step to the next. */
function floorDouble(value: Finite): { floor: number; rest: bigint; bits: number } {
  let floor = Math.min(Number(`${value.digits}e${value.exponent}`), Number.MAX_VALUE);
  let [whole, below, exponent] = aligned(value, exact(floor) as Finite);
  if (below > whole) {
    floor = neighbour(floor, -1n);
    [whole, below, exponent] = aligned(value, exact(floor) as Finite);
  }
  const step = floor === Number.MAX_VALUE ? 2 ** 971 : neighbour(floor, 1n) - floor;
  const [left, unit] = aligned({ digits: whole - below, exponent }, exact(step) as Finite);
  // The least doubles have few digits of their own, so more is left.
  const bits = floor < 2 ** -1022 ? 128 : 96;
  return { floor, rest: (left << BigInt(bits)) / unit, bits };
}

/** lmdb takes keys of 1,978 bytes; a longer one keeps its beginning and ends in a digest. */
const LONGEST = 1900;
/** The beginning that every stored key has whole. */
export const KEPT = 1868;
export const isLong = (key: Buffer): boolean => key.length > LONGEST;
export const shorten = (key: Buffer): Buffer =>
  isLong(key)
    ? Buffer.concat([key.subarray(0, KEPT), createHash("sha256").update(key).digest()])
    : key;

/** The first key after all that begin with these bytes. */
export function after(prefix: Buffer): Buffer {
  let n = prefix.length;
  while (n > 0 && prefix[n - 1] === 255) n--;
  if (n === 0) return Buffer.from([255, 255, 255, 255, 255]);
  const b = Buffer.from(prefix.subarray(0, n));
  b[n - 1]!++;
  return b;
}
