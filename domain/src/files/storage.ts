import {
  access,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  rm,
  stat,
  statfs,
  utimes,
} from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { Id } from "../kernel/ids.ts";
import { memoryLocks, type Locks } from "./locks.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

/**
 * Where files live: `incoming/<upload>` while they arrive, then `<first two of the SHA-256>/<SHA-256>`, once for the same bytes. The
 * folder is shared by every process that serves or sweeps files.
 */
export interface Files {
  dir: string;
  incoming: string;
  locks: Locks;
  workshop: Workshop;
  close(): Promise<void>;
}

/** Touches nothing until it is used. */
export function openFiles({ dir, locks = memoryLocks() }: { dir: string; locks?: Locks }): Files {
  const workshop = openWorkshop();
  return {
    dir,
    incoming: join(dir, "incoming"),
    locks,
    workshop,
    close: () => workshop.close(),
  };
}

export const blobPath = (files: Files, sha256: string): string =>
  join(files.dir, sha256.slice(0, 2), sha256);

export const incomingPath = (files: Files, upload: string): string => join(files.incoming, upload);

/** What the upload server noted beside the bytes (@tus/file-store keeps it as JSON); `officer` is ours, not the sender's. */
const Note = z.object({
  size: z.int(),
  metadata: z.object({ name: z.string(), officer: Id }),
});

/** An upload as it lies there: whose, how it is called, how much was announced and how much has come. Null: none. */
export interface Arrived {
  path: string;
  name: string;
  officerId: string;
  size: number;
  received: number;
}

export async function findArrived(files: Files, upload: string): Promise<Arrived | null> {
  const path = incomingPath(files, upload);
  try {
    const [text, { size: received }] = await Promise.all([
      readFile(`${path}.json`, "utf8"),
      stat(path),
    ]);
    const note = Note.parse(JSON.parse(text));
    const { name, officer: officerId } = note.metadata;
    return { path, name, officerId, size: note.size, received };
  } catch {
    return null;
  }
}

/** Lays what arrived under its digest, durably. Doing it again changes nothing. */
export async function keep(files: Files, path: string, sha256: string): Promise<void> {
  const to = blobPath(files, sha256);
  const folder = join(files.dir, sha256.slice(0, 2));
  await mkdir(folder, { recursive: true });
  await synced(path);
  try {
    await link(path, to);
  } catch (thrown) {
    if (codeOf(thrown) !== "EEXIST") throw thrown;
    // The same bytes are here already; their new time keeps the sweeper's hands off.
    const now = new Date();
    await utimes(to, now, now);
  }
  await synced(folder);
}

/** Takes away what arrived: it is kept under its digest now, or was refused. */
export async function drop(files: Files, upload: string): Promise<void> {
  const path = incomingPath(files, upload);
  await rm(path, { force: true });
  await rm(`${path}.json`, { force: true });
}

export const isKept = (files: Files, sha256: string): Promise<boolean> =>
  access(blobPath(files, sha256)).then(
    () => true,
    () => false,
  );

/** Bytes that may still be written. */
export async function freeBytes(files: Files): Promise<number> {
  await mkdir(files.incoming, { recursive: true });
  const { bavail, bsize } = await statfs(files.incoming);
  return bavail * bsize;
}

/** Removes uploads that nobody has added to since `before`; answers how many. */
export async function sweepIncoming(files: Files, before: Date): Promise<number> {
  const names = await readdir(files.incoming).catch(() => []);
  const stale = new Set<string>();
  for (const name of names) {
    const upload = name.replace(/\.json$/, "");
    const bytes = await stat(incomingPath(files, upload)).catch(() => null);
    const note = bytes ?? (await stat(join(files.incoming, name)).catch(() => null));
    if (note && note.mtime < before) stale.add(upload);
  }
  for (const upload of stale) await drop(files, upload);
  return stale.size;
}

/** A kept file that nothing names any more; not when it came, or came again, after `before`. */
export async function discard(files: Files, sha256: string, before: Date): Promise<boolean> {
  const path = blobPath(files, sha256);
  const found = await stat(path).catch(() => null);
  if (!found || found.mtime >= before) return false;
  await rm(path, { force: true });
  return true;
}

async function synced(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const codeOf = (thrown: unknown): unknown =>
  thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
