import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { expect } from "chai";
import { MongoClient } from "mongodb";
import { checkFile } from "./check.ts";
import { freePort } from "../free-port.ts";
import { dataFile } from "../../src/mongo/data-file.ts";
import { freshDir } from "./setup.ts";

const ROUNDS = Number(process.env["CRASH_ROUNDS"] ?? 10);
const WRITERS = 8;

async function launch(dir: string): Promise<{ child: ChildProcess; uri: string }> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [
      "--import=tsx",
      new URL("../../bin/engine.ts", import.meta.url).pathname,
      "--dir",
      dir,
      "--port",
      String(port),
    ],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (d: Buffer) => resolve(d.toString()));
    child.once("exit", () => reject(new Error("the engine ended before it was ready")));
  });
  return { child, uri: JSON.parse(line).ready };
}

/** Numbers of the operations whose acknowledgement arrived, and of all that were begun. */
interface Log {
  readonly singles: Set<string>;
  readonly pairs: Set<string>;
}

/** One writer: single inserts, a keyed counter, and pairs that a transaction puts into two collections. */
async function write(
  client: MongoClient,
  name: string,
  log: Log,
  isOver: () => boolean,
): Promise<void> {
  const db = client.db("crash");
  for (let i = 0; !isOver(); i++) {
    const id = `${name}-${i}`;
    try {
      if (i % 2 === 0) {
        await db
          .collection("singles")
          .insertOne({ _id: id as never, tags: [name, `n${i % 7}`], n: i });
        log.singles.add(id);
      } else {
        await client.withSession((session) =>
          session.withTransaction(async () => {
            await db.collection("left").insertOne({ _id: id as never, by: name }, { session });
            await db.collection("right").insertOne({ pair: id, by: name }, { session });
            await db
              .collection("sums")
              .updateOne({ _id: name as never }, { $inc: { pairs: 1 } }, { upsert: true, session });
          }),
        );
        log.pairs.add(id);
      }
    } catch {
      // The engine was killed: what was not acknowledged may be there or not, but only whole.
      if (isOver()) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

describe("the engine, killed at any moment", function () {
  this.timeout(30_000 + ROUNDS * 15_000);
  const dir = freshDir();
  after(() => rmSync(dir, { recursive: true, force: true }));

  it(`keeps all it acknowledged, and no half of a transaction, over ${ROUNDS} rounds`, async () => {
    const log: Log = { singles: new Set(), pairs: new Set() };
    for (let round = 0; round < ROUNDS; round++) {
      const { child, uri } = await launch(dir);
      const client = new MongoClient(uri, { serverSelectionTimeoutMS: 500 });
      await client.connect();
      if (round === 0) {
        await client.db("crash").collection("singles").createIndex({ tags: 1, n: -1 });
        await client.db("crash").collection("right").createIndex({ pair: 1 }, { unique: true });
      }
      let over = false;
      const writers = Array.from({ length: WRITERS }, (_, w) =>
        write(client, `r${round}w${w}`, log, () => over),
      );
      await new Promise((resolve) => setTimeout(resolve, 150 + Math.random() * 700));
      over = true;
      child.kill("SIGKILL");
      await new Promise((resolve) => child.once("exit", resolve));
      await Promise.all(writers);
      await client.close(true);
      const { faults } = await checkFile(dataFile(dir));
      expect(faults, `round ${round}`).deep.equal([]);
    }

    const { child, uri } = await launch(dir);
    const client = new MongoClient(uri);
    const db = client.db("crash");
    const ids = async (name: string, field: string): Promise<Set<string>> =>
      new Set((await db.collection(name).find().toArray()).map((d) => String(d[field])));
    const singles = await ids("singles", "_id");
    const left = await ids("left", "_id");
    const right = await ids("right", "pair");
    expect(log.singles.size + log.pairs.size, "something was written").above(ROUNDS);
    expect([...log.singles].filter((id) => !singles.has(id))).deep.equal([]);
    expect([...log.pairs].filter((id) => !left.has(id))).deep.equal([]);
    expect([...left].toSorted()).deep.equal([...right].toSorted());
    const sums = await db.collection("sums").find().toArray();
    expect(sums.reduce((n, s) => n + Number(s["pairs"]), 0)).equal(left.size);
    await client.close();
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.stdin?.end();
    expect(await ended).equal(0);
  });
});
