import { dayOf } from "@hub/domain/kernel/clock";
import { addDays } from "@hub/domain/obligations/state";
import { expect } from "chai";
import type { Browser } from "playwright-core";
import sharp from "sharp";
import { look } from "./look.ts";
import { signIn, until, type Officer } from "./officer.ts";
import { openBrowser, openStage, type Stage } from "./stage.ts";

const TITLE = "高邮湖治理联席会议";
const AGREEMENT = "关于建立（高邮）湖跨区域生态环境司法保护联动协作机制的实施意见（演示）";
const RESOLVED = "统一网箱认定标准，形成清单";
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 780 };
const DAY_MS = 86_400_000;

/** A photo as a camera writes it: a little picture that says when it was taken. */
const cameraPhoto = (n: number): Promise<Buffer> =>
  sharp({ create: { width: 48, height: 36, channels: 3, background: { r: n, g: 80, b: 120 } } })
    .withExif({ IFD2: { DateTimeOriginal: "2026:03:05 09:30:00", OffsetTimeOriginal: "+08:00" } })
    .jpeg()
    .toBuffer();

/**
 * What two liaisons do at their desks for what both offices hold together: a conference from its topics to the 纪要 whose resolutions bind, a
 * calendar in which things move, a series with exceptions, a plan that is opened again, a hundred photos of a drone.
 */
