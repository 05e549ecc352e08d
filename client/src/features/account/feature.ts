import type { Feature } from "../../app/features.ts";

/** What concerns the officer at the desk, and what holds in the own office. */
export const account: Feature = {
  pages: [
    {
      path: "account",
      lazy: async () => ({ Component: (await import("./account.tsx")).Account }),
      children: [
        { index: true, lazy: async () => ({ Component: (await import("./profile.tsx")).Profile }) },
        {
          path: "security",
          lazy: async () => ({ Component: (await import("./security.tsx")).Security }),
        },
        {
          path: "delegations",
          lazy: async () => ({ Component: (await import("./delegations.tsx")).Delegations }),
        },
        {
          path: "keys",
          lazy: async () => ({
            Component: (await import("../agreements/signing/keys-page.tsx")).KeysPage,
          }),
        },
        { path: "terms", lazy: async () => ({ Component: (await import("./terms.tsx")).Terms }) },
        {
          path: "approvals",
          lazy: async () => ({
            Component: (await import("../administration/approvals.tsx")).Approvals,
          }),
        },
      ],
    },
  ],
};
