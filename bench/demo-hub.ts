import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DEMO_PASSWORD } from "@hub/domain/demo/people";
import { connectStore, type Store } from "@hub/domain/store/store";

const START = fileURLToPath(new URL("../embedded/bin/start.mjs", import.meta.url));
const PORT = Number(process.env["PORT"] ?? 8181);
export const URL_OF_HUB = `http://127.0.0.1:${PORT}`;
const SAMPLES = 200;

/** A hub with its demo in a process of its own, and an officer who is signed in to it. */
export interface DemoHub {
  store: Store;
  /** Milliseconds of 200 answers, after 20 that warm up; `path` is under /api, by the index of the sample. */
  timed: (path: (index: number) => string) => Promise<number[]>;
  /** Sends a body and expects success. */
  post: (path: string, body: unknown) => Promise<void>;
}

/** Starts a hub, gives it to `measure`, and ends it with everything it kept. */
export async function withDemoHub<T>(
  account: string,
  measure: (hub: DemoHub) => Promise<T>,
): Promise<T> {
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
      return await measure(visitor(store, await signIn(account)));
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

const JSON_FROM_HUB = { "content-type": "application/json", origin: URL_OF_HUB };

/** Signs a demo officer in; answers the cookies of the session. */
export async function signIn(account: string): Promise<string> {
  const answer = await fetch(`${URL_OF_HUB}/api/sessions`, {
    method: "POST",
    headers: JSON_FROM_HUB,
    body: JSON.stringify({ account, password: DEMO_PASSWORD }),
  });
  if (!answer.ok) throw new Error(`the sign-in answers ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}

const visitor = (store: Store, cookie: string): DemoHub => ({
  store,
  async timed(path) {
    const samples: number[] = [];
    for (let index = -20; index < SAMPLES; index += 1) {
      const asked = `/api${path(Math.abs(index))}`;
      const began = performance.now();
      const answer = await fetch(URL_OF_HUB + asked, { headers: { cookie } });
      await answer.arrayBuffer();
      if (answer.status === 429) {
        // An account has its ceiling of questions a minute: the sample is taken when it may ask again.
        const seconds = Number(answer.headers.get("retry-after") ?? 1);
        await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
        index -= 1;
        continue;
      }
      if (!answer.ok) throw new Error(`${asked} answers ${answer.status}`);
      if (index >= 0) samples.push(performance.now() - began);
    }
    return samples;
  },
  async post(path, body) {
    const answer = await fetch(`${URL_OF_HUB}/api${path}`, {
      method: "POST",
      headers: { ...JSON_FROM_HUB, cookie },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answers ${answer.status} ${await answer.text()}`);
  },
});
