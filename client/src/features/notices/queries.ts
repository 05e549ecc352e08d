import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { countNotices, listNotices } from "@hub/domain/notices/contract";
import { call } from "../../app/call.ts";

export const noticeCountQuery = queryOptions({
  queryKey: ["notices", "count"],
  queryFn: async ({ signal }) => (await call(countNotices, { signal })).unread,
});

export const noticesQuery = infiniteQueryOptions({
  queryKey: ["notices", "list"],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam, signal }) =>
    call(listNotices, { query: { cursor: pageParam, limit: 30 }, signal }),
  getNextPageParam: (page) => page.next ?? undefined,
});
