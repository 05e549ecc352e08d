import { createReadStream } from "node:fs";
import { copyFile, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { tmpdir } from "node:os";
import type { Clock } from "@hub/domain/kernel/clock";
import { migrate, MIGRATIONS } from "@hub/domain/store/migrations";
import { CannotStart } from "@hub/domain/store/reach";
import { connectStore, type Store } from "@hub/domain/store/store";
import { BSON } from "bson";
import { createClient } from "redis";
import { tar, verifiedManifest, type Manifest } from "./archive.ts";

const BATCH = 500;

/** The documents of a dump, with every number in the type that it was stored in. */
async function* documentsIn(path: string): AsyncGenerator<BSON.Document> {
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
      const size = rest.readInt32LE(0);
      yield BSON.deserialize(rest.subarray(0, size), {
        promoteValues: false,
        promoteBuffers: false,
        bsonRegExp: true,
      });
      rest = rest.subarray(size);
    }
  }
}

const database = (store: Store) => store.connection.getClient().db(store.connection.name);

async function ensureEmpty(store: Store, force: boolean): Promise<void> {
  const db = database(store);
  const listed = await db.listCollections({}, { nameOnly: true }).toArray();
  for (const { name } of listed) {
    if (name === "schema" || name.startsWith("system.")) continue;
    if (!(await db.collection(name).findOne({}, { projection: { _id: 1 } }))) continue;
    if (!force)
      throw new CannotStart(
        `The store is not empty (${name}): nothing was restored; --force replaces what is there.`,
      );
  }
  for (const { name } of listed) if (!name.startsWith("system.")) await db.collection(name).drop();
}

async function fill(store: Store, folder: string, manifest: Manifest): Promise<void> {
  const db = database(store);
  for (const { name, documents } of manifest.collections) {
    if (name === "schema") continue;
    let written = 0;
    let batch: BSON.Document[] = [];
    const write = async () => {
      if (batch.length === 0) return;
      await db.collection(name).insertMany(batch, { ordered: true });
      written += batch.length;
      batch = [];
    };
    for await (const document of documentsIn(join(folder, "db", `${name}.bson`))) {
      batch.push(document);
      if (batch.length >= BATCH) await write();
    }
    await write();
    if (written !== documents) throw new Error(`${name}: ${written} of ${documents} documents`);
  }
}

async function placeFiles(folder: string, filesDir: string, manifest: Manifest): Promise<void> {
  for (const { path } of manifest.files) {
    const to = join(filesDir, path);
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    // Copied beside its place, since the archive may lie on another disk, and renamed when it is whole.
    await copyFile(join(folder, "files", path), `${to}.restoring`);
    await rename(`${to}.restoring`, to);
  }
}

/**
 * Brings the archive `from` back: checked whole before anything is written, into an empty store or, with `force`, in place of what is
 * there. A restore that is cut off leaves a mark under which no hub starts. Redis is emptied: people sign in again.
 */
export async function restore(options: {
  mongodbUri: string;
  redisUrl: string;
  filesDir: string;
  from: string;
  force: boolean;
  clock: Clock;
}): Promise<Manifest> {
  const { mongodbUri, redisUrl, filesDir, force, clock } = options;
  const folder = await mkdtemp(join(tmpdir(), "hub-restore-"));
  try {
    await tar([
      "--extract",
      "--file",
      resolve(options.from),
      "--directory",
      folder,
      "--no-same-owner",
    ]);
    const manifest = await verifiedManifest(folder);
    if (manifest.schema > 1 + MIGRATIONS.length)
      throw new CannotStart(
        `The backup has schema ${manifest.schema}, newer than this program: restore it with the newer one.`,
      );
    const store = await connectStore(mongodbUri);
    try {
      await ensureEmpty(store, force);
      const schema = database(store).collection<{ _id: string }>("schema");
      const state = { number: manifest.schema, indexes: "", lock: null };
      await schema.insertOne({ _id: "schema", ...state, restoring: true } as { _id: string });
      await fill(store, folder, manifest);
      await placeFiles(folder, filesDir, manifest);
      await schema.replaceOne({ _id: "schema" }, state);
      await migrate(store, clock);
    } finally {
      await store.close();
    }
    const redis = createClient({ url: redisUrl, socket: { reconnectStrategy: false } });
    redis.on("error", () => undefined); // told by the command below
    await redis.connect();
    await redis.flushDb();
    redis.destroy();
    return manifest;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
