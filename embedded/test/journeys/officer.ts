import { DEMO_PASSWORD } from "@hub/domain/demo/people";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { openDesk } from "./stage.ts";

/** One officer at a desk of his own, speaking in what people see: buttons, fields and words. */
export interface Officer {
  page: Page;
  context: BrowserContext;
  /** Errors that the page reported, beside refusals that a test provokes on purpose. */
  errors: string[];
  go(path: string): Promise<void>;
  press(name: string | RegExp): Promise<void>;
  /** Presses the button in the dialog on top, and waits until the dialog has closed. */
  confirms(name: string | RegExp): Promise<void>;
  /** A button that opens a dialog, and the one in it that does it. */
  does(act: string | RegExp, inDialog?: string | RegExp): Promise<void>;
  /** Gives a file to the dialog on top, or to the page, and waits until the hub has it. */
  attaches(file: { name: string; mimeType: string; buffer: Buffer }): Promise<void>;
  fill(label: string | RegExp, text: string): Promise<void>;
  /** Picks from a list that opens under a field. */
  choose(label: string | RegExp, option: string): Promise<void>;
  /** A day (YYYY-MM-DD) in the field of a calendar. */
  picks(label: string | RegExp, day: string): Promise<void>;
  /** Waits until the words stand on the page; nothing is reloaded. */
  sees(text: string | RegExp): Promise<void>;
  /** From the workbench to the matter, at what has to be done there. */
  takesUp(title: string): Promise<void>;
  says(text: string): Promise<void>;
  /** What was said, top to bottom, as far as it stands on the timeline. */
  timeline(): Promise<string[]>;
}

/** Signs an account in at a desk of its own. */
export async function signIn(
  browser: Browser,
  url: string,
  account: string,
  size?: { width: number; height: number },
): Promise<Officer> {
  const { context, page } = await openDesk(browser, size);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(`${account}: ${error.message}`));
  page.on("console", (message) => {
    if (
      message.type() === "error" &&
      !/Failed to load resource|WebSocket|ERR_/.test(message.text())
    )
      errors.push(`${account}: ${message.text()}`);
  });
  await page.goto(url);
  await page.getByLabel("账号").fill(account);
  await page.getByLabel("密码", { exact: true }).fill(DEMO_PASSWORD);
  await page.getByRole("button", { name: "登录" }).click();
  // An administrator begins elsewhere than everybody else.
  await page
    .getByRole("heading", { name: /^(工作台|账号)/ })
    .first()
    .waitFor();
  return officerAt(page, context, url, errors);
}

function officerAt(page: Page, context: BrowserContext, url: string, errors: string[]): Officer {
  /** The dialog on top, or the page while there is none. */
  const scope = async (): Promise<Locator> => {
    const dialog = page.getByRole("dialog").filter({ visible: true }).last();
    return (await dialog.count()) > 0 ? dialog : page.locator("body");
  };
  const log = page.getByRole("region", { name: "时间线" }).filter({ visible: true });
  const officer: Officer = {
    page,
    context,
    errors,
    go: async (path) => {
      await page.goto(url + path);
    },
    press: async (name) => {
      // A dialog that is closing still stands for a moment: what it does not hold is looked for on the page.
      const named = (within: Locator) =>
        within
          .getByRole("button", { name, exact: typeof name === "string" })
          .filter({ visible: true })
          .first();
      const inDialog = named(page.getByRole("dialog").filter({ visible: true }));
      await ((await inDialog.count()) > 0 ? inDialog : named(page.locator("body"))).click();
    },
    confirms: async (name) => {
      const dialog = page.getByRole("dialog").filter({ visible: true });
      await dialog
        .getByRole("button", { name, exact: typeof name === "string" })
        .filter({ visible: true })
        .click();
      await dialog.waitFor({ state: "hidden" }).catch(async (thrown: unknown) => {
        throw new Error(`the dialog stays open: ${await dialog.innerText()}`, { cause: thrown });
      });
    },
    does: async (act, inDialog = act) => {
      await officer.press(act);
      await officer.confirms(inDialog);
    },
    attaches: async (file) => {
      const place = await scope();
      await place.locator("input[type=file]").first().setInputFiles(file);
      await place.getByText("已存", { exact: true }).first().waitFor();
    },
    fill: async (label, text) => {
      // A page that has just come may still be put together anew: what is typed counts once it stands.
      for (let tried = 0; tried < 5; tried += 1) {
        const field = (await scope()).getByLabel(label).first();
        await field.fill(text);
        await page.waitForTimeout(200);
        if ((await field.inputValue()) === text) return;
      }
      throw new Error(`the field ${String(label)} keeps nothing`);
    },
    choose: async (label, option) => {
      await (await scope()).getByLabel(label).first().click();
      await page
        .locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option")
        .filter({ hasText: option })
        .first()
        .click();
    },
    picks: async (label, day) => {
      await officer.fill(label, day);
      // The calendar takes what was typed when the field is left.
      await (await scope()).getByLabel(label).first().press("Tab");
    },
    sees: async (text) => {
      await page.getByText(text).filter({ visible: true }).first().waitFor();
    },
    takesUp: async (title) => {
      await page.getByText(title).filter({ visible: true }).first().click();
      await page.waitForLoadState("networkidle");
    },
    says: async (text) => {
      const field = page.getByLabel("写消息").filter({ visible: true });
      await field.fill(text);
      await field.press("Enter");
    },
    timeline: () => log.getByRole("listitem").allInnerTexts(),
  };
  return officer;
}

/** Waits until `ask` answers what is wanted, and says at the end what it answered instead. */
export async function until<T>(
  ask: () => Promise<T>,
  isWanted: (answer: T) => boolean,
): Promise<T> {
  let answer = await ask();
  for (let waitedMs = 0; waitedMs < 30_000 && !isWanted(answer); waitedMs += 200) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    answer = await ask();
  }
  if (!isWanted(answer)) throw new Error(`after half a minute still: ${JSON.stringify(answer)}`);
  return answer;
}
