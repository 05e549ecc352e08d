/* oxlint-disable unicorn/no-thenable -- MongoDB's $switch has a `then` */
import { Decimal128, Double, Long, ObjectId } from "bson";
import fc from "fast-check";
import type { Document } from "mongodb";

/** Documents, queries, updates and pipelines over a few fields, so that they meet often. */

const scalar: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: -3, max: 6 }) },
  { weight: 2, arbitrary: fc.constantFrom("", "a", "b", "ab", "Ab", "同", "b.c") },
  fc.constant(null),
  fc.boolean(),
  fc.constantFrom(0.5, -1.5, 2.25, 1e10, 3_000_000_000).map((n) => new Double(n)),
  fc.constantFrom(1, 2, 5).map((n) => new Double(n)),
  fc.constantFrom("2", "9007199254740993", "-4").map((n) => Long.fromString(n)),
  fc.constantFrom("2", "0.5", "-1.25", "3E+3").map((n) => Decimal128.fromString(n)),
  fc
    .constantFrom(0, 86_400_000, 1_700_000_000_123, Date.UTC(2024, 0, 31, 10))
    .map((n) => new Date(n)),
  fc
    .constantFrom("000000000000000000000001", "65b000000000000000000002")
    .map((h) => new ObjectId(h)),
);

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", maxDepth: 3 },
    { weight: 6, arbitrary: scalar },
    { weight: 2, arbitrary: fc.array(tie("value"), { minLength: 1, maxLength: 3 }) },
    {
      weight: 2,
      arbitrary: fc.dictionary(fc.constantFrom("x", "y"), tie("value"), { maxKeys: 2 }).map(plain),
    },
  ),
}));

/** Of fast-check's dictionaries only those with Object's prototype are documents. */
function plain<T>(d: Record<string, T>): Record<string, T> {
  return { ...d };
}

export const documents: fc.Arbitrary<Document[]> = fc
  .array(fc.dictionary(fc.constantFrom("a", "b", "c"), value, { maxKeys: 3 }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((list) => list.map((d, i) => ({ _id: i as never, ...d })));

const path = fc.constantFrom("a", "b", "c", "a.x", "a.y", "b.x", "a.0", "a.x.y", "b.x.x", "c.0.x");
const typeAlias = fc.constantFrom(
  "int",
  "double",
  "string",
  "object",
  "array",
  "null",
  "bool",
  "date",
  "number",
  "objectId",
  "long",
  "decimal",
);

/** Of a list: the reference tells apart equal numbers of different types there, when they are within others or no whole ones. */
const listed = value.filter((v) =>
  typeof v === "object" && v !== null && !(v instanceof Date) && !(v instanceof ObjectId)
    ? !/\d/.test(JSON.stringify(v))
    : true,
);

const comparison = fc
  .tuple(fc.constantFrom("$gt", "$gte", "$lt", "$lte"), scalar)
  .map(([op, v]) => ({ [op]: v }));
const elemMatch = fc
  .tuple(fc.constantFrom("$gt", "$lt"), scalar)
  .map(([op, v]) => ({ $elemMatch: { [op]: v } }));

const test: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: value },
  fc.record({ $eq: value }),
  fc.record({ $ne: value }),
  fc.record({ $in: fc.array(listed, { maxLength: 3 }) }),
  fc.record({ $nin: fc.array(listed, { maxLength: 3 }) }),
  { weight: 3, arbitrary: comparison },
  fc.tuple(scalar, scalar).map(([low, high]) => ({ $gte: low, $lt: high })),
  fc.record({ $exists: fc.boolean() }),
  fc.record({ $type: typeAlias }),
  fc.record({ $size: fc.nat(3) }),
  fc.record({ $all: fc.array(scalar, { minLength: 1, maxLength: 2 }) }),
  elemMatch,
  fc.tuple(fc.constantFrom("x", "y"), scalar).map(([k, v]) => ({ $elemMatch: { [k]: v } })),
  fc.constantFrom("^a", "b$", "a", "^A", "^.b", "a|同", "^[ab]+$").map((re) => ({ $regex: re })),
  fc.tuple(fc.constantFrom("$gt", "$lte", "$eq"), scalar).map(([op, v]) => ({ $not: { [op]: v } })),
);

