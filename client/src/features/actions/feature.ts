import { WORKS_WITHOUT_NETWORK, type Feature } from "../../app/features.ts";
import { isPractitioner } from "../../app/me.ts";
import { ActionsCount } from "./actions-count.tsx";

/** 联合行动: the calendar, each action from its proposal to the archive, and field mode on a phone. */
export const actions: Feature = {
  admits: isPractitioner,
  pages: [
    {
      path: "/actions",
      lazy: async () => ({ Component: (await import("./calendar-page.tsx")).CalendarPage }),
    },
    {
      path: "/actions/list",
      lazy: async () => ({ Component: (await import("./list-page.tsx")).ListPage }),
    },
    {
      path: "/actions/series",
      lazy: async () => ({ Component: (await import("./series-page.tsx")).SeriesPage }),
    },
    {
      path: "/actions/checklists",
      lazy: async () => ({ Component: (await import("./checklists-page.tsx")).ChecklistsPage }),
    },
    {
      path: "/actions/feed",
      lazy: async () => ({ Component: (await import("./feed-page.tsx")).FeedPage }),
    },
    {
      path: "/actions/new",
      lazy: async () => ({ Component: (await import("./propose-page.tsx")).ProposePage }),
    },
    {
      path: "/actions/:actionId",
      lazy: async () => ({ Component: (await import("./action-page.tsx")).ActionPage }),
    },
    {
      path: "/actions/:actionId/plan",
      lazy: async () => ({ Component: (await import("./plan/plan-page.tsx")).PlanPage }),
    },
    {
      path: "/actions/:actionId/plan/versions",
      lazy: async () => ({
        Component: (await import("./plan/versions-page.tsx")).PlanVersionsPage,
      }),
    },
    {
      path: "/actions/:actionId/field",
      handle: WORKS_WITHOUT_NETWORK,
      lazy: async () => ({ Component: (await import("./field/field-page.tsx")).FieldPage }),
    },
    {
      path: "/actions/:actionId/import",
      lazy: async () => ({ Component: (await import("./field/import-page.tsx")).ImportPage }),
    },
    {
      path: "/actions/:actionId/photos",
      lazy: async () => ({ Component: (await import("./photos-page.tsx")).PhotosPage }),
    },
    {
      path: "/actions/:actionId/findings/:findingId",
      lazy: async () => ({
        Component: (await import("./findings/finding-page.tsx")).FindingPage,
      }),
    },
    {
      path: "/actions/:actionId/report",
      lazy: async () => ({ Component: (await import("./report/report-page.tsx")).ReportPage }),
    },
    {
      path: "/actions/:actionId/minutes",
      lazy: async () => ({
        Component: (await import("./conference/minutes-page.tsx")).MinutesPage,
      }),
    },
  ],
  rail: [{ path: "/actions", label: "actions.rail", Count: ActionsCount }],
};
