import { infiniteQueryOptions, queryOptions, type QueryClient } from "@tanstack/react-query";
import { exchangeRoutes, type ExchangeQuery } from "@hub/domain/exchanges/acts-contract";
import type { ExchangeView, OpenKind } from "@hub/domain/exchanges/contract";
import { fileRoutes } from "@hub/domain/files/contract";
import type { z } from "zod";
import { call } from "../../app/call.ts";

/** What a list of exchanges is narrowed to, as the address carries it. */
export type ExchangeFilters = Omit<
  z.input<(typeof exchangeRoutes)["list"]["query"]>,
  "cursor" | "limit"
>;
export type Box = ExchangeQuery["box"];

export const exchangeQuery = (exchangeId: string) =>
  queryOptions({
    queryKey: ["exchanges", "one", exchangeId],
    queryFn: ({ signal }) => call(exchangeRoutes.get, { params: { exchangeId }, signal }),
  });

export const exchangesQuery = (query: ExchangeFilters) =>
  infiniteQueryOptions({
    queryKey: ["exchanges", "list", query],
    queryFn: ({ signal, pageParam }) =>
      call(exchangeRoutes.list, {
        query: { ...query, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

export const recipientsQuery = (leadId: string, kind: OpenKind) =>
  queryOptions({
    queryKey: ["exchanges", "recipients", leadId, kind],
    queryFn: ({ signal }) =>
      call(exchangeRoutes.recipients, { params: { leadId }, query: { kind }, signal }),
  });

export const exchangeMaterialsQuery = (exchangeId: string) =>
  queryOptions({
    queryKey: ["exchanges", "materials", exchangeId],
    queryFn: ({ signal }) => call(fileRoutes.ofExchange, { params: { exchangeId }, signal }),
  });

/** Lists that change with any act on an exchange. */
export const TOUCHED = ["exchanges", "leads", "workbench"] as const;

/** Puts the view that a command answered in its place at once, then asks the lists again. */
export function tookExchange(client: QueryClient, view: ExchangeView): void {
  for (const feature of TOUCHED) void client.invalidateQueries({ queryKey: [feature] });
  client.setQueryData(exchangeQuery(view.id).queryKey, view);
}
