import type { Feature } from "../../app/features.ts";
import { isPractitioner } from "../../app/me.ts";
import { UnreadCount } from "./unread-count.tsx";

export const messages: Feature = {
  admits: isPractitioner,
  pages: [
    {
      path: "messages/:channelId?",
      lazy: async () => ({ Component: (await import("./messages.tsx")).Messages }),
    },
  ],
  rail: [
    {
      path: "/messages",
      label: "messages.rail",
      Count: UnreadCount,
    },
  ],
};
