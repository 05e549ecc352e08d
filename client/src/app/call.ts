import type { Problem } from "@hub/domain/kernel/faults";
import { pathOf, type Route } from "@hub/domain/kernel/route";
import type { z } from "zod";
import { gate } from "./gate.ts";
import { ProblemError, unreachable } from "./problem.ts";

type Part<Name extends string, Schema extends z.ZodType> =
  Record<string, never> extends z.input<Schema>
    ? { [K in Name]?: z.input<Schema> | undefined }
    : { [K in Name]: z.input<Schema> };

/** What an endpoint needs: `params`, `query` and `body` as its contract says, each left out when it has none. */
export type CallArgs<R extends Route> = Part<"params", R["params"]> &
  Part<"query", R["query"]> &
  Part<"body", R["body"]> & { signal?: AbortSignal | undefined };

type Loose = {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  signal?: AbortSignal;
};

/** The address of an endpoint, for links, images and downloads. */
export const addressOf = (
  route: Pick<Route, "path">,
  params: Record<string, string> = {},
  query: Record<string, unknown> = {},
): string => `/api${pathOf(route, params, query)}`;

async function ask(route: Route, { params, query, body, signal }: Loose): Promise<Response> {
  const hasBody = body !== undefined && route.method !== "get";
  try {
    return await fetch(addressOf(route, params, query), {
      method: route.method.toUpperCase(),
      credentials: "same-origin",
      headers: {
        accept: "application/json, application/problem+json",
        ...(hasBody ? { "content-type": "application/json" } : {}),
      },
      ...(hasBody ? { body: JSON.stringify(body) } : {}),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw unreachable(cause);
  }
}

async function problemFrom(response: Response): Promise<Problem> {
  if (response.headers.get("content-type")?.includes("problem+json"))
    return (await response.json()) as Problem;
  // A proxy answered instead of the hub: the hub is away, not wrong.
  throw response.status >= 502 ? unreachable() : new ProblemError(strange(response.status));
}

const strange = (status: number): Problem => ({
  type: "urn:tongzhou:fault:unexpected",
  title: "unexpected",
  status,
  code: "unexpected",
  retry: false,
});

/**
 * Asks one endpoint and answers with its parsed reply. Throws a ProblemError otherwise, except that an officer's request waits while
 * the session is locked or over and is then sent again: commands carry their own id, so nothing happens twice.
 */
export async function call<R extends Route>(
  route: R,
  args: CallArgs<R>,
): Promise<z.output<R["reply"]>> {
  for (;;) {
    const response = await ask(route, args as Loose);
    if (response.ok) {
      const reply: unknown = response.status === 204 ? {} : await response.json();
      return route.reply.parse(reply) as z.output<R["reply"]>;
    }
    const problem = await problemFrom(response);
    const closed =
      problem.code === "locked" ? "locked" : problem.code === "signed_out" ? "signed_out" : null;
    // Before the first sign-in there is nobody to wait for.
    if (closed === null || route.door !== "officer" || gate.state() === "unknown")
      throw new ProblemError(problem);
    gate.set(closed);
    await gate.reopened(args.signal ?? undefined);
  }
}
