import { expect } from "chai";
import {
  Binary,
  BSONRegExp,
  Decimal128,
  Double,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from "bson";
import fc from "fast-check";
import { encodeKey } from "../../src/mongo/keys.ts";
import type { Doc } from "../../src/mongo/values.ts";
import { decode, encode } from "../../src/mongo/codec.ts";
import { compare } from "../../src/mongo/values.ts";

/** One of each type and its edges, in BSON comparison order; those of one line are equal. */
const ordered: unknown[][] = [
  [new MinKey()],
  [null],
  [NaN, Decimal128.fromString("NaN")],
  [-Infinity, Decimal128.fromString("-Infinity")],
  [Decimal128.fromString("-1E+400")],
  [-1e300, Decimal128.fromString("-1E+300")].slice(0, 1),
  [Long.MIN_VALUE],
  [new Long(1, -2147483648)],
  [-1.5, Decimal128.fromString("-1.50")],
  [-1, new Double(-1), Long.fromNumber(-1)],
  [Decimal128.fromString("-1E-6000")],
  [0, -0, new Double(0), Long.ZERO, Decimal128.fromString("0.00")],
  [Decimal128.fromString("1E-6000")],
  [Decimal128.fromString("0.1")],
  [0.1],
  [1, new Double(1), Long.ONE, Decimal128.fromString("1.000")],
  [9007199254740992, Long.fromBigInt(9007199254740992n)],
  [Long.fromBigInt(9007199254740993n)],
  [9007199254740994],
  [Long.MAX_VALUE],
  [9223372036854775808],
  [Decimal128.fromString("1E+400")],
  [Decimal128.fromString("1.000000000000000000000000000000001E+400")],
  [Infinity],
  [""],
  ["\0"],
  ["a"],
  ["a\0"],
  ["a\0b"],
  ["aa"],
  ["同"],
  ["\uffee"],
  ["\u{1f600}"],
  [{}],
  [{ a: 1 }],
  [{ a: 2 }],
  [{ b: 1 }],
  [{ a: "x" }],
  [[]],
  [[null]],
  [[1]],
  [[1, 2]],
  [[2]],
  [[[]]],
  [new Binary(Buffer.from([9]))],
  [new Binary(Buffer.from([1, 1]))],
  [new ObjectId("000000000000000000000001")],
  [false],
  [true],
  [new Date(-5)],
  [new Date(0)],
  [new Date(1e12)],
  [new Timestamp({ t: 1, i: 1 })],
  [new BSONRegExp("a")],
  [new MaxKey()],
];

describe("BSON values", () => {
  it("are compared in the order of MongoDB, across all types", () => {
    for (const [i, left] of ordered.entries())
      for (const [j, right] of ordered.entries())
        for (const a of left)
          for (const b of right)
            expect(Math.sign(compare(a, b)), `${String(a)} ~ ${String(b)} (${i}, ${j})`).equal(
              Math.sign(i - j),
            );
  });

  it("have index keys in the same order, ascending and descending", () => {
    for (const [i, left] of ordered.entries())
      for (const [j, right] of ordered.entries())
        for (const a of left)
          for (const b of right)
            for (const d of [1, -1]) {
              const order = Buffer.compare(
                encodeKey([a, "tail"], [d, 1]),
                encodeKey([b, "tail"], [d, 1]),
              );
              expect(Math.sign(order), `${String(a)} ~ ${String(b)} (${i}, ${j})`).equal(
                Math.sign(i - j) * d + 0,
              );
            }
  });

  const number = fc.oneof(
    fc.double(),
    fc.integer(),
    fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map((n) => Long.fromBigInt(n)),
    fc
      .tuple(fc.bigInt(-(10n ** 33n), 10n ** 33n), fc.integer({ min: -400, max: 400 }))
      .map(([d, e]) => Decimal128.fromString(`${d}E${e}`)),
  );
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: "small" },
      number,
      fc.string({ unit: "grapheme" }),
      fc.boolean(),
      fc.constant(null),
      fc.date({ noInvalidDate: true }),
      tie("list"),
      tie("doc"),
    ),
    list: fc.array(tie("any"), { maxLength: 4 }),
    doc: fc
      .dictionary(
        fc
          .string({ unit: "grapheme-ascii" })
          .filter((k) => k !== "" && !k.includes("\0") && !/^\d+$/.test(k)),
        tie("any"),
        { maxKeys: 4 },
      )
      .map((d) => ({ ...d })),
  })).any;

  it("have keys that agree with the comparison, whatever they are", () => {
    fc.assert(
      fc.property(
        value,
        value,
        (a, b) =>
          Math.sign(Buffer.compare(encodeKey([a], [1]), encodeKey([b], [1]))) ===
          Math.sign(compare(a, b)),
      ),
      { numRuns: 3000 },
    );
  });

  it("have keys in order below and among the least doubles", () => {
    const rising = [
      '1E-6176', '2E-6176', '1E-6175', '1E-354', '1.000000000000000000000000000000001E-354', '1E-353', '4E-324',
      '5.000000000000000000000000000000001E-324', '5.000000000000000000000000000000002E-324', '1E-320', '1E-307',
    ]; // prettier-ignore
    const keys = rising.map((text) => encodeKey([Decimal128.fromString(text)], [1]));
    expect(keys.toSorted((a, b) => Buffer.compare(a, b))).deep.equal(keys);
    expect(new Set(keys.map((key) => key.toString("hex"))).size).equal(keys.length);
  });

  it("survive a round trip with their types", () => {
    const doc: Doc = {
      int: 1, long: Long.fromNumber(1), double: new Double(1), minus: -0, big: 2 ** 40, decimal: Decimal128.fromString('1.10'), text: '同舟', none: null, list: [1, [2]], inner: { a: { b: 1 } },
      date: new Date(5), id: new ObjectId(), bytes: new Binary(Buffer.from('x'), 4), re: new BSONRegExp('^a', 'i'), stamp: new Timestamp({ t: 7, i: 8 }), min: new MinKey(), max: new MaxKey(),
    }; // prettier-ignore
    const bytes = encode(doc);
    expect(encode(decode(bytes))).deep.equal(bytes);
    expect(decode(bytes)["double"]).instanceOf(Double);
    expect(decode(bytes)["long"]).instanceOf(Long);
    // A query that needs some fields passes over the others, whatever they hold.
    for (const name of Object.keys(doc))
      expect(encode(decode(bytes, 0, new Set([name])))).deep.equal(
        encode({ [name]: decode(bytes)[name] }),
      );
  });

  it("are refused when malformed", () => {
    const bytes = encode({ a: "text", b: [1, { c: 2 }] });
    fc.assert(
      fc.property(
        fc.nat(bytes.length - 1),
        fc.integer({ min: 0, max: 255 }),
        fc.nat(bytes.length),
        (at, byte, cut) => {
          const broken = Buffer.from(bytes);
          broken[at] = byte;
          for (const b of [broken, bytes.subarray(0, cut)])
            try {
              decode(b);
            } catch (error) {
              if (
                !(error instanceof Error) ||
                !["MongoFault", "Error"].includes(error.constructor.name)
              )
                throw error;
            }
        },
      ),
    );
  });
});
