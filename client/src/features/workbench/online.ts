import { useQuery } from "@tanstack/react-query";
import { useLive } from "../../app/live.ts";

const NOBODY: ReadonlySet<string> = new Set();

/** Offices of which somebody who may receive is on line now; asked for every half minute while it is looked at. */
export function useOnline(): ReadonlySet<string> {
  const { link } = useLive();
  const { data } = useQuery({
    queryKey: ["duty"],
    queryFn: async () => (await link.duty()) ?? [],
    refetchInterval: 30_000,
    staleTime: 10_000,
  });
  return data ? new Set(data) : NOBODY;
}
