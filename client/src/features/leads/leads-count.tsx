import { TodoCount } from "../workbench/todo-count.tsx";

/** What waits for me about leads and exchanges. */
export const LeadsCount = () => <TodoCount of={["leads", "exchanges"]} />;
