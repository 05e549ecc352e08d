// What must be there before the hub's own code can run. Plain JavaScript on Node's own modules: it runs before node_modules exists.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Something that the person at the keyboard can mend; its message is one line. */
export class CannotSetUp extends Error {}

const say = (text) => process.stderr.write(`${text}\n`);

/** The path of a program as the shell would find it, or null. */
export function findProgram(name) {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      // not in this folder
    }
  }
  return null;
}

/** Runs a program in the project's root; resolves to its exit code and what it printed. */
export function runProgram(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      ...options,
    });
    let output = "";
    const keep = (text) => (output = (output + text).slice(-20_000));
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.on("error", (error) => resolve({ code: 127, output: error.message }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** The line of a program's output that says why it failed. */
const reasonIn = (output) => {
  const lines = output.split("\n").map((line) => line.trim());
  const telling = lines.filter((line) => /^(npm error|E:|sudo:|.*\berror\b)/i.test(line));
  return (telling[0] ?? lines.findLast((line) => line) ?? "no reason given").slice(0, 200);
};

/** True when every package that the lock file asks for is installed in that version, as npm's own record of node_modules has it. */
function areDependenciesThere() {
  const record = join(ROOT, "node_modules/.package-lock.json");
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")).packages;
  const installed = JSON.parse(readFileSync(record, "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional, link }]) =>
      !path.includes("node_modules/") || optional || link || installed[path]?.version === version,
  );
}

export async function setUpDependencies() {
  if (areDependenciesThere()) return;
  say("Installing the npm packages of the lock file …");
  const npm = process.env.npm_execpath;
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { code, output } = npm
    ? await runProgram(process.execPath, [npm, ...args])
    : await runProgram("npm", args);
  if (code !== 0)
    throw new CannotSetUp(
      `npm ci failed (${reasonIn(output)}): check the connection to the npm registry, then start again.`,
    );
}

let isIndexFresh = false;

/** Installs Debian packages, as root or through sudo without a question. `what` says what they are for. */
async function aptInstall(what, packages) {
  const list = packages.join(" ");
  const byHand = `install it (apt-get install ${list})`;
  const apt = findProgram("apt-get");
  if (!apt)
    throw new CannotSetUp(
      `${what} is missing and there is no apt-get here: ${byHand} and start again.`,
    );
  const isRoot = process.getuid?.() === 0;
  const sudo = findProgram("sudo");
  if (!isRoot && !sudo)
    throw new CannotSetUp(
      `${what} is missing and only root may install it: as root, ${byHand}, then start again.`,
    );
  const run = (args) => {
    const environment = "DEBIAN_FRONTEND=noninteractive";
    const command = ["env", environment, apt, "-q", "-y", "-o", "DPkg::Lock::Timeout=300", ...args];
    return isRoot ? runProgram(command[0], command.slice(1)) : runProgram(sudo, ["-n", ...command]);
  };
  say(`Installing ${list} with apt-get …`);
  // A machine that never asked has no list of packages, and an old list names files that are gone.
  if (!isIndexFresh) await run(["update"]);
  isIndexFresh = true;
  const { code, output } = await run(["install", "--no-install-recommends", ...packages]);
  if (code !== 0)
    throw new CannotSetUp(
      `${what} could not be installed (${reasonIn(output)}): ${byHand} and start again.`,
    );
}

export async function setUpRedis() {
  if (findProgram("redis-server")) return;
  await aptInstall("redis-server", ["redis-server"]);
  if (!findProgram("redis-server"))
    throw new CannotSetUp(
      "redis-server was installed but is not found: set REDIS_URL to a Redis that runs.",
    );
}

/** Chromium and a font with Chinese characters, for the browser journeys. */
export async function setUpBrowser() {
  if (!findProgram("chromium")) await aptInstall("Chromium", ["chromium"]);
  const fonts = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";
  if (!existsSync(fonts)) await aptInstall("A Chinese font", ["fonts-noto-cjk"]);
}

/** For Debian's own Python: the MongoDB driver that the engine is tested with, and a reader of calendar feeds that nobody here wrote. */
export async function setUpPython() {
  const lacks = async (module) =>
    (await runProgram("/usr/bin/python3", ["-c", `import ${module}`])).code !== 0;
  if (await lacks("pymongo")) await aptInstall("Python's MongoDB driver", ["python3-pymongo"]);
  if (await lacks("icalendar"))
    await aptInstall("Python's iCalendar reader", ["python3-icalendar"]);
}

/** Writes down what a program does to its files; the engine is tested with it. */
export async function setUpStrace() {
  if (!findProgram("strace")) await aptInstall("strace", ["strace"]);
}

/** Floors 0 and 1 of the domain reach the browser; what is below them in this list does not. */
const SERVER_ONLY =
  /(^|\/)(store|journal)\/|(^|\/)([a-z-]+-)?(model|commands|queries)\.ts$|\.test\.tsx?$/;

function* filesUnder(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!["node_modules", "dist", "test"].includes(entry.name)) yield* filesUnder(path);
    } else yield path;
  }
}

/** One digest over everything that the client's build reads. */
function digestOfClient() {
  const hash = createHash("sha256");
  const domain = [...filesUnder(join(ROOT, "domain/src"))].filter(
    (path) => !SERVER_ONLY.test(relative(join(ROOT, "domain/src"), path).split(sep).join("/")),
  );
  const client = [...filesUnder(join(ROOT, "client"))].filter(
    (path) => !/\.test\.tsx?$/.test(path),
  );
  for (const path of [...domain, ...client, join(ROOT, "package-lock.json")])
    hash.update(relative(ROOT, path)).update("\0").update(readFileSync(path)).update("\0");
  return hash.digest("hex");
}

/** Builds the client when its sources differ from those of the build that is there. */
export async function setUpClient() {
  const stamp = join(ROOT, "client/dist/.stamp");
  const digest = digestOfClient();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return;
  say("Building the client …");
  const vite = ["client/node_modules", "node_modules"]
    .map((folder) => join(ROOT, folder, "vite/bin/vite.js"))
    .find((path) => existsSync(path));
  const { code, output } = await runProgram(
    process.execPath,
    [vite, "build", "--logLevel", "warn"],
    {
      cwd: join(ROOT, "client"),
    },
  );
  if (code !== 0) throw new CannotSetUp(`The client could not be built: ${reasonIn(output)}`);
  // Written last: a build that was cut off has none and is made again.
  writeFileSync(stamp, digest);
}
