import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { ROOT } from "./compose.ts";
import { freePort } from "../free-port.ts";
import { end, isReady, processesOf, runProgram, until, type Program } from "./program.ts";

const START = join(ROOT, "embedded/bin/start.mjs");

describe("npm start", () => {
  let folder: string;
  let port: number;
  const programs: Program[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "hub-start-"));
    port = await freePort();
  });
  afterEach(async () => {
    for (const program of programs.splice(0)) await end(program);
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (env: Record<string, string> = {}, args: string[] = []): Program => {
    const program = runProgram(process.execPath, [START, ...args], {
      PORT: String(port),
      DATA_DIR: folder,
      ...env,
    });
    programs.push(program);
    return program;
  };
  const started = async (env: Record<string, string> = {}): Promise<Program> => {
    const program = start(env);
    await until(
      "the hub is ready",
      async () => {
        if (program.child.exitCode !== null) throw new Error(program.errors());
        return isReady(port);
      },
      60_000,
    );
    return program;
  };
  const nothingRuns = () =>
    until("nothing runs", () => processesOf(folder).length === 0, 10_000).catch((error: Error) => {
      throw new Error(`${error.message}: ${processesOf(folder).join("; ")}`);
    });

  /** Ended with an exit code that is not 0 and one line that says what to do; no process left. */
  async function refused(program: Program, ...words: string[]) {
    const code = await program.ended;
    expect(code, program.errors()).to.not.equal(0);
    const lines = program.errors().trim().split("\n");
    expect(lines, program.errors()).to.have.lengthOf(1);
    for (const word of words) expect(lines[0]).to.contain(word);
    await nothingRuns();
    expect(await isReady(port)).to.equal(false);
  }

  it("lists its settings and ends", async () => {
    const program = start({}, ["--help"]);
    expect(await program.ended).to.equal(0);
    for (const name of ["PORT", "HOST", "DATA_DIR", "MONGODB_URI", "REDIS_URL"])
      expect(program.output()).to.contain(name);
    expect(program.errors()).to.equal("");
  });

  it("refuses an argument that it does not know", () =>
    refused(start({}, ["--prot"]), "--prot", "--help"));

  it("starts, prints its address, and Ctrl-C stops everything", async () => {
    const program = await started();
    await until("the address is printed", () =>
      program.output().includes(`http://127.0.0.1:${port}`),
    );
    expect(processesOf(folder)).to.not.be.empty;
    program.child.kill("SIGINT");
    expect(await program.ended, program.errors()).to.equal(0);
    await nothingRuns();
  });

  it("stops at once when Ctrl-C comes while it starts", async () => {
    const program = start();
    await until("a child runs", () => processesOf(folder).length > 0);
    program.child.kill("SIGINT");
    expect(await program.ended).to.not.equal(0);
    await nothingRuns();
  });

  it("leaves no orphan after kill -9, and the next start works on the same data", async () => {
    const first = await started();
    first.child.kill("SIGKILL");
    await first.ended;
    await nothingRuns();
    const second = await started();
    second.child.kill("SIGTERM");
    expect(await second.ended).to.equal(0);
  });

  it("starts again at once after kill -9, while its children are still ending", async () => {
    const first = await started();
    first.child.kill("SIGKILL");
    await first.ended;
    await started();
  });

  it("ends when npm is killed with -9", async () => {
    const program = runProgram("npm", ["start"], { PORT: String(port), DATA_DIR: folder });
    programs.push(program);
    await until("the hub is ready", () => isReady(port), 60_000);
    program.child.kill("SIGKILL");
    await nothingRuns();
    await until("the port is free", async () => !(await isReady(port)));
  });

  it("says so and stops when its database ends", async () => {
    const program = await started();
    const pid = Number(readFileSync(join(folder, "mongo/engine.pid"), "utf8"));
    process.kill(pid, "SIGKILL");
    expect(await program.ended).to.equal(1);
    expect(program.errors()).to.contain("database ended").and.contain("SIGKILL");
    await nothingRuns();
  });

  it("refuses a taken port", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, "127.0.0.1", resolve));
    try {
      const program = start();
      const code = await program.ended;
      expect(code).to.equal(1);
      expect(program.errors().trim().split("\n")).to.have.lengthOf(1);
      expect(program.errors()).to.contain(String(port)).and.contain("PORT");
      expect(processesOf(folder)).to.deep.equal([]);
    } finally {
      other.close();
    }
  });

  it("refuses a port that is none", () => refused(start({ PORT: "http" }), "PORT", "65535"));

  it("refuses a data folder that another hub has", async () => {
    const holder = await started();
    const otherPort = await freePort();
    const program = start({ PORT: String(otherPort) });
    expect(await program.ended).to.equal(1);
    expect(program.errors().trim().split("\n")).to.have.lengthOf(1);
    expect(program.errors())
      .to.contain("in use")
      .and.contain(String(holder.child.pid))
      .and.contain("DATA_DIR");
    expect(await isReady(port)).to.equal(true);
  });

  it("refuses a data folder that cannot be written", async () => {
    writeFileSync(join(folder, "file"), "");
    await refused(start({ DATA_DIR: join(folder, "file/data") }), "data folder", "DATA_DIR");
  });

  it("refuses a data folder where the system lets nobody make one", () =>
    refused(start({ DATA_DIR: "/proc/hub/data" }), "data folder", "DATA_DIR"));

  it("refuses a path that is too long for a socket", async () => {
    const long = join(folder, "x".repeat(100));
    mkdirSync(long);
    await refused(start({ DATA_DIR: long }), "too long", "DATA_DIR");
  });

  it("refuses a database that cannot be reached", async () => {
    const nowhere = await freePort();
    await refused(
      start({ MONGODB_URI: `mongodb://127.0.0.1:${nowhere}/hub` }),
      "MongoDB",
      "MONGODB_URI",
    );
  });

  it("refuses a Redis that cannot be reached, and keeps its password to itself", async () => {
    const nowhere = await freePort();
    const program = start({ REDIS_URL: `redis://:hidden@127.0.0.1:${nowhere}` });
    await refused(program, "Redis", "REDIS_URL", String(nowhere));
    expect(program.errors()).to.not.contain("hidden");
  });

  it("refuses what is no address of a Redis", () =>
    refused(start({ REDIS_URL: "nowhere" }), "REDIS_URL", "redis://"));

  it("says what to install where there is neither redis-server nor a way to get it", async () => {
    const script = `import { setUpRedis, CannotSetUp } from ${JSON.stringify(join(ROOT, "embedded/bin/setup.mjs"))};
      process.env.PATH = ${JSON.stringify(folder)};
      await setUpRedis().catch((error) => { console.error(error instanceof CannotSetUp, error.message); process.exitCode = 1; });`;
    const program = runProgram(process.execPath, ["--input-type=module", "--eval", script], {});
    expect(await program.ended).to.equal(1);
    expect(program.errors()).to.match(
      /^true redis-server is missing .*apt-get install redis-server.*\n$/,
    );
  });

  it("names the version to install on a Node that is too old", async () => {
    // The real file, told another version before its first line.
    const old = join(folder, "start.mjs");
    const source = readFileSync(START, "utf8").replaceAll("process.versions.node", '"18.19.0"');
    writeFileSync(old, source);
    const program = runProgram(process.execPath, [old], {});
    expect(await program.ended).to.equal(1);
    expect(program.errors()).to.equal("Node 18.19.0 is too old: install Node 20.19 or later.\n");
  });
});
