import { DEMO_PASSWORD } from "@hub/domain/demo/people";
import { agreementRoutes } from "@hub/domain/agreements/acts-contract";
import { dayOf } from "@hub/domain/kernel/clock";
import { newId } from "@hub/domain/kernel/ids";
import type { OccurrenceRow } from "@hub/domain/obligations/contract";
import { Document, Packer, Paragraph } from "docx";
import ExcelJS from "exceljs";
import { PDFDocument } from "@cantoo/pdf-lib";
import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { aClause } from "../../../api/test/agreement-story.ts";
import { look } from "./look.ts";
import { signIn, until, type Officer } from "./officer.ts";
import { openBrowser, openStage, type Stage } from "./stage.ts";

const GAOYOU = { officeId: "321084", name: "高邮市人民检察院" };
const TIANCHANG = { officeId: "341181", name: "天长市人民检察院" };
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 800 };

/** One act on an agreement in force: its button, what is filled in, the button of the dialog, and what stands on the page afterwards. */
interface Act {
  act: string;
  name: string;
  fills?: [label: string | RegExp, text: string][];
  chooses?: [label: string | RegExp, option: string][];
  /** A scan is added. */
  scan?: boolean;
  submit: string;
  sees: string | RegExp;
}

const ACTS: Act[] = [
  { act: "seal", name: "登记用印", scan: true, submit: "登记", sees: /用印$/ },
  {
    act: "number",
    name: "编号印发",
    fills: [["文号", "邮检会〔2026〕8号"]],
    submit: "编号印发",
    sees: "邮检会〔2026〕8号",
  },
  {
    act: "file",
    name: "登记报备",
    fills: [
      ["报备单位", "扬州市人民检察院"],
      ["文号", "扬检备〔2026〕2号"],
    ],
    submit: "登记",
    sees: /扬州市人民检察院 扬检备〔2026〕2号/,
  },
  { act: "scan", name: "添加扫描件", scan: true, submit: "添加", sees: "依据文本（扫描件）" },
  {
    act: "assess",
    name: "登记评估",
    fills: [["评估结论", "运行顺畅，继续施行"]],
    submit: "登记",
    sees: /运行顺畅，继续施行/,
  },
  {
    act: "relate",
    name: "关联文件",
    fills: [["另一文件的标题", "关于加强跨区域协作的意见"]],
    submit: "添加",
    sees: "关于加强跨区域协作的意见",
  },
  {
    act: "accede",
    name: "加入",
    chooses: [["添加接入单位", "宝应县人民检察院"]],
    scan: true,
    submit: "加入",
    sees: /加入$/,
  },
];

