import { spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { MongoClient } from "mongodb";
import { Catalog } from "../../src/mongo/catalog.ts";
import { dataFile } from "../../src/mongo/data-file.ts";
import { Store } from "../../src/mongo/store.ts";
import { decode } from "../../src/mongo/codec.ts";
import { checkFile } from "./check.ts";
import { Disk } from "./disk.ts";
import { freshDir } from "./setup.ts";

const CUTS = Number(process.env["POWER_CUTS"] ?? 40);
const WRITERS = 8;
const WRITING_MS = 1_500;
const ENGINE = fileURLToPath(new URL("../../bin/engine.ts", import.meta.url));
const CALLS = "openat,lseek,write,writev,pwrite64,pwritev,fsync,fdatasync";

/** The ids of a collection in a file that no engine has open. */
async function idsIn(file: string, ns: string): Promise<Set<string>> {
  const store = new Store(file);
  const collection = new Catalog(store).get(ns);
  const ids = new Set<string>();
  if (collection)
    for (const [, bytes] of store.latest().range(collection.start(0), collection.start(1)))
      ids.add(String(decode(bytes)["_id"]));
  await store.close();
  return ids;
}

/**
 * A power cut is simulated, not made: every write and sync of the engine is written down as it happens, and the file is put together
 * again as a disk might hold it at some moment, that is with all that was synced by then and any part of what was not. What a disk does
 * that lies about its syncs is not shown by this.
 */
describe("the engine, when the power is cut", function () {
  this.timeout(120_000);
  const dir = freshDir();
  after(() => rmSync(dir, { recursive: true, force: true }));

  it(`has kept all it acknowledged, whole, at ${CUTS} moments`, async () => {
    const log = join(dir, "strace.log");
    mkdirSync(join(dir, "data"));
    const engine = spawn(
      "strace",
      ["-f", "-qq", "-ttt", "-xx", "-s", "67108864", "-e", `trace=${CALLS}`, "-e", "signal=none"]
        .concat("-o", log, process.execPath, "--import=tsx", ENGINE)
        .concat("--dir", join(dir, "data"), "--port", "0"),
      { stdio: ["pipe", "pipe", "inherit"] },
    );
    const line = await new Promise<string>((resolve, reject) => {
      engine.stdout.once("data", (d: Buffer) => resolve(d.toString()));
      engine.once("exit", (code) => reject(new Error(`strace or the engine ended (${code})`)));
      engine.once("error", reject);
    });
    const client = new MongoClient(JSON.parse(line).ready);
    const db = client.db("power");
    await db.collection("left").createIndex({ tags: 1, n: -1 });
    await db.collection("right").createIndex({ of: 1 }, { unique: true });
    const acknowledged: { id: string; at: number }[] = [];
    const until = Date.now() + WRITING_MS;
    const write = async (writer: number): Promise<void> => {
      for (let n = 0; Date.now() < until; n++) {
        const id = `${writer}-${n}`;
        await client.withSession((session) =>
          session.withTransaction(async () => {
            const left = { _id: id as never, n, tags: [`t${n % 5}`, `w${writer}`] };
            await db.collection("left").insertOne(left, { session });
            await db.collection("right").insertOne({ _id: id as never, of: id }, { session });
          }),
        );
        acknowledged.push({ id, at: performance.timeOrigin + performance.now() });
      }
    };
    await Promise.all(Array.from({ length: WRITERS }, (_, w) => write(w)));
    await client.close();
    const ended = new Promise((resolve) => engine.once("exit", resolve));
    engine.stdin.end();
    await ended;

    const disk = new Disk(log, dataFile(join(dir, "data")));
    const [first, last] = disk.span;
    const image = join(dir, "image.mdb");
    let lost = 0;
    for (let cut = 0; cut < CUTS; cut++) {
      // The writers' own time; what came before is the making of the file.
      const from = Math.max(first, acknowledged[0]!.at);
      const at = from + Math.random() * (last - from);
      const odds = Math.random();
      let dropped = 0;
      const keeps = (): boolean => {
        const isKept = Math.random() < odds;
        if (!isKept) dropped++;
        return isKept;
      };
      writeFileSync(image, disk.after(at, keeps));
      if (dropped > 0) lost++;
      expect((await checkFile(image)).faults, `cut at ${at}`).deep.equal([]);
      const [left, right] = [await idsIn(image, "power.left"), await idsIn(image, "power.right")];
      expect([...left].toSorted(), `cut at ${at}`).deep.equal([...right].toSorted());
      const wanted = acknowledged.filter((one) => one.at < at).map(({ id }) => id);
      expect(
        wanted.filter((id) => !left.has(id)),
        `cut at ${at}`,
      ).deep.equal([]);
      rmSync(image);
      rmSync(`${image}-lock`, { force: true });
    }
    expect(acknowledged.length, "something was written").above(50);
    expect(lost, "something was on its way at a cut").above(0);
  });
});
