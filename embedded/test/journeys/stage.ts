import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { freePort } from "../free-port.ts";

const START = fileURLToPath(new URL("../../bin/start.mjs", import.meta.url));

/** The whole hub as one command starts it, on a folder and port of its own, with the demo's people. */
export interface Stage {
  url: string;
  dataDir: string;
  /** As a power cut would: nothing is told, nothing is closed. */
  kill9(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a hub, with further settings where a test is about them; `stop` ends it and removes its folder. */
export async function openStage(settings: Record<string, string> = {}): Promise<Stage> {
  const dataDir = mkdtempSync(join(tmpdir(), "hub-journey-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let hub: ChildProcess | null = null;
  const ended = async (signal: NodeJS.Signals) => {
    const running = hub;
    if (!running) return;
    hub = null;
    const gone = new Promise<void>((resolve) => running.once("exit", () => resolve()));
    running.kill(signal);
    await gone;
  };
  const start = async () => {
    const started = spawn(process.execPath, [START], {
      env: {
        ...process.env,
        PORT: String(port),
        DATA_DIR: dataDir,
        MONGODB_URI: "",
        REDIS_URL: "",
        ...settings,
      },
      stdio: ["ignore", "ignore", "inherit"],
    });
    hub = started;
    for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 50) {
      if (started.exitCode !== null) throw new Error(`the hub ended with ${started.exitCode}`);
      if (
        await fetch(`${url}/ready`).then(
          (answer) => answer.ok,
          () => false,
        )
      )
        return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("the hub did not become ready in a minute");
  };
  await start();
  return {
    url,
    dataDir,
    start,
    kill9: () => ended("SIGKILL"),
    stop: async () => {
      await ended("SIGTERM");
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Chromium without a sandbox of its own (tests run as root) and without calls to anywhere. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });

/** A browser profile of its own, as one officer's machine. */
export async function openDesk(
  browser: Browser,
  size: { width: number; height: number } = { width: 1366, height: 768 },
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({
    viewport: size,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    // Parts that still move are pressed and missed by whoever is as quick as a test; what moves has a test of its own.
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return { context, page };
}
