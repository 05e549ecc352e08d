import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { endStale, startChild, untilReady, type Child } from "./child.ts";

const PROGRAM = fileURLToPath(new URL("../bin/engine.ts", import.meta.url));
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
    args: ["--import", import.meta.resolve("tsx"), PROGRAM, "--dir", dir, "--socket", socket],
    cwd: dir,
    pidFile,
  });
  const line = await untilReady("The embedded database", child, child.firstLine);
  return { uri: Ready.parse(JSON.parse(line)).ready, child };
}
