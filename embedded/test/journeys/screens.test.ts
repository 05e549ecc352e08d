import { DEMO_PASSWORD } from "@hub/domain/demo/people";
import { newId } from "@hub/domain/kernel/ids";
import { expect } from "chai";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { look } from "./look.ts";
import { until } from "./officer.ts";
import { openBrowser, openDesk, openStage, type Stage } from "./stage.ts";

/** A screen: where it is, and what has to be done there before it is looked at. */
interface Screen {
  name: string;
  path: string;
  open?: (page: Page) => Promise<void>;
}

const first = (page: Page, selector: string) =>
  page.locator(selector).filter({ visible: true }).first();

/** Of the demo's matters, the one that stands at the top of a list. */
const opened =
  (selector: string) =>
  async (page: Page): Promise<void> => {
    await first(page, selector).click();
    await shown(page);
  };

/** A joint action of the officer's own making, with its date settled, at the page of it that is looked at. */
const atOwnAction =
  (part: "" | "/plan" | "/field") =>
  async (page: Page): Promise<void> => {
    const actionId = newId();
    const startAt = new Date(Date.now() + 7 * 86_400_000).toISOString();
    const endAt = new Date(Date.now() + 7 * 86_400_000 + 28_800_000).toISOString();
    const body = {
      id: newId(),
      actionId,
      kind: "patrol",
      title: "高邮湖联合巡查",
      officeIds: ["341181"],
      span: { startAt, endAt },
    };
    const status = await page.evaluate<number>(
      `fetch("/api/actions", { method: "POST", headers: { "content-type": "application/json" }, body: ${JSON.stringify(JSON.stringify(body))} }).then((answer) => answer.status)`,
    );
    expect(status).to.equal(201);
    await move(page, `/actions/${actionId}${part}`);
  };

const OFFICER: Screen[] = [
  { name: "workbench", path: "/" },
  { name: "leads", path: "/leads" },
  { name: "leads-board", path: "/leads?view=board" },
  { name: "leads-map", path: "/leads?view=map" },
  { name: "ledger", path: "/leads/ledger" },
  { name: "register", path: "/leads/new" },
  {
    name: "register-day",
    path: "/leads/new",
    open: async (page) => {
      await first(page, ".ant-picker input").click();
      await first(page, ".ant-picker-dropdown").waitFor();
      await shown(page);
    },
  },
  { name: "lead", path: "/leads", open: opened("a[href^='/leads/0'], [data-row-key] a") },
  { name: "outbox", path: "/exchanges?box=sent" },
  { name: "inbox", path: "/exchanges?box=inbox" },
  {
    name: "inbox-ledger",
    path: "/exchanges?box=inbox",
    open: async (page) => {
      await page.getByRole("button", { name: /^(导出台账|Export ledger)$/ }).click();
      await page.getByRole("link", { name: /\.xlsx$/ }).waitFor();
      await shown(page);
    },
  },
  { name: "agreements", path: "/agreements" },
  { name: "agreements-reference", path: "/agreements?box=reference" },
  { name: "agreement", path: "/agreements", open: opened("a[href^='/agreements/']") },
  { name: "agreement-new", path: "/agreements/new" },
  { name: "agreement-register", path: "/agreements/register" },
  { name: "agreement-import", path: "/agreements/import" },
  {
    name: "agreement-proposal",
    path: "/agreements?state=consulting",
    open: async (page) => {
      await opened("[role=grid] a[href^='/agreements/'], li > a[href^='/agreements/']")(page);
      await page
        .getByRole("button", { name: /提出意见|Propose/ })
        .nth(1)
        .click();
      await first(page, "[role=menuitem]").click();
      await page.getByRole("dialog").waitFor();
      await page
        .locator(".ant-dropdown-menu")
        .filter({ visible: true })
        .waitFor({ state: "hidden" });
      await shown(page);
    },
  },
  {
    name: "agreement-adoption",
    path: "/agreements?state=consulting",
    open: async (page) => {
      await opened("[role=grid] a[href^='/agreements/'], li > a[href^='/agreements/']")(page);
      await page.getByRole("button", { name: /采纳情况|Opinions and/ }).click();
      await page.getByRole("table").waitFor();
      await shown(page);
    },
  },
  { name: "actions-month", path: "/actions?view=month" },
  { name: "actions-week", path: "/actions?view=week" },
  { name: "actions-agenda", path: "/actions?view=agenda" },
  { name: "actions-list", path: "/actions/list" },
  { name: "actions-series", path: "/actions/series" },
  { name: "actions-checklists", path: "/actions/checklists" },
  { name: "actions-feed", path: "/actions/feed" },
  { name: "actions-new", path: "/actions/new" },
  { name: "action", path: "/actions/list", open: atOwnAction("") },
  { name: "action-plan", path: "/actions/list", open: atOwnAction("/plan") },
  { name: "action-field", path: "/actions/list", open: atOwnAction("/field") },
  { name: "messages", path: "/messages" },
  { name: "conversation", path: "/messages", open: opened("a[href^='/messages/']") },
  { name: "account", path: "/account" },
  { name: "security", path: "/account/security" },
  { name: "delegations", path: "/account/delegations" },
  { name: "terms", path: "/account/terms" },
  { name: "approvals", path: "/account/approvals" },
];

