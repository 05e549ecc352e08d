import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { ROOT } from "./compose.ts";

/** A program under test, with everything that it printed. */
export interface Program {
  child: ChildProcess;
  output(): string;
  errors(): string;
  ended: Promise<number | null>;
}

export function runProgram(command: string, args: string[], env: Record<string, string>): Program {
  const child = spawn(command, args, {
    cwd: ROOT,
    // Nothing of the test's own run leaks into the program; an empty variable is an unset one.
    env: { ...process.env, MONGODB_URI: "", REDIS_URL: "", npm_lifecycle_event: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let output = "";
  let errors = "";
  child.stdout?.on("data", (text: Buffer) => (output += text.toString()));
  child.stderr?.on("data", (text: Buffer) => (errors += text.toString()));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, output: () => output, errors: () => errors, ended };
}

/** Waits until `check` holds; fails with `what` and what the program said when it does not in time. */
export async function until(
  what: string,
  check: () => boolean | Promise<boolean>,
  limitMs = 30_000,
): Promise<void> {
  const lateAt = Date.now() + limitMs;
  while (!(await check())) {
    if (Date.now() > lateAt) throw new Error(`not in time: ${what}`);
    await sleep(50);
  }
}

export const isReady = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/ready`).then(
    ({ ok }) => ok,
    () => false,
  );

/** Every live process that works in `folder` or names it, but for this one. */
export function processesOf(folder: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        if (/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"))) return [];
        const said = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        const cwd = readlinkSync(`/proc/${pid}/cwd`);
        return said.includes(folder) || cwd.startsWith(folder) ? [`${pid} ${said}`] : [];
      } catch {
        return [];
      }
    });
}

/** Ends a program with everything in its process group. */
export async function end(program: Program): Promise<void> {
  if (program.child.exitCode !== null || program.child.signalCode !== null) return;
  program.child.kill("SIGTERM");
  await Promise.race([program.ended, sleep(15_000)]);
  if (program.child.pid && existsSync(`/proc/${program.child.pid}`)) program.child.kill("SIGKILL");
}
