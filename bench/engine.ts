import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEngine } from "@hub/embedded/engine";
import { dataFile } from "@hub/embedded/mongo/data-file";
import { startEngine as openEngine } from "@hub/embedded/mongo/server";
import type { Collection, Db, Document } from "mongodb";
import mongoose from "mongoose";
import { quantile, type Row } from "./report.ts";

const SAMPLES = 2_000;
const GROUPED = 10_000;
const WRITERS = 32;
const WRITING_MS = 5_000;
const MANY = 1_000_000;
const GIGABYTE = 2 ** 30;

type Figure = Pick<Row, "what" | "unit" | "aim"> & {
  /** Undefined where a server does not tell. */
  measure: (db: Db) => Promise<number | undefined>;
};

/** Milliseconds of each of many runs, the first few left out. */
async function timed(
  run: (index: number) => Promise<unknown>,
  samples = SAMPLES,
): Promise<number[]> {
  const times: number[] = [];
  for (let index = -Math.ceil(samples / 10); index < samples; index += 1) {
    const began = performance.now();
    await run(Math.abs(index));
    if (index >= 0) times.push(performance.now() - began);
  }
  return times;
}

const aDocument = (index: number): Document => ({
  _id: index as never,
  office: `3210${index % 50}`,
  at: new Date(1.7e12 + ((index * 7_919) % 1_000_003) * 1_000),
  state: ["draft", "sent", "done"][index % 3],
  n: index % 100,
});

async function fill(c: Collection, count: number, make = aDocument): Promise<void> {
  const batch = 1_000;
  for (let from = 0; from < count; from += batch)
    await c.insertMany(
      Array.from({ length: Math.min(batch, count - from) }, (_, i) => make(from + i)),
    );
}

