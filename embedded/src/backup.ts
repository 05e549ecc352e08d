import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, existsSync } from "node:fs";
import { mkdir, mkdtemp, open, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Clock } from "@hub/domain/kernel/clock";
import { CannotStart } from "@hub/domain/store/reach";
import mongoose from "mongoose";
import { sumFiles, tar, type Manifest } from "./archive.ts";

type Client = mongoose.mongo.MongoClient;
type Session = mongoose.mongo.ClientSession;

/** Codes of a server that has no snapshot reads outside a transaction. */
const NO_SNAPSHOT_SESSIONS = new Set([59, 72, 115, 246, 263]);

/**
 * Runs `read` on one point in time of the whole store: a snapshot session where the server has them, since a transaction ends after a
 * minute on a large store; else a transaction.
 */
async function onSnapshot<T>(client: Client, read: (session: Session) => Promise<T>): Promise<T> {
  const done = await client.withSession({ snapshot: true }, async (session) =>
    (await hasSnapshots(client, session)) ? { value: await read(session) } : null,
  );
  if (done) return done.value;
  return client.withSession((session) =>
    session.withTransaction(() => read(session), { readConcern: { level: "snapshot" } }),
  );
}

/** A server that takes the wish and answers without naming the time that it read at has not granted it. */
async function hasSnapshots(client: Client, session: Session): Promise<boolean> {
  try {
    await client.db().collection("schema").findOne({}, { session });
    return "snapshotTime" in session && session.snapshotTime !== undefined;
  } catch (thrown) {
    const code =
      thrown instanceof mongoose.mongo.MongoServerError ? Number(thrown.code) : Number.NaN;
    if (NO_SNAPSHOT_SESSIONS.has(code) || thrown instanceof mongoose.mongo.MongoCompatibilityError)
      return false;
    throw thrown;
  }
}

/** Writes every document of a collection, in order of id, one BSON after the other as they come from the wire. */
async function dump(collection: mongoose.mongo.Collection, session: Session, path: string) {
  const hash = createHash("sha256");
  const file = createWriteStream(path);
  let documents = 0;
  for await (const document of collection.find({}, { session, raw: true, sort: { _id: 1 } })) {
    const bson = document as unknown as Buffer;
    hash.update(bson);
    documents += 1;
    if (!file.write(bson)) await once(file, "drain");
  }
  file.end();
  await once(file, "close");
  return { name: collection.collectionName, documents, sha256: hash.digest("hex") };
}

/**
 * Saves the hub into the archive `to`: the store first, at one point in time, then the files, so that whatever a document names is
 * there (a file may come along that no document names yet). The hub may go on meanwhile. The archive appears whole or not at all.
 */
export async function backup(options: {
  mongodbUri: string;
  filesDir: string;
  secret: string | null;
  to: string;
  clock: Clock;
}): Promise<Manifest> {
  const { mongodbUri, filesDir, secret, clock } = options;
  const to = resolve(options.to);
  if (existsSync(to)) throw new CannotStart(`${to} is there already: give another name.`);
  const work = await mkdtemp(join(dirname(to), ".backup-")).catch((cause: unknown) => {
    throw new CannotStart(`${dirname(to)} cannot be written: give another folder.`, { cause });
  });
  const client = new mongoose.mongo.MongoClient(mongodbUri, { serverSelectionTimeoutMS: 5_000 });
  try {
    const db = client.db();
    await mkdir(join(work, "db"));
    const taken = await onSnapshot(client, async (session) => {
      // Listed outside of the snapshot: servers allow no catalogue commands inside.
      const listed = await db.listCollections({}, { nameOnly: true }).toArray();
      const names = listed.map(({ name }) => name).filter((name) => !name.startsWith("system."));
      const collections: Manifest["collections"] = [];
      for (const name of names.toSorted())
        collections.push(
          await dump(db.collection(name), session, join(work, "db", `${name}.bson`)),
        );
      const schema = await db.collection("schema").findOne({}, { session });
      return { collections, schema: Number(schema?.["number"] ?? 0) };
    });
    const manifest: Manifest = {
      format: "tongzhou-backup-1",
      at: clock.now().toISOString(),
      ...taken,
      files: await sumFiles(filesDir),
      secret,
    };
    await writeFile(join(work, "manifest.json"), JSON.stringify(manifest, null, 1));
    const part = join(work, "archive.tar");
    const names = manifest.files.map(({ path }) => `${path}\0`).join("");
    await tar(["--create", "--file", part, "--directory", work, "manifest.json", "db"]);
    if (names) {
      const list = ["--null", "--no-recursion", "--verbatim-files-from", "--files-from", "-"];
      await tar(
        [
          "--append",
          "--file",
          part,
          "--directory",
          filesDir,
          "--transform",
          "s,^,files/,",
          ...list,
        ],
        names,
      );
    }
    const file = await open(part, "r+");
    await file.chmod(0o600);
    await file.sync();
    await file.close();
    await rename(part, to);
    return manifest;
  } finally {
    await client.close();
    await rm(work, { recursive: true, force: true });
  }
}
