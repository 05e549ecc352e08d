import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { Counter } from "prom-client";
import { createOperations, type Checks } from "./operations.ts";

describe("createOperations", () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  async function aProcess(checks: Checks) {
    const operations = createOperations({ process: "test", checks });
    server = createServer((request, response) => {
      if (!operations.answer(request, response)) response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return { operations, get: (path: string) => fetch(`http://127.0.0.1:${port}${path}`) };
  }

  it("says that it lives even while the store is away", async () => {
    const { get } = await aProcess({ store: () => Promise.reject(new Error("away")) });
    expect((await get("/health")).status).to.equal(200);
  });

  it("is ready when every check passes", async () => {
    const { get } = await aProcess({ store: () => Promise.resolve() });
    const answer = await get("/ready");
    expect(answer.status).to.equal(200);
    expect(await answer.json()).to.deep.equal({ ready: true, draining: false, failed: [] });
  });

  it("names what failed and tells nothing of the reason", async () => {
    const { get } = await aProcess({
      store: () => Promise.reject(new Error("secret host")),
      redis: () => Promise.resolve(),
    });
    const answer = await get("/ready");
    expect(answer.status).to.equal(503);
    expect(await answer.json()).to.deep.equal({ ready: false, draining: false, failed: ["store"] });
  });

  it("counts a check without an answer as failed within its limit", async () => {
    const { get } = await aProcess({ store: () => new Promise(() => undefined) });
    expect((await get("/ready")).status).to.equal(503);
  });

  it("is not ready once it drains", async () => {
    const { operations, get } = await aProcess({});
    operations.drain();
    expect((await get("/ready")).status).to.equal(503);
  });

  it("prints its own and the registered metrics", async () => {
    const { operations, get } = await aProcess({});
    new Counter({
      name: "hub_things_total",
      help: "Things.",
      registers: [operations.registry],
    }).inc(3);
    const text = await (await get("/metrics")).text();
    expect(text)
      .to.contain('hub_things_total{process="test"} 3')
      .and.contain("process_cpu_seconds_total");
  });

  it("leaves every other path to its owner", async () => {
    const { get } = await aProcess({});
    expect((await get("/leads")).status).to.equal(404);
  });
});
