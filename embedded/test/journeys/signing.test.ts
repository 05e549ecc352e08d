import { readFileSync } from "node:fs";
import { problemsOf, signersOf } from "@hub/domain/signatures/verify-package";
import { actorOf } from "@hub/domain/sessions/queries";
import { openHub, type OpenHub } from "@hub/domain/store/open-hub";
import { expect } from "chai";
import type { Browser } from "playwright-core";
import { aClause } from "../../../api/test/agreement-story.ts";
import { frozenAgreement } from "../../../api/test/signing-story.ts";
import { runningHub } from "../../src/data-folder.ts";
import { confirmsKey, confirmsPaper, reads, recordsPaper, signs, typesKey } from "./cosigning.ts";
import { look } from "./look.ts";
import { signIn, type Officer } from "./officer.ts";
import { openBrowser, openStage, type Stage } from "./stage.ts";

const TITLE = "高邮湖水域协作意见";
const PASSPHRASE = "湖上同舟 2026 秋";

/** Two offices co-sign: the chief of Gaoyou with a key of his own, Tianchang on paper. */
describe("an agreement is co-signed", function () {
  this.timeout(180_000);
  // Each step stands on the one before.
  this.bail(true);
  let stage: Stage;
  let browser: Browser;
  let opened: OpenHub;
  let path: string;
  let lin: Officer;
  let gu: Officer;
  const faults: string[] = [];

  const come = (account: string): Promise<Officer> => signIn(browser, stage.url, account);
  /** In both languages, at a desk and on a phone. */
  async function looked(officer: Officer, name: string): Promise<void> {
    const { page } = officer;
    for (const [language, width] of [
      ["zh-CN", 1366],
      ["en", 360],
    ] as const) {
      await page.evaluate(`localStorage.setItem("language", "${language}")`);
      await page.setViewportSize({ width, height: 768 });
      await page.reload();
      await page.locator("h1").first().waitFor();
      await page.waitForLoadState("networkidle");
      await look(page, `${name}-${language}-${width}`, faults, true);
    }
    await page.evaluate(`localStorage.setItem("language", "zh-CN")`);
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.reload();
    await page.locator("h1").first().waitFor();
  }

  before(async () => {
    [stage, browser] = await Promise.all([openStage(), openBrowser()]);
    const running = runningHub(stage.dataDir);
    if (!running) throw new Error("the hub does not run");
    opened = await openHub({
      MONGODB_URI: running.mongodbUri,
      SESSION_SECRET: running.secret ?? "",
      FILES_DIR: running.filesDir,
    });
    const { hub } = opened;
    const chiefOf = async (account: string) => {
      const chief = await hub.store.officers.findOne({ account }).lean();
      if (!chief) throw new Error(`no ${account} in the demo`);
      return { id: chief.officeId, officers: { chief } };
    };
    const { agreementId } = await frozenAgreement(
      { ctxOf: (officer) => ({ hub, actor: actorOf(officer), role: officer.title }) },
      [await chiefOf("gaoyou.lin"), await chiefOf("tianchang.gu")],
      { title: TITLE, area: "高邮湖", effect: { from: "last_signature" } },
      [
        aClause("lead_transfer", { days: 5 }),
        aClause("joint_conference", { frequency: "half_yearly", count: 1 }),
      ],
    );
    path = `/agreements/${agreementId}/signing`;
  });
  after(async () => {
    await browser?.close();
    await opened?.close();
    await stage?.stop();
  });

  it("with a key that its signer made", async () => {
    lin = await come("gaoyou.lin");
    await lin.go(path);
    await lin.sees("您还没有签署密钥。");
    await lin.page.getByRole("link", { name: "我的签署密钥" }).click();
    await lin.press("生成密钥");
    await typesKey(lin, PASSPHRASE, `${PASSPHRASE}.`);
    await lin.sees("两次输入不一致");
    await typesKey(lin, PASSPHRASE);
    await lin.sees("待确认");
    await looked(lin, "keys");
  });

  it("and another leader confirmed", async () => {
    const zhao = await come("gaoyou.zhao");
    await confirmsKey(zhao);
    await zhao.context.close();
  });

  it("by who reads the text, exactly what it says, and knows the passphrase", async () => {
    await lin.go(path);
    await lin.sees(TITLE);
    await reads(lin);
    await look(lin.page, "statement", faults, true);
    await signs(lin, "不是这个口令");
    await lin.sees("口令不正确。");
    await signs(lin, PASSPHRASE);
    await lin.sees("公钥指纹");
    await lin.press(/核验.*签名/);
    await lin.sees(/核验通过/);
    await looked(lin, "signed");
  });

  it("while the other one says why it waits, which all hear without a reload", async () => {
    gu = await come("tianchang.gu");
    await gu.go(path);
    await gu.press(/暂不会签/);
    await gu.fill("意见", "第二条的频次须再商量");
    await gu.press(/暂不会签/);
    await lin.sees(/第二条的频次须再商量/);
  });

  it("on paper, recorded by one and compared by another", async () => {
    const ma = await come("tianchang.ma");
    await ma.go(path);
    await recordsPaper(ma, { signedBy: "顾长亭", role: "检察长" });
    await ma.context.close();
    await confirmsPaper(gu);
    await gu.sees("各方已会签");
    await lin.sees("各方已会签");
    await looked(gu, "complete");
  });

  it("and leaves a package that anybody verifies", async () => {
    const [download] = await Promise.all([
      lin.page.waitForEvent("download"),
      lin.page.getByRole("link", { name: "下载核验包" }).click(),
    ]);
    const archive = readFileSync(await download.path());
    expect([...problemsOf(archive)]).to.deep.equal([]);
    expect(signersOf(archive).map(({ how }) => how.split(",")[0])).to.deep.equal(["SM2", "paper"]);
  });

  it("on screens that everybody can use", () => {
    expect(faults).to.deep.equal([]);
    expect([...lin.errors, ...gu.errors]).to.deep.equal([]);
  });
});
