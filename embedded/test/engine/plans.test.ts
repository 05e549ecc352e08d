/* oxlint-disable unicorn/no-array-sort -- it is a cursor that is sorted */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Collection, Document } from "mongodb";
import { runCommand } from "../../src/mongo/commands.ts";
import { Engine } from "../../src/mongo/engine.ts";
import type { Doc } from "../../src/mongo/values.ts";
import type { Rig } from "./setup.ts";
import { failure, filled, freshDir, rig } from "./setup.ts";

interface Stats {
  keys: number;
  docs: number;
  n: number;
  stages: string[];
}

async function stats(
  a: Collection,
  filter: Document,
  sort: Document = {},
  limit = 0,
): Promise<Stats> {
  const { executionStats: e } = await a
    .find(filter)
    .sort(sort)
    .limit(limit)
    .explain("executionStats");
  const stages: string[] = [];
  const visit = (stage: Document | undefined): void => {
    if (!stage) return;
    stages.push(stage["stage"]);
    visit(stage["inputStage"]);
    for (const s of Array.isArray(stage["inputStages"]) ? stage["inputStages"] : []) visit(s);
  };
  visit(e["executionStages"]);
  return { keys: e["totalKeysExamined"], docs: e["totalDocsExamined"], n: e["nReturned"], stages };
}

