/** A life cycle as a literal table: state -> step -> next state. What is not in the table cannot happen. */
export type Flow<State extends string, Step extends string> = Record<
  State,
  Partial<Record<Step, State>>
>;

/** The state after `step`, or null where the table has none. */
export const nextState = <State extends string, Step extends string>(
  flow: Flow<State, Step>,
  from: State,
  step: Step,
): State | null => flow[from][step] ?? null;

/** The steps that the table knows from `from`, in the table's order. */
export const stepsFrom = <State extends string, Step extends string>(
  flow: Flow<State, Step>,
  from: State,
): Step[] => Object.keys(flow[from]) as Step[];
