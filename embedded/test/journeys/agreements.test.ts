import { readFileSync } from "node:fs";
import { paragraphsOf } from "@hub/domain/clauses/articles";
import { dayOf } from "@hub/domain/kernel/clock";
import { addMonths, periodOf } from "@hub/domain/kernel/recurrence";
import { addDays } from "@hub/domain/obligations/state";
import { periodWords } from "@hub/domain/papers/words";
import { expect } from "chai";
import type { Browser, Locator } from "playwright-core";
import { documentXml } from "../../../api/test/documents.ts";
import {
  aScan,
  confirmsPaper,
  hasKey,
  reads,
  recordsPaper,
  sawSigned,
  signs,
} from "./cosigning.ts";
import { desksOf, type Desks } from "./desks.ts";
import {
  adopts,
  approves,
  BAOYING,
  begins,
  GAOYOU,
  keeps,
  OFFICES,
  releases,
  staffs,
  TIANCHANG,
} from "./negotiating.ts";
import type { Officer } from "./officer.ts";
import { openBrowser, openStage, type Stage } from "./stage.ts";

const TITLE = "三院湖区公益诉讼检察协作协议";
const GAOYOU_LIAISON = "gaoyou.zhou";
const PASSPHRASE = "湖上同舟 2026 秋";
const TODAY = dayOf(new Date());
const YEAR = Number(TODAY.slice(0, 4));
const HALF = periodWords(periodOf(TODAY, "half_year"));
const NEXT_HALF = periodWords(periodOf(addMonths(TODAY, 6), "half_year"));

/**
 * Three offices and one text, from the first draft to the compiled year. An office speaks, not a clerk: what is proposed stays inside its
 * office until its chief releases it. Then the host decides, each office approves the very text that is frozen, two sign online and one
 * on paper, and what the clauses oblige to is kept, overdue, and carried over by a revision.
 */
