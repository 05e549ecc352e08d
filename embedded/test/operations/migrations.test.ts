import { expect } from "chai";
import { systemClock } from "@hub/domain/kernel/clock";
import { migrate, MIGRATIONS, type Migration } from "@hub/domain/store/migrations";
import { connectStore, type Store } from "@hub/domain/store/store";
import { testEnv } from "../../src/test-env.ts";

describe("migrate", () => {
  let store: Store;
  const schema = () => store.connection.getClient().db(store.connection.name).collection("schema");
  const current = () => schema().findOne({}, { projection: { _id: 0, number: 1, lock: 1 } });

  beforeEach(async () => {
    store = await connectStore(testEnv().MONGODB_URI);
  });
  afterEach(async () => {
    await store.connection.dropDatabase();
    await store.close();
  });

  it("makes every declared index in an empty store and records schema 1", async () => {
    await migrate(store, systemClock, []);
    expect(await current()).to.deep.equal({ number: 1, lock: null });
    const indexes = await store.officers.listIndexes();
    expect(indexes.map(({ key }) => key)).to.deep.include({ account: 1 });
  });

  it("runs the steps above the store's number in order, each once", async () => {
    await migrate(store, systemClock, []);
    const ran: number[] = [];
    const steps: Migration[] = [2, 3].map((to) => ({
      to,
      name: `to ${to}`,
      run: async () => void ran.push(to),
    }));
    await migrate(store, systemClock, steps);
    await migrate(store, systemClock, steps);
    expect(ran).to.deep.equal([2, 3]);
    expect(await current()).to.deep.equal({ number: 3, lock: null });
  });

  it("lets one of several processes do it while the others wait", async () => {
    let ran = 0;
    const steps: Migration[] = [{ to: 2, name: "count", run: async () => void (ran += 1) }];
    await Promise.all([1, 2, 3, 4].map(() => migrate(store, systemClock, steps)));
    expect(ran).to.equal(1);
  });

  it("keeps the steps that were done when one fails, and frees the lock", async () => {
    const fails = { now: true };
    const steps: Migration[] = [
      { to: 2, name: "good", run: async () => undefined },
      {
        to: 3,
        name: "bad at first",
        run: async () => {
          if (fails.now) throw new Error("cut off");
        },
      },
    ];
    const failed = await migrate(store, systemClock, steps).catch((error: Error) => error.message);
    expect(failed).to.equal("cut off");
    expect(await current()).to.deep.equal({ number: 2, lock: null });
    fails.now = false;
    await migrate(store, systemClock, steps);
    expect(await current()).to.deep.equal({ number: 3, lock: null });
  });

  it("takes over the lock of a process that died", async () => {
    await schema().insertOne({
      number: 0,
      indexes: "",
      lock: { holder: "dead", until: new Date(0) },
      _id: "schema" as never,
    });
    await migrate(store, systemClock, []);
    expect(await current()).to.deep.equal({ number: 1, lock: null });
  });

  it("gives what an older program wrote the fields that this one reads", async () => {
    await migrate(store, systemClock, []);
    const officers = store.connection.collection<{ _id: string }>("officers");
    const exchanges = store.connection.collection<{ _id: string }>("exchanges");
    for (const collection of [officers, exchanges]) await collection.insertOne({ _id: "older" });
    await migrate(store, systemClock);
    expect(await officers.findOne({ _id: "older" })).to.deep.equal({ _id: "older", inCharge: [] });
    expect(await exchanges.findOne({ _id: "older" })).to.deep.equal({
      _id: "older",
      supervisions: [],
      papers: [],
    });
    expect(await current()).to.deep.equal({ number: 1 + MIGRATIONS.length, lock: null });
  });

  it("keeps the formal paper of an older exchange, with who recorded it and when", async () => {
    await migrate(store, systemClock, []);
    const collection = <Doc extends { _id: string }>(name: string) =>
      store.connection.collection<Doc>(name);
    const paper = { via: "business_system", reference: "E2026-001" };
    const at = new Date("2026-11-20T01:00:00Z");
    const recorded = {
      channelId: "c",
      type: "exchange.paper_recorded",
      actor: "o",
      office: "321084",
    };
    await collection("officers").insertOne({ _id: "o", name: "张某" } as never);
    await collection("exchanges").insertOne({ _id: "x", channelId: "c", paper } as never);
    await collection("entries").insertMany([
      { _id: "e1", ...recorded, seq: 4, ordinal: 4, role: "检察官", at: new Date(0) },
      { _id: "e2", ...recorded, seq: 7, ordinal: 7, role: "检察官", at },
      { _id: "e3", ...recorded, seq: 9, ordinal: 9, type: "exchange.read", role: "检察官", at },
    ] as never);
    await migrate(store, systemClock);
    await migrate(store, systemClock);
    const kept = await collection<{ _id: string; papers?: unknown }>("exchanges").findOne({
      _id: "x",
    });
    expect(kept?.papers).to.deep.equal([
      {
        id: "e2",
        paper,
        by: { officerId: "o", name: "张某", role: "检察官", officeId: "321084", at },
      },
    ]);
  });

  it("refuses a store that a newer program migrated, and changes nothing", async () => {
    await migrate(store, systemClock);
    await schema().updateOne({}, { $set: { number: 7 } });
    const refused = await migrate(store, systemClock).catch((error: Error) => error.message);
    expect(refused).to.contain("schema 7").and.contain("newer program");
    expect(await current()).to.deep.equal({ number: 7, lock: null });
  });

  it("refuses a store whose restore was cut off", async () => {
    await schema().insertOne({
      number: 1,
      indexes: "",
      lock: null,
      restoring: true,
      _id: "schema" as never,
    });
    const refused = await migrate(store, systemClock).catch((error: Error) => error.message);
    expect(refused).to.contain("--force");
  });
});
