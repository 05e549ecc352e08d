import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { zh } from "../../../client/src/app/texts/zh.ts";

/** A key that stands where its sentence should. */
const TEXT_KEY = new RegExp(`\\b(${Object.keys(zh).join("|")})(\\.[a-z]\\w*){1,4}\\b`, "i");

async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(
    ({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  );
}

/** What must hold of any screen; what axe sees is asked where it may differ: a desk in Chinese, a phone in English. */
export async function look(
  page: Page,
  name: string,
  faults: string[],
  withAxe: boolean,
): Promise<void> {
  const folder = process.env["JOURNEY_SHOTS"];
  if (folder) await page.screenshot({ path: join(folder, `${name.replaceAll("/", "_")}.png`) });
  if (withAxe) faults.push(...(await violationsOf(page)).map((one) => `${name}: ${one}`));
  const wide = await page.evaluate<number>(
    `document.documentElement.scrollWidth - document.documentElement.clientWidth`,
  );
  if (wide > 0) faults.push(`${name}: ${wide} px too wide`);
  const text = await page.locator("body").innerText();
  const key = TEXT_KEY.exec(text);
  if (key) faults.push(`${name}: a text is missing: ${key[0]}`);
}
