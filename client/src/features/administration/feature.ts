import type { Feature } from "../../app/features.ts";
import { isAdministrator } from "../../app/me.ts";

/** One place for the three separated administrators; each sees what is theirs. */
export const administration: Feature = {
  admits: isAdministrator,
  pages: [
    {
      path: "administration",
      lazy: async () => ({
        Component: (await import("./administration.tsx")).Administration,
      }),
      children: [
        {
          path: "accounts",
          lazy: async () => ({ Component: (await import("./accounts.tsx")).Accounts }),
        },
        {
          path: "office",
          lazy: async () => ({ Component: (await import("./office.tsx")).OfficePage }),
        },
        {
          path: "calendar",
          lazy: async () => ({ Component: (await import("./calendar.tsx")).CalendarPage }),
        },
        {
          path: "approvals",
          lazy: async () => ({ Component: (await import("./approvals.tsx")).Approvals }),
        },
        {
          path: "policy",
          lazy: async () => ({ Component: (await import("./policy.tsx")).PolicyPage }),
        },
        { path: "log", lazy: async () => ({ Component: (await import("./log.tsx")).LogPage }) },
      ],
    },
  ],
  rail: [{ path: "/administration", label: "administration.rail" }],
};