/** Inserts that were acknowledged as durable, per second, by so many writers at once. */
async function insertsPerSecond(c: Collection, writers: number): Promise<number> {
  let done = 0;
  const began = performance.now();
  const write = async (): Promise<void> => {
    while (performance.now() - began < WRITING_MS) {
      await c.insertOne(
        { at: new Date(), n: done, text: "线索" },
        { writeConcern: { w: "majority" } },
      );
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  return (done * 1_000) / (performance.now() - began);
}

/** In this order: the documents of one are there for the next. */
const FIGURES: Figure[] = [
  // First, while the file has no free pages that would hold some of it unseen.
  {
    what: "size on disk that 1,000,000 small documents add",
    unit: "MB",
    measure: async (db) => {
      const before = await bytesOnDisk(db);
      await fill(db.collection("many"), MANY);
      return ((await bytesOnDisk(db)) - before) / 2 ** 20;
    },
  },
  {
    what: "memory of the server with 1,000,000 small documents",
    unit: "MB",
    measure: async (db) => {
      const { mem } = await db.admin().serverStatus();
      await db.collection("many").drop();
      const { resident } = (mem ?? {}) as { resident?: number };
      return resident || undefined;
    },
  },
  {
    what: "keyed read among 100,000, p50",
    unit: "ms",
    aim: "<= 0.5 ms",
    measure: async (db) => {
      const c = db.collection("small");
      await fill(c, 100_000);
      await c.createIndex({ office: 1, at: -1 });
      return quantile(
        await timed((i) => c.findOne({ _id: ((i * 48_271) % 100_000) as never })),
        0.5,
      );
    },
  },
  {
    what: "keyed update, durable (the reference does not sync), p50",
    unit: "ms",
    measure: async (db) =>
      quantile(
        await timed(
          (i) =>
            db
              .collection("small")
              .updateOne({ _id: ((i * 48_271) % 100_000) as never }, { $inc: { n: 1 } }),
          SAMPLES / 2,
        ),
        0.5,
      ),
  },
  {
    what: "page of 20 by a compound index, p50",
    unit: "ms",
    measure: async (db) =>
      quantile(
        await timed((i) =>
          db
            .collection("small")
            .find({ office: `3210${i % 50}` })
            .sort({ at: -1 })
            .limit(20)
            .toArray(),
        ),
        0.5,
      ),
  },
  {
    what: "group over 10,000 documents, p50",
    unit: "ms",
    measure: async (db) => {
      const pipeline = [
        { $match: { _id: { $lt: GROUPED } } },
        { $group: { _id: "$office", n: { $sum: 1 }, sum: { $sum: "$n" }, last: { $max: "$at" } } },
      ];
      return quantile(
        await timed(() => db.collection("small").aggregate(pipeline).toArray(), 30),
        0.5,
      );
    },
  },
  {
    what: "durable inserts, one writer (the reference does not sync)",
    unit: "/s",
    measure: (db) => insertsPerSecond(db.collection("alone"), 1),
  },
  {
    what: `durable inserts, ${WRITERS} writers (the reference does not sync)`,
    unit: "/s",
    aim: ">= 5,000 /s",
    measure: (db) => insertsPerSecond(db.collection("together"), WRITERS),
  },
];

async function bytesOnDisk(db: Db): Promise<number> {
  const { storageSize, indexSize } = await db.command({ dbStats: 1 });
  return Number(storageSize) + Number(indexSize);
}

async function measureAll(uri: string): Promise<(number | undefined)[]> {
  const connection = await mongoose
    .createConnection(uri, { dbName: `bench_${process.pid}`, maxPoolSize: WRITERS })
    .asPromise();
  const db = connection.db as unknown as Db;
  try {
    const figures = [];
    for (const { measure } of FIGURES) figures.push(await measure(db));
    return figures;
  } finally {
    await db.dropDatabase();
    await connection.close();
  }
}

/** How long the store takes to open when its file has a gigabyte. */
async function openAtGigabyte(dir: string): Promise<number> {
  const engine = await openEngine({ dir, listen: { port: 0 } });
  const connection = await mongoose.createConnection(engine.uri, { dbName: "big" }).asPromise();
  const c = connection.collection("big") as unknown as Collection;
  const text = "办案材料".repeat(850);
  await c.createIndex({ n: 1 });
  for (let from = 0; statSync(dataFile(dir)).size < GIGABYTE; from += 500)
    await fillFrom(c, from, text);
  await connection.close();
  await engine.stop();
  const began = performance.now();
  const again = await openEngine({ dir, listen: { port: 0 } });
  const took = performance.now() - began;
  await again.stop();
  return took / 1_000;
}
const fillFrom = (c: Collection, from: number, text: string): Promise<unknown> =>
  c.insertMany(Array.from({ length: 500 }, (_, i) => ({ n: from + i, text })));

/**
 * The embedded engine in a process of its own, on a unix socket as the hub has it, through the driver; beside it the server that
 * MONGODB_REFERENCE_URI names, if there is one.
 */
export async function benchEngine(): Promise<Row[]> {
  const { MONGODB_REFERENCE_URI } = process.env;
  const dir = mkdtempSync(join(tmpdir(), "bench-engine-"));
  const big = mkdtempSync(join(tmpdir(), "bench-engine-"));
  try {
    const { uri, child } = await startEngine({ dir, socket: join(dir, "e.sock") });
    let ours: (number | undefined)[];
    try {
      ours = await measureAll(uri);
    } finally {
      await child.stop();
    }
    const theirs = MONGODB_REFERENCE_URI ? await measureAll(MONGODB_REFERENCE_URI) : [];
    const alone = MONGODB_REFERENCE_URI ? "the reference does not tell" : "no reference was given";
    const rows = FIGURES.map(({ what, unit, aim }, i): Row => {
      const bare = theirs[i];
      return {
        what: bare === undefined ? `${what} (${alone})` : what,
        value: ours[i] ?? Number.NaN,
        unit,
        ...(aim === undefined ? {} : { aim }),
        ...(bare === undefined ? {} : { bare }),
      };
    });
    rows.push({
      what: "open the store with a file of 1 GB (the reference is not restarted)",
      value: await openAtGigabyte(big),
      unit: "s",
      aim: "<= 1 s",
    });
    return rows;
  } finally {
    rmSync(dir, { recursive: true, force: true });
    rmSync(big, { recursive: true, force: true });
  }
}
