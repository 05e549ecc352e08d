import type { z } from "zod";
import { dayOf } from "./clock.ts";
import { HubError, type Issue } from "./faults.ts";

/** How a schema is asked when its issues go through issuesOf: only then does an issue know whether its field was there at all. */
export const TELLING = { reportInput: true } as const;

/** Every issue by dotted path; body paths stand alone, those of the address begin with `params` or `query`. */
export function issuesOf(error: z.ZodError, prefix?: string): Issue[] {
  const pathOf = (path: readonly PropertyKey[]): string =>
    [...(prefix ? [prefix] : []), ...path.map(String)].join(".");
  return error.issues.flatMap((issue): Issue[] => {
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => ({
        path: pathOf([...issue.path, key]),
        code: "unknown_field",
      }));
    return [{ path: pathOf(issue.path), code: codeOf(issue) }];
  });
}

/** zod's own word, except where the hub has a better one: an absent field, a refusal of the hub's own refinements. */
function codeOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "custom") {
    const hub: unknown = issue.params?.["hub"];
    return typeof hub === "string" ? hub : "custom";
  }
  if (issue.code.startsWith("invalid_") && "input" in issue && issue.input === undefined)
    return "required";
  return issue.code;
}

/** The input as its contract says, or bad_input with every issue. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  given: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(given, TELLING);
  if (!parsed.success) throw new HubError("bad_input", { issues: issuesOf(parsed.error) });
  return parsed.data;
}

/** Days (YYYY-MM-DD, by their path in the input) on which something is said to have happened: bad_input where one is still to come. */
export function ensureNotAhead(now: Date, days: Record<string, string | null | undefined>): void {
  const today = dayOf(now);
  const issues = Object.entries(days)
    .filter(([, day]) => day && day > today)
    .map(([path]) => ({ path, code: "still_to_come" }));
  if (issues.length > 0) throw new HubError("bad_input", { issues });
}
