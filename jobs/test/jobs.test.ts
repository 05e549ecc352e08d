import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { postMessage } from "@hub/domain/channels/commands";
import { openGroup } from "@hub/domain/channels/conversation-commands";
import type { Announcer } from "@hub/domain/journal/announce";
import { withdrawExchange } from "@hub/domain/exchanges/commands-issue";
import { addSupplement } from "@hub/domain/exchanges/commands-work";
import { newId } from "@hub/domain/kernel/ids";
import { makeNotices } from "@hub/domain/notices/commands";
import { countNotices, listNotices, markNotices } from "@hub/domain/notices/contract";
import type { OfficerDoc } from "@hub/domain/officers/model";
import type { Hub } from "@hub/domain/store/hub";
import { createLog } from "@hub/domain/store/log";
import { connectRedis, type Redis } from "@hub/domain/store/redis";
import { expect } from "chai";
import { storyOf, type Story } from "../../api/test/exchange-story.ts";
import { startTestHub, type TestHub } from "../../api/test/hub-client.ts";
import { aWorld, type World } from "../../api/test/world.ts";
import { perform } from "../src/tasks.ts";
import { startJobs, type Jobs, type JobsOptions } from "../src/workers.ts";

const HOUR_MS = 3_600_000;

describe("jobs", () => {
  let test: TestHub;
  let world: World;
  let story: Story;
  let redis: Redis;
  let running: Jobs[] = [];
  const log = createLog({ process: "test", level: "silent" });

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    story = storyOf(test, world);
    await test.givePassword(world.gaoyou.officers.chief);
    redis = await connectRedis(test.env);
  });
  afterEach(async () => {
    await Promise.all(running.map((jobs) => jobs.stop()));
    running = [];
    await test.hub.store.notices.deleteMany({});
    await test.hub.store.entries.updateMany({}, { $unset: { pending: 1 } });
  });
  after(async () => {
    await redis.close();
    await test.stop();
  });

  async function begin(given: Partial<JobsOptions> = {}): Promise<Jobs> {
    const every = { entries: 100, clocks: 100 };
    const jobs = await startJobs({ hub: test.hub, redis, log, every, lockMs: 1_000, ...given });
    running.push(jobs);
    return jobs;
  }

  async function until(condition: () => Promise<boolean>, withinMs = 8_000): Promise<void> {
    for (const end = Date.now() + withinMs; !(await condition()); await sleep(30))
      if (Date.now() > end) throw new Error(`not so: ${String(condition)}`);
  }

  async function aMention(mentioned: OfficerDoc, channelId?: string): Promise<string> {
    const { prosecutor } = world.gaoyou.officers;
    const ctx = test.ctxOf(prosecutor);
    const to =
      channelId ??
      (await openGroup(ctx, {
        id: newId(),
        channelId: newId(),
        title: "湖区协作",
        officerIds: [mentioned._id],
      }));
    const id = newId();
    const body = { text: "请看", files: [], mentions: [mentioned._id], inReplyTo: null };
    await postMessage(ctx, to, { id, ...body });
    return id;
  }

  const noticed = (entryId: string) => test.hub.store.notices.find({ entryId }).lean();
  const pending = () => test.hub.store.entries.countDocuments({ pending: { $exists: true } });

  it("tells whoever is mentioned, and takes the entry off the list in the same commit", async () => {
    const told: string[] = [];
    const announcer: Announcer = {
      ...test.hub.announcer,
      changed: (tokens, { feature }) => void told.push(`${feature}:${tokens.join()}`),
    };
    await begin({ hub: { ...test.hub, announcer } });
    const { prosecutor } = world.tianchang.officers;
    const entryId = await aMention(prosecutor);
    await until(async () => (await noticed(entryId)).length > 0);
    expect((await noticed(entryId)).map(({ officerId, kind }) => [officerId, kind])).to.deep.equal([
      [prosecutor._id, "mention"],
    ]);
    await until(async () => (await pending()) === 0);
    await until(async () => told.includes(`notices:officer:${prosecutor._id}`));
  });

  it("ends the same when it runs twice, one after the other or at once", async () => {
    const entryId = await aMention(world.tianchang.officers.prosecutor);
    const raced = await Promise.all([
      makeNotices(test.hub, entryId),
      makeNotices(test.hub, entryId),
    ]);
    expect(raced.flat()).to.have.length(1);
    const first = await noticed(entryId);
    expect(await makeNotices(test.hub, entryId)).to.deep.equal([]);
    expect(await noticed(entryId)).to.deep.equal(first);
    // Redone from the very beginning, as when the commit's answer was lost and the store was asked again.
    await test.hub.store.entries.updateOne({ _id: entryId }, { $set: { pending: ["notices"] } });
    await makeNotices(test.hub, entryId);
    expect(await noticed(entryId)).to.deep.equal(first);
  });

  it("goes on after Redis was emptied, without being told", async () => {
    await begin({ upsertMs: 300 });
    const before = await aMention(world.tianchang.officers.prosecutor);
    await until(async () => (await noticed(before)).length === 1);
    await redis.flushAll();
    const after = await aMention(world.tianchang.officers.prosecutor);
    await until(async () => (await noticed(after)).length === 1);
  });

  it("leaves nothing of what somebody wrote in Redis, not even when work fails over it", async () => {
    const quoting: Hub["store"] = Object.create(test.hub.store) as Hub["store"];
    Object.defineProperty(quoting, "connection", {
      get: () => ({
        name: test.hub.store.connection.name,
        startSession: () => Promise.reject(new Error("E11000 dup key: { title: '请看' }")),
      }),
    });
    await begin({ hub: { ...test.hub, store: quoting } });
    const entryId = await aMention(world.tianchang.officers.prosecutor);
    const key = `jobs:${test.hub.store.connection.name}:works:notices_${entryId}`;
    await until(async () => (await redis.hGet(key, "failedReason")) !== null);
    const kept = await redis.hGetAll(key);
    expect(kept["failedReason"]).to.equal("failed");
    expect(JSON.parse(kept["data"] ?? "")).to.deep.equal({
      task: "handle",
      handler: "notices",
      entryId,
    });
    expect(JSON.stringify(kept)).to.not.contain("请看");
  });

  it("does not wait for ever for what hangs when it stops, and another worker does it", async () => {
    let hung = 0;
    const transactions: Hub["store"] = Object.create(test.hub.store) as Hub["store"];
    Object.defineProperty(transactions, "connection", {
      get: () => {
        hung += 1;
        return {
          name: test.hub.store.connection.name,
          startSession: () => new Promise(() => undefined),
        };
      },
    });
    const stuck = await begin({ hub: { ...test.hub, store: transactions }, stopWithinMs: 300 });
    const entryId = await aMention(world.tianchang.officers.prosecutor);
    await until(async () => hung > 1);
    const before = Date.now();
    await stuck.stop();
    expect(Date.now() - before).to.be.below(3_000);
    running = [];
    expect(await noticed(entryId)).to.deep.equal([]);
    await begin();
    await until(async () => (await noticed(entryId)).length === 1, 15_000);
  });

  it("loses and doubles nothing when its process is killed in the middle", async function () {
    this.timeout(180_000);
    const { prosecutor } = world.tianchang.officers;
    const first = await aMention(prosecutor);
    const { channelId } = (await test.hub.store.entries.findById(first).lean()) ?? {};
    for (let index = 1; index < 60; index += 1) await aMention(prosecutor, channelId);
    const victim = spawn(
      process.execPath,
      ["--import=tsx", fileURLToPath(new URL("victim.ts", import.meta.url))],
      {
        env: {
          ...process.env,
          JOBS_ENV: JSON.stringify({ ...test.env, ORIGINS: test.env.ORIGINS.join() }),
        },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const ended = once(victim, "exit");
    try {
      await until(async () => (await test.hub.store.notices.countDocuments({})) >= 5, 60_000);
    } finally {
      victim.kill("SIGKILL");
      await ended;
    }
    expect(await pending()).to.be.greaterThan(0);
    await begin();
    // A transaction that was open may hold its entries until the store gives it up, after a minute at most.
    await until(async () => (await pending()) === 0, 90_000);
    expect(await test.hub.store.notices.countDocuments({ officerId: prosecutor._id })).to.equal(60);
  });

  it("escalates a late clock inside the late office, each step once", async () => {
    const exchangeId = await story.to("arrived", { terms: { sign: { unit: "hours", count: 24 } } });
    const exchange = await story.exchange(exchangeId);
    const due = exchange.clocks[0]?.due.getTime() ?? 0;
    const { tianchang } = world;
    const at = async (ms: number) => {
      const hub = { ...test.hub, clock: { now: () => new Date(due + ms) } };
      await perform({ hub }, { task: "step", exchangeId });
      await perform({ hub }, { task: "step", exchangeId });
      const all = await test.hub.store.notices
        .find({ kind: "overdue", matterId: exchangeId })
        .lean();
      return all.map(({ level, officerId }) => `${level}:${officerId}`).toSorted();
    };
    expect(await at(-20 * HOUR_MS)).to.deep.equal([]);
    const { intake, intake2, deputy } = tianchang.officers;
    const reminded = [`reminder:${intake._id}`, `reminder:${intake2._id}`].toSorted();
    expect(await at(-1 * HOUR_MS)).to.deep.equal(reminded);
    const all = await at(4 * 24 * HOUR_MS);
    expect(all).to.include.members([...reminded, `leader:${deputy._id}`]);
    const own = Object.values(tianchang.officers).map(({ _id }) => _id);
    expect(all.filter((one) => !own.some((id) => one.includes(id)))).to.deep.equal([]);
    expect(await at(5 * 24 * HOUR_MS)).to.deep.equal(all);
  });

  it("tells the desk what arrived and the sender what became of it, by today's rights", async () => {
    const exchangeId = await story.to("arrived");
    await begin();
    await until(async () => (await pending()) === 0);
    const { intake, outsider } = world.tianchang.officers;
    const desk = await test.signIn(intake);
    const { notices, unread } = await desk.call(listNotices);
    expect(notices.map(({ kind, act, matter }) => [kind, act, matter?.id])).to.deep.equal([
      ["awaited", "sign", exchangeId],
    ]);
    expect(notices[0]?.matter?.title).to.equal((await story.exchange(exchangeId)).title);
    expect(unread).to.equal(1);
    expect(JSON.stringify(await test.hub.store.notices.find().lean())).to.not.contain("高邮湖");
    await story.sign(exchangeId);
    await until(async () => (await pending()) === 0);
    const writer = await test.signIn(world.gaoyou.officers.prosecutor);
    const told = await writer.call(listNotices, { query: { unread: "true" } });
    expect(told.notices[0]).to.deep.include({ kind: "told", entryType: "exchange.signed" });
    expect((await (await test.signIn(outsider)).call(listNotices)).notices).to.deep.equal([]);
    // Read by opening the matter; and gone with the right to read.
    expect(await desk.call(markNotices, { body: { matterId: exchangeId } })).to.deep.equal({
      unread: 0,
    });
    expect((await desk.call(countNotices)).unread).to.equal(0);
    await test.hub.store.exchanges.updateOne(
      { _id: exchangeId },
      { $set: { audience: ["office:0"] } },
    );
    expect((await desk.call(listNotices)).notices).to.deep.equal([]);
    await test.hub.store.exchanges.deleteOne({ _id: exchangeId });
  });

  it("tells those it was assigned to that the sender took it back, and of nothing in it", async () => {
    const exchangeId = await story.to("assigned");
    const by = story.as.writer;
    await addSupplement(by, exchangeId, {
      id: newId(),
      kind: "supplement",
      text: "补充说明",
      files: [],
      materials: [],
      requestId: null,
    });
    await withdrawExchange(by, exchangeId, { id: newId(), reason: "另行移送" });
    await begin();
    await until(async () => (await pending()) === 0);
    const { prosecutor, outsider } = world.tianchang.officers;
    const handler = await test.signIn(prosecutor);
    const { notices } = await handler.call(listNotices, { query: { limit: 100 } });
    const told = notices.filter((one) => one.matter?.id === exchangeId);
    expect(told.map((one) => one.entryType)).to.include.members([
      "exchange.supplemented",
      "exchange.withdrawn",
    ]);
    expect(told.map((one) => one.matter?.title)).to.deep.equal(told.map(() => ""));
    const other = await (await test.signIn(outsider)).call(listNotices);
    expect(other.notices.filter((one) => one.matter?.id === exchangeId)).to.deep.equal([]);
  });

  it("walks notices page by page, and refuses a foreign cursor", async () => {
    const { prosecutor } = world.tianchang.officers;
    const first = await aMention(prosecutor);
    const { channelId } = (await test.hub.store.entries.findById(first).lean()) ?? {};
    for (let index = 1; index < 5; index += 1) await aMention(prosecutor, channelId);
    await begin();
    await until(async () => (await pending()) === 0);
    const reader = await test.signIn(prosecutor);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await reader.call(listNotices, {
        query: { limit: 2, ...(cursor ? { cursor } : {}) },
      });
      seen.push(...page.notices.map(({ id }) => id));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).to.equal(5);
    await reader.refused(listNotices, "bad_input", { query: { cursor: "x" } });
    await reader.refused(markNotices, "bad_input", { body: {} });
  });
});