export const filters: fc.Arbitrary<Document> = fc.letrec<{ filter: Document }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 2 },
    { weight: 5, arbitrary: fc.tuple(path, test).map(([p, t]) => ({ [p]: t })) },
    fc.tuple(path, test, path, test).map(([p, t, q, u]) => ({ [p]: t, [q]: u })),
    fc
      .tuple(
        fc.constantFrom("$and", "$or", "$nor"),
        fc.array(tie("filter"), { minLength: 1, maxLength: 3 }),
      )
      .map(([op, list]) => ({ [op]: list })),
  ),
})).filter;

/** Not by a place in an array: what an array of arrays is sorted by then is not documented. */
const sortPath = path.filter((p) => !/\d/.test(p));
export const sorts: fc.Arbitrary<Document> = fc
  .tuple(sortPath, fc.constantFrom(1, -1), fc.constantFrom(1, -1))
  .map(([p, d, e]) => ({ [p]: d, _id: e }));

export const projections: fc.Arbitrary<Document> = fc.oneof(
  fc.constantFrom(
    { a: 1 },
    { a: 0 },
    { "a.x": 1 },
    { "a.x": 0 },
    { a: 1, _id: 0 },
    { "b.x.y": 1, c: 1 },
    { _id: 0 },
  ),
  fc.constantFrom({ a: { $slice: 1 } }, { a: { $slice: -2 } }, { a: { $slice: [1, 1] }, b: 1 }),
  fc.constantFrom({ a: { $elemMatch: { x: 1 } } }, { a: { $elemMatch: { $gt: 0 } } }),
);

export const indexes: fc.Arbitrary<Document> = fc.constantFrom<Document>(
  { a: 1 },
  { a: -1, b: 1 },
  { "a.x": 1 },
  { b: 1, c: -1 },
  { "b.x": -1, a: 1 },
  { c: 1 },
  { "a.x": 1, "a.y": -1 },
);

/** Equal numbers of different types are one to $addToSet; the reference keeps each where it makes the array. */
const byValue = (v: unknown): unknown => {
  const n = Number(String(v));
  return Number.isNaN(n) ? JSON.stringify(v) : n;
};

