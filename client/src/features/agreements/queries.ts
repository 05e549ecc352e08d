import { infiniteQueryOptions, queryOptions, type QueryClient } from "@tanstack/react-query";
import { agreementRoutes } from "@hub/domain/agreements/acts-contract";
import type { AgreementView } from "@hub/domain/agreements/contract";
import { proposalRoutes, type ProposalView } from "@hub/domain/proposals/contract";
import { call } from "../../app/call.ts";
import type { Filters } from "./filters.ts";

export const agreementsQuery = (filters: Filters, limit = 50) =>
  infiniteQueryOptions({
    queryKey: ["agreements", "list", filters, limit],
    queryFn: ({ signal, pageParam }) =>
      call(agreementRoutes.list, {
        query: { ...filters, limit, ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

export const agreementQuery = (agreementId: string) =>
  queryOptions({
    queryKey: ["agreements", "one", agreementId],
    queryFn: ({ signal }) => call(agreementRoutes.get, { params: { agreementId }, signal }),
  });

/** A frozen text never changes, only what became of it. */
export const versionQuery = (agreementId: string, number: number) =>
  queryOptions({
    queryKey: ["agreements", "version", agreementId, number],
    queryFn: ({ signal }) =>
      call(agreementRoutes.version, {
        params: { agreementId, number: String(number) },
        signal,
      }),
  });

export const compareQuery = (agreementId: string, { from, to }: { from: string; to: string }) =>
  queryOptions({
    queryKey: ["agreements", "compare", agreementId, from, to],
    queryFn: ({ signal }) =>
      call(agreementRoutes.compare, {
        params: { agreementId },
        query: { from, to: to === "draft" ? "draft" : to },
        signal,
      }),
  });

/** Proposals of the text in hand, or of version `number`. */
export const proposalsQuery = (agreementId: string, number: number | null) =>
  queryOptions({
    queryKey: ["agreements", "proposals", agreementId, number],
    queryFn: async ({ signal }) =>
      (
        await call(proposalRoutes.list, {
          params: { agreementId },
          query: number === null ? {} : { number: String(number) },
          signal,
        })
      ).proposals,
  });

export const adoptionQuery = (agreementId: string, number: number | null) =>
  queryOptions({
    queryKey: ["agreements", "adoption", agreementId, number],
    queryFn: async ({ signal }) =>
      (
        await call(proposalRoutes.adoption, {
          params: { agreementId },
          query: number === null ? {} : { number: String(number) },
          signal,
        })
      ).rows,
  });

export const remarksQuery = (agreementId: string) =>
  queryOptions({
    queryKey: ["agreements", "remarks", agreementId],
    queryFn: async ({ signal }) =>
      (await call(proposalRoutes.remarks, { params: { agreementId }, signal })).remarks,
  });

const askAgain = (client: QueryClient): void => {
  for (const feature of ["agreements", "workbench"])
    void client.invalidateQueries({ queryKey: [feature] });
};

/** Puts the view that a command answered in its place at once, then asks again whatever else shows it. */
export function tookAgreement(client: QueryClient, view: AgreementView): void {
  askAgain(client);
  client.setQueryData(agreementQuery(view.id).queryKey, view);
}

/** The same of a proposal: a decision changes the text, too. */
export function tookProposal(client: QueryClient, _view: ProposalView): void {
  askAgain(client);
}
