import { useQuery } from "@tanstack/react-query";
import { fileRoutes } from "@hub/domain/files/contract";
import { call } from "../../app/call.ts";

/** A material that went up before the page was loaded again, by its name. */
export function KeptFile({ fileId }: { fileId: string }) {
  const { data } = useQuery({
    queryKey: ["files", fileId],
    queryFn: ({ signal }) => call(fileRoutes.get, { params: { fileId }, signal }),
  });
  return <span>{data?.name ?? "…"}</span>;
}
