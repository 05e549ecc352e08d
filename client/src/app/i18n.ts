// Names of months and weekdays for the parts' calendars; English is built in.
import "dayjs/locale/zh-cn";
import i18next from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import type { zh } from "./texts/zh.ts";

export const LANGUAGES = ["zh-CN", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "hub";
    resources: { hub: typeof zh };
  }
}

const REMEMBERED = "language";

const load: Record<Language, () => Promise<object>> = {
  "zh-CN": async () => (await import("./texts/zh.ts")).zh,
  en: async () => (await import("./texts/en.ts")).en,
};

/** The device's last choice; Chinese before anybody has chosen. */
export const rememberedLanguage = (): Language =>
  localStorage.getItem(REMEMBERED) === "en" ? "en" : "zh-CN";

export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    ns: ["hub"],
    defaultNS: "hub",
    resources: {},
    lng: rememberedLanguage(),
    fallbackLng: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await speak(rememberedLanguage());
}

/** Changes the language of the whole page, now and at the next visit on this device. */
export async function speak(language: Language): Promise<void> {
  i18next.addResourceBundle(language, "hub", await load[language](), true, true);
  await i18next.changeLanguage(language);
  localStorage.setItem(REMEMBERED, language);
  document.documentElement.lang = language;
}

/** The sentence for a key; re-renders when the language changes. */
export const useText = () => useTranslation("hub").t;

export const useLanguage = (): Language =>
  useTranslation("hub").i18n.language === "en" ? "en" : "zh-CN";
