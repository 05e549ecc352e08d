import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { MongoClient } from "mongodb";
import { startEngine as startChild } from "../../src/engine.ts";
import { checkFile } from "./check.ts";
import { recoverFile } from "../../src/mongo/recover.ts";
import { dataFile } from "../../src/mongo/data-file.ts";
import { startEngine } from "../../src/mongo/server.ts";
import { failure, freshDir } from "./setup.ts";

const COUNT = 4_000;

describe("a damaged file", () => {
  const dir = freshDir();
  const sound = join(dir, "sound.mdb");
  let files = 0;
  /** A copy of the sound file, and where to recover it to. */
  const copy = (): [from: string, to: string] => {
    const from = join(dir, `damaged-${++files}.mdb`);
    copyFileSync(sound, from);
    return [from, join(dir, `new-${files}.mdb`)];
  };

  before(async () => {
    const engine = await startEngine({ dir, listen: { port: 0 } });
    const client = new MongoClient(engine.uri);
    const c = client.db("test").collection("leads");
    await c.createIndex({ title: 1 }, { unique: true });
    await c.insertMany(
      Array.from({ length: COUNT }, (_, i) => ({
        _id: i as never,
        title: `线索 ${i}`,
        text: "x".repeat(100),
      })),
    );
    await c.insertOne({ _id: "long" as never, title: "long", text: "y".repeat(100_000) });
    await c.updateMany({ _id: { $lt: 100 } as never }, { $set: { changed: true } });
    await c.deleteMany({ _id: { $gte: 3_900 } as never });
    await client.db("test").collection("other").insertOne({ a: 1 });
    await client.close();
    await engine.stop();
    copyFileSync(dataFile(dir), sound);
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  it("is not needed: a sound one is copied whole, with its indexes", async () => {
    const [from, to] = copy();
    expect(await recoverFile(from, to)).deep.equal({
      collections: 2,
      documents: 3_902,
      strays: 0,
      faults: [],
    });
    const { entries: _entries, ...checked } = await checkFile(to);
    expect(checked).deep.equal({ collections: 2, documents: 3_902, faults: [] });
  });

  it("is refused with its fault and the way out, and leads to no crash", async () => {
    const [from] = copy();
    const size = readFileSync(from).length;
    const folder = freshDir();
    for (const [spoil, said] of [
      [(file: string) => truncateSync(file, size / 2), /damaged.*bytes.*npm run recover/],
      [
        (file: string) => writeFileSync(file, Buffer.alloc(size)),
        /damaged.*beginning.*npm run recover/,
      ],
      [
        (file: string) => writeFileSync(file, "something else"),
        /damaged.*beginning.*npm run recover/,
      ],
    ] as const) {
      copyFileSync(sound, dataFile(folder));
      spoil(dataFile(folder));
      const error = await failure(startEngine({ dir: folder, listen: { port: 0 } }));
      expect(error.message).match(said);
    }
    rmSync(folder, { recursive: true });
  });

  it("ends the engine that finds it at work, and says clearly what to do", async () => {
    const folder = freshDir();
    const file = dataFile(folder);
    const told = new RegExp(
      `^The embedded database ended \\(.*damaged.*npm run recover -- ${file} NEW.mdb$`,
    );
    /** Starts it, lets something happen to it, and tells how it ended. */
    const endOf = async (act: (uri: string) => Promise<unknown> | void): Promise<string> => {
      const { uri, child } = await startChild({ dir: folder, socket: join(folder, "m.sock") });
      try {
        await act(uri);
        return await Promise.race([child.ended, sleep(5_000, "it goes on", { ref: false })]);
      } finally {
        await child.stop();
      }
    };

    const spoilt = readFileSync(sound);
    // In the pages of the last commit and in older ones.
    for (let at = 0; (at = spoilt.indexOf("线索 2000", at)) >= 0; at += 1)
      spoilt.fill(0, at - (at % 4_096), at - (at % 4_096) + 4_096);
    writeFileSync(file, spoilt);
    const found = await endOf(async (uri) => {
      const client = new MongoClient(uri, { serverSelectionTimeoutMS: 500, retryReads: false });
      await failure(client.db("test").collection("leads").find().toArray());
      await client.close(true);
    });
    expect(found).match(told);

    copyFileSync(sound, file);
    const crashed = await endOf(() => {
      process.kill(Number(readFileSync(join(folder, "engine.pid"), "utf8")), "SIGBUS");
    });
    expect(crashed).match(told).and.include("(SIGBUS)");
    rmSync(folder, { recursive: true });
  }).timeout(30_000);

  it("gives back what is whole, whichever page is lost", async function () {
    this.timeout(60_000);
    const bytes = readFileSync(sound);
    const pages = bytes.length / 4_096;
    for (let lost = 0; lost < pages; lost += Math.max(1, Math.floor(pages / 25))) {
      const [from, to] = copy();
      const spoilt = Buffer.from(bytes);
      spoilt.fill(0xa5, lost * 4_096, (lost + 1) * 4_096);
      writeFileSync(from, spoilt);
      const { documents } = await recoverFile(from, to);
      expect(documents, `page ${lost} of ${pages}`).above(3_800);
      expect((await checkFile(to)).faults, `page ${lost}`).deep.equal([]);
    }
  });

  it("gives back what is left of one that was cut off", async () => {
    const [from, to] = copy();
    truncateSync(from, Math.floor(readFileSync(from).length * 0.7));
    const { documents, faults } = await recoverFile(from, to);
    expect(faults).not.deep.equal([]);
    expect(documents).above(1_500);
    expect((await checkFile(to)).faults).deep.equal([]);
  });
});
