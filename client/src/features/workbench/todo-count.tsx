import type { Todo } from "@hub/domain/workbench/contract";
import { useQuery } from "@tanstack/react-query";
import { Waiting } from "../../ui/waiting.tsx";
import { workbenchQuery } from "./queries.ts";

/** How many lines of 待办 are about these features: what waits for me there. */
export function TodoCount({ of }: { of: readonly Todo["feature"][] }) {
  const { data } = useQuery(workbenchQuery);
  return <Waiting count={data?.todo.filter((one) => of.includes(one.feature)).length ?? 0} />;
}
