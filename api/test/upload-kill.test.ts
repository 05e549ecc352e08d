import { spawn, type ChildProcess } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { request } from "node:http";
import { fileURLToPath } from "node:url";
import { fileRoutes } from "@hub/domain/files/contract";
import { newId } from "@hub/domain/kernel/ids";
import { expect } from "chai";
import { anMp4 } from "../../domain/test/file-samples.ts";
import { freePort } from "../../embedded/test/free-port.ts";
import { ORIGIN, startTestHub, type HubClient, type TestHub } from "./hub-client.ts";
import { aWorld } from "./world.ts";

const API = fileURLToPath(new URL("../bin/api.ts", import.meta.url));
const TUS = { "tus-resumable": "1.0.0" };

/** Two nodes on one store, one Redis and one folder: this process, and another that is killed while it takes an upload. */
describe("an upload whose server is killed", function () {
  this.timeout(90_000);
  let test: TestHub;
  let client: HubClient;
  let other: ChildProcess | undefined;
  before(async () => {
    test = await startTestHub();
    const { gaoyou } = await aWorld(test.hub);
    client = await test.signIn(gaoyou.officers.prosecutor);
  });
  afterEach(() => other?.kill("SIGKILL"));
  after(() => test.stop());

  async function anotherNode(): Promise<string> {
    const port = await freePort();
    const env = { ...process.env, ...asText(test.env), PORT: String(port) };
    other = spawn(process.execPath, ["--import=tsx", API], { env, stdio: "ignore" });
    const url = `http://127.0.0.1:${port}`;
    for (let tried = 0; tried < 300; tried += 1) {
      if (other.exitCode !== null) throw new Error("the other node did not start");
      if (await fetch(`${url}/api/leads`).catch(() => null)) return url;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("the other node does not answer");
  }

  const cookie = () => [...client.cookies].map(([name, value]) => `${name}=${value}`).join("; ");

  /** Sends the beginning of a body that is announced to be longer, and holds the connection open. */
  async function beginPatch(node: string, path: string, part: Buffer, length: number) {
    const sending = request(`${node}${path}`, {
      method: "PATCH",
      headers: {
        ...TUS,
        cookie: cookie(),
        origin: ORIGIN,
        "upload-offset": "0",
        "content-type": "application/offset+octet-stream",
        "content-length": String(length),
      },
    });
    sending.on("error", () => undefined);
    await new Promise((resolve) => sending.write(part, resolve));
  }
  const offsetOf = async (path: string) => {
    const answer = await client.fetch(path, { method: "HEAD", headers: TUS });
    return Number(answer.headers.get("upload-offset") ?? -1);
  };

  it("goes on with another node, and arrives once", async () => {
    const bytes = Buffer.concat([anMp4(), randomBytes(3_000_000)]);
    const node = await anotherNode();
    const made = await fetch(`${node}/api/uploads`, {
      method: "POST",
      headers: {
        ...TUS,
        cookie: cookie(),
        origin: ORIGIN,
        "upload-length": String(bytes.length),
        "upload-metadata": `name ${Buffer.from("录像.mp4").toString("base64")}`,
      },
    });
    const path = made.headers.get("location") ?? "";
    expect(made.status).to.equal(201);
    await beginPatch(node, path, bytes.subarray(0, 2_000_000), bytes.length);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    other?.kill("SIGKILL");
    if (other) await once(other, "exit");

    // The dead node's lock runs out by itself; until then the question waits.
    const offset = await offsetOf(path);
    expect(offset).to.be.within(1, 2_000_000);
    const rest = await client.fetch(path, {
      method: "PATCH",
      headers: {
        ...TUS,
        "content-type": "application/offset+octet-stream",
        "upload-offset": String(offset),
      },
      body: bytes.subarray(offset),
    });
    expect(rest.status).to.equal(204);
    const body = { id: newId(), upload: path.split("/").at(-1) ?? "" };
    const file = await client.call(fileRoutes.register, { body });
    await client.call(fileRoutes.register, { body });
    expect(file.sha256).to.equal(createHash("sha256").update(bytes).digest("hex"));
    expect(await test.hub.store.files.countDocuments({ uploadId: body.upload })).to.equal(1);
  });

  it("takes it over from a node that holds a dead connection", async () => {
    const bytes = anMp4(1_000_000);
    const node = await anotherNode();
    const made = await client.fetch("/api/uploads", {
      method: "POST",
      headers: {
        ...TUS,
        "upload-length": String(bytes.length),
        "upload-metadata": `name ${Buffer.from("录像.mp4").toString("base64")}`,
      },
    });
    const path = made.headers.get("location") ?? "";
    await beginPatch(node, path, bytes.subarray(0, 400_000), bytes.length);
    await new Promise((resolve) => setTimeout(resolve, 500));
    // The officer's connection broke without the node noticing; the browser asks the other node how far it came.
    const offset = await offsetOf(path);
    expect(offset).to.be.within(1, 400_000);
    const rest = await client.fetch(path, {
      method: "PATCH",
      headers: {
        ...TUS,
        "content-type": "application/offset+octet-stream",
        "upload-offset": String(offset),
      },
      body: bytes.subarray(offset),
    });
    expect(rest.status).to.equal(204);
    const upload = path.split("/").at(-1) ?? "";
    const file = await client.call(fileRoutes.register, { body: { upload } });
    expect(file.sha256).to.equal(createHash("sha256").update(bytes).digest("hex"));
  });
});

const asText = (env: TestHub["env"]): Record<string, string> =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [name, String(value)]));
