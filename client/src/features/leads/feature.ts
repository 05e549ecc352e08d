import type { Feature } from "../../app/features.ts";
import { isPractitioner } from "../../app/me.ts";
import { LeadsCount } from "./leads-count.tsx";

/** Leads and what offices exchange about them: one place in the rail, two roads in the address. */
export const leads: Feature = {
  admits: isPractitioner,
  pages: [
    {
      path: "/leads",
      lazy: async () => ({ Component: (await import("./list-page.tsx")).ListPage }),
    },
    {
      path: "/leads/ledger",
      lazy: async () => ({ Component: (await import("./ledger-page.tsx")).LedgerPage }),
    },
    {
      path: "/leads/new",
      lazy: async () => ({ Component: (await import("./form-pages.tsx")).RegisterPage }),
    },
    {
      path: "/leads/:leadId",
      lazy: async () => ({ Component: (await import("../exchanges/matter-pages.tsx")).LeadPage }),
    },
    {
      path: "/leads/:leadId/edit",
      lazy: async () => ({ Component: (await import("./form-pages.tsx")).EditPage }),
    },
    {
      path: "/exchanges",
      lazy: async () => ({ Component: (await import("../exchanges/box-page.tsx")).BoxPage }),
    },
    {
      path: "/exchanges/:exchangeId",
      lazy: async () => ({
        Component: (await import("../exchanges/matter-pages.tsx")).ExchangePage,
      }),
    },
  ],
  rail: [
    {
      path: "/leads",
      also: "/exchanges",
      label: "leads.rail",
      Count: LeadsCount,
    },
  ],
};
