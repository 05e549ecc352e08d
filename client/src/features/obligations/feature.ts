import type { Feature } from "../../app/features.ts";
import { isPractitioner } from "../../app/me.ts";

/** What is owed under agreements, and how it stands; their place in the rail is that of the agreements. */
export const obligations: Feature = {
  admits: isPractitioner,
  pages: [
    {
      path: "/occurrences",
      lazy: async () => ({ Component: (await import("./list-page.tsx")).OccurrenceListPage }),
    },
    {
      path: "/occurrences/:occurrenceId",
      lazy: async () => ({ Component: (await import("./occurrence-page.tsx")).OccurrencePage }),
    },
    {
      path: "/agreements/:agreementId/obligations",
      lazy: async () => ({
        Component: (await import("./agreement-obligations.tsx")).AgreementObligationsPage,
      }),
    },
    {
      path: "/agreements/:agreementId/dashboard",
      lazy: async () => ({
        Component: (await import("../dashboards/agreement-page.tsx")).AgreementBoardPage,
      }),
    },
    {
      path: "/agreements/:agreementId/years/:year",
      lazy: async () => ({ Component: (await import("../dashboards/year-page.tsx")).YearPage }),
    },
    {
      path: "/agreements/dashboard",
      lazy: async () => ({ Component: (await import("../dashboards/board-page.tsx")).BoardPage }),
    },
    {
      path: "/agreements/offices/:officeId",
      lazy: async () => ({
        Component: (await import("../dashboards/office-page.tsx")).OfficeBoardPage,
      }),
    },
  ],
};