describe("an agreement of three offices", function () {
  this.timeout(600_000);
  // Each step stands on the one before.
  this.bail(true);
  let stage: Stage;
  let browser: Browser;
  let desks: Desks;
  let path = "";
  /** Pages of the conference that was held and of the lead that nobody took up, and the year in which that was due. */
  let conference = "";
  let late = "";
  let lateYear = YEAR;

  /** 定稿, the 院内审批 of each office, 冻结. */
  const frozen = async () => {
    const lin = await desks.at(GAOYOU.chief);
    await lin.go(path);
    await lin.does("定稿送审");
    await lin.sees(/等待高邮市院、天长市院、宝应县院院内审批/);
    await approves(desks, path, [TIANCHANG, BAOYING, GAOYOU]);
    await lin.sees("已具备条件，待牵头院冻结文本、开始会签。");
    await lin.does("冻结文本，开始会签");
    await lin.sees("会签中，各方签署情况见“会签情况”。");
  };
  /** Gaoyou and Tianchang online, Baoying on paper. */
  const signedByAll = async () => {
    for (const { chief, fullName } of [GAOYOU, TIANCHANG]) {
      const signer = await desks.at(chief);
      await signer.go(`${path}/signing`);
      await reads(signer);
      await signs(signer, PASSPHRASE);
      await sawSigned(signer, fullName);
    }
    const fan = await desks.at(BAOYING.drafter);
    await fan.go(`${path}/signing`);
    await recordsPaper(fan, { signedBy: "宋衡", role: "检察长" });
    const song = await desks.at(BAOYING.chief);
    await song.go(`${path}/signing`);
    await confirmsPaper(song);
    await song.sees("各方已会签");
    await (await desks.at(TIANCHANG.chief)).sees("各方已会签");
  };
  /** 用印 of each party, and 编号印发 by the host. */
  const issued = async (number: string) => {
    for (const { drafter } of OFFICES) {
      const officer = await desks.at(drafter);
      await officer.go(`${path}?act=seal`);
      await officer.confirms("登记");
    }
    const li = await desks.at(GAOYOU.drafter);
    await li.go(path);
    await li.sees("各方已用印，待编号印发。");
    await li.press("编号印发");
    await li.fill(/^文号/, number);
    await li.confirms("编号印发");
    const lin = await desks.at(GAOYOU.chief);
    await lin.go(path);
    await lin.sees(number);
  };
  const boardRow = async (officer: Officer): Promise<Locator> => {
    await officer.go("/agreements");
    const row = officer.page.getByRole("row").filter({ hasText: TITLE });
    await row.getByRole("list", { name: TITLE }).waitFor();
    return row;
  };
  /** The marks of its year strip in words: 2026年12月，可办理 1 项. */
  const marksOf = async (row: Locator): Promise<string[]> => {
    const marks = await row.getByRole("list", { name: TITLE }).getByRole("link").all();
    const words = await Promise.all(marks.map((mark) => mark.getAttribute("aria-label")));
    return words.map(String);
  };

  before(async () => {
    [stage, browser] = await Promise.all([openStage(), openBrowser()]);
    desks = desksOf(browser, stage.url);
  });
  afterEach(async function () {
    const folder = process.env["JOURNEY_SHOTS"];
    if (folder && this.currentTest?.state === "failed") await desks.shoot(folder);
  });
  after(async () => {
    await browser?.close();
    await stage?.stop();
  });

  it("is drafted in Gaoyou from the library, with its blanks filled in", async () => {
    const li = await desks.at(GAOYOU.drafter);
    await li.go("/agreements/new");
    await li.fill(/^标题/, TITLE);
    await li.choose("添加接入单位", "天长市人民检察院");
    await li.choose("添加接入单位", "宝应县人民检察院");
    await li.choose("从条款库添加", "线索移送");
    await li.fill(/^期限（/, "5");
    await li.choose("从条款库添加", "联席会议");
    await li.choose(/^频次/, "每半年");
    await li.fill(/^次数/, "1");
    await li.sees("签署生效后产生落实事项：每半年，1 次");
    await li.press("保存草案");
    await li.page.waitForURL(/\/agreements\/[0-9a-f-]{36}$/);
    path = new URL(li.page.url()).pathname;
    await li.sees("本院草稿，外院看不到。");
    await li.sees(/自收到之日起5个工作日/);
    const gu = await desks.at(TIANCHANG.chief);
    await gu.go(path);
    await gu.sees("没有找到这件协议");
  });

  it("goes to the others for consultation, and each says who handles it", async () => {
    const lin = await desks.at(GAOYOU.chief);
    await lin.go(path);
    await lin.does("征求意见");
    await lin.sees("正在征求各方意见，由牵头院定稿。");
    for (const office of [TIANCHANG, BAOYING])
      await staffs(await desks.at(office.chief), path, office);
  });

  it("is spoken to by Tianchang only once its chief has released it", async () => {
    const lin = await desks.at(GAOYOU.chief);
    const tang = await desks.at(TIANCHANG.drafter);
    await tang.go(path);
    await begins(tang, "线索移送", "修改本条");
    await tang.fill(/^期限（/, "7");
    await keeps(tang, "五个工作日偏紧");
    await lin.go(path);
    await lin.sees(/自收到之日起5个工作日/);
    expect(await lin.page.getByText("五个工作日偏紧").count()).to.equal(0);
    await releases(desks, TIANCHANG, TITLE);
    await lin.sees("五个工作日偏紧");
  });

  it("is answered by Baoying and adopted by the host: the text changes before everybody's eyes", async () => {
    const song = await desks.at(BAOYING.chief);
    await song.go(path);
    await song.does("答复", "同意");
    const lin = await desks.at(GAOYOU.chief);
    await lin.sees(/宝应县院 同意/);
    const tang = await desks.at(TIANCHANG.drafter);
    await adopts(lin, TIANCHANG);
    await lin.sees(/自收到之日起7个工作日/);
    await tang.sees(/自收到之日起7个工作日/);
  });

  it("is spoken to by Baoying and by the host in the same way", async () => {
    const fan = await desks.at(BAOYING.drafter);
    await fan.go(path);
    await begins(fan, "联席会议", "只提意见，不改文字");
    await keeps(fan, "首次由谁召集须写明");
    await releases(desks, BAOYING, TITLE);
    const li = await desks.at(GAOYOU.drafter);
    await li.go(path);
    await li.sees("首次由谁召集须写明");
    await begins(li, "联席会议", "修改本条");
    await li.fill(/^次数/, "2");
    await keeps(li, "每半年两次为宜");
    await releases(desks, GAOYOU, TITLE);
    const lin = await desks.at(GAOYOU.chief);
    await adopts(lin, GAOYOU);
    await lin.sees(/每半年召开2次/);
  });

  it("shows in one table what was said and what became of it", async () => {
    const lin = await desks.at(GAOYOU.chief);
    await lin.go(`${path}/adoption`);
    const table = lin.page.getByRole("table");
    await table.getByRole("row").nth(3).waitFor();
    const rows = await table.getByRole("row").allInnerTexts();
    expect(rows.slice(1).map((row) => /采纳|尚未处理/.exec(row)?.[0])).to.have.members([
      "采纳",
      "采纳",
      "尚未处理",
    ]);
  });

  it("is settled, approved inside each office, and frozen for co-signing", async () => {
    await frozen();
    const tang = await desks.at(TIANCHANG.drafter);
    await tang.sees("会签中，各方签署情况见“会签情况”。");
  });

  it("is signed online by two with keys of their own, and by the third on paper", async () => {
    for (const { chief, deputy } of [GAOYOU, TIANCHANG])
      await hasKey(
        { signer: await desks.at(chief), leader: await desks.at(deputy ?? "") },
        PASSPHRASE,
      );
    await signedByAll();
  });

  it("is sealed by each, numbered, and holds from that day", async () => {
    await issued("邮检会〔2026〕18号");
    const lin = await desks.at(GAOYOU.chief);
    await lin.sees(`第 1 版自 ${TODAY} 起施行`);
  });

  it("obliges from then on, and the board says to what and whose turn it is", async () => {
    const lin = await desks.at(GAOYOU.chief);
    const row = await boardRow(lin);
    const open = (await marksOf(row)).filter((mark) => /(可办理|将到期) 1 项$/.test(mark));
    expect(open).to.have.length(1);
    expect(await row.innerText()).to.include("轮值 高邮市院");
    await lin.go(`${path}/obligations`);
    await lin.sees("每半年 2 次");
    await lin.sees("其后 7 个工作日内");
  });

  it("is kept where a conference was held twice and another party says so", async () => {
    const zhou = await desks.at(GAOYOU_LIAISON);
    await (await boardRow(zhou)).getByRole("link", { name: /联席会议/ }).click();
    await zhou.sees("已做 0 次，须 2 次");
    conference = new URL(zhou.page.url()).pathname;
    for (const nth of ["一", "二"]) {
      await zhou.press("登记落实");
      await zhou.fill(/^落实情况$/, `第${nth}次联席会议在高邮召开，纪要已印发。`);
      await zhou.attaches(await aScan(`会议纪要${nth}.jpg`));
      await zhou.confirms("登记落实");
    }
    await zhou.sees("待对方确认");
    const gu = await desks.at(TIANCHANG.chief);
    await gu.go(`${conference}?act=confirm`);
    await gu.confirms("确认");
    // The other office sees it without asking.
    await zhou.sees("天长市院 已确认");
    await zhou.sees("已落实");
    // The minutes are the fact that hands the turn on.
    await zhou.go(`${path}/obligations`);
    await zhou.press("交接轮值");
    await zhou.fill(/^依据/, "联席会议纪要已印发");
    await zhou.confirms("交接轮值");
    await zhou.sees(/上次交接：.+联席会议纪要已印发/);
  });

  it("is overdue where nobody took up a lead, and its leaders read it first", async () => {
    const li = await desks.at(GAOYOU.drafter);
    await li.go(`${path}/obligations`);
    await li.press("登记情况：线索移送");
    await li.fill("什么情况", "高邮湖西岸非法网箱线索已移送，未见受理");
    await li.picks("发生日期", addDays(TODAY, -40));
    await li.choose("须落实的单位", TIANCHANG.fullName);
    await li.confirms("登记情况");
    const gu = await desks.at(TIANCHANG.chief);
    await gu.go("/");
    const overdue = gu.page.locator("section").filter({
      has: gu.page.getByRole("heading", { name: /^本院超期/ }),
    });
    await overdue.getByRole("link", { name: "线索移送", exact: true }).click();
    await gu.sees(/已逾期 \d+ 天/);
    late = new URL(gu.page.url()).pathname;
    const due = await gu.page.locator("time.number").first().getAttribute("datetime");
    lateYear = Number(due?.slice(0, 4));
    const row = await boardRow(gu);
    expect((await marksOf(row)).some((mark) => mark.endsWith("已逾期 1 项"))).to.equal(
      lateYear === YEAR,
    );
  });

  it("is revised: the text in force holds until the next one does", async () => {
    const li = await desks.at(GAOYOU.drafter);
    await li.go(`${path}?act=revise`);
    await li.confirms("启动修订");
    await li.go(`${path}/edit`);
    await li.page.getByRole("button", { name: /^第.+【联席会议】$/ }).click();
    await li.fill(/^次数/, "1");
    await li.press("保存草案");
    await li.sees("本院草稿，外院看不到。");
    const lin = await desks.at(GAOYOU.chief);
    await lin.go(path);
    await lin.does("征求意见");
    await lin.sees("施行（修订：征求意见）");
    await frozen();
    await signedByAll();
    await issued("邮检会〔2026〕19号");
    await lin.sees(`第 2 版自 ${TODAY} 起施行`);
    await lin.go(`${path}?version=1`);
    await lin.sees("第 1 版 · 已被修订");
  });

  it("has what was done done, what was open open, and the new rule for what comes", async () => {
    const zhou = await desks.at(GAOYOU_LIAISON);
    await zhou.go(`${path}/obligations`);
    await zhou.sees("每半年 1 次");
    await zhou.go(conference);
    await zhou.sees("已做 2 次，须 2 次");
    await zhou.sees("已落实");
    const gu = await desks.at(TIANCHANG.chief);
    await gu.go(late);
    await gu.sees(/已逾期 \d+ 天/);
    await gu.page.getByRole("button", { name: "登记落实" }).waitFor();
    await (await boardRow(gu)).getByRole("link", { name: /联席会议/ }).click();
    await gu.sees(`联席会议　${NEXT_HALF}`);
    await gu.sees("已做 0 次，须 1 次");
    // By turns: what follows Gaoyou's is Tianchang's.
    await gu.sees("天长市人民检察院（按轮值）");
  });

  it("compiles its year, every figure with what it rests on, on the page and as a document", async () => {
    const lin = await desks.at(GAOYOU.chief);
    const figuresOf = async (year: number) => {
      await lin.go(`${path}/years/${year}`);
      await lin.sees(`《${TITLE}》${year} 年度汇编`);
      const totals = lin.page.locator("dl").first();
      const names = await totals.locator("dt").allInnerTexts();
      const numbers = await totals.locator("dd").allInnerTexts();
      return Object.fromEntries(names.map((name, at) => [name, Number(numbers[at])]));
    };
    expect(await figuresOf(lateYear)).to.include({ 逾期未落实: 1, 逾期落实: 0 });
    expect(await figuresOf(YEAR)).to.include({ 会议: 1, 按期落实: 1, 联合行动: 0 });
    await lin.press("会议 1：查看依据");
    const behind = lin.page.getByRole("dialog").filter({ visible: true });
    await behind.getByRole("link", { name: "联席会议" }).waitFor();
    // The minutes of both times, and the word of the other side.
    expect((await behind.innerText()).match(/[0-9a-f-]{36}/g)).to.have.length(3);
    await lin.page.keyboard.press("Escape");
    await behind.waitFor({ state: "hidden" });
    const [download] = await Promise.all([
      lin.page.waitForEvent("download"),
      lin.page.getByRole("link", { name: "下载 .docx" }).click(),
    ]);
    expect(download.suggestedFilename()).to.equal(`${TITLE}${YEAR}年度落实情况汇编.docx`);
    const text = paragraphsOf(await documentXml(readFileSync(await download.path()))).join("\n");
    for (const { fullName } of OFFICES) expect(text).to.include(fullName);
    expect(text).to.include("联席会议 1");
    expect(text).to.include(`联席会议（${HALF}）\n高邮市院\n${TODAY}\n已落实`);
    if (lateYear === YEAR) expect(text).to.match(/线索移送（.+）\n天长市院\n[-\d]+\n已逾期/);
  });

  it("leaves pages without an error", () => {
    expect(desks.errors()).to.deep.equal([]);
  });
});
