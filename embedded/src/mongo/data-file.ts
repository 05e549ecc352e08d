import { existsSync, linkSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDamage } from "./errors.ts";
import { Pages } from "./pages.ts";

/** The file of a data folder. */
export const dataFile = (dir: string): string => join(dir, "engine.mdb");

/** What to do about a damaged data file. */
export const wayOut = (file: string): string =>
  `With the hub stopped, what is whole in it is saved by: npm run recover -- ${file} NEW.mdb`;

/** What ended the engine, in a line. */
export function lastWords(error: unknown, file: string): string {
  // lmdb tells of a commit that failed, and why beside it.
  const { commitError = error } = (error ?? {}) as { commitError?: unknown };
  const [said = ""] = String(commitError).split("\n");
  return isDamage(commitError) ? `the data file is damaged (${said}). ${wayOut(file)}` : said;
}

/** lmdb would end the process over a file that is cut off. A new or an empty file is made into one. */
export function refuseDamaged(file: string): void {
  if (!existsSync(file) || statSync(file).size === 0) return;
  const pages = new Pages(file);
  try {
    const damage = pages.damage();
    if (damage) throw new Error(`it is damaged (${damage})`);
  } finally {
    pages.close();
  }
}

/** Takes the pid file of a folder; a stale one is taken over. It appears with the pid in it: two that start at once see one owner. */
export function lock(path: string): () => void {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, String(process.pid), { mode: 0o600 });
  try {
    return taken(path, own);
  } finally {
    rmSync(own, { force: true });
  }
}

function taken(path: string, own: string): () => void {
  for (;;) {
    try {
      linkSync(own, path);
      held.add(path);
      return () => {
        held.delete(path);
        rmSync(path, { force: true });
      };
    } catch (error) {
      if (!(error instanceof Error) || !("code" in error) || error.code !== "EEXIST") throw error;
      const owner = Number(readFileSync(path, "utf8"));
      if (owner && owner !== process.pid && lives(owner))
        throw new Error(`the data folder is in use by process ${owner} (${path})`, {
          cause: error,
        });
      if (owner === process.pid && held.has(path))
        throw new Error(`the data folder is in use by this process (${path})`, { cause: error });
      rmSync(path, { force: true });
    }
  }
}
/** The pid files of this process's own engines. */
const held = new Set<string>();

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("node");
  } catch {
    return false;
  }
}