/** From the board to one of its agreements, and on by the link of this name. */
const ofAgreement =
  (link?: RegExp) =>
  async (page: Page): Promise<void> => {
    await opened("a[href*='/dashboard?year=']")(page);
    if (!link) return;
    await page.getByRole("link", { name: link }).filter({ visible: true }).first().click();
    await shown(page);
  };

const KEPT: Screen[] = [
  { name: "occurrences", path: "/occurrences" },
  { name: "occurrence", path: "/occurrences", open: opened("a[href^='/occurrences/']") },
  { name: "kept", path: "/agreements/dashboard" },
  {
    name: "kept-table",
    path: "/agreements/dashboard",
    open: async (page) => {
      await page.locator("figure button").filter({ visible: true }).first().click();
      await shown(page);
    },
  },
  { name: "kept-office", path: "/agreements/offices/321084" },
  { name: "kept-agreement", path: "/agreements/dashboard", open: ofAgreement() },
  {
    name: "obligations",
    path: "/agreements/dashboard",
    open: ofAgreement(/^(落实事项|Obligations)$/),
  },
  {
    name: "year",
    path: "/agreements/dashboard",
    open: ofAgreement(/^(年度汇编|Year report)$/),
  },
];

/** From the list to one of the demo's actions, and on to a part of it. */
const atAction =
  (title: string, part = "") =>
  async (page: Page): Promise<void> => {
    const link = page.getByRole("link", { name: title }).filter({ visible: true }).first();
    await move(page, `${await link.getAttribute("href")}${part}`);
  };
const PLANNED = "四季度高邮湖联合巡查（演示）";
const REPORTED = "三季度高邮湖联合巡查（演示）";

/** What one sees on the way, and what becomes of it. */
const FIELD: Screen[] = [
  { name: "action-planned", path: "/actions/list", open: atAction(PLANNED) },
  { name: "action-reported", path: "/actions/list", open: atAction(REPORTED) },
  { name: "report", path: "/actions/list", open: atAction(REPORTED, "/report") },
  { name: "import", path: "/actions/list", open: atAction(PLANNED, "/import") },
  {
    name: "finding",
    path: "/actions/list",
    open: async (page) => {
      await atAction(REPORTED)(page);
      await opened("a[href*='/findings/']")(page);
      await page
        .getByRole("button", { name: /^(核验平台所存文件|Verify what the hub keeps)$/ })
        .waitFor();
    },
  },
  {
    name: "field",
    path: "/actions/list",
    open: async (page) => {
      await atAction(PLANNED, "/field")(page);
      await page.getByRole("button", { name: /^(下一站|Next stop)$/ }).click();
      await shown(page);
    },
  },
  {
    name: "field-finding",
    path: "/actions/list",
    open: async (page) => {
      await atAction(PLANNED, "/field")(page);
      await page
        .getByRole("button", { name: /^(不拍照，直接记录|Record without a photo)$/ })
        .click();
      await page.locator("section details summary").click();
      await shown(page);
    },
  },
  {
    name: "field-waiting",
    path: "/actions/list",
    open: async (page) => {
      await atAction(PLANNED, "/field")(page);
      await page.getByRole("button", { name: /^(下一站|Next stop)$/ }).click();
      await page.context().setOffline(true);
      await page.getByText(/^(无网络，记录存在本机|No network: kept on this device)$/).waitFor();
      await page
        .getByRole("button", { name: /^(无异常|Fine)$/ })
        .first()
        .click();
      await page.getByText(/^(本机记录|Records of this device)$/).click();
      await shown(page);
    },
  },
  {
    name: "field-sent",
    path: "/actions/list",
    open: async (page) => {
      await page.context().setOffline(false);
      await atAction(PLANNED, "/field")(page);
      await page.getByText(/^(本机记录|Records of this device)$/).click();
      await page
        .getByText(/^(已上传|Sent)\s/)
        .first()
        .waitFor();
      await shown(page);
    },
  },
];

