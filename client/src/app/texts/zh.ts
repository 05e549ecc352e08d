import { app } from "./app.zh.ts";
import { faults } from "./faults.zh.ts";
import { sessions } from "../../features/sessions/texts.zh.ts";
import { agreements } from "../../features/agreements/texts.zh.ts";
import { exchanges } from "../../features/exchanges/texts.zh.ts";
import { signing } from "../../features/agreements/signing/texts.zh.ts";
import { leads } from "../../features/leads/texts.zh.ts";
import { obligations } from "../../features/obligations/texts.zh.ts";
import { dashboards } from "../../features/dashboards/texts.zh.ts";
import { messages } from "../../features/messages/texts.zh.ts";
import { workbench } from "../../features/workbench/texts.zh.ts";
import { account } from "../../features/account/texts.zh.ts";
import { actions } from "../../features/actions/texts.zh.ts";
import { administration } from "../../features/administration/texts.zh.ts";
import { notices } from "../../features/notices/texts.zh.ts";
import { ui } from "../../ui/texts.zh.ts";

/** Everything the product says in Chinese; one member per feature. Chinese is the original, English follows it. */
export const zh = {
  app,
  ui,
  faults,
  sessions,
  workbench,
  leads,
  exchanges,
  agreements,
  obligations,
  dashboards,
  messages,
  actions,
  account,
  administration,
  notices,
  signing,
};

/** The shape a translation must have: the same keys, to the last. */
export type Same<T> = { [K in keyof T]: T[K] extends string ? string : Same<T[K]> };
