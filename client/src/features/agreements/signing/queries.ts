import { queryOptions, type QueryClient } from "@tanstack/react-query";
import { keyRoutes } from "@hub/domain/keys/contract";
import { signatureRoutes } from "@hub/domain/signatures/acts-contract";
import type { SigningView } from "@hub/domain/signatures/contract";
import { call } from "../../../app/call.ts";

/** The co-signing of the version frozen last, or of version `number`. */
export const signingQuery = (agreementId: string, number?: number) =>
  queryOptions({
    queryKey: ["agreements", "signing", agreementId, number ?? null],
    queryFn: ({ signal }) =>
      call(signatureRoutes.get, { params: { agreementId }, query: { number }, signal }),
  });

export const ownKeyQuery = queryOptions({
  queryKey: ["keys", "own"],
  queryFn: ({ signal }) => call(keyRoutes.own, { signal }),
});

export const keysQuery = queryOptions({
  queryKey: ["keys", "list"],
  queryFn: ({ signal }) => call(keyRoutes.list, { signal }),
});

/** Puts the co-signing that a command answered in its place at once, then asks again what else shows it. */
export function tookSigning(client: QueryClient, view: SigningView): void {
  for (const feature of ["agreements", "workbench"])
    void client.invalidateQueries({ queryKey: [feature] });
  client.setQueryData(signingQuery(view.agreementId).queryKey, view);
}