const administration = (...paths: string[]): Screen[] =>
  paths.map((path) => ({ name: `administration-${path}`, path: `/administration/${path}` }));

const VISITS: { account: string; screens: Screen[] }[] = [
  { account: "gaoyou.li", screens: OFFICER },
  { account: "gaoyou.lin", screens: [{ name: "leaders", path: "/" }] },
  { account: "gaoyou.zhang", screens: KEPT },
  { account: "tianchang.tang", screens: FIELD },
  { account: "tianchang.shi", screens: [{ name: "inbox-intake", path: "/exchanges?box=inbox" }] },
  { account: "gaoyou.sys", screens: administration("accounts", "office", "calendar") },
  { account: "gaoyou.sec", screens: administration("accounts", "approvals", "policy") },
  { account: "gaoyou.audit", screens: administration("log") },
];

const SIZES = {
  desk: { width: 1366, height: 768 },
  phone: { width: 360, height: 740 },
} as const;

/** Every screen in both languages, at a desk and on a phone: what holds of all of them, found by looking. */
describe("every screen", function () {
  this.timeout(240_000);
  let stage: Stage;
  let browser: Browser;

  before(async () => {
    [stage, browser] = await Promise.all([openStage(), openBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await stage?.stop();
  });

  for (const { account, screens } of VISITS)
    it(`of ${account} is accessible, fits, speaks its language and stays inside`, async () => {
      const { context, page } = await openDesk(browser, SIZES.desk);
      const faults: string[] = [];
      watch(context, page, new URL(stage.url).origin, faults);
      await page.goto(stage.url);
      await page.getByRole("button", { name: "登录" }).waitFor();
      if (account === VISITS[0]?.account) await look(page, "sign-in", faults, true);
      await signIn(page, account);
      for (const language of ["zh-CN", "en"] as const) {
        await page.evaluate(`localStorage.setItem("language", "${language}")`);
        await page.reload();
        await page.locator("nav").first().waitFor();
        for (const screen of screens) {
          const name = `${account.split(".")[1]}-${screen.name}-${language}`;
          await page.setViewportSize(SIZES.desk);
          await move(page, screen.path);
          await screen.open?.(page);
          await look(page, `${name}-desk`, faults, language === "zh-CN");
          await page.setViewportSize(SIZES.phone);
          await look(page, `${name}-phone`, faults, language === "en");
        }
      }
      await context.close();
      expect(faults).to.deep.equal([]);
    });

  for (const account of ["gaoyou.sys", "gaoyou.sec", "gaoyou.audit"])
    it(`of matters and talk leads ${account} to an own place, also by a link`, async () => {
      const { context, page } = await openDesk(browser, SIZES.desk);
      await page.goto(stage.url);
      await signIn(page, account);
      for (const path of ["/", "/leads", "/leads/new", "/exchanges?box=inbox", "/messages"]) {
        await page.goto(stage.url + path);
        await shown(page);
        expect(new URL(page.url()).pathname, path).to.match(/^\/administration\/(accounts|log)$/);
      }
      await context.close();
    });

  it("of a phone keeps its top bar whole while the link is broken", async () => {
    const { context, page } = await openDesk(browser, SIZES.phone);
    await page.goto(stage.url);
    await signIn(page, "gaoyou.li");
    await move(page, "/messages");
    await opened("a[href^='/messages/']")(page);
    await context.setOffline(true);
    await page.getByText("已断开").filter({ visible: true }).first().waitFor();
    for (const text of ["没有信号。", "先记在这里。"]) {
      await page.getByLabel("写消息").fill(text);
      await page.getByLabel("写消息").press("Enter");
    }
    await page.getByText("2 条待发").waitFor();
    const menu = await page.locator("header button").last().locator("svg").boundingBox();
    expect((menu?.x ?? 0) + (menu?.width ?? Infinity)).to.be.at.most(SIZES.phone.width);
    await context.close();
  });

  it("of a leader stands whole on one screen of 1366 by 768", async () => {
    const { context, page } = await openDesk(browser, SIZES.desk);
    await page.goto(stage.url);
    await signIn(page, "gaoyou.lin");
    await page.waitForLoadState("networkidle");
    const below = await page.evaluate<number>(
      `(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)(document.querySelector("main"))`,
    );
    expect(below).to.be.at.most(0);
    await context.close();
  });

  it("of a dialog takes a press while it still comes in, and begins at its first field", async () => {
    const { context, page } = await openDesk(browser, SIZES.desk);
    await page.goto(stage.url);
    await signIn(page, "gaoyou.li");
    await move(page, "/account/security");
    await page.emulateMedia({ reducedMotion: "no-preference" });
    const motion = await context.newCDPSession(page);
    await motion.send("Animation.enable");
    await motion.send("Animation.setPlaybackRate", { playbackRate: 0.05 });
    const dialog = page.getByRole("dialog").filter({ visible: true });
    await page.getByRole("button", { name: "修改密码" }).click();
    await dialog.waitFor();
    await page.waitForTimeout(200);
    const close = await dialog.locator(".ant-modal-close").boundingBox();
    if (!close) throw new Error("the dialog has no button that closes it");
    await page.mouse.move(close.x + close.width / 2, close.y + close.height / 2);
    await page.mouse.down();
    await page.waitForTimeout(400);
    await page.mouse.up();
    await motion.send("Animation.setPlaybackRate", { playbackRate: 1 });
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "修改密码" }).click();
    await until(
      () => page.evaluate<string>("document.activeElement?.type"),
      (type) => type === "password",
    );
    await context.close();
  });
});

