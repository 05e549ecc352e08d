import { expect } from "chai";
import type { ClientSession } from "mongodb";
import { Long, MongoClient, Timestamp } from "mongodb";
import type { Rig } from "./setup.ts";
import { failure, filled, rig } from "./setup.ts";

describe("transactions", () => {
  let r: Rig;
  before(async () => {
    r = await rig();
  });
  after(() => r.close());
  const begin = (client: MongoClient): ClientSession => {
    const session = client.startSession();
    session.startTransaction();
    return session;
  };

  it("read their snapshot and their own writes, by index too", async () => {
    const a = await filled(r.db, "snapshot", [
      { _id: 1, x: 1 },
      { _id: 2, x: 2 },
    ] as never);
    await a.createIndex({ x: 1 });
    const session = begin(r.client);
    expect(await a.countDocuments({}, { session })).equal(2);
    await a.insertOne({ _id: 3 as never, x: 3 });
    await a.updateOne({ _id: 1 as never }, { $set: { x: 9 } });
    await a.updateOne({ _id: 2 as never }, { $set: { x: 0 } }, { session });
    await a.insertOne({ _id: 4 as never, x: 1.5 }, { session });
    expect(
      (
        await a
          .find({ x: { $gte: 0 } }, { session })
          .sort({ x: 1 })
          .toArray()
      ).map((d) => d["x"]),
    ).deep.equal([0, 1, 1.5]);
    expect((await a.find().sort({ x: 1 }).toArray()).map((d) => d["x"])).deep.equal([2, 3, 9]);
    await session.commitTransaction();
    expect((await a.find().sort({ x: 1 }).toArray()).map((d) => d["x"])).deep.equal([0, 1.5, 3, 9]);
    await session.endSession();
  });

  it("conflict when both change a document, before and after the other commits", async () => {
    const a = await filled(r.db, "conflict", [{ _id: 1, n: 0 }] as never);
    const [one, two, three] = [begin(r.client), begin(r.client), begin(r.client)];
    await a.findOne({}, { session: three });
    await a.updateOne({ _id: 1 as never }, { $inc: { n: 1 } }, { session: one });
    const open = await failure(
      a.updateOne({ _id: 1 as never }, { $inc: { n: 1 } }, { session: two }),
    );
    expect([
      open.code,
      open.codeName,
      open.hasErrorLabel?.("TransientTransactionError"),
    ]).deep.equal([112, "WriteConflict", true]);
    await one.commitTransaction();
    const late = await failure(
      a.updateOne({ _id: 1 as never }, { $inc: { n: 1 } }, { session: three }),
    );
    expect(late.code).equal(112);
    expect((await a.findOne())!["n"]).equal(1);
    for (const s of [one, two, three]) await s.endSession();
  });

  it("let 8 counters raise one document 25 times each, and lose nothing", async () => {
    const a = await filled(r.db, "counter", [{ _id: 1, n: 0 }] as never);
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let i = 0; i < 25; i++)
          await r.client.withSession((session) =>
            session.withTransaction(async () => {
              const { n } = (await a.findOne({ _id: 1 as never }, { session }))! as unknown as {
                n: number;
              };
              await a.updateOne({ _id: 1 as never }, { $set: { n: n + 1 } }, { session });
            }),
          );
      }),
    );
    expect((await a.findOne())!["n"]).equal(200);
  }).timeout(60_000);

  it("keep unique indexes unique across each other", async () => {
    const a = await filled(r.db, "uniques", []);
    await a.createIndex({ name: 1 }, { unique: true });
    const [one, two] = [begin(r.client), begin(r.client)];
    await a.insertOne({ name: "x" }, { session: one });
    expect((await failure(a.insertOne({ name: "x" }, { session: two }))).code).equal(112);
    const outside = a.insertOne({ name: "x" });
    await one.commitTransaction();
    const error = await failure(outside);
    expect([error.code, error.keyPattern, error.keyValue]).deep.equal([
      11000,
      { name: 1 },
      { name: "x" },
    ]);
    const three = begin(r.client);
    expect((await failure(a.insertOne({ name: "x" }, { session: three }))).code).equal(11000);
    expect((await failure(a.insertOne({ name: "y" }, { session: three }))).code).equal(251);
    expect(await a.countDocuments()).equal(1);
    for (const s of [one, two, three]) await s.endSession();
  });

  it("make writers outside wait, who then go on", async () => {
    const a = await filled(r.db, "waiting", [{ _id: 1, n: 0 }] as never);
    const session = begin(r.client);
    await a.updateOne({ _id: 1 as never }, { $inc: { n: 1 } }, { session });
    let done = false;
    const outside = a.updateOne({ _id: 1 as never }, { $inc: { n: 10 } }).then(() => (done = true));
    const limited = await failure(
      r.db.command({
        update: "waiting",
        updates: [{ q: { _id: 1 }, u: { $inc: { n: 100 } } }],
        maxTimeMS: 50,
      }),
    );
    expect(limited.code).equal(50);
    expect(done).equal(false);
    await session.commitTransaction();
    await outside;
    expect((await a.findOne())!["n"]).equal(11);
    await session.endSession();
  });

  it("are not needed to read at one point in time, over several collections and batches", async () => {
    const a = await filled(r.db, "point", [{ _id: 1, x: 1 }] as never);
    const b = await filled(
      r.db,
      "point2",
      Array.from({ length: 300 }, (_, i) => ({ x: i })),
    );
    await r.client.withSession({ snapshot: true }, async (session) => {
      expect(await a.countDocuments({ x: 1 }, { session })).equal(1);
      await a.updateOne({ _id: 1 as never }, { $set: { x: 2 } });
      await b.deleteMany({ x: { $gte: 10 } });
      expect((await a.findOne({}, { session }))?.["x"]).equal(1);
      expect(await b.find({}, { session, batchSize: 7 }).toArray()).length(300);
      expect(await b.distinct("x", {}, { session })).length(300);
      await a.createIndex({ x: 1 });
      expect((await failure(a.findOne({}, { session }))).code).equal(246);
    });
    expect((await a.findOne({ x: 2 }))?.["_id"]).equal(1);
    const gone = { level: "snapshot", atClusterTime: new Timestamp({ t: 1, i: 1 }) };
    expect((await failure(r.db.command({ find: "point", readConcern: gone }))).code).equal(239);
    const count = { count: "point", readConcern: { level: "snapshot" } };
    expect((await failure(r.db.command(count))).code).equal(72);
  });

  it("roll back when aborted and when their session ends", async () => {
    const a = await filled(r.db, "rollback", []);
    const one = begin(r.client);
    await a.insertOne({ n: 1 }, { session: one });
    await one.abortTransaction();
    const two = begin(r.client);
    await a.insertOne({ n: 2 }, { session: two });
    await r.client.db("admin").command({ endSessions: [two.id] });
    expect((await failure(two.commitTransaction())).code).equal(251);
    expect(await a.countDocuments()).equal(0);
    await r.client.withSession((s) =>
      s.withTransaction(() => r.db.collection("made-inside").insertOne({}, { session: s })),
    );
    const three = begin(r.client);
    await r.db.collection("never-made").insertOne({}, { session: three });
    await three.abortTransaction();
    const names = (await r.db.listCollections().toArray()).map((c) => c.name);
    expect(names).include("made-inside").and.not.include("never-made");
  });

  it("answer a retried write as before, without doing it again", async () => {
    const a = await filled(r.db, "retried", [{ _id: 1, n: 0 }] as never);
    // A driver that does not number the writes of its sessions, so that the numbers here are the only ones.
    const client = new MongoClient(r.engine.uri, { retryWrites: false });
    const db = client.db("test");
    const update = {
      update: "retried",
      updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } } }],
      txnNumber: Long.fromNumber(7),
    };
    const first = await db.command(update);
    const again = await db.command(update);
    expect([first["n"], first["nModified"], again["n"], again["nModified"]]).deep.equal([
      1, 1, 1, 1,
    ]);
    expect((await a.findOne())!["n"]).equal(1);
    const modify = {
      findAndModify: "retried",
      query: { _id: 1 },
      update: { $inc: { n: 1 } },
      new: true,
      txnNumber: Long.fromNumber(8),
    };
    expect((await db.command(modify))["value"]).deep.equal((await db.command(modify))["value"]);
    expect((await failure(db.command(update))).code).equal(225);
    await client.close();
  });
});
