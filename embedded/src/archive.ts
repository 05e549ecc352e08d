import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, normalize, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import { CannotStart } from "@hub/domain/store/reach";
import { z } from "zod";

const Digest = z.string().regex(/^[0-9a-f]{64}$/);
/** Stays below the folder that it is relative to, whoever wrote the manifest. */
const Path = z
  .string()
  .refine((path) => path === normalize(path) && !/^(\/|\.\.(\/|$))/.test(path));
const Sum = z.object({ path: Path, bytes: z.number().int(), sha256: Digest });

/** What an archive holds, and by what each part is recognised as whole. */
export const Manifest = z.object({
  format: z.literal("tongzhou-backup-1"),
  at: z.iso.datetime(),
  /** Of the store; a program that knows less does not restore it. */
  schema: z.number().int(),
  collections: z.array(
    z.object({ name: z.string().regex(/^[\w.-]+$/), documents: z.number().int(), sha256: Digest }),
  ),
  files: z.array(Sum),
  /** Where the hub kept its own secret, it goes along: without it second factors cannot be opened. */
  secret: z.string().nullable(),
});
export type Manifest = z.infer<typeof Manifest>;

/** Uploads that are under way (files/storage.ts) change while they are read, and are worth nothing until they are complete. */
const isUnfinished = (path: string): boolean => path.startsWith("incoming/");

/** SHA-256 of a file, hexadecimal. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** Every finished file below `dir` with its size and digest, by path relative to it. */
export async function sumFiles(dir: string): Promise<Manifest["files"]> {
  if (!existsSync(dir)) return [];
  const found = await readdir(dir, { recursive: true, withFileTypes: true });
  const sums: Manifest["files"] = [];
  for (const entry of found) {
    const path = relative(dir, join(entry.parentPath, entry.name));
    if (!entry.isFile() || isUnfinished(path)) continue;
    let bytes = 0;
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(join(dir, path))) {
      bytes += (chunk as Buffer).length;
      hash.update(chunk as Buffer);
    }
    sums.push({ path, bytes, sha256: hash.digest("hex") });
  }
  return sums.toSorted((one, other) => (one.path < other.path ? -1 : 1));
}

/** Runs Debian's tar. The archive is an ordinary one, so that it can be looked into without the hub. */
export async function tar(args: string[], input = ""): Promise<void> {
  const child = spawn("tar", args, { stdio: ["pipe", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (text: Buffer) => (said = (said + text.toString()).slice(-2_000)));
  child.stdin.on("error", () => undefined); // tar ended first: its code tells
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve) => {
    child.on("error", () => resolve(127));
    child.on("close", resolve);
  });
  if (code !== 0)
    throw new CannotStart(
      `tar failed (${said.trim().split("\n")[0] || `code ${code}`}): look at the path and the free space.`,
    );
}

/** Reads the manifest of an unpacked archive and checks every part against it, before anything is written anywhere. */
export async function verifiedManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, "manifest.json"), "utf8").catch(() => "");
  const parsed = Manifest.safeParse(text && JSON.parse(text));
  if (!parsed.success)
    throw new CannotStart("This is no backup of the hub, or one of another format.");
  const manifest = parsed.data;
  const parts = [
    ...manifest.collections.map(({ name, sha256 }) => ({
      path: join("db", `${name}.bson`),
      sha256,
    })),
    ...manifest.files.map(({ path, sha256 }) => ({ path: join("files", path), sha256 })),
  ];
  for (const { path, sha256 } of parts) {
    const found = await digestOf(join(folder, path)).catch(() => "missing");
    if (found !== sha256)
      throw new CannotStart(
        `The archive is damaged (${path}): nothing was restored; take another backup.`,
      );
  }
  return manifest;
}
