import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { quantile, type Row } from "./report.ts";

const START = fileURLToPath(new URL("../embedded/bin/start.mjs", import.meta.url));
const ROUNDS = 5;

/** From the command to the first answer of /health, and to the first page; the data folder and the build are there already. */
async function timeStart(
  dataDir: string,
  port: number,
): Promise<{ healthMs: number; stopMs: number }> {
  const began = performance.now();
  const hub = spawn(process.execPath, [START], {
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = new Promise<void>((resolve) => hub.once("exit", () => resolve()));
  for (;;) {
    const isUp = await fetch(`http://127.0.0.1:${port}/health`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isUp) break;
    if (hub.exitCode !== null) throw new Error(`the hub ended with ${hub.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const healthMs = performance.now() - began;
  const stopping = performance.now();
  hub.kill("SIGINT");
  await ended;
  return { healthMs, stopMs: performance.now() - stopping };
}

/** Warm starts of the whole hub, with the demo's data. */
export async function benchStart(): Promise<Row[]> {
  const dataDir = mkdtempSync(join(tmpdir(), "hub-bench-"));
  try {
    await timeStart(dataDir, 8180);
    const runs = [];
    for (let round = 0; round < ROUNDS; round += 1) runs.push(await timeStart(dataDir, 8180));
    const starts = runs.map((run) => run.healthMs / 1_000);
    return [
      {
        what: "warm start to first answer, median",
        value: quantile(starts, 0.5),
        unit: "s",
        aim: "<= 5 s",
      },
      {
        what: "warm start to first answer, slowest",
        value: Math.max(...starts),
        unit: "s",
        aim: "<= 5 s",
      },
      {
        what: "stop on Ctrl-C, median",
        value: quantile(
          runs.map((run) => run.stopMs / 1_000),
          0.5,
        ),
        unit: "s",
      },
    ];
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
