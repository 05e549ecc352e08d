import { QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import type { Route } from "@hub/domain/kernel/route";
import type { z } from "zod";
import { call, type CallArgs } from "./call.ts";
import { isUnreachable, problemOf } from "./problem.ts";

/** One per tab. Nothing is refetched for the sake of it: hints and reconnects invalidate, and focus asks again after a minute. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        gcTime: 10 * 60_000,
        retry: (count, error) =>
          count < 2 && (isUnreachable(error) || problemOf(error).code === "busy"),
        networkMode: "always",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });

/**
 * A mutation that sends one command. `touches` names the features (first members of query keys) to ask again afterwards. Make the
 * command's `id` once per intent (`useState(newId)`), never inside the call: a second try of the same intent keeps its id.
 */
export function useAct<R extends Route>(route: R, touches: readonly string[] = []) {
  const client = useQueryClient();
  return useMutation<z.output<R["reply"]>, unknown, CallArgs<R>>({
    mutationFn: (args) => call(route, args),
    onSettled: () =>
      Promise.all(touches.map((feature) => client.invalidateQueries({ queryKey: [feature] }))),
  });
}
