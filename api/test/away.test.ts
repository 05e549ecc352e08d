import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { meRoute } from "@hub/domain/sessions/contract";
import { expect } from "chai";
import { createClient } from "redis";
import { startTestHub, type HubClient, type TestHub } from "./hub-client.ts";
import { aWorld } from "./world.ts";

/** A way to the run's Redis that can be cut and mended without touching what other tests use. */
async function aWire(redisUrl: string) {
  const { protocol, hostname, port, pathname } = new URL(redisUrl);
  const target = protocol === "unix:" ? { path: pathname } : { host: hostname, port: Number(port) };
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(target);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on("error", () => undefined).on("close", () => other.destroy());
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const cut = () => {
    isCut = true;
    for (const one of sockets) one.destroy();
    sockets.clear();
  };
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    mend: () => {
      isCut = false;
    },
    close: () => {
      cut();
      server.close();
    },
  };
}

const soon = async (isSo: () => Promise<boolean>): Promise<void> => {
  for (let tried = 0; tried < 100; tried += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  throw new Error("not within ten seconds");
};

describe("when Redis is away", () => {
  let test: TestHub;
  let wire: Awaited<ReturnType<typeof aWire>>;
  let client: HubClient;

  before(async () => {
    wire = await aWire(process.env["REDIS_URL"] ?? "");
    test = await startTestHub({}, { redisUrl: wire.url });
    const world = await aWorld(test.hub);
    client = await test.signIn(world.gaoyou.officers.chief);
    await client.call(meRoute);
  });
  after(async () => {
    await test.stop();
    wire.close();
  });

  it("says busy at once, with the seconds to wait, and goes on when it is back", async () => {
    wire.cut();
    await soon(async () => !(await client.ask(meRoute)).ok);
    const startedAt = Date.now();
    const answered = await client.ask(meRoute);
    expect(Date.now() - startedAt).to.be.lessThan(1_000);
    if (answered.ok) throw new Error("answered without Redis");
    expect(answered.problem).to.include({ code: "busy", status: 503, retry: true });
    expect(answered.headers.get("retry-after")).to.equal("1");
    wire.mend();
    await soon(async () => (await client.ask(meRoute)).ok);
  });

  it("asks people to sign in again when it came back empty, and nothing more", async () => {
    const redis = await createClient({ url: process.env["REDIS_URL"] ?? "" }).connect();
    const sid = /s%3A([\w-]+)\./.exec(client.cookies.get("tongzhou.sid") ?? "")?.[1] ?? "";
    expect(await redis.del(`session:${sid}`)).to.equal(1);
    await redis.close();
    await client.refused(meRoute, "signed_out");
  });
});
