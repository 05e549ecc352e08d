import { infiniteQueryOptions, queryOptions, type QueryClient } from "@tanstack/react-query";
import { obligationRoutes, OccurrenceQuery } from "@hub/domain/obligations/acts-contract";
import type { LinkableKind } from "@hub/domain/obligations/contract";
import type { z } from "zod";
import { call } from "../../app/call.ts";

/** What a list of occurrences is narrowed to, in the words of the query itself; a field that is left out does not narrow. */
export type OccurrenceFilters = Omit<z.input<typeof OccurrenceQuery>, "cursor" | "limit">;

export const agreementObligationsQuery = (agreementId: string, year?: number) =>
  queryOptions({
    queryKey: ["obligations", "agreement", agreementId, year ?? null],
    queryFn: ({ signal }) =>
      call(obligationRoutes.ofAgreement, { params: { agreementId }, query: { year }, signal }),
  });

export const obligationQuery = (obligationId: string, year?: number) =>
  queryOptions({
    queryKey: ["obligations", "one", obligationId, year ?? null],
    queryFn: ({ signal }) =>
      call(obligationRoutes.get, { params: { obligationId }, query: { year }, signal }),
  });

export const occurrenceQuery = (occurrenceId: string) =>
  queryOptions({
    queryKey: ["obligations", "occurrence", occurrenceId],
    queryFn: ({ signal }) =>
      call(obligationRoutes.occurrence, { params: { occurrenceId }, signal }),
  });

export const linkableQuery = (occurrenceId: string, kind: LinkableKind) =>
  queryOptions({
    queryKey: ["obligations", "linkable", occurrenceId, kind],
    queryFn: async ({ signal }) =>
      (await call(obligationRoutes.linkable, { params: { occurrenceId }, query: { kind }, signal }))
        .rows,
  });

export const occurrencesQuery = (filters: OccurrenceFilters) =>
  infiniteQueryOptions({
    queryKey: ["obligations", "list", filters],
    queryFn: ({ signal, pageParam }) =>
      call(obligationRoutes.list, {
        query: { ...filters, ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

/** Asks again for whatever shows obligations: after an act, and after a refusal that another state explains. */
export const againObligations = async (client: QueryClient): Promise<void> => {
  await Promise.all(
    ["obligations", "dashboards", "workbench"].map((feature) =>
      client.invalidateQueries({ queryKey: [feature] }),
    ),
  );
};