const updatePath = fc.constantFrom("a", "b", "c", "a.x", "b.y", "a.0", "c.1", "d.e", "a.x.y");
const change: fc.Arbitrary<Document> = fc.oneof(
  fc.tuple(updatePath, value).map(([p, v]) => ({ $set: { [p]: v } })),
  updatePath.map((p) => ({ $unset: { [p]: "" } })),
  fc
    .tuple(updatePath, fc.constantFrom<unknown>(1, -2, new Double(0.5), Long.fromNumber(3)))
    .map(([p, n]) => ({ $inc: { [p]: n } })),
  fc
    .tuple(updatePath, fc.constantFrom<unknown>(2, new Double(1.5)))
    .map(([p, n]) => ({ $mul: { [p]: n } })),
  fc.tuple(updatePath, scalar).map(([p, v]) => ({ $min: { [p]: v } })),
  fc.tuple(updatePath, scalar).map(([p, v]) => ({ $max: { [p]: v } })),
  fc.constantFrom({ $rename: { a: "d" } }, { $rename: { "a.x": "d" } }, { $rename: { b: "c" } }),
  fc.tuple(updatePath, value).map(([p, v]) => ({ $push: { [p]: v } })),
  fc
    .tuple(
      updatePath,
      fc.array(scalar, { minLength: 1, maxLength: 3 }),
      fc.constantFrom({}, { $slice: -2 }, { $position: 0 }, { $sort: 1 }, { $sort: -1, $slice: 2 }),
    )
    .map(([p, list, more]) => ({ $push: { [p]: { $each: list, ...more } } })),
  fc.tuple(updatePath, value).map(([p, v]) => ({ $addToSet: { [p]: v } })),
  fc
    .tuple(updatePath, fc.uniqueArray(scalar, { minLength: 1, maxLength: 3, selector: byValue }))
    .map(([p, list]) => ({ $addToSet: { [p]: { $each: list } } })),
  fc.tuple(updatePath, scalar).map(([p, v]) => ({ $pull: { [p]: v } })),
  fc.tuple(updatePath, scalar).map(([p, v]) => ({ $pull: { [p]: { $gte: v } } })),
  fc
    .tuple(updatePath, fc.array(scalar, { maxLength: 3 }))
    .map(([p, v]) => ({ $pullAll: { [p]: v } })),
  fc.tuple(updatePath, fc.constantFrom(1, -1)).map(([p, n]) => ({ $pop: { [p]: n } })),
  scalar.map((v) => ({ $set: { "a.$[]": v } })),
);
const updates: fc.Arbitrary<Document> = fc.oneof(
  { weight: 4, arbitrary: change },
  fc
    .tuple(scalar, fc.integer({ min: 1, max: 3 }))
    .map(([v, n]) => ({ $set: { c: v }, $inc: { n } })),
);
/** Filters and updates. The position is of the array that the filter is about: of others it is not documented. */
export const changes: fc.Arbitrary<[Document, Document]> = fc.oneof(
  { weight: 20, arbitrary: fc.tuple(filters, updates) },
  fc.tuple(
    fc.oneof(comparison, elemMatch).map((a) => ({ a })),
    scalar.map((v) => ({ $set: { "a.$": v } })),
  ),
);

/** Beside a field that is not there: what is made of constants alone, MongoDB evaluates before it looks at a document. */
const varied = (v: unknown): Document => ({ $ifNull: ["$nowhere", { $literal: v }] });

/** To be added to others: the reference loses of a long sum what a double has no digits for. */
const summand = (x: unknown): Document => ({
  $cond: [{ $and: [{ $eq: [{ $type: [x] }, "long"] }, { $gt: [x, 1e10] }] }, 1, x],
});

