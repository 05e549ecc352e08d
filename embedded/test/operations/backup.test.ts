import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import mongoose from "mongoose";
import { createClient } from "redis";
import { systemClock } from "@hub/domain/kernel/clock";
import { migrate, MIGRATIONS } from "@hub/domain/store/migrations";
import { connectStore } from "@hub/domain/store/store";
import { tar } from "../../src/archive.ts";
import { backup } from "../../src/backup.ts";
import { restore } from "../../src/restore.ts";
import { testEnv } from "../../src/test-env.ts";

const { Double, Int32, Long, Binary } = mongoose.mongo.BSON;

describe("backup and restore", () => {
  let folder: string;
  const opened: mongoose.mongo.MongoClient[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hub-backup-"));
  });
  afterEach(async () => {
    for (const client of opened.splice(0)) {
      await client.db().dropDatabase();
      await client.close();
    }
    rmSync(folder, { recursive: true, force: true });
  });

  /** A database of its own with what a hub has in it, and a folder with files. */
  async function aHub() {
    const { MONGODB_URI: mongodbUri, REDIS_URL: redisUrl, FILES_DIR: filesDir } = testEnv();
    const client = await mongoose.mongo.MongoClient.connect(mongodbUri);
    opened.push(client);
    return { mongodbUri, redisUrl, filesDir, db: client.db(), clock: systemClock };
  }
  type Hub = Awaited<ReturnType<typeof aHub>>;

  async function withContent(hub: Hub) {
    const store = await connectStore(hub.mongodbUri);
    await migrate(store, systemClock);
    await store.close();
    const officers = Array.from({ length: 1_200 }, (_, number) => ({
      _id: `officer-${number}`,
      name: `张${number}`,
      account: `account-${number}`,
      officeId: "gaoyou",
    }));
    await hub.db.collection<{ _id: string }>("officers").insertMany(officers);
    await hub.db.collection<Record<string, unknown>>("entries").insertOne({
      _id: "types",
      seq: new Int32(1),
      ordinal: new Double(1),
      big: Long.fromString("9007199254740993"),
      at: new Date(0),
      nothing: null,
      list: [1.5, { deep: [] }],
      bytes: new Binary(Buffer.from([0, 255])),
    } as never);
    mkdirSync(join(hub.filesDir, "ab"), { recursive: true });
    writeFileSync(join(hub.filesDir, "ab/abcd"), "证据");
    mkdirSync(join(hub.filesDir, "incoming"));
    writeFileSync(join(hub.filesDir, "incoming/half"), "still coming");
  }

  /** A digest over the bytes of every document, so that a number that changed its type is seen. */
  async function content({ db }: Hub) {
    const listed = await db.listCollections({}, { nameOnly: true }).toArray();
    const digests: Record<string, string> = {};
    for (const { name } of listed) {
      if (name === "schema") continue;
      const hash = createHash("sha256");
      for await (const document of db.collection(name).find({}, { raw: true, sort: { _id: 1 } }))
        hash.update(document as unknown as Buffer);
      digests[name] = hash.digest("hex");
    }
    return digests;
  }

  const indexes = async ({ db }: Hub) =>
    (await db.collection("officers").indexes()).map(({ key, unique }) => ({
      key,
      unique: unique ?? false,
    }));

  const messageOf = (work: Promise<unknown>) =>
    work.then(
      () => "",
      (error: Error) => error.message,
    );

  it("brings back the same documents byte by byte, indexes, files and secret in an empty hub", async () => {
    const [one, two] = [await aHub(), await aHub()];
    await withContent(one);
    const archive = join(folder, "hub.tar");
    await backup({ ...one, secret: "s".repeat(40), to: archive });
    const manifest = await restore({ ...two, from: archive, force: false });
    expect(await content(two)).to.deep.equal(await content(one));
    expect(await indexes(two)).to.have.deep.members(await indexes(one));
    expect(readFileSync(join(two.filesDir, "ab/abcd"), "utf8")).to.equal("证据");
    expect(existsSync(join(two.filesDir, "incoming"))).to.equal(false);
    expect(manifest.secret).to.equal("s".repeat(40));
    expect(await two.db.collection("schema").findOne())
      .to.include({ number: MIGRATIONS.at(-1)?.to, lock: null })
      .and.not.have.property("restoring");
  });

  it("empties Redis, so that nobody stays signed in to a hub of another time", async () => {
    const hub = await aHub();
    await withContent(hub);
    const archive = join(folder, "hub.tar");
    await backup({ ...hub, secret: null, to: archive });
    const redis = createClient({ url: hub.redisUrl });
    await redis.connect();
    await redis.set("session:x", "1");
    await restore({ ...(await aHub()), from: archive, force: false });
    expect(await redis.get("session:x")).to.equal(null);
    redis.destroy();
  });

  it("refuses a store that is not empty and changes nothing there, unless it is told to replace", async () => {
    const hub = await aHub();
    await withContent(hub);
    const archive = join(folder, "hub.tar");
    await backup({ ...hub, secret: null, to: archive });
    await hub.db
      .collection<{ _id: string }>("officers")
      .insertOne({ _id: "later", account: "later" } as { _id: string });
    const before = await content(hub);
    expect(await messageOf(restore({ ...hub, from: archive, force: false })))
      .to.contain("not empty")
      .and.contain("--force");
    expect(await content(hub)).to.deep.equal(before);
    await restore({ ...hub, from: archive, force: true });
    expect(await hub.db.collection<{ _id: string }>("officers").findOne({ _id: "later" })).to.equal(
      null,
    );
    expect(await hub.db.collection("officers").countDocuments()).to.equal(1_200);
  });

  it("refuses a damaged archive before it writes anything", async () => {
    const [one, two] = [await aHub(), await aHub()];
    await withContent(one);
    const archive = join(folder, "hub.tar");
    await backup({ ...one, secret: null, to: archive });
    const work = join(folder, "unpacked");
    mkdirSync(work);
    await tar(["--extract", "--file", archive, "--directory", work]);
    writeFileSync(join(work, "files/ab/abcd"), "changed");
    await tar(["--create", "--file", archive, "--directory", work, "manifest.json", "db", "files"]);
    expect(await messageOf(restore({ ...two, from: archive, force: false })))
      .to.contain("damaged")
      .and.contain("files/ab/abcd");
    expect(await two.db.listCollections().toArray()).to.deep.equal([]);
  });

  it("takes one point in time while others write", async () => {
    const [one, two] = [await aHub(), await aHub()];
    await withContent(one);
    // Two documents always change together; a backup that saw the store at two times would tear them apart.
    const pair = one.db.collection<{ _id: string; value: number }>("aaa");
    const other = one.db.collection<{ _id: string; value: number }>("zzz");
    await pair.insertOne({ _id: "pair", value: 0 });
    await other.insertOne({ _id: "pair", value: 0 });
    const going = { on: true };
    const writer = (async () => {
      for (let value = 1; going.on; value += 1)
        await opened[0]?.withSession((session) =>
          session.withTransaction(async () => {
            await pair.updateOne({ _id: "pair" }, { $set: { value } }, { session });
            await other.updateOne({ _id: "pair" }, { $set: { value } }, { session });
          }),
        );
    })();
    const archive = join(folder, "hub.tar");
    await backup({ ...one, secret: null, to: archive });
    going.on = false;
    await writer;
    await restore({ ...two, from: archive, force: false });
    const [first, last] = await Promise.all(
      ["aaa", "zzz"].map((name) => two.db.collection(name).findOne()),
    );
    expect(first?.["value"]).to.be.greaterThan(0).and.equal(last?.["value"]);
  });

  it("never replaces an archive that is there", async () => {
    const hub = await aHub();
    const archive = join(folder, "hub.tar");
    writeFileSync(archive, "older");
    expect(await messageOf(backup({ ...hub, secret: null, to: archive }))).to.contain(
      "is there already",
    );
    expect(readFileSync(archive, "utf8")).to.equal("older");
  });
});
