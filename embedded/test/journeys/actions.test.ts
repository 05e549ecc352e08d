import { execFileSync } from "node:child_process";
import { expect } from "chai";
import type { Browser } from "playwright-core";
import sharp from "sharp";
import { signIn, until, type Officer } from "./officer.ts";
import { openBrowser, openStage, type Stage } from "./stage.ts";

const TITLE = "高邮湖冬季联合巡查";
const AGREEMENT = "关于建立（高邮）湖跨区域生态环境司法保护联动协作机制的实施意见（演示）";
const PHONE = { width: 390, height: 844 };

/** Reads a feed with a library that nobody here wrote: one line an event. */
const READ_FEED = `
import sys, icalendar
for event in icalendar.Calendar.from_ical(sys.stdin.buffer.read()).walk("VEVENT"):
    print(event.decoded("dtstart").isoformat(), event.get("status"), event.get("summary"))
`;

const photo = (colour: string): Promise<Buffer> =>
  sharp({ create: { width: 320, height: 240, channels: 3, background: colour } })
    .jpeg()
    .toBuffer();

/** How many occurrences of an agreement are met this year, as its dashboard says. */
const metFigure = async ({ page }: Officer): Promise<number> => {
  const figure = page.getByRole("link", { name: /^已落实 \d+$/ });
  return Number(/\d+/.exec((await figure.getAttribute("aria-label")) ?? "")?.[0]);
};

/** The same of its row on the board of all agreements: the year strip's green marks. */
const metMarks = async ({ page }: Officer, agreementId: string): Promise<number> => {
  const row = page
    .getByRole("row")
    .filter({ has: page.locator(`a[href="/agreements/${agreementId}"]`) });
  const marks = row.getByRole("link", { name: /，已落实 \d+ 项$/ });
  await marks.first().waitFor();
  const names = await Promise.all((await marks.all()).map((one) => one.getAttribute("aria-label")));
  return names.reduce((sum, name) => sum + Number(/(\d+) 项$/.exec(name ?? "")?.[1]), 0);
};

/**
 * Two offices go out on the lake: they agree on a date, plan, record where there is no network, and report. In the middle the network
 * and then the hub itself are taken away; nothing is lost or doubled.
 */
