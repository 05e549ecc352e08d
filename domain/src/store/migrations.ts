import { createHash, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Connection, mongo } from "mongoose";
import type { EntryDoc } from "../journal/model.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Stamp } from "../kernel/signature.ts";
import { CannotStart } from "./reach.ts";
import { COLLECTIONS, ensureIndexes, isDuplicateKey, type Store } from "./store.ts";

/**
 * One step from a schema number to the next. It may be cut off and run again, and an older process may still be reading: so it adds
 * and fills, and what it makes superfluous is removed by a later one. Entries are never migrated; they are upcast when read.
 */
export interface Migration {
  /** 2 for the step from 1 to 2; consecutive. */
  to: number;
  name: string;
  run(connection: Connection): Promise<void>;
}

interface OlderExchange {
  _id: string;
  channelId: string;
  paper: unknown;
}

/**
 * An exchange had one `paper`, and each took the place of the last; who recorded it and when stands in its entry, which the same commit wrote.
 * `paper` stays for older processes.
 */
async function keepPapers(connection: Connection): Promise<void> {
  const exchanges = connection.collection<OlderExchange>("exchanges");
  const entries = connection.collection<EntryDoc>("entries");
  const officers = connection.collection<{ _id: string; name: string }>("officers");
  const older = { papers: { $exists: false } };
  for await (const { _id, channelId, paper } of exchanges.find({
    ...older,
    paper: { $ne: null },
  })) {
    const entry = await entries.findOne(
      { channelId, type: "exchange.paper_recorded" },
      { sort: { seq: -1 } },
    );
    if (!entry)
      throw new Error(`exchange ${_id} has a paper that no entry tells of: npm run verify`);
    const { actor: officerId, role, office: officeId, at } = entry;
    const name = (await officers.findOne({ _id: officerId }))?.name ?? "";
    const by: Stamp = { officerId, name, role, officeId, at };
    await exchanges.updateOne(
      { _id, ...older },
      { $set: { papers: [{ id: entry._id, paper, by }] } },
    );
  }
  await exchanges.updateMany(older, { $set: { papers: [] } });
}

/** Schema 1 is the first one: collections and indexes as declared, which every start makes anyway. */
export const MIGRATIONS: readonly Migration[] = [
  {
    to: 2,
    name: "a deputy chief may be in charge of some departments",
    run: async (connection) => {
      await connection
        .collection("officers")
        .updateMany({ inCharge: { $exists: false } }, { $set: { inCharge: [] } });
    },
  },
  {
    to: 3,
    name: "an exchange may be supervised by an office above",
    run: async (connection) => {
      await connection
        .collection("exchanges")
        .updateMany({ supervisions: { $exists: false } }, { $set: { supervisions: [] } });
    },
  },
  {
    to: 4,
    name: "an exchange keeps every formal paper that was recorded",
    run: keepPapers,
  },
];

interface SchemaDoc {
  _id: "schema";
  number: number;
  /** Of the declared indexes that were last made, so that an unchanged start asks nothing more. */
  indexes: string;
  /** Set while a restore is writing: a half restored store must not be worked on. */
  restoring?: boolean;
  lock: { holder: string; until: Date } | null;
}

const LEASE_MS = 60_000;
const WAIT_LIMIT_MS = 120_000;

const schemaOf = (connection: Connection): mongo.Collection<SchemaDoc> =>
  connection.getClient().db(connection.name).collection<SchemaDoc>("schema");

const declaredIndexes = (): string =>
  createHash("sha256")
    .update(
      JSON.stringify(
        Object.values(COLLECTIONS).map(({ collection, indexes }) => [collection, indexes]),
      ),
    )
    .digest("hex");

/** Takes the lock, or waits for the process that holds it; its lease ends by itself when that process died. */
async function takeLock(
  schema: mongo.Collection<SchemaDoc>,
  holder: string,
  clock: Clock,
): Promise<void> {
  const giveUpAt = clock.now().getTime() + WAIT_LIMIT_MS;
  for (;;) {
    const now = clock.now();
    try {
      // A held lock does not match, so the upsert tries to insert a second "schema" and fails on its id.
      await schema.updateOne(
        { _id: "schema", $or: [{ lock: null }, { "lock.until": { $lt: now } }] },
        {
          $set: { lock: { holder, until: new Date(now.getTime() + LEASE_MS) } },
          $setOnInsert: { number: 0, indexes: "" },
        },
        { upsert: true },
      );
      return;
    } catch (thrown) {
      if (!isDuplicateKey(thrown)) throw thrown;
    }
    if (now.getTime() > giveUpAt)
      throw new CannotStart(
        "Another process has been migrating the store for two minutes: look at its log, then start again.",
      );
    await sleep(250);
  }
}

/**
 * Brings the store to the schema of this program, one process at a time; the others wait. Refuses a store that a newer program has
 * migrated, and one whose restore was cut off.
 */
export async function migrate(
  store: Store,
  clock: Clock,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<void> {
  const schema = schemaOf(store.connection);
  const known = 1 + migrations.length;
  const wanted = declaredIndexes();

  const isCurrent = async (): Promise<boolean> => {
    const found = await schema.findOne({ _id: "schema" });
    if (!found) return false;
    if (found.restoring)
      throw new CannotStart("A restore into this store was cut off: run it again with --force.");
    if (found.number > known)
      throw new CannotStart(
        `The store has schema ${found.number}, this program knows ${known}: start the newer program.`,
      );
    return found.number === known && found.indexes === wanted;
  };

  if (await isCurrent()) return;
  const holder = randomUUID();
  await takeLock(schema, holder, clock);
  const renewal = setInterval(() => {
    const until = new Date(clock.now().getTime() + LEASE_MS);
    // A renewal that fails is noticed below: a step is only recorded by the holder.
    schema
      .updateOne({ _id: "schema", "lock.holder": holder }, { $set: { "lock.until": until } })
      .catch(() => undefined);
  }, LEASE_MS / 4);
  const record = async (change: Partial<SchemaDoc>) => {
    const { matchedCount } = await schema.updateOne(
      { _id: "schema", "lock.holder": holder },
      { $set: change },
    );
    if (matchedCount === 0)
      throw new CannotStart("The migration lock was lost to another process: start again.");
  };
  try {
    if (await isCurrent()) return; // done by the process that was waited for
    await ensureIndexes(store);
    const from = (await schema.findOne({ _id: "schema" }))?.number ?? 0;
    for (const migration of migrations) {
      if (migration.to <= from) continue;
      await migration.run(store.connection);
      await record({ number: migration.to });
    }
    await record({ number: known, indexes: wanted });
  } finally {
    clearInterval(renewal);
    await schema.updateOne({ _id: "schema", "lock.holder": holder }, { $set: { lock: null } });
  }
}
