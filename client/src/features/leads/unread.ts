import { useQuery } from "@tanstack/react-query";
import { channelsQuery } from "../messages/queries.ts";

/** What I have not read about a lead: its own channel and those of its exchanges, of those that I follow. */
export function useUnread(leadId: string): number {
  const { data } = useQuery(channelsQuery);
  return (data?.channels ?? [])
    .filter(({ matter }) => matter?.leadId === leadId || matter?.id === leadId)
    .reduce((sum, channel) => sum + channel.unread, 0);
}
