import { app } from "./app.en.ts";
import { faults } from "./faults.en.ts";
import { sessions } from "../../features/sessions/texts.en.ts";
import { agreements } from "../../features/agreements/texts.en.ts";
import { exchanges } from "../../features/exchanges/texts.en.ts";
import { signing } from "../../features/agreements/signing/texts.en.ts";
import { leads } from "../../features/leads/texts.en.ts";
import { obligations } from "../../features/obligations/texts.en.ts";
import { dashboards } from "../../features/dashboards/texts.en.ts";
import { messages } from "../../features/messages/texts.en.ts";
import { workbench } from "../../features/workbench/texts.en.ts";
import { account } from "../../features/account/texts.en.ts";
import { actions } from "../../features/actions/texts.en.ts";
import { administration } from "../../features/administration/texts.en.ts";
import { notices } from "../../features/notices/texts.en.ts";
import { ui } from "../../ui/texts.en.ts";
import type { Same, zh } from "./zh.ts";

export const en: Same<typeof zh> = {
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
