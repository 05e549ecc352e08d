import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { signIn, until, type Officer } from "./officer.ts";
import { openBrowser, openStage, type Stage } from "./stage.ts";

const GROUP = "高邮湖联合巡护";
const SECRET = "机密★10年 关于巡护的通知";

/** Talk beside the matters: a group of two offices, with all that may go wrong between a sentence and its readers. */
describe("a group across offices", function () {
  this.timeout(120_000);
  // Each step stands on the one before.
  this.bail(true);
  let stage: Stage;
  let browser: Browser;
  let li: Officer;
  let tang: Officer;

  const group = (page: Page) =>
    page.getByRole("navigation", { name: "会话列表" }).getByRole("link").filter({ hasText: GROUP });
  const write = (officer: Officer) => officer.page.getByLabel("写消息");

  before(async () => {
    [stage, browser] = await Promise.all([openStage(), openBrowser()]);
    [li, tang] = await Promise.all([
      signIn(browser, stage.url, "gaoyou.li"),
      signIn(browser, stage.url, "tianchang.tang"),
    ]);
    await tang.go("/messages");
    await li.go("/messages");
  });
  after(async () => {
    await browser?.close();
    await stage?.stop();
  });

  it("stands in the other's list without reloading, and is unread by nobody who made it", async () => {
    await li.press("新建会话");
    await li.page.getByRole("dialog").getByText("群组").click();
    await li.fill("群组名称", GROUP);
    await li.choose("选择单位", "天长市人民检察院");
    await li.choose("选择人员", "唐一苇");
    await li.page.getByLabel("群组名称").click();
    await li.press("开始会话");
    await li.sees("邀请加入");
    await group(tang.page).click();
    expect(await group(li.page).innerText()).not.to.contain("未读");
  });

  it("offers the name that an input method writes, and tells who is mentioned", async () => {
    await write(li).focus();
    await li.page.keyboard.press("@");
    await li.page.keyboard.insertText("唐");
    const names = li.page.locator(".ant-mentions-dropdown-menu-item").filter({ visible: true });
    await until(
      () => names.allInnerTexts(),
      (offered) => offered.length === 1 && offered[0]?.includes("唐一苇") === true,
    );
    await write(li).press("Enter");
    await li.page.keyboard.insertText("明早八时在码头集合");
    await write(li).press("Enter");
    await tang.sees("明早八时在码头集合");
    await tang.press(/提醒/);
    await tang.sees("提及了您");
    await tang.page.keyboard.press("Escape");
  });

  it("says why a message was refused, here and in the list, and gives it back to be changed", async () => {
    await li.says(SECRET);
    await li.sees("未发出：含有国家秘密标志，不得录入");
    expect(await group(li.page).innerText()).to.contain("未发出");
    await li.press("编辑");
    await until(
      () => write(li).inputValue(),
      (text) => text === SECRET,
    );
    await write(li).fill("巡护通知另行印发");
    await li.page.getByRole("link").filter({ hasText: "本院" }).first().click();
    await until(
      () => group(li.page).innerText(),
      (row) => row.includes("草稿") && row.includes("巡护通知另行印发"),
    );
  });

  it("leads to the first unread line while the frame stays where it is", async () => {
    for (let count = 1; count <= 40; count += 1) await tang.says(`第${count}条：湖面无异常`);
    await tang.sees("第40条");
    await until(
      () => group(li.page).innerText(),
      (row) => /40\s*条未读/.test(row),
    );
    await group(li.page).click();
    await li.sees("第40条：湖面无异常");
    await li.press("查看首条未读");
    await li.sees("第1条：湖面无异常");
    const beyond = await li.page.evaluate<number>(
      `(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)(document.documentElement)`,
    );
    expect(beyond, "nothing of the page lies outside of the window").to.equal(0);
  });

  it("prints whole, with what it is and who printed it", async () => {
    await li.page.emulateMedia({ media: "print" });
    const hidden = await li.page.evaluate<number>(
      `(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)(document.querySelector('[aria-label="时间线"]'))`,
    );
    expect(hidden).to.be.at.most(0);
    await li.sees(/打印人：李望舒/);
    await li.page.emulateMedia({ media: "screen" });
  });

  it("leaves whoever goes in the list of conversations, and shows nothing to whoever was removed", async () => {
    await li.page.getByRole("button", { name: "移出" }).click();
    await li.press("移出");
    await tang.sees("没有找到该内容，或者您无权查看。");
    await li.press("退出");
    await li.press("退出");
    await li.page.waitForURL(/\/messages$/);
    expect(await group(li.page).count()).to.equal(0);
  });
});
