import { connect } from "node:net";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { MongoClient } from "mongodb";
import mongoose from "mongoose";
import { startEngine } from "../../src/mongo/server.ts";
import type { Doc } from "../../src/mongo/values.ts";
import { encode } from "../../src/mongo/codec.ts";
import type { Rig } from "./setup.ts";
import { failure, freshDir, rig } from "./setup.ts";

const FRAMES = Number(process.env["FRAMES"] ?? 500);

function message(body: Doc): Buffer {
  const bytes = encode(body);
  const head = Buffer.alloc(21);
  head.writeInt32LE(21 + bytes.length, 0);
  head.writeInt32LE(2013, 12);
  return Buffer.concat([head, bytes]);
}

/** Sends bytes; resolves when the engine answers or ends the connection. */
function send(port: number, bytes: Buffer): Promise<"answered" | "ended"> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error("neither answered nor ended"));
    }, 5000);
    const done = (how: "answered" | "ended") => (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(how);
    };
    socket
      .on("data", done("answered"))
      .on("close", done("ended"))
      .on("error", () => undefined);
    socket.end(bytes);
  });
}

describe("the wire", () => {
  let r: Rig;
  let port: number;
  before(async () => {
    r = await rig();
    port = Number(new URL(r.engine.uri.replace("mongodb:", "http:")).port);
  });
  after(() => r.close());

  it(`ends a connection that sends what is no message, and goes on (${FRAMES} frames)`, async () => {
    const good = message({
      insert: "fuzz",
      documents: [{ a: 1, b: "x", c: [1, { d: 2 }] }],
      $db: "test",
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.nat(good.length),
        async (changes, cut) => {
          const broken = Buffer.from(good);
          for (const [at, byte] of changes) broken[at] = byte;
          await send(port, broken);
          await send(port, good.subarray(0, cut));
        },
      ),
      { numRuns: FRAMES },
    );
    expect(await send(port, good)).equal("answered");
    expect((await r.db.command({ ping: 1 }))["ok"]).equal(1);
  }).timeout(30_000 + FRAMES * 50);

  it("refuses what it does not have with the codes of MongoDB", async () => {
    const code = async (command: Doc): Promise<unknown> => {
      const e = await failure(r.db.command(command));
      return [e.code, e.codeName];
    };
    await r.db.collection("refused").insertOne({});
    expect(await code({ frobnicate: 1 })).deep.equal([59, "CommandNotFound"]);
    expect(await code({ find: "refused", filter: { $where: "1" } })).deep.equal([
      238,
      "NotImplemented",
    ]);
    expect(await code({ find: "refused", collation: { locale: "zh" } })).deep.equal([
      238,
      "NotImplemented",
    ]);
    expect(await code({ create: "capped", capped: true, size: 100 })).deep.equal([
      72,
      "InvalidOptions",
    ]);
    expect(await code({ find: "refused", filter: { a: { $frob: 1 } } })).deep.equal([
      2,
      "BadValue",
    ]);
    expect(
      await code({ aggregate: "refused", pipeline: [{ $changeStream: {} }], cursor: {} }),
    ).deep.equal([238, "NotImplemented"]);
    expect(await code({ aggregate: "refused", pipeline: [{ $frob: 1 }], cursor: {} })).deep.equal([
      40324,
      "Location40324",
    ]);
    expect(await code({ update: "refused", updates: [] })).deep.equal([16, "InvalidLength"]);
    expect(await code({ getMore: 1, collection: "refused" })).deep.equal([43, "CursorNotFound"]);
  });

  it("serves mongoose over a unix socket, one engine to a folder", async () => {
    const dir = freshDir();
    mkdirSync(join(dir, "run"));
    const engine = await startEngine({ dir, listen: { path: join(dir, "run", "m.sock") } });
    const second = await failure(startEngine({ dir, listen: { port: 0 } }));
    expect(second.message).match(/in use by this process/);
    const connection = await mongoose.createConnection(engine.uri, { dbName: "hub" }).asPromise();
    const Lead = connection.model(
      "Lead",
      new mongoose.Schema(
        { title: { type: String, unique: true }, tags: [String] },
        { timestamps: true },
      ),
    );
    await Lead.init();
    await Lead.create({ title: "线索", tags: ["a"] });
    const changed = await Lead.findOneAndUpdate(
      { title: "线索" },
      { $addToSet: { tags: "b" } },
      { returnDocument: "after" },
    ).lean();
    expect(changed?.tags).deep.equal(["a", "b"]);
    await connection.transaction(async (session) => {
      await Lead.create([{ title: "two" }], { session });
    });
    expect(await Lead.countDocuments()).equal(2);
    await connection.close();
    await engine.stop();
    const again = await startEngine({ dir, listen: { port: 0 } });
    const client = new MongoClient(again.uri);
    expect(await client.db("hub").collection("leads").countDocuments()).equal(2);
    await client.close();
    await again.stop();
    rmSync(dir, { recursive: true });
  });
});
