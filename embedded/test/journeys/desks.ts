import { join } from "node:path";
import type { Browser } from "playwright-core";
import { signIn, type Officer } from "./officer.ts";

/** The desks of one story: an officer signs in once and stays at his until the end. */
export interface Desks {
  at(account: string): Promise<Officer>;
  /** Errors that any of the pages reported. */
  errors(): string[];
  /** What each of them sees now, for whoever looks why a step failed. */
  shoot(folder: string): Promise<void>;
}

export function desksOf(browser: Browser, url: string): Desks {
  const desks = new Map<string, Officer>();
  return {
    at: async (account) => {
      const known = desks.get(account);
      if (known) return known;
      const officer = await signIn(browser, url, account);
      desks.set(account, officer);
      return officer;
    },
    errors: () => [...desks.values()].flatMap((officer) => officer.errors),
    shoot: async (folder) => {
      for (const [account, { page }] of desks)
        await page.screenshot({ path: join(folder, `failed-${account}.png`) });
    },
  };
}
