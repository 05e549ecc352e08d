import { DEMO_PASSWORD, DEMO_TOUR } from "./people.ts";

/** The demo's sign-ins, as the start command prints them. */
export const demoWelcome = (): string =>
  [
    "演示数据 · 账号 / Demo accounts:",
    ...DEMO_TOUR.map(([account, what]) => `  ${account.padEnd(16)} ${what}`),
    `口令 / Password:  ${DEMO_PASSWORD}`,
  ].join("\n");
