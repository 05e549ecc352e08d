import { queryOptions } from "@tanstack/react-query";
import { workbenchRoutes } from "@hub/domain/workbench/contract";
import { call } from "../../app/call.ts";

/** What waits for me. Asked again whenever a lead or an exchange of mine changes (app/live.ts). */
export const workbenchQuery = queryOptions({
  queryKey: ["workbench"],
  queryFn: ({ signal }) => call(workbenchRoutes.get, { signal }),
});
