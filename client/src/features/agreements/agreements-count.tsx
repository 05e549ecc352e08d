import { TodoCount } from "../workbench/todo-count.tsx";

/** What waits for me about agreements. */
export const AgreementsCount = () => <TodoCount of={["agreements"]} />;
