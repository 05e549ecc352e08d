import { useQuery } from "@tanstack/react-query";
import { Waiting } from "../../ui/waiting.tsx";
import { channelsQuery } from "./queries.ts";

/** Conversations in which something waits to be read by me. */
export function UnreadCount() {
  const { data } = useQuery(channelsQuery);
  return (
    <Waiting
      of="conversations"
      count={data?.channels.filter((row) => row.unread > 0).length ?? 0}
    />
  );
}
