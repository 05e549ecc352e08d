import { spawn } from "node:child_process";
import { readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { CannotStart } from "@hub/domain/store/reach";

export interface Child {
  /** Settles when it has ended, with a sentence that tells how. Never rejects. */
  ended: Promise<string>;
  /** The first line of its stdout that begins with a brace. */
  firstLine: Promise<string>;
  /** Closes its stdin, which ends it; kills it when it has not ended in time. */
  stop(): Promise<void>;
}

const STOP_LIMIT_MS = 12_000;
/** How a program ends that read what it could not make sense of. */
const CRASHES = new Set<NodeJS.Signals>(["SIGSEGV", "SIGBUS", "SIGABRT", "SIGILL", "SIGFPE"]);

/**
 * Starts a program that ends when its stdin closes, so that it never outlives this process, however that one dies. It gets a process
 * group of its own: Ctrl-C in the terminal reaches the hub alone, which then stops its children in order. `cwd` is the child's own data
 * folder and is what a stale one is known by. `fault` says what is most likely when it crashes, with what to do.
 */
export function startChild(options: {
  name: string;
  command: string;
  args: string[];
  cwd: string;
  pidFile: string;
  fault?: string;
}): Child {
  const { name, command, args, cwd, pidFile, fault } = options;
  const child = spawn(command, args, { cwd, detached: true, stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.on("error", () => undefined); // it died first: `ended` tells
  if (child.pid !== undefined) writeFileSync(pidFile, String(child.pid));

  // The last line says why; of Node's own report of a defect it is the line that names the error.
  let lastWords = "";
  const isTelling = (line: string) => line !== "" && !/^(at |Node\.js v|[{}^[\]])/.test(line);
  const lines = createInterface({ input: child.stdout });
  for (const output of [lines, createInterface({ input: child.stderr })])
    output.on("line", (line) => {
      if (isTelling(line.trim())) lastWords = line.trim();
    });

  const ended = new Promise<string>((resolve) => {
    child.on("error", (error) => resolve(`${name} could not be started: ${error.message}`));
    child.on("close", (code, signal) => {
      rmSync(pidFile, { force: true });
      const words = signal && CRASHES.has(signal) && fault ? fault : lastWords;
      resolve(`${name} ended (${signal ?? `code ${code}`})${words && `: ${words}`}`);
    });
  });
  const firstLine = new Promise<string>((resolve, reject) => {
    lines.on("line", (line) => (line.startsWith("{") ? resolve(line) : undefined));
    void ended.then((how) => reject(new CannotStart(how)));
  });
  firstLine.catch(() => undefined); // a child that prints none is not waited for by this promise

  return {
    ended,
    firstLine,
    async stop() {
      child.stdin.end();
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** The pid in `pidFile` if that process runs and works in `folder`; a number used again by another program does not. */
function ownedPid(pidFile: string, folder: string): number | null {
  try {
    const pid = Number(readFileSync(pidFile, "utf8"));
    if (!Number.isInteger(pid) || pid <= 1) return null;
    return readlinkSync(`/proc/${pid}/cwd`) === folder ? pid : null;
  } catch {
    return null; // no file, or no such process
  }
}

/**
 * Ends what an earlier start left behind in `folder`: normally it is just closing, because its stdin closed; if not, it is stopped.
 * The caller holds the folder's lock, so whatever still runs there has no owner.
 */
export async function endStale(pidFile: string, folder: string): Promise<void> {
  const patience = [null, "SIGTERM", "SIGKILL"] as const;
  for (const signal of patience) {
    const pid = ownedPid(pidFile, folder);
    if (pid === null) break;
    if (signal) process.kill(pid, signal);
    for (let waitedMs = 0; waitedMs < 4_000 && ownedPid(pidFile, folder) === pid; waitedMs += 50)
      await sleep(50);
  }
  const pid = ownedPid(pidFile, folder);
  if (pid !== null)
    throw new CannotStart(
      `Process ${pid} still works in ${folder} and cannot be stopped: end it by hand.`,
    );
  rmSync(pidFile, { force: true });
}

/** Waits for `child` to be ready as `ready` tells, or stops it and fails with how it ended or with being late. */
export async function untilReady<T>(
  name: string,
  child: Child,
  ready: Promise<T>,
  limitMs = 20_000,
): Promise<T> {
  const late = sleep(limitMs, undefined, { ref: false }).then(() => {
    throw new CannotStart(`${name} is not ready after ${limitMs / 1_000} seconds.`);
  });
  const ended = child.ended.then((how) => {
    throw new CannotStart(how);
  });
  try {
    return await Promise.race([ready, ended, late]);
  } catch (thrown) {
    await child.stop();
    throw thrown;
  }
}
