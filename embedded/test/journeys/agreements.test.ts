import { join } from "node:path";
import { expect } from "chai";
import type { Browser } from "playwright-core";
import { signIn, type Officer } from "./officer.ts";
import { openBrowser, openStage, type Stage } from "./stage.ts";

const TITLE = "三院湖区公益诉讼检察协作协议";

/** The people of one office by what they do about a text. */
interface Office {
  name: string;
  drafter: string;
  drafterName: string;
  head: string;
  deputy: string | null;
  chief: string;
}

const GAOYOU: Office = {
  name: "高邮市院",
  drafter: "gaoyou.li",
  drafterName: "李望舒",
  head: "gaoyou.zhang",
  deputy: "gaoyou.zhao",
  chief: "gaoyou.lin",
};
const TIANCHANG: Office = {
  name: "天长市院",
  drafter: "tianchang.tang",
  drafterName: "唐一苇",
  head: "tianchang.xu",
  deputy: "tianchang.he",
  chief: "tianchang.gu",
};
const BAOYING: Office = {
  name: "宝应县院",
  drafter: "baoying.fan",
  drafterName: "范宁",
  head: "baoying.ye",
  deputy: null,
  chief: "baoying.song",
};

/**
 * Three offices negotiate one text: an office speaks, not a clerk. What is proposed stays inside its office until its chief releases it;
 * then all see it without a reload, the host decides, and each office approves the very text that is frozen for co-signing.
 */