describe("a conference and a calendar of Gaoyou and Tianchang", function () {
  this.timeout(300_000);
  // Each step stands on the one before.
  this.bail(true);
  let stage: Stage;
  let browser: Browser;
  let zhou: Officer;
  let ma: Officer;
  let path = "";
  let patrol = "";
  /** Pages that the journey came by, to be looked at in the end. */
  const seen = new Map<string, string>();

  const gone = ({ page }: Officer) =>
    page.getByRole("dialog").filter({ visible: true }).waitFor({ state: "hidden" });
  /** Opens what a button opens, fills it in and presses what it is for. */
  const act = async (
    officer: Officer,
    opener: string,
    confirm: string,
    fill: (officer: Officer) => Promise<void> = () => Promise.resolve(),
  ) => {
    await officer.press(opener);
    const dialog = officer.page.getByRole("dialog").filter({ visible: true });
    await dialog.waitFor();
    await fill(officer);
    await dialog.getByRole("button", { name: confirm, exact: true }).click();
    await gone(officer);
  };

  const day = dayOf(new Date(Date.now() + 7 * DAY_MS));
  const event = () => zhou.page.getByRole("link", { name: new RegExp(TITLE) });
  const cell = (on: string) => zhou.page.locator(`[data-date="${on}"]`).first();
  /** The month that shows the conference. */
  const turnTo = async (on: string) => {
    await zhou.go("/actions?view=month");
    await zhou.page.locator("[data-date]").first().waitFor();
    if ((await cell(on).count()) === 0) await zhou.press("下一段");
    await event().waitFor();
  };
  const standsOn = (on: string) =>
    until(
      () => cell(on).getByText(TITLE).count(),
      (count) => count === 1,
    );

  /** Presses a key, and waits until the event stands there and the focus has followed it. */
  const carry = async (key: string, on: string) => {
    await zhou.page.keyboard.press(key);
    await standsOn(on);
    await zhou.page.locator("a:focus").filter({ hasText: TITLE }).waitFor();
  };

  before(async () => {
    [stage, browser] = await Promise.all([openStage(), openBrowser()]);
    zhou = await signIn(browser, stage.url, "gaoyou.zhou", DESK);
    ma = await signIn(browser, stage.url, "tianchang.ma", DESK);
  });
  afterEach(async function () {
    const folder = process.env["JOURNEY_SHOTS"];
    if (this.currentTest?.state !== "failed" || !folder) return;
    for (const [index, { page }] of [zhou, ma].entries())
      await page.screenshot({ path: `${folder}/failed-${index}.png` });
  });
  after(async () => {
    await browser?.close();
    await stage?.stop();
  });

  it("is convened under the agreement of both, which says what it waits for", async () => {
    const { page } = zhou;
    await zhou.go("/actions/new");
    await page.getByText(/^联席会议 /).click();
    await zhou.fill("名称", TITLE);
    await zhou.choose("参加单位", "天长市人民检察院");
    await page.keyboard.press("Escape");
    await zhou.choose("依据协议", AGREEMENT);
    await zhou.sees("该协议待落实：");
    await page.getByText("已经商定", { exact: true }).click();
    await zhou.press("发起");
    await page.getByRole("link", { name: "依据协议" }).waitFor();
    path = new URL(page.url()).pathname;
    seen.set("conference", path);
  });

  it("gathers topics, gets an agenda, and is announced; the partner says who comes", async () => {
    await ma.go(path);
    await act(ma, "提交议题", "提交", () => ma.fill("议题", "网箱整治标准"));
    await zhou.sees("网箱整治标准");
    await act(zhou, "编排议程", "保存议程");
    await act(zhou, "发出会议通知", "发出通知", () => zhou.fill("地点", "高邮市人民检察院三楼"));
    await ma.sees("高邮市人民检察院三楼");
    await act(ma, "填写回执", "提交回执", async () => {
      if ((await ma.page.getByLabel("参会人员 1").count()) === 0) await ma.press("增加一人");
      await ma.fill("参会人员 1", "马联");
      await ma.page.getByRole("dialog").getByLabel("车牌").fill("皖M00000");
      await ma.page.keyboard.press("Enter");
    });
    await zhou.sees("皖M00000");
  });

  it("moves in the calendar by keyboard, with a reason that both keep", async () => {
    await turnTo(day);
    await event().focus();
    await carry("Shift+ArrowRight", addDays(day, 1));
    await carry("Shift+ArrowRight", addDays(day, 2));
    await carry("Shift+ArrowLeft", addDays(day, 1));
    await zhou.page.keyboard.press("Enter");
    await zhou.sees(new RegExp(`由 ${day} .* 改为 ${addDays(day, 1)} `));
    await zhou.fill("改期原因", "会议室检修");
    await zhou.press("改期并告知各方");
    await gone(zhou);
    await standsOn(addDays(day, 1));
    await ma.go(path);
    await ma.sees(/会议室检修/);
  });

  it("goes back when the key says so, and when no reason is given", async () => {
    await turnTo(addDays(day, 1));
    await event().focus();
    await carry("Shift+ArrowLeft", day);
    await carry("Escape", addDays(day, 1));
    await carry("Shift+ArrowLeft", day);
    await zhou.page.keyboard.press("Enter");
    await zhou.press("取消");
    await gone(zhou);
    await standsOn(addDays(day, 1));
  });

  it("moves by the mouse, with a reason", async () => {
    await turnTo(addDays(day, 1));
    const [from, to] = [await event().boundingBox(), await cell(day).boundingBox()];
    const { mouse } = zhou.page;
    await mouse.move((from?.x ?? 0) + 20, (from?.y ?? 0) + 6);
    await mouse.down();
    for (const part of [0.2, 0.6, 1])
      await mouse.move(
        (from?.x ?? 0) + part * ((to?.x ?? 0) - (from?.x ?? 0)) + 20,
        (from?.y ?? 0) + part * ((to?.y ?? 0) + 40 - (from?.y ?? 0)),
      );
    await mouse.up();
    await zhou.sees(new RegExp(`由 ${addDays(day, 1)} .* 改为 ${day} `));
    await zhou.fill("改期原因", "检修提前完成");
    await zhou.press("改期并告知各方");
    await gone(zhou);
    await standsOn(day);
  });

  it("is minuted: sent back once, signed by both, and what it resolved binds once it is issued", async () => {
    await zhou.go(path);
    await act(zhou, "开始行动", "开始行动");
    await act(zhou, "结束行动", "结束行动");
    await zhou.go(`${path}/minutes`);
    seen.set("minutes", `${path}/minutes`);
    await zhou.fill("纪要正文", "会议听取情况通报，议定一项。");
    await zhou.press("增加议定事项");
    await zhou.fill("议定事项 1", RESOLVED);
    await zhou.choose("责任单位 1", "天长市人民检察院");
    await zhou.press("保存纪要");
    await zhou.sees(RESOLVED);
    await act(zhou, "提请各方会签", "提请各方会签");
    await ma.go(`${path}/minutes`);
    await act(ma, "退回修改", "退回修改", () => ma.fill("原因", "请写明清单期限"));
    await zhou.sees("退回：请写明清单期限");
    await zhou.press("修改");
    await zhou.fill("纪要正文", "会议听取情况通报，议定一项，三十日内形成清单。");
    await zhou.press("保存纪要");
    await act(zhou, "提请各方会签", "提请各方会签");
    await ma.sees("第 2 版");
    for (const officer of [ma, zhou]) await act(officer, "会签", "会签");
    await act(zhou, "印发纪要", "印发纪要", async () => {
      await zhou.fill("文号", "〔2026〕4号");
      await zhou.page.getByRole("dialog").getByRole("checkbox").first().check();
    });
    await ma.sees(/已印发 〔2026〕4号/);
    await ma.go(path);
    await ma.page.getByRole("link", { name: "依据协议" }).click();
    await ma.page.getByRole("heading", { name: AGREEMENT }).first().waitFor();
    const agreement = new URL(ma.page.url()).pathname;
    await ma.go(`${agreement}/obligations`);
    await ma.sees(RESOLVED);
    await ma.sees(/〔2026〕4号/);
  });

  it("stands in a series with an exception, which proposes the next of itself or now", async () => {
    await zhou.go("/actions/series");
    seen.set("series", "/actions/series");
    await act(zhou, "新建周期安排", "开始", async () => {
      await zhou.fill("名称", "每月岸线联合巡查");
      await zhou.choose("参加单位", "天长市人民检察院");
      await zhou.page.keyboard.press("Escape");
      await zhou.choose("依据协议", AGREEMENT);
      await zhou.choose("频次", "每月");
    });
    const section = zhou.page.locator("section").filter({ hasText: "每月岸线联合巡查" });
    const once = section.getByRole("listitem").first();
    const [, second = ""] = await section.getByText(/^\d{4}-\d\d-\d\d \d\d:\d\d/).allInnerTexts();
    await once.getByRole("button", { name: /^发起/ }).click();
    await zhou.page.getByRole("dialog").getByRole("button", { name: "现在发起" }).click();
    await gone(zhou);
    await section.getByRole("link").first().waitFor();
    await section.getByRole("button", { name: `${second.slice(0, 10)} 的一次不办` }).click();
    await zhou.fill("原因", "春节假期");
    await zhou.page.getByRole("dialog").getByRole("button", { name: "本次不办" }).click();
    await gone(zhou);
    await section.getByText("春节假期").waitFor();
    // The partner sees the same series, and it is not his to change.
    await ma.go("/actions/series");
    const theirs = ma.page.locator("section").filter({ hasText: "每月岸线联合巡查" });
    await theirs.getByText("春节假期").waitFor();
    expect(await theirs.getByRole("button").count()).to.equal(0);
  });

  it("keeps the plan that was opened again beside the new one", async () => {
    await zhou.go("/actions/list");
    await zhou.page
      .getByRole("link", { name: /季度高邮湖联合巡查（演示）/ })
      .first()
      .click();
    await zhou.page.getByRole("heading", { name: /季度高邮湖联合巡查（演示）/ }).waitFor();
    patrol = new URL(zhou.page.url()).pathname;
    await act(zhou, "重新修改方案", "重新修改方案", () => zhou.fill("原因", "渔政艇检修，换船"));
    await zhou.page.getByRole("link", { name: /^历次版本/ }).click();
    await zhou.sees(/渔政艇检修，换船/);
    await zhou.press("查看第 1 版内容");
    await zhou.sees("万家塘湿地");
    seen.set("versions", `${patrol}/plan/versions`);
    await ma.go(`${patrol}/plan/versions`);
    await ma.sees(/渔政艇检修，换船/);
    await zhou.go(patrol);
    await act(zhou, "提请各方审批", "提请各方审批");
    for (const account of ["gaoyou.lin", "tianchang.gu"]) {
      const leader = await signIn(browser, stage.url, account);
      await leader.go(patrol);
      await act(leader, "审批同意", "审批同意");
      await leader.context.close();
    }
    await zhou.page.getByRole("button", { name: "现场模式" }).waitFor();
  });

  it("takes a hundred photos of a drone at once, and says whose word their time is", async () => {
    await zhou.go(`${patrol}/import`);
    seen.set("import", `${patrol}/import`);
    const files = await Promise.all(
      Array.from({ length: 100 }, async (_, n) => ({
        name: `DJI_${n}.jpg`,
        mimeType: "image/jpeg",
        buffer: await cameraPhoto(n),
      })),
    );
    await zhou.page.locator('input[type="file"]').setInputFiles(files);
    await zhou.sees(/已到达 \d+\/100/);
    await until(
      () => zhou.page.getByText("已到达 100/100").count(),
      (count) => count === 1,
    );
    await zhou.press("保存 100 个文件");
    await zhou.sees("已保存 100 个文件");
    await ma.go(patrol);
    await ma.page.getByRole("link", { name: "批量导入的影像（100）" }).click();
    await ma.sees("照片自述");
    await ma.sees("2026-03-05 09:30");
    expect(await ma.page.getByText("与导入时读取的一致").count()).to.equal(100);
    seen.set("photos", `${patrol}/photos`);
  });

  it("is cancelled with a reason: everybody is told, and it stays where it was", async () => {
    await zhou.go("/actions/new");
    await zhou.fill("名称", "湖心岛联合检查");
    await zhou.choose("参加单位", "天长市人民检察院");
    await zhou.page.keyboard.press("Escape");
    await zhou.page.getByText("已经商定", { exact: true }).click();
    await zhou.press("发起");
    await zhou.page.getByRole("heading", { name: "湖心岛联合检查" }).waitFor();
    const cancelled = new URL(zhou.page.url()).pathname;
    await ma.go(cancelled);
    await zhou.press("更多操作");
    await zhou.page.getByRole("menuitem", { name: "取消行动" }).click();
    await zhou.fill("取消原因", "封湖");
    await zhou.page.getByRole("dialog").getByRole("button", { name: "取消行动" }).click();
    await gone(zhou);
    await ma.sees(/封湖/);
    await ma.go("/actions?view=agenda");
    if ((await ma.page.getByText("【已取消】湖心岛联合检查").count()) === 0)
      await ma.press("下一段");
    await ma.sees("【已取消】湖心岛联合检查");
  });

  it("looks right in both languages, at a desk and on a phone", async () => {
    const faults: string[] = [];
    const { page } = zhou;
    for (const language of ["zh-CN", "en"]) {
      await page.evaluate(`localStorage.setItem("language", "${language}")`);
      for (const [name, where] of seen)
        for (const [size, viewport] of Object.entries({ desk: DESK, phone: PHONE })) {
          await page.setViewportSize(viewport);
          await zhou.go(where);
          await page.locator("h1").first().waitFor();
          await page.waitForLoadState("networkidle");
          await until(
            () => page.locator('[aria-busy="true"], .ant-skeleton').count(),
            (count) => count === 0,
          );
          await look(page, `conference-${name}-${language}-${size}`, faults, true);
        }
    }
    expect(faults).to.deep.equal([]);
    expect([...zhou.errors, ...ma.errors]).to.deep.equal([]);
  });
});
