import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { z } from "zod";
import { endStale, startChild, untilReady, type Child } from "./child.ts";
import { dataFile, wayOut } from "./mongo/data-file.ts";

const PROGRAM = fileURLToPath(new URL("../bin/engine.ts", import.meta.url));
/** By its full path: the child works in its data folder, from where the name is not found. */
const TSX = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const Ready = z.object({ ready: z.string() });

/** The embedded database as a child on a unix socket. `dir` is its data folder. Returns once it takes connections. */
export async function startEngine({
  dir,
  socket,
}: {
  dir: string;
  socket: string;
}): Promise<{ uri: string; child: Child }> {
  const pidFile = join(dir, "engine.pid");
  await endStale(pidFile, dir);
  const child = startChild({
    name: "The embedded database",
    command: process.execPath,
    args: ["--import", TSX, PROGRAM, "--dir", dir, "--socket", socket],
    cwd: dir,
    pidFile,
    fault: `it crashed, most likely over its data file, which may be damaged. ${wayOut(dataFile(dir))}`,
  });
  const line = await untilReady("The embedded database", child, child.firstLine);
  return { uri: Ready.parse(JSON.parse(line)).ready, child };
}
