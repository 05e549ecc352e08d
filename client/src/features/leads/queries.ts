import { infiniteQueryOptions, queryOptions, type QueryClient } from "@tanstack/react-query";
import { fileRoutes } from "@hub/domain/files/contract";
import { leadRoutes } from "@hub/domain/leads/acts-contract";
import type { LeadView } from "@hub/domain/leads/contract";
import { call } from "../../app/call.ts";
import type { Filters } from "./filters.ts";

export const PAGE_SIZE = 50;

export const leadsQuery = (filters: Filters, limit = PAGE_SIZE) =>
  infiniteQueryOptions({
    queryKey: ["leads", "list", filters, limit],
    queryFn: ({ signal, pageParam }) =>
      call(leadRoutes.list, {
        query: { ...filters, limit, ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

export const leadQuery = (leadId: string) =>
  queryOptions({
    queryKey: ["leads", "one", leadId],
    queryFn: ({ signal }) => call(leadRoutes.get, { params: { leadId }, signal }),
  });

export const relatedQuery = (leadId: string) =>
  queryOptions({
    queryKey: ["leads", "related", leadId],
    queryFn: ({ signal }) => call(leadRoutes.related, { params: { leadId }, signal }),
  });

export const versionsQuery = (leadId: string) =>
  queryOptions({
    queryKey: ["leads", "versions", leadId],
    queryFn: ({ signal }) => call(leadRoutes.versions, { params: { leadId }, signal }),
  });

export const leadMaterialsQuery = (leadId: string) =>
  queryOptions({
    queryKey: ["leads", "materials", leadId],
    queryFn: ({ signal }) => call(fileRoutes.ofLead, { params: { leadId }, signal }),
  });

/** Puts the view that a command answered in its place at once, then asks the lists again. */
export function tookLead(client: QueryClient, view: LeadView): void {
  for (const feature of ["leads", "workbench"])
    void client.invalidateQueries({ queryKey: [feature] });
  client.setQueryData(leadQuery(view.id).queryKey, view);
}
