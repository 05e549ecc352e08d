// `npm start`: sets up what is missing, then starts the whole hub on this machine. Runs before node_modules exists, so it imports
// nothing but Node's own modules, and nothing at all before the version is checked.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`Node ${process.versions.node} is too old: install Node 20.19 or later.\n`);
  process.exit(1);
}

const HELP = `同舟 Tongzhou, a collaboration hub for partner procuratorates

  npm start              set up what is missing and start the hub
  npm start -- --help    this text
  npm test               set up and run all checks and tests
  npm run backup -- FILE.tar     store and files into one archive
  npm run restore -- FILE.tar    back into an empty hub (--force: into any)
  npm run verify         check the journal's chain
  npm run office         an office's first accounts (without arguments: how). Before the first start on a DATA_DIR:
                         the hub then starts without the demo
  npm run recover        what is whole in a damaged data file, into a new one
  npm run bench          figures, beside a bare server

Environment:
  PORT           port of the hub (8080)
  HOST           address it listens on (127.0.0.1; 0.0.0.0 for all)
  DATA_DIR       folder that holds everything (.data in the project)
  MONGODB_URI    a MongoDB replica set to use instead of the embedded database
  REDIS_URL      a Redis to use instead of an own redis-server
  ORIGINS        addresses under which browsers open the hub, comma separated, when a proxy stands in front
  MAP_TILES      address of map tiles under the schematic map, with {z}, {x} and {y}; browsers then ask it (none)
  MAP_CREDIT     what stands under them, for example the 审图号
  LOG_LEVEL      debug, info, warn, error or silent (warn)
`;

const args = process.argv.slice(2);
if (args.includes("--help") || args.includes("-h")) {
  process.stdout.write(HELP);
  process.exit(0);
}
if (args.length > 0) {
  process.stderr.write(`Unknown argument ${args[0]}: npm start -- --help lists what there is.\n`);
  process.exit(2);
}

// npm killed with -9 takes nobody along; the hub then ends by itself. Between the two there may stand the shell that npm starts.
if (process.env.npm_lifecycle_event === "start") {
  const { readFileSync } = await import("node:fs");
  /** The parent of the shell that is our parent, else our parent. */
  const starter = () => {
    try {
      const [, name, parent] = /\((.*)\) \S (\d+)/s.exec(
        readFileSync(`/proc/${process.ppid}/stat`, "utf8"),
      );
      return /^(da|ba)?sh$/.test(name) ? Number(parent) : process.ppid;
    } catch {
      return process.ppid; // not on Linux, or it has just ended
    }
  };
  const npm = starter();
  setInterval(() => starter() !== npm && process.kill(process.pid, "SIGTERM"), 500).unref();
}

const { CannotSetUp, ROOT, setUpClient, setUpDependencies, setUpRedis } =
  await import("./setup.mjs");
try {
  await setUpDependencies();
  if (!process.env.REDIS_URL) await setUpRedis();
  await setUpClient();
} catch (error) {
  process.stderr.write(`${error instanceof CannotSetUp ? error.message : error.stack}\n`);
  process.exit(1);
}

const { register } = await import("tsx/esm/api");
register();
const [{ run }, { startHub }] = await Promise.all([
  import("../../domain/src/store/run.ts"),
  import("../src/start.ts"),
]);
await run("hub", () => startHub(process.env, ROOT));
