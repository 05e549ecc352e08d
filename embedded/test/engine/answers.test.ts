/* oxlint-disable unicorn/no-array-sort -- it is a cursor that is sorted */
import { Double, Long } from "bson";
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
    const at = new Date("2024-01-31T10:00:00Z");
    const [found] = await piped(
      [{ _id: 1, list: ["a"], n: 7 }],
      [
        { $unwind: { path: "$list", includeArrayIndex: "i" } },
        {
          $project: {
            _id: 0,
            i: 1,
            days: { $dateDiff: { startDate: new Date(0), endDate: at, unit: "day" } },
            rest: { $mod: ["$n", new Double(2)] },
            next: { $dateAdd: { startDate: at, unit: "month", amount: 1 } },
          },
        },
      ],
    );
    expect(found?.["i"]).instanceOf(Long);
    expect(found?.["days"]).deep.equal(Long.fromNumber(19_753));
    expect(found?.["rest"]._bsontype).equal("Int32");
    expect(found?.["next"]).deep.equal(new Date("2024-02-29T10:00:00Z"));
  });
});
