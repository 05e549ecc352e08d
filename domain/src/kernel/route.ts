import { z } from "zod";
import type { FaultCode } from "./faults.ts";

export type Method = "get" | "post" | "put" | "patch" | "delete";

/**
 * Who may come to the door at all; what they may do behind it is the command's question.
 * `public`: nobody signed in; `partial`: password given, second factor or first steps missing; `officer`: signed in and not locked.
 */
export type Door = "public" | "partial" | "officer";

/**
 * One endpoint as a value. Express parses and types by it, the browser calls by it, forms validate by its body, the OpenAPI file and
 * the tests are made from it. Unknown members of a body are refused, so a misspelt field is never silently dropped.
 */
export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> {
  /** Feature and act, for example `leads.register`: the operation id, and the name in the stranger test. */
  name: string;
  method: Method;
  /** Express form, under /api: `/leads/:leadId`. */
  path: string;
  summary: string;
  door: Door;
  status: number;
  params: Params;
  query: Query;
  body: Body;
  /** The reply's shape; `binary` routes answer bytes and leave it empty. */
  reply: Reply;
  /** A media type when the answer is not JSON. */
  binary?: string;
  /** Faults beyond bad_input, signed_out, locked, too_many and unexpected, which any route may answer. */
  refuses: readonly FaultCode[];
}

const nothing = z.object({}).strict();
type Nothing = typeof nothing;

type Given<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
> = Pick<Route, "name" | "method" | "path" | "summary"> & {
  door?: Door;
  status?: number;
  params?: P;
  query?: Q;
  body?: B;
  reply?: R;
  binary?: string;
  refuses?: readonly FaultCode[];
};

/** Fills in what most endpoints share: for officers, 200, no parameters, no body, nothing in reply. */
export function route<
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
  R extends z.ZodType = Nothing,
>(given: Given<P, Q, B, R>): Route<P, Q, B, R> {
  const made: Route<P, Q, B, R> = {
    name: given.name,
    method: given.method,
    path: given.path,
    summary: given.summary,
    door: given.door ?? "officer",
    status: given.status ?? 200,
    params: given.params ?? (nothing as unknown as P),
    query: given.query ?? (nothing as unknown as Q),
    body: given.body ?? (nothing as unknown as B),
    reply: given.reply ?? (nothing as unknown as R),
    refuses: given.refuses ?? [],
  };
  if (given.binary !== undefined) made.binary = given.binary;
  return made;
}

/** The path with its parameters filled in and the query appended, as a browser asks for it (without /api). */
export function pathOf(
  route: Pick<Route, "path">,
  params: Record<string, string> = {},
  query: Record<string, unknown> = {},
): string {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new TypeError(`missing parameter ${name}`);
    return encodeURIComponent(value);
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === "") continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}
