import type { Same } from "./zh.ts";
import type { app as original } from "./app.zh.ts";

export const app: Same<typeof original> = {
  name: "Tongzhou",
  fullName: "Tongzhou · Collaboration hub of partner procuratorates",
  banner: "Non-classified system. Storing, processing or sending state secrets is prohibited.",
  frame: {
    skip: "Skip to content",
    notice: "System notice",
    rail: "Main navigation",
    account: "My account",
    lock: "Lock",
    signOut: "Sign out",
  },
};
