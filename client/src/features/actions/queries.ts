import { infiniteQueryOptions, queryOptions, type QueryClient } from "@tanstack/react-query";
import { actionRoutes } from "@hub/domain/actions/acts-contract";
import { calendarPageRoutes } from "@hub/domain/actions/calendar-contract";
import type { ActionView } from "@hub/domain/actions/contract";
import type { z } from "zod";
import { call } from "../../app/call.ts";

/** From one instant to another, in the one zone of the hub. */
export type Span = NonNullable<ActionView["span"]>;

/** What a list of actions is narrowed to. */
export type ActionFilters = Omit<
  z.input<(typeof actionRoutes)["list"]["query"]>,
  "cursor" | "limit"
>;
export type CalendarRange = z.input<(typeof calendarPageRoutes)["calendar"]["query"]>;

export const actionQuery = (actionId: string) =>
  queryOptions({
    queryKey: ["actions", "one", actionId],
    queryFn: ({ signal }) => call(actionRoutes.get, { params: { actionId }, signal }),
  });

export const actionsQuery = (filters: ActionFilters) =>
  infiniteQueryOptions({
    queryKey: ["actions", "list", filters],
    queryFn: ({ signal, pageParam }) =>
      call(actionRoutes.list, {
        query: { ...filters, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

export const calendarQuery = (query: CalendarRange) =>
  queryOptions({
    queryKey: ["actions", "calendar", query],
    queryFn: ({ signal }) => call(calendarPageRoutes.calendar, { query, signal }),
    placeholderData: (before) => before,
  });

export const conflictsQuery = (actionId: string, span: Span | null) =>
  queryOptions({
    queryKey: ["actions", "conflicts", actionId, span],
    queryFn: ({ signal }) =>
      call(actionRoutes.conflicts, {
        params: { actionId },
        query: { startAt: span?.startAt ?? "", endAt: span?.endAt ?? "" },
        signal,
      }),
    enabled: span !== null,
  });

export const findingQuery = (actionId: string, findingId: string) =>
  queryOptions({
    queryKey: ["actions", "finding", actionId, findingId],
    queryFn: ({ signal }) =>
      call(actionRoutes.finding, { params: { actionId, findingId }, signal }),
  });

export const reportQuery = (actionId: string) =>
  queryOptions({
    queryKey: ["actions", "report", actionId],
    queryFn: ({ signal }) => call(actionRoutes.report, { params: { actionId }, signal }),
  });

/** What went round never changes. */
export const planVersionQuery = (actionId: string, version: number) =>
  queryOptions({
    queryKey: ["actions", "plan", actionId, version],
    queryFn: ({ signal }) =>
      call(actionRoutes.planVersion, { params: { actionId, number: String(version) }, signal }),
    staleTime: Infinity,
  });

export const importsQuery = (actionId: string) =>
  queryOptions({
    queryKey: ["actions", "imports", actionId],
    queryFn: async ({ signal }) =>
      (await call(actionRoutes.imports, { params: { actionId }, signal })).imports,
  });

export const templatesQuery = queryOptions({
  queryKey: ["actions", "templates"],
  queryFn: async ({ signal }) => (await call(actionRoutes.templates, { signal })).templates,
});

export const seriesQuery = queryOptions({
  queryKey: ["actions", "series"],
  queryFn: async ({ signal }) => (await call(calendarPageRoutes.listSeries, { signal })).series,
});

export const feedQuery = queryOptions({
  queryKey: ["actions", "feed"],
  queryFn: ({ signal }) => call(calendarPageRoutes.feed, { signal }),
});

/** Puts the view that a command answered in its place at once, then asks the lists again. */
export function tookAction(client: QueryClient, view: ActionView): void {
  for (const feature of ["actions", "workbench"])
    void client.invalidateQueries({ queryKey: [feature] });
  client.setQueryData(actionQuery(view.id).queryKey, view);
}
