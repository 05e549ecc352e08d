/* oxlint-disable unicorn/no-array-sort -- it is a cursor that is sorted */
import { Decimal128, Double, Int32, Long } from "bson";
import { expect } from "chai";
import type { Collection, Document } from "mongodb";
import type { Rig } from "./setup.ts";
import { failure, filled, rig } from "./setup.ts";

/** Where engines go astray: each line is an answer that MongoDB gives. */
describe("answers", () => {
  let r: Rig;
  before(async () => {
    r = await rig();
  });
  after(() => r.close());

  const ids = async (docs: Document[], filter: Document, sort: Document = {}): Promise<unknown> => {
    const c = await filled(r.db, "answers", docs);
    return (
      await c
        .find(filter)
        .sort(sort as never)
        .toArray()
    ).map((d) => d._id);
  };
  const updated = async (doc: Document, update: Document): Promise<Document | null> => {
    const c = await filled(r.db, "answers", [doc]);
    await c.updateOne({}, update);
    return c.findOne();
  };
  const piped = async (docs: Document[], stages: Document[]): Promise<Document[]> => {
    const c: Collection = await filled(r.db, "answers", docs);
    const options = { promoteValues: false, promoteLongs: false };
    return c.aggregate(stages, options).toArray();
  };

  it("take a place in an array as one value", async () => {
    const docs = [
      { _id: 1, a: [[1, 2], 3] },
      { _id: 2, a: [1, 9] },
    ];
    expect(await ids(docs, { "a.0": 1 })).deep.equal([2]);
    expect(await ids(docs, { a: 3 })).deep.equal([1]);
    expect(await ids([{ _id: 1, a: [4] }, { _id: 2 }], { "a.0.x": null })).deep.equal([2]);
  });

  it("sort what is no document as missing", async () => {
    const docs = [{ _id: 1, a: [{ x: -3 }, 5] }, { _id: 2 }, { _id: 3, a: { x: -5 } }];
    expect(await ids(docs, {}, { "a.x": 1, _id: 1 })).deep.equal([1, 2, 3]);
  });

  it("make the array that $push and $addToSet find missing, sorted and cut", async () => {
    expect(
      await updated({ _id: 1 }, { $push: { a: { $each: [3, 1, 2], $sort: 1, $slice: 2 } } }),
    ).deep.equal({ _id: 1, a: [1, 2] });
    expect(await updated({ _id: 1 }, { $addToSet: { a: { $each: [] } } })).deep.equal({
      _id: 1,
      a: [],
    });
    const twice = { $addToSet: { a: { $each: [new Double(0.5), Decimal128.fromString("0.5")] } } };
    expect(await updated({ _id: 1 }, twice)).deep.equal({ _id: 1, a: [0.5] });
  });

  it("pull what a filter would find, in an array of arrays too", async () => {
    expect(
      await updated({ _id: 1, a: [[0], 3, -1, "x"] }, { $pull: { a: { $gte: 0 } } }),
    ).deep.equal({ _id: 1, a: [-1, "x"] });
  });

  it("find no place for $ by $or, nor by what is not there", async () => {
    const c = await filled(r.db, "answers", [{ _id: 1, a: [1, 2] }]);
    for (const filter of [{ $or: [{ a: 2 }, { a: 7 }] }, { a: { $ne: 7 } }]) {
      const error = await failure(c.updateOne(filter, { $set: { "a.$": 0 } }));
      expect(error.code, JSON.stringify(filter)).equal(2);
    }
    await c.updateOne({ $or: [{ a: 2 }] }, { $set: { "a.$": 0 } });
    expect(await c.findOne()).deep.equal({ _id: 1, a: [1, 0] });
  });

  it("refuse a modifier that is none, whatever every object has by nature", async () => {
    const c = await filled(r.db, "answers", [{ _id: 1 }]);
    for (const op of ["$sit", "constructor"]) {
      const error = await failure(c.updateOne({}, { $set: { a: 1 }, [op]: { b: 1 } }));
      expect(error.code, op).equal(9);
    }
  });

  it("refuse what cannot be on the way, and make nothing for what only takes away", async () => {
    const c = await filled(r.db, "answers", [{ _id: 1 as never, a: 1 }]);
    for (const update of [{ $pop: { "a.x": 1 } }, { $pull: { "a.x": 1 } }, { $set: { "a.x": 1 } }])
      expect((await failure(c.updateOne({}, update as never))).code).equal(28);
    await c.updateOne({}, { $pull: { "b.x": 1 }, $unset: { "a.x": 1 } } as never);
    expect(await c.findOne()).deep.equal({ _id: 1, a: 1 });
    expect(
      (await failure(c.updateOne({ b: 7 }, { $set: { "b.$": 1 } }, { upsert: true }))).code,
    ).equal(2);
    expect(
      (await failure(c.updateOne({ b: { $all: [1, 2] } }, { $set: { c: 1 } }, { upsert: true })))
        .code,
    ).equal(54);
  });

  it("read paths through documents in arrays, not through arrays of arrays", async () => {
    const [found] = await piped(
      [{ _id: 1, a: [[{ x: 1 }], { x: 2 }, 3] }],
      [{ $project: { _id: 0, v: "$a.x" } }],
    );
    expect(found).deep.equal({ v: [{ value: 2 }] });
  });

  it("join by the values that are there, and by null only where there is none", async () => {
    await filled(r.db, "others", [{ _id: 1, b: 2 }, { _id: 2 }] as never);
    const join = { $lookup: { from: "others", localField: "a.x", foreignField: "b", as: "found" } };
    const found = await piped(
      [{ _id: 1, a: [{}, { x: 2 }] }, { _id: 2 }],
      [join, { $project: { n: { $size: "$found" }, f: "$found._id" } }],
    );
    expect(found.map((d) => d["f"].map(Number))).deep.equal([[1], [2]]);
  });

  it("have the number's type that MongoDB gives", async () => {
    const at = new Date(86_400_000);
    const [found] = await piped(
      [{ _id: 1, list: ["a"], n: 7 }],
      [
        { $unwind: { path: "$list", includeArrayIndex: "i" } },
        {
          $project: {
            _id: 0,
            i: 1,
            passed: { $subtract: [at, new Date(0)] },
            part: { $divide: ["$n", 7] },
            next: { $add: [at, 1] },
          },
        },
      ],
    );
    expect(found?.["i"]).instanceOf(Long);
    expect(found?.["passed"]).deep.equal(Long.fromNumber(86_400_000));
    expect(found?.["part"]).deep.equal(new Double(1));
    expect(found?.["next"]).deep.equal(new Date(86_400_001));
  });

  it("know equal numbers of different types in lists, within arrays too", async () => {
    const two = [Decimal128.fromString("2")];
    const docs = [{ _id: 1, a: [2] }, { _id: 2 }];
    expect(await ids(docs, { a: { $in: [two, [7]] } })).deep.equal([1]);
    expect(await ids(docs, { a: { $nin: [two, {}] } })).deep.equal([2]);
    await filled(r.db, "others", [{ _id: 1, b: two }] as never);
    const join = { $lookup: { from: "others", localField: "a", foreignField: "b", as: "found" } };
    const [found] = await piped([{ _id: 1, a: [[2]] }], [join, { $project: { "found._id": 1 } }]);
    expect(found?.["found"]).deep.equal([{ _id: new Int32(1) }]);
    const half = Decimal128.fromString("0.5");
    expect(await ids([{ _id: 1, a: 0.5 }], { a: { $in: [0, half] } })).deep.equal([1]);
  });

  it("sum doubles with what rounding took from each step", async () => {
    const docs = [0, 1, 2, 3, 4, 5].map((_id) => ({ _id, n: 1 / 7, list: [0.1, 0.2, 0.3, 1e300] }));
    const [found] = await piped(docs, [
      {
        $group: { _id: null, sum: { $sum: "$n" }, mean: { $avg: "$n" }, list: { $first: "$list" } },
      },
      { $addFields: { some: { $add: [0.1, 0.2, 0.3] }, all: { $sum: "$list" } } },
    ]);
    expect([found?.["sum"].value, found?.["mean"].value]).deep.equal([6 / 7, 1 / 7]);
    const large = [{ n: 0.5 }, { n: Long.fromString("9007199254740993") }];
    const [sum] = await piped(large, [{ $group: { _id: null, n: { $sum: "$n" } } }]);
    expect(Number(sum?.["n"])).equal(9007199254740994);
    expect([found?.["some"].value, found?.["all"].value]).deep.equal([0.6, 1e300]);
  });

  it("group what is missing as null, but not within a document", async () => {
    const docs = [{ _id: 1 }, { _id: 2, a: null }, { _id: 3, a: 1 }, { _id: 4, a: new Double(1) }];
    const group = (id: unknown): Promise<Document[]> =>
      piped(docs, [
        { $group: { _id: id, n: { $sum: 1 }, least: { $min: "$b" }, first: { $first: "$b" } } },
        { $project: { n: { $toLower: "$n" }, least: 1, first: 1 } },
      ]);
    const rest = { n: "2", least: null, first: null };
    const one = { ...rest, n: "1" };
    expect(await group("$a")).deep.equal([
      { _id: null, ...rest },
      { _id: new Int32(1), ...rest },
    ]);
    expect(await group({ p: "$a" })).deep.equal([
      { _id: {}, ...one },
      { _id: { p: null }, ...one },
      { _id: { p: new Int32(1) }, ...rest },
    ]);
  });

  it("have no field in the stages after it was left out", async () => {
    const docs = [{ _id: 1, b: ["x"] }];
    for (const stage of [{ $project: { b: 0 } }, { $unset: "b" }])
      expect(
        await piped(docs, [stage, { $addFields: { "b.n": "$b", c: { $type: "$b" } } }]),
      ).deep.equal([{ _id: new Int32(1), b: {}, c: "missing" }]);
  });

  it("refuse an accumulator of several, and expressions by whether MongoDB has them", async () => {
    const code = async (stage: Document): Promise<unknown> =>
      Number((await failure(piped([], [stage]))).code);
    expect(await code({ $group: { _id: 1, x: { $push: ["$a", "$b"] } } })).equal(40237);
    expect(await code({ $addFields: { x: { $dateTrunc: {} } } })).equal(238);
    expect(await code({ $addFields: { x: { $nothing: 1 } } })).equal(168);
    expect(await code({ $project: { x: { $nothing: 1 } } })).equal(31325);
    expect(await code({ $addFields: { x: "$$other" } })).equal(17276);
    expect(await code({ $sortByCount: "$a" })).equal(238);
  });
});
