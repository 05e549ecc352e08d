import type { Feature } from "../../app/features.ts";

export const account: Feature = {
  pages: [
    {
      path: "account",
      lazy: async () => ({ Component: (await import("./account.tsx")).Account }),
    },
  ],
};
