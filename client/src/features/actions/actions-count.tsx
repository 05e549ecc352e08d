import { TodoCount } from "../workbench/todo-count.tsx";

/** What waits for me about joint actions: an answer, an approval, a finding, a task. */
export const ActionsCount = () => <TodoCount of={["actions"]} />;
