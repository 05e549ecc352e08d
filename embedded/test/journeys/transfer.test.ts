import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DEMO_PASSWORD } from "@hub/domain/demo/people";
import { verifyJournal } from "@hub/domain/journal/verify";
import { connectStore } from "@hub/domain/store/store";
import { expect } from "chai";
import type { Browser } from "playwright-core";
import { createClient } from "redis";
import sharp from "sharp";
import { signIn, until, type Officer } from "./officer.ts";
import { openBrowser, openStage, type Stage } from "./stage.ts";

const TITLE = "高邮湖西岸违规网箱养殖";

/**
 * The story that the hub exists for, as its users live it: two offices, six officers, one lead; then the network, Redis and the hub
 * itself are taken away in the middle, and nothing is lost, doubled or out of order.
 */
describe("a lead travels from Gaoyou to Tianchang", function () {
  this.timeout(180_000);
  // Each step stands on the one before.
  this.bail(true);
  let stage: Stage;
  let browser: Browser;
  const officers: Officer[] = [];
  let li: Officer;
  let shi: Officer;
  let tang: Officer;
  /** What was said between the offices, in order. */
  const said: string[] = [];

  const come = async (account: string): Promise<Officer> => {
    const officer = await signIn(browser, stage.url, account);
    officers.push(officer);
    return officer;
  };
  const leave = async (officer: Officer) => {
    await officer.context.close();
  };
  const speak = async (officer: Officer, text: string) => {
    said.push(text);
    await officer.says(text);
  };
  /** Of the talk, what stands on this officer's timeline, in its order. */
  const heard = async (officer: Officer): Promise<string[]> => {
    const lines = await officer.timeline();
    return lines.flatMap((line) => said.filter((text) => line.includes(text)));
  };
  const hearsAll = (officer: Officer) =>
    until(
      () => heard(officer),
      (lines) => lines.length >= said.length,
    );

  before(async () => {
    [stage, browser] = await Promise.all([openStage(), openBrowser()]);
  });
  afterEach(async function () {
    const folder = process.env["JOURNEY_SHOTS"];
    if (folder && this.currentTest?.state === "failed")
      for (const [index, { page }] of officers.entries())
        if (!page.isClosed()) await page.screenshot({ path: join(folder, `failed-${index}.png`) });
  });
  after(async () => {
    await browser?.close();
    await stage?.stop();
  });

  it("is registered with a photograph, and drafted", async () => {
    shi = await come("tianchang.shi");
    await shi.go("/exchanges?box=inbox");
    li = await come("gaoyou.li");
    await li.go("/leads/new");
    await li.fill(/^标题/, TITLE);
    await li.choose(/^领域/, "生态环境");
    await li.choose(/^线索来源/, "联合巡查");
    await li.fill("单位名称", "天长市农业农村局");
    await li.fill("地点名称", "高邮湖西岸");
    await li.fill(/^基本事实/, "巡湖发现网箱十八个，未见养殖证，投喂饲料致水体发黑。");
    const photo = await sharp({
      create: { width: 1600, height: 1200, channels: 3, background: "#3a6b70" },
    })
      .jpeg()
      .toBuffer();
    await li.page
      .locator("input[type=file]")
      .first()
      .setInputFiles({ name: "网箱.jpg", mimeType: "image/jpeg", buffer: photo });
    await li.sees(/网箱/);
    await li.page.getByRole("progressbar").first().waitFor({ state: "hidden" });
    await li.fill(/的材料名称/, "十八个网箱现场照片");
    await li.press("登记");
    await li.page.waitForURL(/\/leads\/[0-9a-f-]{36}/);
    await li.page.waitForLoadState("networkidle");
    await li.sees("十八个网箱现场照片");
    // The form is gone with what was pressed in it; the keyboard goes on at the lead.
    await li.page.locator("#content:focus").waitFor();
    await li.press(/移送或通报/);
    await li.choose("收件单位", "天长");
    await li.page.getByRole("dialog").getByRole("checkbox", { name: /网箱/ }).check();
    await li.press("提交审核");
    await li.sees("等待部门负责人审核");
  });

  it("is reviewed by the head and issued by the chief", async () => {
    const zhang = await come("gaoyou.zhang");
    await zhang.takesUp(TITLE);
    await zhang.press("审核通过");
    await zhang.sees("等待签发");
    await leave(zhang);
    const lin = await come("gaoyou.lin");
    await lin.takesUp(TITLE);
    await lin.fill("登录密码", DEMO_PASSWORD);
    await lin.press(/签发/);
    await lin.sees("等待天长市院签收");
    await leave(lin);
  });

  it("arrives in Tianchang's inbox without a reload, is signed for and routed", async () => {
    await shi.takesUp(TITLE);
    await shi.press("签收");
    await shi.page.getByRole("dialog").waitFor();
    await shi.press("签收");
    await shi.sees("等待天长市院分派承办人");
    await shi.press(/转承办部门/);
    await shi.choose("承办部门", "第三检察部");
    await shi.press("转办");
    await li.sees("等待天长市院分派承办人");
  });

  it("is assigned and accepted, and Gaoyou sees by whom, at once", async () => {
    const xu = await come("tianchang.xu");
    await xu.takesUp(TITLE);
    await xu.choose("承办检察官", "唐一苇");
    await xu.press("分派");
    await li.sees("唐一苇");
    await leave(xu);
    tang = await come("tianchang.tang");
    await tang.takesUp(TITLE);
    await tang.press("受理并登记");
    await tang.page.waitForURL(/\/leads\/[0-9a-f-]{36}/);
    await li.sees("天长市院办理中");
  });

  it("is talked about both ways in one place", async () => {
    await speak(li, "请重点核查东侧两排网箱。");
    await hearsAll(tang);
    await speak(tang, "收到，明早到现场。");
    await hearsAll(li);
    expect(await heard(li)).to.deep.equal(said);
    expect(await heard(tang)).to.deep.equal(said);
  });

  it("loses nothing that was written in a dead spot, and sends it once", async () => {
    await tang.context.setOffline(true);
    await tang.sees(/已断开/);
    await speak(tang, "现场网箱十八个，已拍照。");
    await speak(tang, "信号不好，先记在这里。");
    await tang.sees(/待发/);
    await tang.context.setOffline(false);
    await hearsAll(li);
    expect(await heard(li)).to.deep.equal(said);
    expect(await heard(tang)).to.deep.equal(said);
  });

  it("goes on after Redis was emptied", async () => {
    const { redisUrl } = hubFile();
    const redis = await createClient(
      redisUrl.startsWith("unix:")
        ? { socket: { path: redisUrl.replace(/^unix:\/\//, ""), tls: false } }
        : { url: redisUrl },
    ).connect();
    await redis.flushAll();
    await redis.close();
    for (const officer of [li, tang]) await signInAgain(officer);
    await speak(li, "清空缓存之后。");
    await hearsAll(tang);
    expect(await heard(tang)).to.deep.equal(said);
  });

  it("goes on after the hub was killed in the middle of a sentence", async () => {
    const stormed = Array.from({ length: 8 }, (_, index) => `巡查记录第${index + 1}条。`);
    const storm = (async () => {
      for (const text of stormed) await speak(tang, text);
    })();
    await new Promise((resolve) => setTimeout(resolve, 400));
    await stage.kill9();
    await storm;
    await tang.sees(/已断开/);
    await stage.start();
    await hearsAll(li);
    await hearsAll(tang);
    expect(await heard(li)).to.deep.equal(said);
    expect(await heard(tang)).to.deep.equal(said);
  });

  it("is told when another version is served, and not made to reload", async () => {
    const other = '<script type="module" src="/assets/index-other.js"></script>';
    await li.page.route(`${stage.url}/`, (route) =>
      route.request().resourceType() === "fetch"
        ? route.fulfill({ contentType: "text/html", body: other })
        : route.continue(),
    );
    const back = () => li.page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
    expect(await li.page.getByText("系统已更新").count()).to.equal(0);
    await back();
    await li.sees("系统已更新");
    await li.page.unroute(`${stage.url}/`);
    await li.press("重新加载");
    await li.sees(TITLE);
    expect(await li.page.getByText("系统已更新").count()).to.equal(0);
  });

  it("ends with a result that the sender takes note of", async () => {
    await tang.press("反馈");
    await tang.page.getByRole("dialog").getByText("结果", { exact: true }).click();
    await tang.fill("内容", "网箱全部清理，水质恢复。");
    await tang.press(/发送反馈|反馈/);
    await li.sees("已办结");
    await li.sees("网箱全部清理，水质恢复。");
  });

  it("leaves a journal whose every chain holds, and pages without an error", async () => {
    const store = await connectStore(hubFile().mongodbUri);
    try {
      const { findings, entries } = await verifyJournal(store);
      expect(findings).to.deep.equal([]);
      expect(entries).to.be.above(30);
    } finally {
      await store.close();
    }
    const verify = fileURLToPath(new URL("../../bin/verify.ts", import.meta.url));
    const told = execFileSync(process.execPath, ["--import=tsx", verify], {
      env: { ...process.env, DATA_DIR: stage.dataDir, MONGODB_URI: "" },
      encoding: "utf8",
    });
    expect(told).to.contain("every chain holds");
    expect(officers.flatMap((officer) => officer.errors)).to.deep.equal([]);
  });

  const hubFile = (): { mongodbUri: string; redisUrl: string } =>
    JSON.parse(readFileSync(join(stage.dataDir, "hub.json"), "utf8")) as {
      mongodbUri: string;
      redisUrl: string;
    };

  /** Redis held the sign-in: the page asks for it again, and is where it was. */
  async function signInAgain(officer: Officer): Promise<void> {
    const account = officer === li ? "gaoyou.li" : "tianchang.tang";
    const field = officer.page.getByLabel("账号");
    await officer.page.bringToFront();
    await officer.page.reload();
    await field.waitFor();
    await field.fill(account);
    await officer.page.getByLabel("密码", { exact: true }).fill(DEMO_PASSWORD);
    await officer.page.getByRole("button", { name: "登录" }).click();
    await officer.page.getByRole("region", { name: "时间线" }).first().waitFor();
  }
});
