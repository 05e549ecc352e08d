import { app } from "./app.en.ts";
import { faults } from "./faults.en.ts";
import { sessions } from "../../features/sessions/texts.en.ts";
import { exchanges } from "../../features/exchanges/texts.en.ts";
import { leads } from "../../features/leads/texts.en.ts";
import { ui } from "../../ui/texts.en.ts";
import type { Same, zh } from "./zh.ts";

export const en: Same<typeof zh> = { app, ui, faults, sessions, leads, exchanges };
