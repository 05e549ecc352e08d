import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { rig } from "./setup.ts";

/** Debian's own Python, whatever else comes first in the path: python3-pymongo is installed for it. */
const PYTHON = "/usr/bin/python3";
const SCRIPT = fileURLToPath(new URL("other-driver.py", import.meta.url));

const run = (args: string[]): Promise<{ code: number | null; said: string }> =>
  new Promise((resolve) => {
    const child = spawn(PYTHON, args, { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    const keep = (text: Buffer): void => void (said += text.toString());
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", (error) => resolve({ code: null, said: error.message }));
    child.on("close", (code) => resolve({ code, said }));
  });

describe("Python's driver", () => {
  it("connects, writes, queries, indexes, commits and aborts", async () => {
    const r = await rig();
    try {
      expect(await run([SCRIPT, r.engine.uri])).deep.equal({ code: 0, said: "ok\n" });
    } finally {
      await r.close();
    }
  });
});
