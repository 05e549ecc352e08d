import { randomUUID } from "node:crypto";
import { connectStore, ensureIndexes, type Store } from "@hub/domain/store/store";

/** A store of its own for one test file: a new database on the server that MONGODB_URI names. */
export async function freshStore(): Promise<Store> {
  const uri = process.env["MONGODB_URI"];
  if (!uri)
    throw new Error("MONGODB_URI is not set: run `npm run test:doors`, which starts a server");
  const url = new URL(uri);
  url.pathname = `/t_${randomUUID().replaceAll("-", "").slice(0, 16)}`;
  const store = await connectStore(url.href);
  await ensureIndexes(store);
  return store;
}

/** Drops what `freshStore` made. */
export async function dropStore(store: Store): Promise<void> {
  await store.connection.dropDatabase();
  await store.close();
}