/** Expressions that hold for any value. */
const expression: fc.Arbitrary<unknown> = fc.letrec<{ e: unknown }>((tie) => {
  const e = tie("e");
  const number = e.map((x) => ({
    $cond: [{ $in: [{ $type: [x] }, ["int", "long", "double", "decimal"]] }, summand(x), 1],
  }));
  const ofType = (type: string, otherwise: unknown): fc.Arbitrary<unknown> =>
    e.map((x) => ({ $cond: [{ $eq: [{ $type: [x] }, type] }, x, varied(otherwise)] }));
  const text = ofType("string", "Ab c");
  const object = ofType("object", { x: 1 });
  const two = (ops: readonly string[]): fc.Arbitrary<unknown> =>
    fc.tuple(fc.constantFrom(...ops), e, e).map(([op, x, y]) => ({ [op]: [x, y] }));
  return {
    e: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      { weight: 4, arbitrary: fc.constantFrom("$a", "$b", "$c", "$a.x", "$b.y", "$a.x.y", "$_id") },
      { weight: 2, arbitrary: scalar.map(varied) },
      two(["$eq", "$ne", "$gt", "$lt", "$gte", "$lte", "$cmp"]),
      two(["$and", "$or"]),
      fc
        .tuple(fc.constantFrom("$add", "$subtract", "$multiply"), number, number)
        .map(([op, x, y]) => ({ [op]: [x, y] })),
      two(["$ifNull"]),
      fc.tuple(e, e, e).map((list) => ({ $cond: list })),
      e.map((x) => ({ $not: [x] })),
      e.map((x) => ({ $type: [x] })),
      e.map((x) => ({ $isArray: [x] })),
      e.map((x) => ({ $cond: [{ $isArray: [x] }, { $size: [x] }, -1] })),
      e.map((x) => ({ $cond: [{ $isArray: [x] }, { $arrayElemAt: [x, 0] }, x] })),
      fc.tuple(e, e).map(([x, y]) => ({ $cond: [{ $isArray: [x] }, { $in: [y, x] }, null] })),
      e.map((x) => ({
        $cond: [{ $isArray: [x] }, { $map: { input: x, in: { v: "$$this" } } }, x],
      })),
      fc.tuple(e, scalar).map(([x, v]) => ({
        $cond: [
          { $isArray: [x] },
          { $filter: { input: x, cond: { $gte: ["$$this", { $literal: v }] } } },
          x,
        ],
      })),
      e.map((x) => ({ $cond: [{ $isArray: [x] }, { $concatArrays: [x, [1]] }, x] })),
      fc.tuple(e, e).map(([x, y]) => ({
        $cond: [
          { $and: [{ $eq: [{ $type: [x] }, "string"] }, { $eq: [{ $type: [y] }, "string"] }] },
          { $concat: [x, y] },
          0,
        ],
      })),
      fc.tuple(e, e).map(([x, y]) => ({ p: x, q: y })),
      // By powers of two: the reference sums doubles without what rounding takes from them.
      fc
        .tuple(number, fc.constantFrom<unknown>(2, -4, new Double(0.5), Long.fromNumber(8)))
        .map(([x, y]) => ({ $divide: [x, y] })),
      fc.tuple(fc.constantFrom("$toUpper", "$toLower"), text).map(([op, x]) => ({ [op]: x })),
      fc
        .tuple(fc.constantFrom("x", "y"), object)
        .map(([field, input]) => ({ $getField: { field, input } })),
      fc
        .tuple(fc.constantFrom("x", "z"), object, e)
        .map(([field, input, value]) => ({ $setField: { field, input, value } })),
      fc.tuple(object, object).map((two) => ({ $mergeObjects: two })),
      fc.tuple(e, e).map(([x, y]) => ({ $let: { vars: { v: x }, in: { $eq: ["$$v", y] } } })),
      fc
        .tuple(e, e, e)
        .map(([x, y, z]) => ({ $switch: { branches: [{ case: x, then: y }], default: z } })),
      fc.tuple(e, e).map(([x, y]) => [x, y]),
    ),
  };
}).e;

/** With null for what is missing: what the reference makes of that in groups is not what MongoDB documents. */
const orNull = (e: unknown): Document => ({ $ifNull: [wholeDocuments(e), null] });
function wholeDocuments(e: unknown): unknown {
  if (Array.isArray(e)) return e.map(wholeDocuments);
  if (typeof e !== "object" || e?.constructor !== Object) return e;
  return Object.fromEntries(
    Object.entries(e).map(([k, v]) => [k, k === "p" || k === "q" ? orNull(v) : wholeDocuments(v)]),
  );
}
const gathered = expression.map(orNull);

const accumulator = fc.oneof(
  fc
    .tuple(fc.constantFrom("$sum", "$avg", "$min", "$max"), gathered)
    .map(([op, e]) => ({ [op]: op === "$sum" || op === "$avg" ? summand(e) : e })),
  fc.constant({ $sum: 1 }),
);

/** What documents are joined by: values that are equal to none of another type within a list (see `listed`). */
const joinable = (path: string): Document => {
  const isPlain = (v: string): Document => ({
    $not: [{ $in: [{ $type: v }, ["object", "array", "double", "decimal"]] }],
  });
  const elements = { $filter: { input: path, cond: isPlain("$$this") } };
  return { $cond: [{ $isArray: [path] }, elements, { $cond: [isPlain(path), path, "none"] }] };
};
const joinKeys = { $addFields: { key: joinable("$a"), keys: [{ x: joinable("$a.x") }, {}] } };

