import { expect } from "chai";
import type { Browser } from "playwright-core";
import { signIn, until, type Officer } from "./officer.ts";
import { openBrowser, openStage, type Stage } from "./stage.ts";

const TITLE = "四季度高邮湖联合巡查（演示）";
const PHONE = { width: 390, height: 844 };

const LOCK = "屏幕已锁定";
/** A little more than the demo's offices let a screen stand unattended. */
const IDLE_MS = 61 * 60_000;

/** Everything that a page's own databases of the field hold now, as text. */
const KEPT = `(async () => {
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    if (!name.startsWith("tongzhou-field")) continue;
    const db = await new Promise((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    for (const store of db.objectStoreNames)
      found.push(...await new Promise((resolve, reject) => {
        const asked = db.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
      }));
    db.close();
  }
  return JSON.stringify(found);
})()`;

/** Every address that the worker's caches hold. */
const CACHED = `(async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname);
  return found;
})()`;

/** Another page in the place of the kept one, as a version of before would have it. */
const AGE = `(async () => {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys())
      if (new URL(request.url).pathname === "/")
        await cache.put(request, new Response("<h1>former version</h1>", { headers: { "content-type": "text/html" } }));
  }
})()`;

describe("a phone that opens the field's screens again without network", function () {
  this.timeout(240_000);
  this.bail(true);
  let stage: Stage;
  let browser: Browser;
  let li: Officer;
  let path = "";

  const kept = () => li.page.evaluate<string>(KEPT);
  const isEmpty = async () => (await kept()) === "[]";
  /** At the field's screens, with everything kept that they need. */
  const inTheField = async () => {
    li = await signIn(browser, stage.url, "gaoyou.li", PHONE);
    await li.go("/actions/list");
    const link = li.page.getByRole("link", { name: TITLE }).first();
    path = `${await link.getAttribute("href")}/field`;
    await li.go(path);
    await li.sees(/^已存本机/);
    await until(
      async () => (await kept()).includes(TITLE),
      (answer) => answer,
    );
    await li.page.evaluate(`navigator.serviceWorker.ready.then(() => undefined)`);
  };
  /** Opens the page anew where there is no network. */
  const again = async () => {
    await li.context.setOffline(true);
    await li.page.goto(stage.url + path);
  };

  before(async () => {
    [stage, browser] = await Promise.all([openStage(), openBrowser()]);
  });
  afterEach(async function () {
    const folder = process.env["JOURNEY_SHOTS"];
    if (this.currentTest?.state === "failed" && folder)
      await li?.page.screenshot({ path: `${folder}/failed-offline.png` });
  });
  after(async () => {
    await browser?.close();
    await stage?.stop();
  });

  it("finds them, and keeps nothing of what officers read in the worker's cache", async () => {
    await inTheField();
    await again();
    await li.sees("无网络，记录存在本机");
    await li.sees(TITLE);
    const cached = await li.page.evaluate<string[]>(CACHED);
    expect(cached).to.include("/");
    expect(cached.filter((one) => !/^\/(assets\/[^/]+|mark\.svg)?$/.test(one))).to.deep.equal([]);
    expect(li.errors).to.deep.equal([]);
  });

  it("shows no former version while the hub can be reached", async () => {
    await li.page.evaluate(AGE);
    await li.page.reload();
    // Without network it is what was kept, so that the test knows what would be hidden.
    await li.sees("former version");
    await li.context.setOffline(false);
    await li.page.reload();
    await li.sees(TITLE);
    expect(await li.page.getByText("former version").count()).to.equal(0);
    await li.context.close();
  });

  it("shows nothing once the officer signed out", async () => {
    await inTheField();
    await li.page.getByRole("button", { name: /李/ }).click();
    await li.page.getByRole("menuitem", { name: "退出登录" }).click();
    await li.page.getByLabel("账号").waitFor();
    expect(await isEmpty()).to.equal(true);
    await again();
    await li.sees(/连接不上服务器/);
    expect(await li.page.getByText(TITLE).count()).to.equal(0);
    await li.context.close();
  });

  it("shows nothing once the session was ended from another device", async () => {
    await inTheField();
    const desk = await signIn(browser, stage.url, "gaoyou.li");
    await desk.page.evaluate(`fetch("/api/sessions/end-all", { method: "POST" })`);
    await desk.context.close();
    await until(isEmpty, (answer) => answer);
    await again();
    await li.sees(/连接不上服务器/);
    expect(await li.page.getByText(TITLE).count()).to.equal(0);
    await li.context.close();
  });

  it("is not locked for idleness out there, where nobody could open it again, and is once the hub is there", async () => {
    await inTheField();
    await li.page.clock.install();
    await li.page.reload();
    await li.sees("已连接");
    await li.context.setOffline(true);
    await li.sees("无网络，记录存在本机");
    await li.page.clock.fastForward(IDLE_MS);
    // A screen that is locked lets nobody press what lies under it.
    await li.press("下一站");
    await li.sees(/^停靠点 1\//);
    await li.page.clock.fastForward(IDLE_MS);
    await li.context.setOffline(false);
    await li.page.getByRole("dialog", { name: LOCK }).waitFor();
    await li.context.close();
  });

  it("shows nothing while the screen is locked", async () => {
    await inTheField();
    await li.page.getByRole("button", { name: /李/ }).click();
    await li.page.getByRole("menuitem", { name: "锁定" }).click();
    await until(isEmpty, (answer) => answer);
    await again();
    await li.sees(/连接不上服务器/);
    expect(await li.page.getByText(TITLE).count()).to.equal(0);
    await li.context.close();
  });
});
