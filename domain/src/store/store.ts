import mongoose, { type ClientSession, type Connection, type Model } from "mongoose";
import { HubError } from "../kernel/faults.ts";
import { agreementApprovals, agreements, agreementVersions } from "../agreements/model.ts";
import {
  actionPlans,
  actions,
  checklists,
  feeds,
  fieldRecords,
  findings,
  findingVersions,
  series,
} from "../actions/model.ts";
import { approvals } from "../approvals/model.ts";
import { delegations } from "../delegations/model.ts";
import { calendars } from "../calendar/model.ts";
import { channels, entries, follows } from "../journal/model.ts";
import { officers, departments } from "../officers/model.ts";
import { pairs } from "../clocks/model.ts";
import { exchanges, tombstones } from "../exchanges/model.ts";
import { keys } from "../keys/model.ts";
import { leads, leadVersions, registers } from "../leads/model.ts";
import { fileLinks, files } from "../files/model.ts";
import { offices } from "../offices/model.ts";
import { notices } from "../notices/model.ts";
import { proposals, remarks } from "../proposals/model.ts";
import { reads } from "../reads/model.ts";
import { attempts, credentials, devices, policies, sessions } from "../sessions/model.ts";
import { obligations, occurrences, tallies, turns } from "../obligations/model.ts";
import { challenges, signatures, signings } from "../signatures/model.ts";
import type { Definition } from "./define.ts";

/** Every collection of the hub. A feature adds its definitions here and nowhere else. */
export const COLLECTIONS = {
  channels,
  entries,
  follows,
  offices,
  departments,
  officers,
  sessions,
  credentials,
  devices,
  attempts,
  policies,
  approvals,
  calendars,
  delegations,
  leads,
  leadVersions,
  registers,
  exchanges,
  tombstones,
  pairs,
  obligations,
  occurrences,
  tallies,
  turns,
  reads,
  files,
  fileLinks,
  notices,
  agreements,
  agreementVersions,
  agreementApprovals,
  proposals,
  remarks,
  keys,
  signings,
  signatures,
  challenges,
  actions,
  actionPlans,
  fieldRecords,
  findings,
  findingVersions,
  series,
  feeds,
  checklists,
};

type Models = {
  [Name in keyof typeof COLLECTIONS]: (typeof COLLECTIONS)[Name] extends Definition<infer Doc>
    ? Model<Doc>
    : never;
};

export type Store = Models & {
  connection: Connection;
  close(): Promise<void>;
};

/** Connects and registers the collections; indexes are made by the migrations, not here. */
export async function connectStore(mongodbUri: string): Promise<Store> {
  const connection = await mongoose
    .createConnection(mongodbUri, {
      serverSelectionTimeoutMS: 5_000,
      maxPoolSize: 30,
      retryWrites: true,
      autoIndex: false,
      autoCreate: false,
    })
    .asPromise();
  const models = Object.fromEntries(
    Object.entries(COLLECTIONS).map(([name, definition]) => [name, definition.on(connection)]),
  ) as unknown as Models;
  return { ...models, connection, close: () => connection.close() };
}

/** Makes the collections and indexes that are missing. Collections must exist before a transaction writes to them. */
export async function ensureIndexes(store: Store): Promise<void> {
  for (const name of Object.keys(COLLECTIONS) as (keyof typeof COLLECTIONS)[]) {
    const model = store[name] as unknown as Model<unknown>;
    await model.createCollection();
    await model.createIndexes();
  }
}

/**
 * The driver's own collection behind a model, for documents that our code has made whole: mongoose casts nothing there, which saves a
 * twentieth of the time of a post.
 */
export const uncast = <Doc extends { _id: string }>(
  model: Model<Doc>,
): mongoose.mongo.Collection<Doc> => model.collection as unknown as mongoose.mongo.Collection<Doc>;

const isTransient = (thrown: unknown): boolean =>
  thrown instanceof Error &&
  "hasErrorLabel" in thrown &&
  (thrown as mongoose.mongo.MongoError).hasErrorLabel("TransientTransactionError");

/** A unique value that somebody else has taken. */
export const isDuplicateKey = (thrown: unknown): boolean =>
  thrown instanceof mongoose.mongo.MongoServerError && thrown.code === 11_000;

const isUnknownCommit = (thrown: unknown): boolean =>
  thrown instanceof Error &&
  "hasErrorLabel" in thrown &&
  (thrown as mongoose.mongo.MongoError).hasErrorLabel("UnknownTransactionCommitResult");

/** Thrown inside a transaction to say: what I read is no longer so, run me again. */
export class LostRace extends Error {}

/** How often a transaction is run before the caller is told `busy`. */
export const TRIES = 12;

/**
 * Runs `work` in one transaction with snapshot reads and majority writes, again on fresh state after a lost race, with growing
 * jitter. Returns null when every try lost. `work` must have no effect outside the transaction.
 */
export async function transaction<T>(
  store: Pick<Store, "connection">,
  work: (session: ClientSession) => Promise<T>,
): Promise<{ done: T } | null> {
  const session = await store.connection.startSession();
  try {
    for (let tried = 0; tried < TRIES; tried += 1) {
      session.startTransaction({
        readConcern: { level: "snapshot" },
        writeConcern: { w: "majority" },
        maxCommitTimeMS: 10_000,
      });
      try {
        const done = await work(session);
        await commit(session);
        return { done };
      } catch (thrown) {
        if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
        // A unique value taken meanwhile: the next run sees who took it, and its own rules answer. When they do not, whoever asked
        // used an id or a name that is another's, and is told no more than that.
        if (isDuplicateKey(thrown)) {
          if (tried >= 3) throw new HubError("duplicate", { cause: thrown });
        } else if (!(thrown instanceof LostRace) && !isTransient(thrown)) throw thrown;
        const ceilingMs = Math.min(2 ** tried * 2, 100);
        await new Promise((resolve) => setTimeout(resolve, Math.random() * ceilingMs));
      }
    }
    return null;
  } finally {
    await session.endSession();
  }
}

/** A commit whose answer was lost is asked for again: the server answers the same outcome. */
async function commit(session: ClientSession): Promise<void> {
  for (let tried = 0; ; tried += 1) {
    try {
      await session.commitTransaction();
      return;
    } catch (thrown) {
      if (!isUnknownCommit(thrown) || tried >= 3) throw thrown;
    }
  }
}