/** Documents of the other collection, with ids of their own: in what order equal ones come is not promised. */
const unionWith = (above: number): Document => ({
  $unionWith: {
    coll: "other",
    pipeline: [
      { $match: { a: { $exists: true } } },
      { $addFields: { _id: { $add: ["$_id", above] } } },
    ],
  },
});

/** Stages that keep an order which both servers know: each pipeline is sorted by _id first and last. */
const stage: fc.Arbitrary<Document> = fc.oneof(
  { weight: 2, arbitrary: filters.map((f) => ({ $match: f })) },
  // Of a comparison: the reference takes arrays and fractions for false.
  fc.tuple(expression, expression).map((two) => ({ $match: { $expr: { $gte: two } } })),
  expression.map((e) => ({ $project: { p: e, a: 1 } })),
  fc.constant<Document>({ $project: { "a.x": 1 } }),
  fc
    .tuple(fc.constantFrom("d", "a", "a.x", "b.n"), expression)
    .map(([p, e]) => ({ $addFields: { [p]: e } })),
  expression.map((e) => ({ $replaceWith: { _id: "$_id", a: e, b: "$a" } })),
  fc.nat(4).map((n) => ({ $skip: n })),
  fc.integer({ min: 1, max: 6 }).map((n) => ({ $limit: n })),
  fc.constantFrom<Document>(
    { $lookup: { from: "other", localField: "key", foreignField: "b", as: "found" } },
    { $lookup: { from: "other", localField: "keys.x", foreignField: "a", as: "found" } },
  ),
  fc.constant<Document>({
    $lookup: {
      from: "other",
      let: { v: "$a" },
      pipeline: [
        { $match: { $expr: { $eq: ["$b", "$$v"] } } },
        { $sort: { _id: 1 } },
        { $project: { c: 1 } },
      ],
      as: "found",
    },
  }),
  fc.constant(unionWith(0)),
  fc.tuple(filters, expression).map(([f, e]) => ({
    $facet: {
      some: [{ $match: f }, { $sort: { _id: 1 } }, { $limit: 3 }],
      other: [{ $sort: { _id: 1 } }, { $project: { e } }],
    },
  })),
);
const closing = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Document[]>([]) },
  fc
    .tuple(gathered, accumulator, accumulator)
    .map(([e, x, y]) => [{ $group: { _id: e, x, y, n: { $sum: 1 } } }]),
  // What depends on the order is gathered over all: the reference orders by the group's id and loses the order within.
  fc
    .tuple(gathered, gathered)
    .map(([x, y]) => [
      { $group: { _id: null, all: { $push: x }, first: { $first: y }, last: { $last: y } } },
    ]),
  fc.constantFrom("$a", "$b").map((p) => [{ $unwind: p }]),
  fc
    .constantFrom("$a", "$b")
    .map((p) => [
      { $unwind: { path: p, includeArrayIndex: "i", preserveNullAndEmptyArrays: true } },
    ]),
  fc.constant([{ $count: "n" }]),
  // At the end: in the stages after them the reference has the fields still.
  fc.constantFrom(
    [{ $project: { b: 0 } }],
    [{ $project: { "a.x": 0, c: 0 } }],
    [{ $unset: "c" }],
    [{ $unset: ["a.x", "b"] }],
  ),
);

export const pipelines: fc.Arbitrary<Document[]> = fc
  .tuple(fc.array(stage, { maxLength: 3 }), closing)
  .map(([stages, end]) => [
    { $sort: { _id: 1 } },
    ...stages.flatMap((one, i) => {
      if ("$unionWith" in one) return [unionWith(100 * (i + 1)), { $sort: { _id: 1 } }];
      return one["$lookup"]?.localField ? [joinKeys, one] : [one];
    }),
    ...end,
  ]);
