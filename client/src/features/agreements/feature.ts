import type { Feature } from "../../app/features.ts";
import { isPractitioner } from "../../app/me.ts";
import { AgreementsCount } from "./agreements-count.tsx";

/** Agreements: the board, what is drafted, and each as a document. */
export const agreements: Feature = {
  admits: isPractitioner,
  pages: [
    {
      path: "/agreements",
      lazy: async () => ({ Component: (await import("./board-page.tsx")).BoardPage }),
    },
    {
      path: "/agreements/new",
      lazy: async () => ({ Component: (await import("./draft-pages.tsx")).NewDraftPage }),
    },
    {
      path: "/agreements/register",
      lazy: async () => ({ Component: (await import("./register-page.tsx")).RegisterPage }),
    },
    {
      path: "/agreements/import",
      lazy: async () => ({ Component: (await import("./import-page.tsx")).ImportPage }),
    },
    {
      path: "/agreements/:agreementId",
      lazy: async () => ({ Component: (await import("./agreement-page.tsx")).AgreementPage }),
    },
    {
      path: "/agreements/:agreementId/edit",
      lazy: async () => ({ Component: (await import("./draft-pages.tsx")).EditDraftPage }),
    },
    {
      path: "/agreements/:agreementId/compare",
      lazy: async () => ({ Component: (await import("./compare-page.tsx")).ComparePage }),
    },
    {
      path: "/agreements/:agreementId/adoption",
      lazy: async () => ({ Component: (await import("./adoption-page.tsx")).AdoptionPage }),
    },
  ],
  rail: [
    { path: "/agreements", also: "/occurrences", label: "agreements.rail", Count: AgreementsCount },
  ],
};
