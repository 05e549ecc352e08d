import { useQuery } from "@tanstack/react-query";
import { useLink, useLive } from "../../app/live.ts";

/**
 * Offices of which somebody who may receive is on line now; asked for every half minute while it is looked at. Null while the link
 * cannot say.
 */
export function useOnline(): ReadonlySet<string> | null {
  const { link } = useLive();
  const { status } = useLink();
  const { data } = useQuery({
    queryKey: ["duty"],
    queryFn: () => link.duty(),
    enabled: status === "live",
    refetchInterval: 30_000,
    staleTime: 10_000,
  });
  return data && status === "live" ? new Set(data) : null;
}
