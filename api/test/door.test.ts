import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HubError } from "@hub/domain/kernel/faults";
import { newId } from "@hub/domain/kernel/ids";
import { route, type Route } from "@hub/domain/kernel/route";
import { listOfficersRoute } from "@hub/domain/officers/contract";
import { addDepartmentRoute, directoryRoute } from "@hub/domain/offices/contract";
import { meRoute, signInRoute } from "@hub/domain/sessions/contract";
import { expect } from "chai";
import { z } from "zod";
import { LIMITS } from "../src/limits.ts";
import { servePublic } from "../src/door.ts";
import { startTestHub, type HubClient, type TestHub } from "./hub-client.ts";
import { aWorld, GAOYOU, type World } from "./world.ts";

const faulty: Route = route({
  name: "test.faulty",
  method: "get",
  path: "/test/faulty",
  summary: "Fails as no code should",
  door: "public",
});
const surprising: Route = route({
  name: "test.surprising",
  method: "get",
  path: "/test/surprising",
  summary: "Refuses with what its contract does not name",
  door: "public",
  refuses: ["not_found"],
});
const talkative: Route = route({
  name: "test.talkative",
  method: "get",
  path: "/test/talkative",
  summary: "Says more than its contract",
  door: "public",
  reply: z.object({ said: z.string() }),
});

const TILES = "https://tiles.example.cn/{z}/{x}/{y}?a=1&b=2";

