import type { Feature } from "../../../app/features.ts";
import { isPractitioner } from "../../../app/me.ts";

/** 会签 of an agreement, and the keys that sign. */
export const signing: Feature = {
  admits: isPractitioner,
  pages: [
    {
      path: "agreements/:agreementId/signing",
      lazy: async () => ({ Component: (await import("./signing-page.tsx")).SigningPage }),
    },
  ],
};
