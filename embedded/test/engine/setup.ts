import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Collection, Db, Document } from "mongodb";
import { MongoClient } from "mongodb";
import type { RunningEngine } from "../../src/mongo/server.ts";
import { startEngine } from "../../src/mongo/server.ts";

/** An engine over a fresh folder with a connected driver; `close` removes all of it. */
export interface Rig {
  readonly engine: RunningEngine;
  readonly client: MongoClient;
  readonly db: Db;
  readonly dir: string;
  close(): Promise<void>;
}

export const freshDir = (): string => mkdtempSync(join(tmpdir(), "engine-"));

export async function rig(): Promise<Rig> {
  const dir = freshDir();
  const engine = await startEngine({ dir, listen: { port: 0 } });
  const client = new MongoClient(engine.uri);
  await client.connect();
  return {
    engine,
    client,
    db: client.db("test"),
    dir,
    close: async () => {
      await client.close();
      await engine.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A collection with these documents and nothing else. */
export async function filled(db: Db, name: string, docs: Document[]): Promise<Collection> {
  const collection = db.collection(name);
  await collection.drop();
  if (docs.length) await collection.insertMany(docs.map((d) => ({ ...d })));
  return collection;
}

/** The error a promise ends in; fails when it does not. */
export async function failure(promise: Promise<unknown>): Promise<{
  code?: number;
  codeName?: string;
  message: string;
  keyPattern?: Document;
  keyValue?: Document;
  hasErrorLabel?(label: string): boolean;
}> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error("an error was expected");
}
