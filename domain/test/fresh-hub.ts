import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Announcer } from "@hub/domain/journal/announce";
import type { Hub } from "@hub/domain/store/hub";
import { openHub } from "@hub/domain/store/open-hub";

/**
 * A hub of its own for one test file: a new database on the server that MONGODB_URI names, migrated, with the real clock.
 * `close` drops the database.
 */
export async function freshHub(
  given: { announcer?: Announcer } = {},
): Promise<{ hub: Hub; close(): Promise<void> }> {
  const uri = process.env["MONGODB_URI"];
  if (!uri)
    throw new Error("MONGODB_URI is not set: run `npm run test:doors`, which starts a server");
  const url = new URL(uri);
  url.pathname = `/t_${randomUUID().replaceAll("-", "").slice(0, 16)}`;
  const FILES_DIR = await mkdtemp(join(tmpdir(), "hub-files-"));
  const opened = await openHub(
    { MONGODB_URI: url.href, SESSION_SECRET: randomUUID(), FILES_DIR },
    given,
  );
  return {
    hub: opened.hub,
    close: async () => {
      await opened.hub.store.connection.dropDatabase();
      await opened.close();
      await rm(FILES_DIR, { recursive: true, force: true });
    },
  };
}
