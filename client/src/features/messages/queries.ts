import { queryOptions } from "@tanstack/react-query";
import { listChannels } from "@hub/domain/channels/contract";
import { call } from "../../app/call.ts";

/** Conversations that I follow, newest first, with what is unread. */
export const channelsQuery = queryOptions({
  queryKey: ["channels", "list"],
  queryFn: ({ signal }) => call(listChannels, { query: { limit: 200 }, signal }),
});
