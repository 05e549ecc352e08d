import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DEMO_PASSWORD } from "@hub/domain/demo/people";
import { newId } from "@hub/domain/kernel/ids";
import { connectStore, type Store } from "@hub/domain/store/store";
import { quantile, type Row } from "./report.ts";

const START = fileURLToPath(new URL("../embedded/bin/start.mjs", import.meta.url));
const PORT = 8181;
const URL_OF_HUB = `http://127.0.0.1:${PORT}`;
const SIZES = [100, 10_000, 100_000];
const SAMPLES = 200;

/** Lists and reads of leads through the hub's own door, in a process of its own, as its register grows. */
export async function benchLeads(): Promise<Row[]> {
  const dataDir = mkdtempSync(join(tmpdir(), "hub-bench-"));
  const hub = spawn(process.execPath, [START], {
    env: { ...process.env, PORT: String(PORT), DATA_DIR: dataDir },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = new Promise<void>((resolve) => hub.once("exit", () => resolve()));
  try {
    while (!(await isReady())) {
      if (hub.exitCode !== null) throw new Error(`the hub ended with ${hub.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const about = JSON.parse(readFileSync(join(dataDir, "hub.json"), "utf8")) as {
      mongodbUri: string;
    };
    const store = await connectStore(about.mongodbUri);
    try {
      return await measure(store, await signIn("gaoyou.zhang"));
    } finally {
      await store.close();
    }
  } finally {
    hub.kill("SIGTERM");
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const isReady = (): Promise<boolean> =>
  fetch(`${URL_OF_HUB}/ready`).then(
    (answer) => answer.ok,
    () => false,
  );

async function signIn(account: string): Promise<string> {
  const answer = await fetch(`${URL_OF_HUB}/api/sessions`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: URL_OF_HUB },
    body: JSON.stringify({ account, password: DEMO_PASSWORD }),
  });
  if (!answer.ok) throw new Error(`the sign-in answers ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}

async function measure(store: Store, cookie: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of SIZES) {
    await growTo(store, size);
    const list = await timed(cookie, () => "/api/leads?limit=50");
    const some = await store.leads
      .find({ officeId: "321084" }, { _id: 1 })
      .sort({ registeredAt: -1 })
      .limit(SAMPLES)
      .lean();
    const read = await timed(
      cookie,
      (index) => `/api/leads/${some[index % some.length]?._id ?? ""}`,
    );
    const name = size.toLocaleString("en");
    rows.push(
      { what: `list of 50 among ${name} leads, p50`, value: quantile(list, 0.5), unit: "ms" },
      {
        what: `list of 50 among ${name} leads, p99`,
        value: quantile(list, 0.99),
        unit: "ms",
        ...(size === 100_000 ? { aim: "<= 50 ms" } : {}),
      },
      { what: `one lead among ${name}, p50`, value: quantile(read, 0.5), unit: "ms" },
      { what: `one lead among ${name}, p99`, value: quantile(read, 0.99), unit: "ms" },
    );
  }
  return rows;
}

/** Copies of the demo's own leads, each with an id, a number and a day of its own. */
async function growTo(store: Store, size: number): Promise<void> {
  const models = await store.leads.find({ officeId: "321084" }).lean();
  let there = await store.leads.countDocuments({});
  while (there < size) {
    const count = Math.min(1_000, size - there);
    const copies = Array.from({ length: count }, (_, index) => {
      const model = models[index % models.length];
      if (!model) throw new Error("the demo has no leads");
      const registeredAt = new Date(Date.now() - (there + index) * 60_000);
      return { ...model, _id: newId(), number: `测〔2026〕${there + index}号`, registeredAt };
    });
    await store.leads.collection.insertMany(copies as never);
    there += count;
  }
}

async function timed(cookie: string, path: (index: number) => string): Promise<number[]> {
  const samples: number[] = [];
  for (let index = -20; index < SAMPLES; index += 1) {
    const began = performance.now();
    const answer = await fetch(URL_OF_HUB + path(Math.abs(index)), { headers: { cookie } });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${path(Math.abs(index))} answers ${answer.status}`);
    if (index >= 0) samples.push(performance.now() - began);
  }
  return samples;
}