describe("indexes", () => {
  let r: Rig;
  let a: Collection;
  const N = 3000;
  before(async () => {
    r = await rig();
    a = await filled(
      r.db,
      "leads",
      Array.from({ length: N }, (_, i) => ({
        _id: i as never,
        audience: [`t${i % 50}`, `u${i % 7}`],
        updatedAt: new Date(1e12 + ((i * 7919) % N)),
        n: i,
        state: ["draft", "sent", "done"][i % 3],
        name: `name ${i}`,
        ...(i % 10 === 0 ? { due: i } : {}),
      })),
    );
    await a.createIndexes([
      { key: { audience: 1, updatedAt: -1, _id: -1 } },
      { key: { state: 1, n: 1 } },
      { key: { name: 1 }, unique: true },
      { key: { due: 1 }, sparse: true },
      { key: { n: 1 }, partialFilterExpression: { state: "done" } },
    ]);
  });
  after(() => r.close());

  /** The same query without its index gives the same documents. */
  async function same(filter: Document, sort: Document, limit = 0): Promise<void> {
    const by = await a.find(filter).sort(sort).limit(limit).toArray();
    const all = await a.find(filter).hint({ $natural: 1 }).sort(sort).limit(limit).toArray();
    expect(by).deep.equal(all);
  }

  it("answer a key, a range and a prefix by the keys they need", async () => {
    expect(await stats(a, { _id: 7 })).include({ keys: 1, docs: 1, n: 1 });
    expect(await stats(a, { name: "name 77" })).include({ keys: 1, docs: 1, n: 1 });
    expect(await stats(a, { state: "sent", n: { $gte: 30, $lt: 60 } })).include({
      keys: 10,
      docs: 10,
      n: 10,
    });
    expect(await stats(a, { name: /^name 12/ })).include({ keys: 111, n: 111 });
    expect((await stats(a, { n: { $gt: 10 } })).stages).include("COLLSCAN");
  });

  it("merge the ranges of $in in the order of the sort: a page of 20 reads 20 documents", async () => {
    const filter = { audience: { $in: Array.from({ length: 12 }, (_, i) => `t${i * 3}`) } };
    const s = await stats(a, filter, { updatedAt: -1, _id: -1 }, 20);
    expect(s.stages).include("SORT_MERGE").and.not.include("SORT");
    expect(s).include({ n: 20, docs: 20 });
    expect(s.keys).below(60);
    await same(filter, { updatedAt: -1, _id: -1 }, 20);
    await same(filter, { updatedAt: 1, _id: 1 }, 20);
    await same({ audience: { $in: ["u1", "t1", "t8", "u3"] } }, { updatedAt: -1, _id: -1 });
    expect(await a.countDocuments({ audience: { $in: ["u1", "t1"] } })).equal(
      (
        await a
          .find({ audience: { $in: ["u1", "t1"] } })
          .hint({ $natural: 1 })
          .toArray()
      ).length,
    );
  });

  it("give a sort in both directions, and are not used for one they do not give", async () => {
    expect((await stats(a, { state: "sent" }, { n: 1 })).stages).not.include("SORT");
    expect((await stats(a, { state: "sent" }, { n: -1 })).stages).not.include("SORT");
    expect((await stats(a, {}, { state: -1, n: -1 }, 5)).docs).equal(5);
    expect((await stats(a, { state: "sent" }, { updatedAt: 1 })).stages).include("SORT");
    await same({ state: { $in: ["sent", "done"] } }, { n: -1 }, 50);
    await same({ state: { $gt: "done" } }, { state: 1, n: 1 }, 50);
  });

  it("unite the branches of $or, and count by keys", async () => {
    const s = await stats(a, { $or: [{ name: "name 5" }, { state: "done", n: { $lt: 10 } }] });
    expect(s.stages).include("OR");
    expect(s).include({ n: 3 });
    expect(await a.countDocuments({ state: "sent", n: { $gte: 100 } })).equal(
      Math.floor((N - 100 + 2) / 3),
    );
  });

  it("count each document of an array's index once, and believe its keys alone", async () => {
    const filter = { audience: { $in: ["t1", "t2", "u1"] } };
    const all = await a.find(filter).hint({ $natural: 1 }).toArray();
    expect(await a.countDocuments(filter)).equal(all.length);
    expect(await a.countDocuments(filter, { limit: 100 })).equal(100);
    await same(filter, { updatedAt: -1, _id: -1 }, 40);

    const values = [
      null,
      1,
      2.5,
      NaN,
      "a",
      "b",
      [],
      [1],
      [[1], 2],
      ["a", null],
      { x: 1 },
      [{ x: 1 }],
    ];
    const tests = [1, "a", null, { x: 1 }].flatMap((value) =>
      ["$eq", "$gt", "$gte", "$lt", "$lte"].map((op) => ({ [op]: value })),
    );
    const m = await filled(
      r.db,
      "mixed",
      values.flatMap((v, i) =>
        values.map((w, j) => ({ _id: i * 100 + j, v: [v, w], w, in: { d: [{ v }, { v: w }] } })),
      ),
    );
    await m.createIndexes([{ key: { v: 1 } }, { key: { w: 1, _id: 1 } }, { key: { "in.d.v": 1 } }]);
    for (const path of ["v", "w", "in.d.v"])
      for (const one of [
        ...tests,
        { $in: [1, "b"] },
        { $gt: 1, $lt: 2 },
        { $gte: "a", $ne: "b" },
      ]) {
        const wanted = await m
          .find({ [path]: one })
          .hint({ $natural: 1 })
          .toArray();
        const where = JSON.stringify({ [path]: one });
        const found = await m
          .find({ [path]: one })
          .sort({ _id: 1 })
          .toArray();
        expect(found, where).deep.equal(wanted);
        expect(await m.countDocuments({ [path]: one }), where).equal(wanted.length);
      }
  });

  it("are left out where a sparse or partial one does not hold all matches", async () => {
    expect((await stats(a, { due: { $gte: 0 } })).n).equal(N / 10);
    expect((await stats(a, { due: { $gte: 0 } })).docs).equal(N / 10);
    expect((await stats(a, { due: null })).stages).include("COLLSCAN");
    expect(await stats(a, { state: "done", n: 302 })).include({ docs: 1 });
    // What they hold is all that is asked for: they are read whole.
    expect(await stats(a, { due: { $exists: true } })).include({ n: N / 10, docs: N / 10 });
    await a.createIndex({ x: 1 }, { partialFilterExpression: { x: { $type: "date" } }, name: "x" });
    await a.updateOne({ n: 5 }, { $set: { x: new Date(5) } });
    await a.updateOne({ n: 6 }, { $set: { x: 5 } });
    expect(await stats(a, { x: { $lte: new Date(9) } })).include({ n: 1, docs: 1 });
    expect((await stats(a, { x: { $lte: 9 } })).stages).include("COLLSCAN");
  });

  it("keep unique values unique, with the error of MongoDB", async () => {
    const u = await filled(r.db, "unique", []);
    await u.createIndex({ a: 1, "b.c": 1 }, { unique: true });
    await u.createIndex({ s: 1 }, { unique: true, sparse: true });
    await u.createIndex({ p: 1 }, { unique: true, partialFilterExpression: { live: true } });
    await u.insertOne({ _id: 1 as never, a: 1, b: [{ c: 1 }, { c: 2 }] });
    const error = await failure(u.insertOne({ a: 1, b: { c: 2 } }));
    expect(error).deep.include({ code: 11000, keyPattern: { a: 1, "b.c": 1 } });
    await u.insertOne({ a: 2, p: 1, live: false });
    await u.insertOne({ a: 3, p: 1, live: true });
    expect((await failure(u.insertOne({ a: 4, p: 1, live: true }))).code).equal(11000);
    expect((await failure(u.updateOne({ a: 2 }, { $set: { live: true } }))).code).equal(11000);
    expect(
      (
        await failure(
          u.insertOne({ a: 5, b: [1], x: [2] }).then(() => u.createIndex({ b: 1, x: 1 })),
        )
      ).code,
    ).equal(171);
    const many = await failure(u.insertMany([{ a: 10 }, { a: 10 }, { a: 11 }], { ordered: false }));
    expect(many.code).equal(11000);
    expect(await u.countDocuments({ a: { $in: [10, 11] } })).equal(2);
    expect((await failure(a.createIndex({ state: 1 }, { unique: true }))).code).equal(11000);
  });

  it("follow documents that change, long values and values of all types", async () => {
    const c = await filled(r.db, "change", [
      { _id: 1, k: ["a", "b"] },
      { _id: 2, k: "c" },
    ] as never);
    await c.createIndex({ k: 1 });
    await c.updateOne({ _id: 1 as never }, { $pull: { k: "a" } } as never);
    expect(await c.find({ k: "a" }).toArray()).deep.equal([]);
    const long = "x".repeat(5000);
    await c.insertMany([{ k: `${long}b` }, { k: `${long}a` }, { k: long }] as never);
    expect((await stats(c, { k: `${long}a` })).docs).equal(1);
    expect(
      (
        await c
          .find({ k: { $gte: `${long}a` } })
          .sort({ k: 1 })
          .toArray()
      ).map((d) => String(d["k"]).slice(5000)),
    ).deep.equal(["a", "b"]);
    await c.deleteMany({});
    expect(await c.find({ k: { $gte: "" } }).toArray()).deep.equal([]);
  });

  it("delete what is over its time", async () => {
    const t = await filled(r.db, "ttl", []);
    await t.createIndex({ at: 1 }, { expireAfterSeconds: 60 });
    expect((await t.listIndexes().toArray())[1]).include({ expireAfterSeconds: 60, name: "at_1" });

    const dir = freshDir();
    const engine = new Engine(join(dir, "ttl.mdb"));
    const run = (body: Doc): Promise<Doc> => runCommand(engine, { ...body, $db: "test" });
    await run({
      createIndexes: "ttl",
      indexes: [{ key: { at: 1 }, name: "at_1", expireAfterSeconds: 60 }],
    });
    await run({
      insert: "ttl",
      documents: [{ at: new Date(0) }, { at: new Date(Date.now() - 50_000) }, { at: "never" }, {}],
    });
    await engine.expire();
    expect((await run({ count: "ttl" }))["n"]).equal(3);
    await engine.expire(Date.now() + 20_000);
    expect((await run({ count: "ttl" }))["n"]).equal(2);
    await engine.close();
    rmSync(dir, { recursive: true });
  });
});
