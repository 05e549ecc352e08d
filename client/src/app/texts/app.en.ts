import type { Same } from "./zh.ts";
import type { app as original } from "./app.zh.ts";

export const app: Same<typeof original> = {
  name: "Tongzhou",
  fullName: "Tongzhou · Collaboration hub of partner procuratorates",
  banner: "Non-classified system. Storing, processing or sending state secrets is prohibited.",
  link: {
    live: "Live",
    syncing: "Catching up…",
    connecting: "Connecting…",
    polling: "Every 15 s",
    offline: "Offline",
    closed: "Signed out",
    waiting_one: "{{count}} to send",
    waiting_other: "{{count}} to send",
    seconds_one: "{{count}} s",
    seconds_other: "{{count}} s",
    minutes_one: "{{count}} min",
    minutes_other: "{{count}} min",
    hours_one: "{{count}} h",
    hours_other: "{{count}} h",
  },
  outdated: {
    title: "A new version is there",
    hint: "Please reload the page. Save what you are writing first; messages that wait to be sent are kept.",
  },
  palette: {
    label: "Search",
    hint: "Search leads, agreements, people, offices",
    none: "Nothing found",
    kind: {
      page: "Page",
      lead: "Lead",
      agreement: "Agreement",
      officer: "Person",
      office: "Office",
    },
  },
  frame: {
    skip: "Skip to content",
    notice: "System notice",
    rail: "Main navigation",
    account: "My account",
    lock: "Lock",
    signOut: "Sign out",
    unsentAsk_one: "{{count}} record of the field was not sent. Sign out?",
    unsentAsk_other: "{{count}} records of the field were not sent. Sign out?",
    unsentWhat: "It stays on this device and goes on once you sign in here again.",
  },
};