describe("the door", () => {
  let test: TestHub;
  let world: World;
  let chief: HubClient;
  let clientDir: string;

  before(async () => {
    clientDir = await mkdtemp(join(tmpdir(), "hub-client-"));
    await mkdir(join(clientDir, "assets"));
    await writeFile(
      join(clientDir, "index.html"),
      '<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__"><meta name="map-tiles" content="__MAP_TILES__"><title>同舟</title>',
    );
    await writeFile(join(clientDir, "assets", "app-1a2b3c.js"), "export {};");
    test = await startTestHub({
      clientDir,
      map: { tiles: TILES, credit: "" },
      limits: { ...LIMITS, account: 40, signIn: 4 },
      more: (router) => {
        servePublic(router, faulty, () => {
          throw new Error("secret words of a stack");
        });
        servePublic(router, surprising, () => {
          throw new HubError("gone");
        });
        servePublic(router, talkative, () => ({ said: "this", aside: "that" }));
      },
    });
    world = await aWorld(test.hub);
    chief = await test.signIn(world.gaoyou.officers.chief);
  });
  after(async () => {
    await test.stop();
    await rm(clientDir, { recursive: true, force: true });
  });

  const post = (client: HubClient, body: string, headers: Record<string, string> = {}) =>
    client.fetch("/api/delegations", { method: "POST", body, headers });
  const problemOf = async (response: Response) =>
    (await response.json()) as { code: string; issues?: object[] };

  describe("who is there", () => {
    it("tells a visitor that nobody is signed in", async () => {
      for (const asked of [meRoute, directoryRoute])
        await test.visitor().refused(asked, "signed_out");
    });

    it("knows the officer of a session", async () => {
      const me = await chief.call(meRoute);
      expect(me.officer.id).to.equal(world.gaoyou.officers.chief._id);
    });

    it("does not believe a cookie that was tampered with", async () => {
      const client = await test.signIn(world.gaoyou.officers.chief);
      const cookie = client.cookies.get("tongzhou.sid") ?? "";
      client.cookies.set("tongzhou.sid", cookie.replace(/.{4}$/, "AAAA"));
      await client.refused(meRoute, "signed_out");
    });

    it("follows the posts of this moment", async () => {
      const { clerk } = world.gaoyou.officers;
      const client = await test.signIn(clerk);
      expect((await client.call(meRoute)).officer.posts).to.deep.equal(["clerk"]);
      await test.hub.store.officers.updateOne({ _id: clerk._id }, { posts: ["intake"] });
      expect((await client.call(meRoute)).tokens).to.include(`intake:${GAOYOU}`);
      await test.hub.store.officers.updateOne({ _id: clerk._id }, { $inc: { epoch: 1 } });
      await client.refused(meRoute, "signed_out");
    });
  });

  describe("bad input", () => {
    it("answers every issue with its path", async () => {
      const answered = await post(
        chief,
        JSON.stringify({ id: "x", acts: ["rule"], from: "gestern", until: 3, also: true }),
      );
      expect(answered.status).to.equal(400);
      expect(answered.headers.get("content-type")).to.include("application/problem+json");
      const { code, issues } = await problemOf(answered);
      expect(code).to.equal("bad_input");
      expect(issues).to.have.deep.members([
        { path: "id", code: "invalid_format" },
        { path: "delegateId", code: "required" },
        { path: "acts.0", code: "invalid_value" },
        { path: "from", code: "invalid_format" },
        { path: "until", code: "invalid_type" },
        { path: "basis", code: "required" },
        { path: "also", code: "unknown_field" },
      ]);
    });

    it("names address and query apart from the body", async () => {
      const system = await test.signIn(world.gaoyou.officers.systemAdmin);
      const address = await system.fetch("/api/offices/abc/departments", {
        method: "POST",
        body: JSON.stringify({ id: newId(), departmentId: newId(), name: "部", nameEn: "D" }),
      });
      expect((await problemOf(address)).issues).to.deep.equal([
        { path: "params.officeId", code: "invalid_format" },
      ]);
      const query = await chief.fetch("/api/officers?post=king&who=me");
      expect((await problemOf(query)).issues).to.have.deep.members([
        { path: "query.post", code: "invalid_value" },
        { path: "query.who", code: "unknown_field" },
      ]);
    });

    it("refuses a text that bears a state-secret mark, and not the words 工作秘密", async () => {
      const system = await test.signIn(world.gaoyou.officers.systemAdmin);
      const add = (name: string) => ({
        params: { officeId: GAOYOU },
        body: { departmentId: newId(), name, nameEn: "Office" },
      });
      const problem = await system.refused(addDepartmentRoute, "bad_input", add("机密★10年 科"));
      expect(problem.issues).to.deep.equal([{ path: "name", code: "state_secret" }]);
      await system.call(addDepartmentRoute, add("工作秘密管理科"));
    });

    it("takes JSON and nothing else, up to a megabyte", async () => {
      const broken = await post(chief, "{");
      expect(broken.status).to.equal(400);
      expect((await problemOf(broken)).issues).to.deep.equal([{ path: "", code: "not_json" }]);
      const form = await post(chief, "a=b", { "content-type": "text/plain" });
      expect(form.status).to.equal(415);
      const large = await post(chief, JSON.stringify({ basis: "长".repeat(400_000) }));
      expect([large.status, (await problemOf(large)).code]).to.deep.equal([413, "too_large"]);
    });

    it("does not read the body of whoever is not signed in", async () => {
      expect((await post(test.visitor(), "{")).status).to.equal(401);
    });

    it("says not_found to an address that leads nowhere", async () => {
      for (const path of ["/api/nowhere", "/api/%E0%A4%A"]) {
        const answered = await chief.fetch(path);
        expect([path, answered.status]).to.deep.equal([path, 404]);
        expect((await problemOf(answered)).code).to.equal("not_found");
      }
    });

    it("reads one value of a list as a list", async () => {
      const ids = [world.gaoyou.officers.chief._id];
      expect((await chief.call(listOfficersRoute, { query: { ids } })).officers).to.have.length(1);
    });
  });

  describe("where it comes from", () => {
    it("refuses what changes something and does not come from a page of the hub", async () => {
      const foreign = ["https://evil.test", "null", "http://hub.test.evil", "https://hub.test"];
      // A page under a name that somebody has pointed at this machine: it asks the very host that it comes from.
      for (const origin of [...foreign, test.url]) {
        const answered = await post(chief, "{}", { origin });
        expect([origin, (await problemOf(answered)).code]).to.deep.equal([origin, "bad_origin"]);
      }
      expect((await post(chief, "{}", { origin: "http://hub.test" })).status).to.equal(400);
      const none = await fetch(`${test.url}/api/delegations`, { method: "POST" });
      expect(none.status).to.equal(403);
    });

    it("lets reading pass: browsers send no Origin with it", async () => {
      const answered = await fetch(`${test.url}/api/sessions/current`);
      expect(answered.status).to.equal(401);
    });
  });

  describe("too many", () => {
    it("answers 429 with the seconds to wait, per account", async () => {
      const busy = await test.signIn(world.gaoyou.officers.outsider);
      const statuses = new Set<number>();
      let retryAfter = 0;
      for (let asked = 0; asked < 45; asked += 1) {
        const answered = await busy.ask(meRoute);
        statuses.add(answered.status);
        if (!answered.ok) retryAfter = Number(answered.headers.get("retry-after"));
      }
      expect([...statuses]).to.deep.equal([200, 429]);
      expect(retryAfter).to.be.within(1, 60);
      await (await test.signIn(world.gaoyou.officers.deputy)).call(meRoute);
    });

    it("bounds what comes from one address, whoever asks", async () => {
      const crowded = await startTestHub({ limits: { ...LIMITS, address: 5 } });
      try {
        const answers = [];
        for (let asked = 0; asked < 7; asked += 1)
          answers.push(await crowded.visitor().fetch("/api/sessions/current"));
        const statuses = answers.map(({ status }) => status);
        expect(statuses).to.deep.equal([...Array<number>(5).fill(401), 429, 429]);
        expect(Number(answers.at(-1)?.headers.get("retry-after"))).to.be.within(1, 60);
      } finally {
        await crowded.stop();
      }
    });

    it("bounds how often one address tries to sign in", async () => {
      const statuses: number[] = [];
      for (let tried = 0; tried < 6; tried += 1) {
        const body = { account: `nobody.${tried}`, password: "x" };
        statuses.push((await test.visitor().ask(signInRoute, { body })).status);
      }
      expect(statuses.slice(-2)).to.deep.equal([429, 429]);
    });
  });

  describe("what it answers", () => {
    it("tells nothing of a defect", async () => {
      const answered = await test.visitor().fetch("/api/test/faulty");
      expect(answered.status).to.equal(500);
      const text = await answered.text();
      expect(text).to.not.include("secret words");
      expect(JSON.parse(text)).to.deep.equal({
        type: "urn:tongzhou:fault:unexpected",
        title: "unexpected",
        status: 500,
        code: "unexpected",
        retry: false,
      });
    });

    it("does not let a reply say more than its contract, in tests", async () => {
      const answered = await test.visitor().fetch("/api/test/talkative");
      expect(answered.status).to.equal(500);
    });

    it("does not let a door refuse with what its contract does not name, in tests", async () => {
      const answered = await test.visitor().fetch("/api/test/surprising");
      expect(answered.status).to.equal(500);
    });

    it("is kept by no cache and framed by no page", async () => {
      const { headers } = await chief.fetch("/api/offices");
      expect(headers.get("cache-control")).to.equal("no-store");
      expect(headers.get("content-security-policy")).to.include("frame-ancestors 'none'");
      expect(headers.get("x-content-type-options")).to.equal("nosniff");
      expect(headers.get("x-powered-by")).to.equal(null);
      expect(headers.get("strict-transport-security")).to.equal(null);
    });
  });

  describe("the client's files", () => {
    it("are the page for every address, with a nonce of its own for each answer", async () => {
      const nonces = new Set<string>();
      for (const path of ["/", "/leads/0192", "/login"]) {
        const answered = await test.visitor().fetch(path);
        expect(answered.headers.get("cache-control")).to.equal("no-store");
        const nonce = /nonce="([^"]+)"/.exec(await answered.text())?.[1] ?? "";
        expect(answered.headers.get("content-security-policy")).to.include(`'nonce-${nonce}'`);
        nonces.add(nonce);
      }
      expect(nonces).to.have.length(3);
    });

    it("name the map's tiles, and let pictures in from that origin and no other", async () => {
      const answered = await test.visitor().fetch("/");
      expect(await answered.text()).to.contain(
        'content="https://tiles.example.cn/{z}/{x}/{y}?a=1&amp;b=2"',
      );
      const policy = answered.headers.get("content-security-policy") ?? "";
      expect(/img-src ([^;]+)/.exec(policy)?.[1]).to.equal("'self' blob: https://tiles.example.cn");
      expect(policy.match(/tiles\.example/g)).to.have.length(1);
    });

    it("are kept for ever when their name says what is in them, and missed when they are gone", async () => {
      const asset = await test.visitor().fetch("/assets/app-1a2b3c.js");
      expect(asset.headers.get("cache-control")).to.include("immutable");
      expect((await test.visitor().fetch("/assets/app-gone.js")).status).to.equal(404);
    });
  });
});
