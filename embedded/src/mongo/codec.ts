import { Binary, BSONRegExp, Decimal128, Double, Long, serialize } from "bson";
import { MaxKey, MinKey, ObjectId, Timestamp } from "bson";
import { MongoFault, unsupported } from "./errors.ts";
import { type Doc, setField } from "./values.ts";

const MAX_DEPTH = 100;

/** BSON bytes to a document; `only`: of the fields at its top those, the others are passed over. Throws MongoFault 22 on malformed bytes. */
export function decode(bytes: Buffer, offset = 0, only?: ReadonlySet<string>): Doc {
  return new Decoder(bytes).document(offset, 0, only);
}

/** Bytes of the values that have always as many. */
const SIZES: { [type: number]: number } = {
  0x01: 8, 0x07: 12, 0x08: 1, 0x09: 8, 0x0a: 0, 0x10: 4, 0x11: 8, 0x12: 8, 0x13: 16, 0x7f: 0, 0xff: 0,
}; // prettier-ignore

const UNSUPPORTED = new Set([0x06, 0x0c, 0x0d, 0x0e, 0x0f]);

class Decoder {
  private at = 0;
  private readonly bytes: Buffer;
  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  document(offset: number, depth: number, only?: ReadonlySet<string>): Doc {
    const doc: Doc = {};
    this.elements(offset, depth, (name, value) => setField(doc, name, value), only);
    return doc;
  }

  private elements(
    offset: number,
    depth: number,
    add: (name: string, value: unknown) => void,
    only?: ReadonlySet<string>,
  ): void {
    const { bytes } = this;
    if (depth > MAX_DEPTH + 100) throw malformed("nested too deep");
    if (offset + 5 > bytes.length) throw malformed("truncated");
    const size = bytes.readInt32LE(offset);
    const end = offset + size - 1;
    if (size < 5 || end >= bytes.length || bytes[end] !== 0) throw malformed("bad document length");
    this.at = offset + 4;
    while (this.at < end) {
      const type = bytes[this.at++]!;
      const nameEnd = bytes.indexOf(0, this.at);
      if (nameEnd < 0 || nameEnd >= end) throw malformed("field name without end");
      const name = bytes.toString("utf8", this.at, nameEnd);
      this.at = nameEnd + 1;
      if (only && !only.has(name)) this.pass(type, depth, end);
      else add(name, this.value(type, depth, end));
      if (this.at > end) throw malformed("field runs over its document");
    }
    if (this.at !== end) throw malformed("bad document end");
    this.at = end + 1;
  }

  private need(n: number): number {
    const start = this.at;
    if (n < 0 || start + n > this.bytes.length) throw malformed("truncated value");
    this.at += n;
    return start;
  }

  private string(): string {
    const size = this.bytes.readInt32LE(this.need(4));
    if (size < 1) throw malformed("bad string length");
    const start = this.need(size);
    if (this.bytes[start + size - 1] !== 0) throw malformed("string without end");
    return this.bytes.toString("utf8", start, start + size - 1);
  }

  private cstring(): string {
    const end = this.bytes.indexOf(0, this.at);
    if (end < 0) throw malformed("text without end");
    const text = this.bytes.toString("utf8", this.at, end);
    this.at = end + 1;
    return text;
  }

  private binary(): Binary {
    const size = this.bytes.readInt32LE(this.need(4));
    const subtype = this.bytes[this.need(1)]!;
    let start = this.need(size);
    // The old kind tells its size twice.
    if (subtype === 2) {
      if (size < 4 || this.bytes.readInt32LE(start) !== size - 4) throw malformed("bad binary");
      start += 4;
    }
    return new Binary(Buffer.from(this.bytes.subarray(start, this.at)), subtype);
  }

  /** Passes over a value. */
  private pass(type: number, depth: number, end: number): void {
    const size = SIZES[type];
    if (size !== undefined) this.need(size);
    else if (type === 0x02) this.need(this.bytes.readInt32LE(this.need(4)));
    else if (type === 0x03 || type === 0x04) this.need(this.bytes.readInt32LE(this.at));
    else this.value(type, depth, end);
  }

  private value(type: number, depth: number, end: number): unknown {
    const { bytes } = this;
    switch (type) {
      case 0x01: {
        const n = bytes.readDoubleLE(this.need(8));
        // What the encoder would take for an int says that it is none.
        const isLikeInt = n === (n | 0) && !Object.is(n, -0);
        return isLikeInt ? new Double(n) : n;
      }
      case 0x02:
        return this.string();
      case 0x03:
        return this.document(this.at, depth + 1);
      case 0x04: {
        const list: unknown[] = [];
        this.elements(this.at, depth + 1, (_name, value) => list.push(value));
        return list;
      }
      case 0x05:
        return this.binary();
      case 0x07:
        return new ObjectId(Buffer.from(bytes.subarray(this.need(12), this.at)));
      case 0x08:
        return bytes[this.need(1)] === 1;
      case 0x09:
        return new Date(Number(bytes.readBigInt64LE(this.need(8))));
      case 0x0a:
        return null;
      case 0x0b:
        return new BSONRegExp(this.cstring(), this.cstring());
      case 0x10:
        return bytes.readInt32LE(this.need(4));
      case 0x11:
        return new Timestamp(bytes.readBigUInt64LE(this.need(8)));
      case 0x12:
        return new Long(bytes.readInt32LE(this.need(8)), bytes.readInt32LE(this.at - 4));
      case 0x13:
        return new Decimal128(Buffer.from(bytes.subarray(this.need(16), this.at)));
      case 0xff:
        return new MinKey();
      case 0x7f:
        return new MaxKey();
      default:
        if (UNSUPPORTED.has(type))
          throw unsupported(`the BSON type ${type} (undefined, DBPointer, JavaScript, symbol)`);
        throw malformed(`unknown type ${type} before ${end}`);
    }
  }
}

const malformed = (why: string): MongoFault => new MongoFault(22, `invalid BSON: ${why}`);

/** A document to BSON bytes. */
export function encode(doc: Doc): Buffer {
  const bytes = serialize(doc, { checkKeys: false, ignoreUndefined: false });
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
