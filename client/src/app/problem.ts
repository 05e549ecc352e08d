import type { Problem } from "@hub/domain/kernel/faults";

/** What `call` throws: the server's problem, or one made here when no answer came (`status` 0). */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem, cause?: unknown) {
    super(problem.reason ? `${problem.code}: ${problem.reason}` : problem.code, { cause });
    this.name = "ProblemError";
    this.problem = problem;
  }
}

/** No answer came: the network is out, or the hub is. */
export const unreachable = (cause?: unknown): ProblemError =>
  new ProblemError(
    {
      type: "urn:tongzhou:fault:unreachable",
      title: "unexpected",
      status: 0,
      code: "unexpected",
      retry: true,
      reason: "unreachable",
    },
    cause,
  );

/** The problem inside whatever was thrown. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof ProblemError) return thrown.problem;
  return {
    type: "urn:tongzhou:fault:unexpected",
    title: "unexpected",
    status: 500,
    code: "unexpected",
    retry: false,
  };
}

export const isUnreachable = (thrown: unknown): boolean =>
  thrown instanceof ProblemError && thrown.problem.status === 0;
