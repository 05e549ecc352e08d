import { useQuery } from "@tanstack/react-query";
import { Waiting } from "../../ui/waiting.tsx";
import { workbenchQuery } from "./queries.ts";

export function TodoCount() {
  const { data } = useQuery(workbenchQuery);
  return <Waiting count={data?.todo.length ?? 0} />;
}
