import type { Same } from "../../app/texts/zh.ts";
import type { notices as original } from "./texts.zh.ts";

export const notices: Same<typeof original> = {
  title: "Notices",
  unread_one: "{{count}} unread notice",
  unread_other: "{{count}} unread notices",
  isUnread: "unread",
  none: "No notices. When something waits for you, somebody mentions you or a date comes near, you are told here.",
  readAll: "Mark all as read",
  awaited: "Waits for you: {{act}}",
  act: { submit: "change and submit again", acknowledge: "take note of feedback", read: "read" },
  mention: "mentioned you",
  conversation: "Conversation",
  level: {
    reminder: "{{clock}}: the agreed time is over",
    deputy: "{{clock}}: overdue, the stand-in was told",
    head: "{{clock}}: overdue, the head was told",
    leader: "{{clock}}: overdue, the deputy chief was told",
  },
};
