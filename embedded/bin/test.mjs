// `npm test`: sets up what is missing, runs every check and test in order, and closes with `N passed, N failed` alone on a line.
// A static check counts as one; so does a run of tests that broke off without a count. What failed is said again at the end, because
// whoever reads a long output has often only its end.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CannotSetUp,
  ROOT,
  setUpBrowser,
  setUpClient,
  setUpDependencies,
  setUpPython,
  setUpStrace,
  setUpRedis,
} from "./setup.mjs";

const STEP_LIMIT_MS = 25 * 60_000;
const CHECKS = ["check:format", "check:lint", "check:types"];
const RUNS = ["test:unit", "test:engine", "test:doors", "test:operations", "test:journeys"];

const say = (text) => process.stdout.write(`${text}\n`);
const folder = mkdtempSync(join(tmpdir(), "hub-npm-test-"));
const counts = join(folder, "counts");
let running;

/** Runs an npm script to its end, its output passed on; true when it succeeded. */
function runScript(name, args = []) {
  const npm = process.env.npm_execpath;
  const rest = ["run", "--silent", name, ...args];
  const [command, all] = npm ? [process.execPath, [npm, ...rest]] : ["npm", rest];
  return new Promise((resolve) => {
    running = spawn(command, all, {
      cwd: ROOT,
      // A group of its own, so that a step which hangs is ended with all it started.
      detached: true,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, CI: "true", HUB_TEST_COUNTS: counts },
    });
    const timer = setTimeout(() => {
      say(`${name}: not done after ${STEP_LIMIT_MS / 60_000} minutes, ended.`);
      endRunning("SIGKILL");
    }, STEP_LIMIT_MS);
    running.on("error", () => resolve(false));
    running.on("close", (code) => {
      clearTimeout(timer);
      running = undefined;
      resolve(code === 0);
    });
  });
}

function endRunning(signal) {
  if (!running) return;
  try {
    process.kill(-running.pid, signal);
  } catch {
    // it has just ended
  }
}

for (const signal of ["SIGINT", "SIGTERM"])
  process.on(signal, () => {
    endRunning("SIGTERM");
    rmSync(folder, { recursive: true, force: true });
    process.exit(130);
  });

let passed = 0;
let failed = 0;
const broken = [];
const failures = [];

try {
  await setUpDependencies();
  await setUpRedis();
  await setUpBrowser();
  await setUpPython();
  await setUpStrace();
  await setUpClient();

  for (const name of CHECKS) {
    say(`\n── ${name}`);
    const ok = await runScript(name);
    if (ok) passed += 1;
    else {
      failed += 1;
      broken.push(name);
    }
  }
  for (const name of RUNS) {
    say(`\n── ${name}`);
    const startedAt = Date.now();
    writeFileSync(counts, "");
    const ok = await runScript(name, ["--", "--reporter", "./embedded/test/reporter.cjs"]);
    const [line] = readFileSync(counts, "utf8").trim().split("\n");
    const count = line ? JSON.parse(line) : { passes: 0, failures: 0, pending: 0, failed: [] };
    // A test that is skipped has not passed; a run that fails without a failing test broke off.
    const lost = count.failures + count.pending || (ok && count.passes > 0 ? 0 : 1);
    passed += count.passes;
    failed += lost;
    if (lost > 0) broken.push(name);
    failures.push(...count.failed);
    say(
      `── ${name}: ${count.passes} passed, ${lost} failed (${Math.round((Date.now() - startedAt) / 1_000)} s)`,
    );
  }
} catch (error) {
  say(error instanceof CannotSetUp ? error.message : error.stack);
  failed += 1;
  broken.push("set-up");
}

rmSync(folder, { recursive: true, force: true });
for (const { title, error } of failures) say(`\n${title}\n${error}`);
if (broken.length > 0) say(`\nFailed: ${broken.join(", ")}`);
say(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
