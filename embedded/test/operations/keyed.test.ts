import { loadDemo } from "@hub/domain/demo/load";
import { pathOf, type Route } from "@hub/domain/kernel/route";
import { createLog } from "@hub/domain/store/log";
import { ObjectId } from "bson";
import { expect } from "chai";
import type { CommandStartedEvent, Document } from "mongodb";
import { startTestHub, type TestHub } from "../../../api/test/hub-client.ts";
import { sampleOf } from "../../../api/test/sample.ts";
import { SWEEPS } from "../../../jobs/src/tasks.ts";
import { readContracts } from "../../../api/src/routes.ts";

/** Who and where people are: read whole for pickers, up to a limit; it grows with the offices, not with their work. */
const DIRECTORY = new Set(["offices", "departments", "officers"]);
const isWholeDirectory = (command: Document): boolean =>
  DIRECTORY.has(String(Object.values(command)[0])) &&
  !["_id", "officeId", "account"].some(
    (name) => name in ((command["filter"] ?? command["query"] ?? {}) as Document),
  );

const FILTERED: { [command: string]: (command: Document) => Document[] } = {
  find: (c) => [c],
  count: (c) => [c],
  distinct: (c) => [c],
  aggregate: (c) => [c],
  findAndModify: (c) => [c],
  update: (c) => (c["updates"] as Document[]).map((u) => ({ ...c, updates: [u] })),
  delete: (c) => (c["deletes"] as Document[]).map((d) => ({ ...c, deletes: [d] })),
};

/** A command with its values left out: what is asked, not for whom. */
function shapeOf(v: unknown): unknown {
  if (Array.isArray(v)) return [...new Set(v.map((e) => JSON.stringify(shapeOf(e))))].toSorted();
  if (typeof v !== "object" || v === null || v instanceof Date || v instanceof ObjectId) return 0;
  return Object.fromEntries(Object.entries(v).map(([k, inner]) => [k, shapeOf(inner)]));
}

/** Every stage of a plan. */
function* stagesOf(v: unknown): Generator<Document> {
  if (Array.isArray(v)) for (const e of v) yield* stagesOf(e);
  else if (typeof v === "object" && v !== null) {
    if ("stage" in v) yield v;
    for (const inner of Object.values(v)) yield* stagesOf(inner);
  }
}

describe("the hub's own queries", () => {
  let test: TestHub;
  let isRecording = true;
  const asked = new Map<string, Document>();
  let uri = "";

  before(async function () {
    this.timeout(120_000);
    uri = process.env["MONGODB_URI"] ?? "";
    process.env["MONGODB_URI"] = `${uri}${uri.includes("?") ? "&" : "?"}monitorCommands=true`;
    test = await startTestHub();
    test.hub.store.connection
      .getClient()
      .on("commandStarted", ({ commandName, command }: CommandStartedEvent) => {
        if (!isRecording) return;
        for (const one of FILTERED[commandName]?.(command) ?? [])
          asked.set(JSON.stringify([commandName, one[commandName], shapeOf(one)]), one);
      });
    await loadDemo(test.hub);
    await readEverything();
  });
  after(async () => {
    process.env["MONGODB_URI"] = uri;
    await test.stop();
  });

  /** Every route that reads, as people of every post, with ids of what the demo holds. */
  async function readEverything(): Promise<void> {
    const { store } = test.hub;
    const { routes } = await readContracts();
    isRecording = false; // these are the test's own
    const idOf = async (model: { findOne(): { lean(): Promise<unknown> } }): Promise<string> =>
      ((await model.findOne().lean()) as { _id: string } | null)?._id ?? "";
    const known: Record<string, string> = {
      leadId: await idOf(store.leads as never),
      exchangeId: await idOf(store.exchanges as never),
      channelId: await idOf(store.channels as never),
      fileId: await idOf(store.files as never),
      officerId: await idOf(store.officers as never),
      officeId: "321084",
      text: "网箱",
      q: "网箱",
    };
    const posts = await store.officers.find({ officeId: "321084" }).lean();
    isRecording = true;
    for (const officer of posts) {
      const client = await test.signIn(officer);
      for (const route of routes.filter(({ method }) => method === "get")) {
        const path = pathOf(route, paramsOf(route, known), sampleOf(route.query, known) as never);
        await (await client.fetch(`/api${path}`)).arrayBuffer();
      }
    }
    const log = createLog({ process: "test", level: "silent" });
    // The nightly check of every audience reads all there is, as it must.
    const { audience: _nightly, ...sweeps } = SWEEPS;
    for (const { run } of Object.values(sweeps))
      await run({ hub: test.hub, log, add: () => Promise.resolve() });
  }
  const paramsOf = (route: Route, known: Record<string, string>): Record<string, string> =>
    Object.fromEntries(
      [...route.path.matchAll(/:(\w+)/g)].map(([, name = ""]) => [name, known[name] ?? name]),
    );

  it("are answered by an index, each of them", async () => {
    const database = test.hub.store.connection.getClient().db(test.hub.store.connection.name);
    const scans: string[] = [];
    for (const command of asked.values()) {
      const {
        lsid,
        txnNumber,
        startTransaction,
        autocommit,
        readConcern,
        writeConcern,
        $db,
        ...bare
      } = command;
      void [lsid, txnNumber, startTransaction, autocommit, readConcern, writeConcern, $db];
      const plan = await database.command({ explain: bare, verbosity: "queryPlanner" });
      for (const stage of stagesOf(plan))
        if (stage["stage"] === "COLLSCAN" && !isWholeDirectory(bare))
          scans.push(JSON.stringify(bare).slice(0, 600));
    }
    expect(asked.size, "shapes of queries").to.be.above(60);
    expect(scans).deep.equal([]);
  });
});