describe("an agreement is negotiated by three offices", function () {
  this.timeout(300_000);
  // Each step stands on the one before.
  this.bail(true);
  let stage: Stage;
  let browser: Browser;
  const desks = new Map<string, Officer>();
  let path = "";

  /** The officer at his desk; he stays there for the whole story. */
  const at = async (account: string): Promise<Officer> => {
    const known = desks.get(account);
    if (known) return known;
    const officer = await signIn(browser, stage.url, account);
    desks.set(account, officer);
    return officer;
  };
  /** A button that opens a dialog, and the one in it that does it. */
  const does = async (officer: Officer, act: string, inDialog = act) => {
    await officer.press(act);
    await officer.page.getByRole("dialog").filter({ visible: true }).waitFor();
    await officer.press(inDialog);
    await officer.page.getByRole("dialog").filter({ visible: true }).waitFor({ state: "hidden" });
  };
  /** Begins a change of the article, of the kind that the menu calls so. */
  const begins = async (officer: Officer, heading: string, kind: string) => {
    await officer.press(`对【${heading}】提出意见`);
    await officer.page.getByRole("menuitem", { name: kind }).click();
    await officer.page.getByRole("dialog").filter({ visible: true }).waitFor();
  };
  const keeps = async (officer: Officer, reason: string) => {
    await officer.fill(/^(理由|意见)$/, reason);
    await officer.press("保存（仅本院可见）");
    await officer.sees("仅本院可见");
    await officer.sees(reason);
  };
  /** The host adopts what this office proposes. */
  const adopts = async (officer: Officer, { name }: Office) => {
    const card = officer.page.getByRole("group", { name: `${name}的意见` });
    await card.getByRole("button", { name: "处理" }).click();
    const dialog = officer.page.getByRole("dialog").filter({ visible: true });
    await dialog.getByRole("button", { name: "采纳", exact: true }).click();
    await dialog.waitFor({ state: "hidden" });
  };
  /** From the drafter over the head to the chief, each from his own workbench. */
  const releases = async ({ drafter, head, chief }: Office) => {
    await does(await at(drafter), "提交审批");
    for (const [account, act] of [
      [head, "审核通过"],
      [chief, "以本院名义提出"],
    ] as const) {
      const officer = await at(account);
      await officer.go("/");
      await officer.takesUp(TITLE);
      await does(officer, act);
    }
  };
  const staffs = async ({ chief, drafterName }: Office) => {
    const officer = await at(chief);
    await officer.go(`${path}?act=staff`);
    await officer.choose("承办部门", "第三检察部");
    await officer.choose("承办人员", drafterName);
    await officer.page.getByRole("dialog").getByText("确定承办").first().click();
    await officer.press("保存");
    await officer.page.getByRole("dialog").filter({ visible: true }).waitFor({ state: "hidden" });
  };

  before(async () => {
    [stage, browser] = await Promise.all([openStage(), openBrowser()]);
  });
  afterEach(async function () {
    const folder = process.env["JOURNEY_SHOTS"];
    if (folder && this.currentTest?.state === "failed")
      for (const [account, { page }] of desks)
        await page.screenshot({ path: join(folder, `failed-${account}.png`) });
  });
  after(async () => {
    await browser?.close();
    await stage?.stop();
  });

  it("is drafted in Gaoyou from the library, with its blanks filled in", async () => {
    const li = await at(GAOYOU.drafter);
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
    const gu = await at(TIANCHANG.chief);
    await gu.go(path);
    await gu.sees("没有找到这件协议");
  });

  it("goes to the others for consultation, and each says who handles it", async () => {
    const lin = await at(GAOYOU.chief);
    await lin.go(path);
    await does(lin, "征求意见");
    await lin.sees("正在征求各方意见，由牵头院定稿。");
    for (const office of [TIANCHANG, BAOYING]) await staffs(office);
  });

  it("is spoken to by Tianchang only once its chief has released it", async () => {
    const lin = await at(GAOYOU.chief);
    const tang = await at(TIANCHANG.drafter);
    await tang.go(path);
    await begins(tang, "线索移送", "修改本条");
    await tang.fill(/^期限（/, "7");
    await keeps(tang, "五个工作日偏紧");
    await lin.go(path);
    await lin.sees(/自收到之日起5个工作日/);
    expect(await lin.page.getByText("五个工作日偏紧").count()).to.equal(0);
    await releases(TIANCHANG);
    await lin.sees("五个工作日偏紧");
  });

  it("is answered by Baoying and adopted by the host: the text changes before everybody's eyes", async () => {
    const song = await at(BAOYING.chief);
    await song.go(path);
    await does(song, "答复", "同意");
    const lin = await at(GAOYOU.chief);
    await lin.sees(/宝应县院 同意/);
    const tang = await at(TIANCHANG.drafter);
    await adopts(lin, TIANCHANG);
    await lin.sees(/自收到之日起7个工作日/);
    await tang.sees(/自收到之日起7个工作日/);
  });

  it("is spoken to by Baoying and by the host in the same way", async () => {
    const fan = await at(BAOYING.drafter);
    await fan.go(path);
    await begins(fan, "联席会议", "只提意见，不改文字");
    await keeps(fan, "首次由谁召集须写明");
    await releases(BAOYING);
    const li = await at(GAOYOU.drafter);
    await li.go(path);
    await li.sees("首次由谁召集须写明");
    await begins(li, "联席会议", "修改本条");
    await li.fill(/^次数/, "2");
    await keeps(li, "每半年两次为宜");
    await releases(GAOYOU);
    const lin = await at(GAOYOU.chief);
    await adopts(lin, GAOYOU);
    await lin.sees(/每半年召开2次/);
  });

  it("shows in one table what was said and what became of it", async () => {
    const lin = await at(GAOYOU.chief);
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
    const lin = await at(GAOYOU.chief);
    await lin.go(path);
    await does(lin, "定稿送审");
    await lin.sees(/等待高邮市院、天长市院、宝应县院院内审批/);
    for (const { head, deputy, chief } of [TIANCHANG, BAOYING, GAOYOU])
      for (const account of [head, ...(deputy ? [deputy] : []), chief]) {
        const officer = await at(account);
        await officer.go(`${path}?act=approve`);
        await officer.press("同意");
        await officer.page
          .getByRole("dialog")
          .filter({ visible: true })
          .waitFor({ state: "hidden" });
      }
    await lin.sees("已具备条件，待牵头院冻结文本、开始会签。");
    await does(lin, "冻结文本，开始会签");
    await lin.sees("会签中，各方签署情况见“会签情况”。");
    const tang = await at(TIANCHANG.drafter);
    await tang.sees("会签中，各方签署情况见“会签情况”。");
  });

  it("leaves pages without an error", () => {
    expect([...desks.values()].flatMap((officer) => officer.errors)).to.deep.equal([]);
  });
});