describe("a joint patrol of Gaoyou and Tianchang", function () {
  this.timeout(240_000);
  // Each step stands on the one before.
  this.bail(true);
  let stage: Stage;
  let browser: Browser;
  const officers: Officer[] = [];
  let zhou: Officer;
  let ma: Officer;
  let li: Officer;
  let path = "";
  let agreementId = "";

  const come = async (account: string, size?: { width: number; height: number }) => {
    const officer = await signIn(browser, stage.url, account, size);
    officers.push(officer);
    return officer;
  };
  const leave = async (officer: Officer) => {
    officers.splice(officers.indexOf(officer), 1);
    await officer.context.close();
  };
  const gone = (officer: Officer) =>
    officer.page.getByRole("dialog").filter({ visible: true }).waitFor({ state: "hidden" });
  /** Presses what the dialog on top is for. */
  const confirm = async (officer: Officer, name: string) => {
    const dialog = officer.page.getByRole("dialog").filter({ visible: true });
    await dialog.getByRole("button", { name, exact: true }).click();
    await gone(officer);
  };
  const kept = (officer: Officer) => officer.page.getByText(/^已存本机 \d+ 条，待上传 \d+ 条$/);
  const waiting = async (officer: Officer) =>
    Number(/待上传 (\d+) 条/.exec(await kept(officer).innerText())?.[1]);

  before(async () => {
    [stage, browser] = await Promise.all([openStage(), openBrowser()]);
  });
  afterEach(async function () {
    const folder = process.env["JOURNEY_SHOTS"];
    if (this.currentTest?.state !== "failed" || !folder) return;
    for (const [index, { page }] of officers.entries())
      await page.screenshot({ path: `${folder}/failed-${index}.png` });
  });
  after(async () => {
    await browser?.close();
    await stage?.stop();
  });

  it("is proposed by one liaison under the agreement in force, and both answer for their offices", async () => {
    zhou = await come("gaoyou.zhou");
    await zhou.go("/agreements");
    const agreement = zhou.page.getByRole("link", { name: AGREEMENT }).first();
    agreementId = (await agreement.getAttribute("href"))?.split("/").at(-1) ?? "";
    await zhou.go(`/actions/new?agreement=${agreementId}`);
    await zhou.fill("名称", TITLE);
    await zhou.choose("参加单位", "天长市人民检察院");
    await zhou.page.keyboard.press("Escape");
    await zhou.press("发起");
    await zhou.sees("日期未定");
    path = new URL(zhou.page.url()).pathname;
    await zhou.press("征询日期");
    await zhou.press("发出征询");
    await gone(zhou);

    ma = await come("tianchang.ma");
    for (const [officer, second] of [
      [zhou, "不便"],
      [ma, "可协调"],
    ] as const) {
      await officer.go(path);
      await officer.press("反馈时间安排");
      const dialog = officer.page.getByRole("dialog");
      await dialog.getByText("可以", { exact: true }).first().click();
      await dialog.getByText(second, { exact: true }).nth(1).click();
      await officer.press("提交答复");
      await gone(officer);
    }
    // The host sees the partner's answer without asking for it.
    await zhou.sees(/各方均可以/);
  });

  it("has its date fixed with one click, and people of both offices", async () => {
    await zhou.press("定为此日");
    await zhou.sees("参加人员当时没有其他行动");
    await zhou.press("确定日期");
    await gone(zhou);
    for (const [officer, names] of [
      [zhou, ["李望舒", "王若溪"]],
      [ma, ["唐一苇", "潘岳"]],
    ] as const) {
      await officer.go(path);
      await officer.press("安排本院人员");
      const field = officer.page.getByRole("dialog").getByLabel("参加人员");
      for (const name of names) {
        await field.fill(name);
        // Whom the list offers first is taken; before it has come that is nobody.
        const offered = officer.page.locator(".ant-select-item-option").filter({ hasText: name });
        await offered.filter({ visible: true }).first().waitFor();
        await field.press("Enter");
      }
      // The list stays open for more of them, until something else is pressed.
      await officer.page.getByRole("dialog").getByText("只安排本院人员").click();
      await officer.press("确定");
      await gone(officer);
    }
    await ma.sees("方案会签");
  });

  it("is planned on the map by keyboard, and approved by both offices", async () => {
    await zhou.go(path);
    await zhou.press("编制方案");
    await zhou.page.getByRole("heading", { name: /^编制方案/ }).waitFor();
    for (const name of ["入湖口", "湖心围网区", "铜龙河口"]) {
      await zhou.press("在地图中心添加停靠点");
      await zhou.page.getByPlaceholder("停靠点", { exact: true }).last().fill(name);
      await zhou.page.getByRole("group", { name: "示意图" }).press("ArrowLeft");
    }
    await zhou.choose("安全责任人", "李望舒");
    await zhou.press("增加一项");
    await zhou.fill("检查内容 1", "有无禁用渔具");
    await zhou.press("保存方案");
    await zhou.sees("铜龙河口");
    await zhou.press("提请各方审批");
    await confirm(zhou, "提请各方审批");
    for (const account of ["gaoyou.lin", "tianchang.gu"]) {
      const leader = await come(account);
      await leader.go(path);
      await leader.press("审批同意");
      await confirm(leader, "审批同意");
      await leave(leader);
    }
    await zhou.page.getByRole("button", { name: "现场模式" }).waitFor();
  });

  it("stands in a calendar feed as a programme of somebody else reads it", async () => {
    const security = await come("gaoyou.sec");
    await security.go("/administration/policy");
    await security.page.getByText("允许", { exact: true }).click();
    await security.fill("理由", "便于安排行程");
    await security.press("保存");
    await security.sees("已保存");
    await leave(security);

    await zhou.go("/actions/feed");
    await zhou.press("生成地址");
    const address = await zhou.page.getByLabel("订阅地址").inputValue();
    const feed = await fetch(address);
    const lines = execFileSync("/usr/bin/python3", ["-c", READ_FEED], {
      input: await feed.text(),
      encoding: "utf8",
    }).trim();
    expect(lines).to.match(/CONFIRMED/);
    // Times and neutral words; what the patrol is about stays inside.
    expect(lines).to.not.contain(TITLE);
    await zhou.press("停用订阅");
    await confirm(zhou, "停用订阅");
    await zhou.sees("当前未开启");
    expect((await fetch(address)).status).to.equal(404);
  });

  it("is recorded on a phone where there is no network, and everything is sent later, once", async () => {
    li = await come("gaoyou.li", PHONE);
    await li.context.grantPermissions(["geolocation"]);
    await li.context.setGeolocation({ latitude: 32.88, longitude: 119.27, accuracy: 9 });
    await li.go(`${path}/field`);
    await li.sees("定位精度 9 米");
    await li.press("在此签到");
    await li.sees("已存本机 1 条，待上传 0 条");
    await li.press("下一站");
    await li.press("在此签到");
    await li.sees("已存本机 2 条，待上传 0 条");

    await li.context.setOffline(true);
    await li.sees("无网络，记录存在本机");
    await li.press("下一站");
    await li.press("在此签到");
    await li.press("有问题");
    await li.page
      .getByLabel("拍照记录问题")
      .first()
      .setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer: await photo("#204060") });
    await li.fill("问题名称", "围网养殖未拆除");
    await li.press("存到本机并上传");
    await li.sees(/待上传 4 条/);

    // The phone closes the page and opens it again, still without network: the same stop, and everything is there.
    await li.page.reload();
    await li.sees("无网络，记录存在本机");
    await li.sees("湖心围网区");
    await li.sees(/待上传 4 条/);
    await li.page.getByRole("button", { name: "上一站" }).click();
    await li.press("无异常");
    await li.sees(/待上传 5 条/);
    await li.context.setOffline(false);
    await until(
      () => waiting(li),
      (count) => count === 0,
    );
    await zhou.go(path);
    await zhou.sees("围网养殖未拆除");
  });

  it("loses and doubles nothing when the hub dies between photo and finding", async () => {
    await li.press("下一站");
    await li.page
      .getByLabel("拍照记录问题")
      .first()
      .setInputFiles({ name: "b.jpg", mimeType: "image/jpeg", buffer: await photo("#602040") });
    await stage.kill9();
    await li.fill("问题名称", "岸线倾倒垃圾");
    await li.press("存到本机并上传");
    await li.sees(/待上传 2 条/);
    await stage.start();
    await until(
      () => waiting(li),
      (count) => count === 0,
    );
    await zhou.go(path);
    await zhou.sees("岸线倾倒垃圾");
    for (const title of ["围网养殖未拆除", "岸线倾倒垃圾"])
      expect(await zhou.page.getByRole("link", { name: title }).count(), title).to.be.at.least(1);
    await until(
      () => zhou.page.getByText(/1 张照片/).count(),
      (count) => count === 2,
    );
    expect(await zhou.page.getByText("待上传").count()).to.equal(0);
  });

  it("gives the partner a lead, and closes the other finding with a reason", async () => {
    const tang = await come("tianchang.tang");
    await tang.go(path);
    await tang.page.getByRole("link", { name: "1. 围网养殖未拆除" }).first().click();
    await tang.press("核验平台所存文件");
    await tang.sees("所存文件全部完好");
    await tang.press("处理问题");
    await tang.fill("管辖依据", "位于天长辖区，双方现场确认");
    await tang.press("登记为线索");
    await gone(tang);
    await tang.go("/leads");
    await tang.sees("围网养殖未拆除");
    await leave(tang);

    await zhou.page.getByRole("link", { name: "2. 岸线倾倒垃圾" }).first().click();
    await zhou.press("处理问题");
    await zhou.page.getByRole("dialog").getByText("不再处理", { exact: true }).click();
    await zhou.fill("不再处理的理由", "当场清运完毕");
    await zhou.press("确认不再处理");
    await gone(zhou);
  });

  it("is reported for the agreement's quarterly patrol, which is met once both offices confirmed", async () => {
    await zhou.go(path);
    await zhou.press("结束行动");
    await confirm(zhou, "结束行动");
    await zhou.go(`${path}/report`);
    await zhou.fill("标题", `${TITLE}报告`);
    await zhou.page
      .getByLabel(/^联合巡查 \d{4}年第.季度/)
      .first()
      .check();
    await zhou.press("保存报告");
    await zhou.press("提请各方确认");
    await confirm(zhou, "提请各方确认");

    // Two leaders look at the agreement and at all agreements meanwhile; neither loads anything anew.
    const leader = await come("gaoyou.lin");
    await leader.go(`/agreements/${agreementId}/dashboard`);
    const theirs = await come("tianchang.gu");
    await theirs.go("/agreements");
    const before = [await metFigure(leader), await metMarks(theirs, agreementId)];
    expect(before[0]).to.be.greaterThan(0);
    for (const officer of [zhou, ma]) {
      await officer.go(`${path}/report`);
      await officer.press("确认报告");
      expect([await metFigure(leader), await metMarks(theirs, agreementId)]).to.deep.equal(before);
      await confirm(officer, "确认报告");
    }
    await until(
      async () => [await metFigure(leader), await metMarks(theirs, agreementId)],
      (after) => after.every((count, index) => count === (before[index] ?? 0) + 1),
    );

    await zhou.go(`${path}/report`);
    await zhou.page.getByRole("link", { name: /^联合巡查 \d{4}年第.季度/ }).click();
    await zhou.sees("已落实");
    await zhou.sees(`${TITLE}报告`);
    await zhou.go(path);
    await zhou.sees("已报告");
    expect(officers.flatMap(({ errors }) => errors)).to.deep.equal([]);
  });
});
