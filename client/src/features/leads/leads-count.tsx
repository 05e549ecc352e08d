import { useQuery } from "@tanstack/react-query";
import { Waiting } from "../../ui/waiting.tsx";
import { workbenchQuery } from "../workbench/queries.ts";

/** What waits for me about leads and exchanges: every line of 待办 is one. */
export function LeadsCount() {
  const { data } = useQuery(workbenchQuery);
  return <Waiting count={data?.todo.length ?? 0} />;
}
