import { isPractitioner } from "../../app/me.ts";
import type { Feature } from "../../app/features.ts";

export const workbench: Feature = {
  admits: isPractitioner,
  pages: [
    {
      index: true,
      lazy: async () => ({ Component: (await import("./home.tsx")).Home }),
    },
  ],
  rail: [
    {
      path: "/",
      label: "workbench.rail",
    },
  ],
};