async function signIn(page: Page, account: string): Promise<void> {
  await page.getByLabel(/^(账号|Account)$/).fill(account);
  await page.getByLabel(/^(密码|Password)$/).fill(DEMO_PASSWORD);
  await page.getByRole("button", { name: /^(登录|Sign in)$/ }).click();
  await page.locator("nav").first().waitFor();
}

/** Notes whatever the page reports or asks of anywhere else. */
function watch(context: BrowserContext, page: Page, origin: string, faults: string[]): void {
  page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    // Whoever is not signed in yet is told so; without network nothing comes.
    if (
      message.type() === "error" &&
      !/status of 401|ERR_INTERNET_DISCONNECTED/.test(message.text())
    )
      faults.push(`${page.url()}: ${message.text()}`);
  });
  context.on("request", (request) => {
    const { protocol, origin: to } = new URL(request.url());
    if (
      to !== origin &&
      !["data:", "blob:"].includes(protocol) &&
      to !== origin.replace("http", "ws")
    )
      faults.push(`asks ${request.url()}`);
  });
}

/** Goes to a screen as a link would, without loading the page anew. */
async function move(page: Page, path: string): Promise<void> {
  await page.evaluate(
    `history.pushState({}, "", ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent("popstate"))`,
  );
  await shown(page);
}

/** Waits until the page has its content: a heading, nothing that says it is still coming, and the same words as a moment ago. */
async function shown(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor();
  let before = "";
  await until(
    async () => {
      await page.waitForTimeout(100);
      const coming = await page
        .locator('[aria-busy="true"], .ant-skeleton, .ant-spin-spinning')
        .count();
      const words = await page.locator("main").innerText();
      const isStill = coming === 0 && words === before;
      before = words;
      return isStill;
    },
    (isStill) => isStill,
  );
}