/** Everything about an agreement beside its negotiation, by hand and in the browser: each dialog is looked at in both languages, at a desk and on a phone. */
describe("the register of agreements", function () {
  this.timeout(300_000);
  let stage: Stage;
  let browser: Browser;
  /** 检察长 of the host, and of the other party. */
  let lin: Officer;
  let gu: Officer;
  let scan: Buffer;
  const faults: string[] = [];

  const dialogOf = ({ page }: Officer) => page.getByRole("dialog").filter({ visible: true });
  const closed = (officer: Officer) => dialogOf(officer).waitFor({ state: "hidden" });

  /** Sends to a door of the hub as this officer. */
  async function sends(officer: Officer, path: string, body: object): Promise<void> {
    const status = await officer.page.evaluate<number>(
      `fetch("/api${path}", { method: "POST", headers: { "content-type": "application/json" }, body: ${JSON.stringify(JSON.stringify(body))} }).then((answer) => answer.status)`,
    );
    expect(status).to.equal(201);
  }
  async function asks<Answer>(officer: Officer, path: string): Promise<Answer> {
    return JSON.parse(
      await officer.page.evaluate<string>(`fetch("/api${path}").then((answer) => answer.text())`),
    ) as Answer;
  }
  /** An agreement of both offices that is in force on paper, without a number so far; answers its page. */
  async function registered(title: string): Promise<string> {
    const agreementId = newId();
    const today = dayOf(new Date());
    await sends(lin, agreementRoutes.register.path, {
      id: newId(),
      agreementId,
      values: { title, instrument: "opinion" },
      parties: [GAOYOU, TIANCHANG],
      hostIndex: 0,
      signedOn: today,
      effectiveOn: today,
      clauses: [aClause("joint_conference", { frequency: "half_yearly", count: 1 })],
    });
    return `/agreements/${agreementId}`;
  }

  /** Opens an act of the page's head, wherever it stands: as a button or in the menu. */
  async function opens(officer: Officer, name: string): Promise<void> {
    const { page } = officer;
    await page.getByRole("button", { name: "更多操作" }).waitFor();
    const button = page.getByRole("button", { name, exact: true });
    if ((await button.count()) > 0) await button.click();
    else {
      await officer.press("更多操作");
      await page.getByRole("menuitem", { name, exact: true }).click();
    }
    await dialogOf(officer).waitFor();
  }

  async function fillsIn(officer: Officer, { fills = [], chooses = [], ...act }: Act) {
    for (const [label, option] of chooses) await officer.choose(label, option);
    for (const [label, text] of fills) await officer.fill(label, text);
    if (!act.scan) return;
    await dialogOf(officer)
      .locator("input[type=file]")
      .first()
      .setInputFiles({ name: `${act.name}.jpg`, mimeType: "image/jpeg", buffer: scan });
    await dialogOf(officer).getByText(`${act.name}.jpg`).first().waitFor();
  }

  async function does(officer: Officer, path: string, act: Act): Promise<void> {
    await officer.go(path);
    await opens(officer, act.name);
    await fillsIn(officer, act);
    await dialogOf(officer).getByRole("button", { name: act.submit, exact: true }).click();
    await closed(officer);
    await officer.sees(act.sees);
  }

  /** The same words as a moment ago, and nothing that moves. */
  async function still(page: Page): Promise<void> {
    let before = "";
    await until(
      async () => {
        await page.waitForTimeout(100);
        const moving = await page
          .locator("[class*='-enter'], [class*='-appear'], .ant-skeleton")
          .count();
        const words = await page.locator("body").innerText();
        const isStill = moving === 0 && words === before;
        before = words;
        return isStill;
      },
      (isStill) => isStill,
    );
  }

  /** In both languages, at a desk and on a phone; what has to be there is waited for. */
  async function looksAt(officer: Officer, name: string, path: string, there: string) {
    const { page } = officer;
    for (const [language, size] of [
      ["zh-CN", DESK],
      ["en", PHONE],
    ] as const) {
      await page.evaluate(`localStorage.setItem("language", "${language}")`);
      await page.setViewportSize(size);
      await officer.go(path);
      await page.locator(there).first().waitFor();
      await still(page);
      await look(page, `${name}-${language}-${size.width}`, faults, true);
    }
    await page.evaluate(`localStorage.setItem("language", "zh-CN")`);
    await page.setViewportSize(DESK);
  }
  const looksAtDialog = (officer: Officer, path: string, act: string) =>
    looksAt(officer, `dialog-${act}`, `${path}?act=${act}`, "[role=dialog]");

  before(async () => {
    [stage, browser] = await Promise.all([openStage(), openBrowser()]);
    [lin, gu] = await Promise.all([
      signIn(browser, stage.url, "gaoyou.lin", DESK),
      signIn(browser, stage.url, "tianchang.gu", DESK),
    ]);
    scan = await sharp({
      create: { width: 800, height: 1100, channels: 3, background: "#f4f2ec" },
    })
      .jpeg()
      .toBuffer();
  });
  after(async () => {
    await browser?.close();
    await stage?.stop();
  });
  afterEach(async function () {
    const folder = process.env["JOURNEY_SHOTS"];
    if (folder && this.currentTest?.state === "failed")
      for (const { page } of [lin, gu])
        await page.screenshot({
          path: `${folder}/failed-${this.currentTest.title.slice(0, 20)}.png`,
        });
  });

  describe("of one that is in force", () => {
    let path: string;
    before(async () => {
      path = await registered("湖区协作实施意见");
    });

    for (const act of ACTS)
      it(`takes ${act.act}`, async () => {
        await looksAtDialog(lin, path, act.act);
        await does(lin, path, act);
      });

    it("takes an assessment by keyboard alone", async () => {
      const { page } = lin;
      await lin.go(path);
      await page.getByRole("button", { name: "更多操作" }).focus();
      await page.keyboard.press("Enter");
      await page.getByRole("menuitem", { name: "登记评估" }).waitFor();
      await until(
        async () => {
          await page.keyboard.press("ArrowDown");
          return page.evaluate<string>("document.activeElement.textContent");
        },
        (text) => text === "登记评估",
      );
      await page.keyboard.press("Enter");
      await dialogOf(lin).waitFor();
      const tabsTo = (name: string) =>
        until(
          async () => {
            await page.keyboard.press("Tab");
            return page.evaluate<string>(
              `(({ activeElement: at }) => (at.labels?.[0]?.textContent ?? at.textContent ?? "").trim())(document)`,
            );
          },
          (text) => text === name,
        );
      await tabsTo("评估结论");
      await page.keyboard.type("键盘登记的结论");
      await tabsTo("登记");
      await page.keyboard.press("Enter");
      await closed(lin);
      await lin.sees(/键盘登记的结论/);
    });

    it("lets a party leave, with its reason, and shows it so", async () => {
      await looksAtDialog(gu, path, "leave");
      await does(gu, path, {
        act: "leave",
        name: "退出",
        fills: [["理由", "机构职能调整"]],
        submit: "退出",
        sees: /退出$/,
      });
      await lin.go(path);
      await lin.sees(/退出$/);
    });

    it("is revised in the host's own draft", async () => {
      await looksAtDialog(lin, path, "revise");
      await does(lin, path, {
        act: "revise",
        name: "启动修订",
        submit: "启动修订",
        sees: "本院草稿，外院看不到。",
      });
    });

    it("ends for good: replaced by another one, or without", async () => {
      const replaced = await registered("已被替代的意见");
      await looksAtDialog(lin, replaced, "abolish");
      await does(lin, replaced, {
        act: "abolish",
        name: "废止",
        fills: [["理由", "由新的实施意见替代"]],
        chooses: [["替代文件", "湖区协作实施意见"]],
        submit: "废止",
        sees: /由新的实施意见替代/,
      });
      await lin.sees("已废止（新文件替代）");
      const over = await registered("不再施行的意见");
      await looksAtDialog(lin, over, "terminate");
      await does(lin, over, {
        act: "terminate",
        name: "终止",
        fills: [["理由", "协作事项已办结"]],
        submit: "终止",
        sees: /协作事项已办结/,
      });
    });
  });

  describe("keeps what was typed", () => {
    it("in a dialog, over a reload and a session that ended", async () => {
      const path = await registered("待评估的意见");
      const zhou = await signIn(browser, stage.url, "gaoyou.zhou", DESK);
      const { page } = zhou;
      const field = () => dialogOf(zhou).getByLabel("评估结论");
      await zhou.go(path);
      await opens(zhou, "登记评估");
      await zhou.fill("评估结论", "写到一半");
      await until(
        () => page.evaluate<string>("JSON.stringify(localStorage)"),
        (text) => text.includes("写到一半"),
      );
      await page.reload();
      await opens(zhou, "登记评估");
      expect(await field().inputValue()).to.equal("写到一半");
      await zhou.sees(/已恢复/);
      await zhou.context.clearCookies();
      await page.reload();
      await page.getByLabel("账号").fill("gaoyou.zhou");
      await page.getByLabel("密码", { exact: true }).fill(DEMO_PASSWORD);
      await page.getByRole("button", { name: "登录" }).click();
      await opens(zhou, "登记评估");
      expect(await field().inputValue()).to.equal("写到一半");
      await dialogOf(zhou).getByRole("button", { name: "清空已填写内容" }).click();
      await page.getByRole("dialog").last().getByRole("button", { name: "清空已填写内容" }).click();
      await until(
        () => field().inputValue(),
        (text) => text === "",
      );
      await zhou.context.close();
    });

    it("in a draft with its articles, and sends it once", async () => {
      const { page } = lin;
      await lin.go("/agreements/new");
      await lin.fill(/^标题/, "写到一半的协议");
      await lin.choose("添加接入单位", TIANCHANG.name);
      await lin.choose("从条款库添加", "线索移送");
      await lin.fill(/^期限（/, "7");
      await until(
        () => page.evaluate<string>("JSON.stringify(localStorage)"),
        (text) => /days\W+7/.test(text),
      );
      await page.reload();
      await lin.sees(/已恢复/);
      expect(await page.getByLabel(/^标题/).first().inputValue()).to.equal("写到一半的协议");
      await lin.sees(/7个工作日|第一条【线索移送】/);
      await looksAt(lin, "draft-restored", "/agreements/new", "form");
      await lin.go("/agreements/new");
      await lin.press("保存草案");
      await page.waitForURL(/\/agreements\/[0-9a-f-]{36}$/);
      await lin.go("/agreements/new");
      await lin.sees("保存草案");
      expect(await page.getByText(/已恢复/).count()).to.equal(0);
    });
  });

  describe("reads what is elsewhere", () => {
    it("from .xlsx, row by row, and registers the good ones", async () => {
      const book = new ExcelJS.Workbook();
      const sheet = book.addWorksheet("协议");
      sheet.addRow([
        "编号",
        "标题",
        "区域",
        "签署单位",
        "文种",
        "签署时间",
        "文号",
        "条款",
        "备注",
      ]);
      sheet.addRow([
        "X-1",
        "导入的协作意见",
        "高邮湖",
        "高邮、天长",
        "意见",
        "2024-03-05",
        "",
        "",
        "",
      ]);
      sheet.addRow(["X-2", "不知文种的", "", "高邮", "合同", "2024", "", "", ""]);
      await looksAt(lin, "import", "/agreements/import", "h1");
      await lin.go("/agreements/import");
      await lin.page.locator("input[type=file]").setInputFiles({
        name: "台账.xlsx",
        mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        buffer: Buffer.from(await book.xlsx.writeBuffer()),
      });
      await lin.sees(/可登记 1 行/);
      await look(lin.page, "import-preview", faults, true);
      await lin.page.setViewportSize(PHONE);
      await look(lin.page, "import-preview-phone", faults, true);
      await lin.page.setViewportSize(DESK);
      await lin.press("登记 1 件");
      await lin.page.waitForURL(/\/agreements\?box=all/);
      await lin.sees("导入的协作意见");
    });

    it("from .docx whose articles Word numbers by a list", async () => {
      const item = (text: string, level = 0) =>
        new Paragraph({ text, numbering: { reference: "articles", level } });
      const document = new Document({
        numbering: {
          config: [
            {
              reference: "articles",
              levels: [
                { level: 0, format: "chineseCounting", text: "第%1条" },
                { level: 1, format: "chineseCounting", text: "（%2）" },
              ],
            },
          ],
        },
        sections: [
          {
            children: [
              new Paragraph("自动编号的协作意见"),
              item("【目的依据】为加强协作，制定本意见。"),
              item("【线索移送】发现线索的："),
              item("五日内移送。", 1),
            ],
          },
        ],
      });
      await lin.go("/agreements/new");
      await lin.choose("添加接入单位", TIANCHANG.name);
      await lin.page.locator("input[type=file]").setInputFiles({
        name: "意见.docx",
        mimeType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        buffer: await Packer.toBuffer(document),
      });
      await lin.sees("读入 2 条");
      await lin.press("保存草案");
      await lin.page.waitForURL(/\/agreements\/[0-9a-f-]{36}$/);
      await lin.sees("自动编号的协作意见");
      await lin.sees(/（一）五日内移送。/);
    });

    it("from paper, with the scan that is the authoritative copy", async () => {
      await lin.go("/agreements/register");
      await lin.fill(/^标题/, "有扫描件的协议");
      await lin.choose("添加接入单位", TIANCHANG.name);
      await lin.page
        .getByRole("region", { name: "扫描件" })
        .locator("input[type=file]")
        .first()
        .setInputFiles({ name: "原件.jpg", mimeType: "image/jpeg", buffer: scan });
      await lin.sees("原件.jpg");
      await lin.press("登记");
      await lin.page.waitForURL(/\/agreements\/[0-9a-f-]{36}$/);
      await lin.sees("依据文本（扫描件）");
    });
  });

  describe("leads on", () => {
    it("links an action of the partners as evidence, and the other side sees it without a reload", async () => {
      const [zhou, ma] = await Promise.all([
        signIn(browser, stage.url, "gaoyou.zhou", DESK),
        signIn(browser, stage.url, "tianchang.ma", DESK),
      ]);
      const mine = async (officer: Officer) =>
        (
          await asks<{ rows: OccurrenceRow[] }>(officer, "/occurrences?kind=patrol&pending=true")
        ).rows.find((one) => one.can.includes("meet"));
      const [here, there] = [await mine(zhou), await mine(ma)];
      const occurrence = here ?? there;
      expect(occurrence, "a patrol that is owed").not.to.equal(undefined);
      const [doer, other] = here ? [zhou, ma] : [ma, zhou];
      const path = `/occurrences/${occurrence?.id}`;
      await other.go(path);
      await other.sees("尚未登记落实情况。");
      await looksAtDialog(doer, path, "meet");
      await doer.go(`${path}?act=meet`);
      await dialogOf(doer).getByText("联合行动", { exact: true }).click();
      await doer.choose("关联哪一件", "高邮湖联合巡查");
      await doer.page.locator(".ant-select-dropdown").waitFor({ state: "hidden" });
      await look(doer.page, "meet-by-action", faults, true);
      await dialogOf(doer).getByRole("button", { name: "登记落实" }).click();
      await closed(doer);
      await doer.page.getByRole("link", { name: /高邮湖联合巡查/ }).waitFor();
      await other.page.getByRole("link", { name: /高邮湖联合巡查/ }).click();
      await other.page.waitForURL(/\/actions\/[0-9a-f-]{36}/);
      await Promise.all([zhou.context.close(), ma.context.close()]);
    });

    it("leads from a notice to the co-signing, at what waits there", async () => {
      const { rows } = await asks<{ rows: { id: string }[] }>(gu, "/agreements?state=signing");
      const id = rows[0]?.id ?? "";
      const ma = await signIn(browser, stage.url, "tianchang.ma", DESK);
      await ma.go(`/agreements/${id}?act=record_paper`);
      await ma.page.waitForURL(/\/signing/);
      await dialogOf(ma).getByText("登记线下签章").first().waitFor();
      await ma.context.close();
      await gu.go(`/agreements/${id}?act=sign`);
      await gu.page.waitForURL(/\/signing/);
      await gu.sees("您还没有签署密钥。");
      await looksAt(gu, "signing-without-key", `/agreements/${id}/signing`, "h1");
      await gu.go(`/agreements/${id}/signing`);
      await gu.press("生成密钥");
      await gu.fill("签署口令", "湖上同舟 2026 秋");
      await gu.fill("再次输入", "湖上同舟 2026 秋");
      await dialogOf(gu).getByRole("button", { name: "生成密钥" }).click();
      await closed(gu);
      await gu.sees(/您的签署密钥尚待本院确认/);
      await gu.sees(/请持指纹到本院另一位院领导处/);
    });
  });

  describe("on paper and on a phone", () => {
    it("prints what leaders take along on one page of A4", async () => {
      const { rows } = await asks<{ rows: { id: string; title: string }[] }>(
        lin,
        "/agreements?inForce=true",
      );
      const demo = rows.find((one) => one.title.includes("（高邮）湖跨区域"))?.id ?? "";
      for (const [name, path] of [
        ["leaders", "/"],
        ["agreement-board", `/agreements/${demo}/dashboard`],
      ] as const)
        for (const language of ["zh-CN", "en"]) {
          await lin.page.evaluate(`localStorage.setItem("language", "${language}")`);
          await lin.go(path);
          await lin.page.locator("h1").first().waitFor();
          await still(lin.page);
          const folder = process.env["JOURNEY_SHOTS"];
          const bytes = await lin.page.pdf({
            preferCSSPageSize: true,
            ...(folder ? { path: `${folder}/${name}-${language}.pdf` } : {}),
          });
          const pages = (await PDFDocument.load(bytes)).getPageCount();
          if (pages !== 1) faults.push(`${name}-${language}: ${pages} pages`);
        }
      await lin.page.evaluate(`localStorage.setItem("language", "zh-CN")`);
    });

    it("fits a phone while it is still connecting", async () => {
      await lin.context.routeWebSocket(/.*/, () => undefined);
      const { page } = lin;
      await page.evaluate(`localStorage.setItem("language", "en")`);
      await page.setViewportSize(PHONE);
      await lin.go("/agreements/dashboard");
      await page.getByText("Connecting").filter({ visible: true }).first().waitFor();
      await still(page);
      await look(page, "board-connecting", faults, true);
    });

    it("on screens that everybody can use", () => {
      expect(faults).to.deep.equal([]);
      expect([...lin.errors, ...gu.errors]).to.deep.equal([]);
    });
  });
});
