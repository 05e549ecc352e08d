import { expect } from "chai";
import type { Document } from "mongodb";
import { runCommand } from "../../src/mongo/commands.ts";
import { Engine } from "../../src/mongo/engine.ts";
import type { Doc } from "../../src/mongo/values.ts";
import type { Rig } from "./setup.ts";
import { failure, filled, freshDir, rig } from "./setup.ts";
import { rmSync } from "node:fs";
import { join } from "node:path";

const nested = (depth: number): Document => (depth === 1 ? {} : { a: nested(depth - 1) });

describe("limits", () => {
  let r: Rig;
  before(async () => {
    r = await rig();
  });
  after(() => r.close());

  it("keep a document to 16 MB, its nesting to 100, a batch to 100,000", async () => {
    const c = await filled(r.db, "limits", []);
    await c.insertOne({ text: "x".repeat(9 * 2 ** 20) });
    const doubled = await failure(c.updateOne({}, [{ $set: { again: "$text" } }]));
    expect(doubled.code).equal(10334);
    await c.insertOne(nested(100));
    expect((await failure(c.insertOne(nested(101)))).code).equal(15);
    const deletes = Array.from({ length: 100_001 }, () => ({ q: { _id: 0 }, limit: 1 }));
    expect((await failure(r.db.command({ delete: "limits", deletes }))).code).equal(16);
  });

  it("listen on this machine alone unless told otherwise", () => {
    expect(r.engine.uri).match(/^mongodb:\/\/127\.0\.0\.1:\d+\//);
  });

  it("end a cursor that was left for ten minutes", async () => {
    const dir = freshDir();
    const engine = new Engine(join(dir, "limits.mdb"));
    const run = (body: Doc): Promise<Doc> => runCommand(engine, { ...body, $db: "test" });
    const later = Date.now;
    try {
      await run({ insert: "c", documents: Array.from({ length: 10 }, (_, n) => ({ n })) });
      const { cursor } = await run({ find: "c", batchSize: 2 });
      const { id } = cursor as { id: unknown };
      Date.now = () => later() + 9 * 60_000;
      engine.cursors.sweep();
      expect((await run({ getMore: id, collection: "c", batchSize: 2 }))["ok"]).equal(1);
      Date.now = () => later() + 20 * 60_000;
      engine.cursors.sweep();
      expect((await run({ getMore: id, collection: "c" }))["code"]).equal(43);
    } finally {
      Date.now = later;
      await engine.close();
      rmSync(dir, { recursive: true });
    }
  });
});
