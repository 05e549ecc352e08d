import { HubError, type FaultCode, type Issue } from "@hub/domain/kernel/faults";
import { issuesOf, TELLING } from "@hub/domain/kernel/input";
import type { Door, Route } from "@hub/domain/kernel/route";
import { touchSession } from "@hub/domain/sessions/activity";
import { ensureAdmitted, type Admission } from "@hub/domain/sessions/queries";
import type { Ctx, Hub } from "@hub/domain/store/hub";
import express, { type Request, type RequestHandler, type Response, type Router } from "express";
import { z } from "zod";

/** What was asked, parsed by the route's own contract. */
export interface Asked<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
  req: Request;
  res: Response;
}

/** A route without a reply, or whose handler writes bytes itself, may answer nothing. */
type Answer<R extends z.ZodType> =
  Record<string, never> extends z.input<R> ? z.input<R> | void : z.input<R>;

type Handler<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
  With,
> = (asked: Asked<P, Q, B> & With) => Promise<Answer<R>> | Answer<R>;

/** Mounts a route; its handler is given `With` beside what was asked. */
type Serve<With> = <
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
>(
  router: Router,
  route: Route<P, Q, B, R>,
  handler: Handler<P, Q, B, R, With>,
) => void;

/** What the application lays beside each request before a door is asked; see app.ts. */
export interface Visit {
  hub: Hub;
  admission: Admission | null;
  /** In tests: a reply that its contract does not describe to the letter is a defect. */
  checkReplies: boolean;
}

const VISIT = Symbol("visit");
type Visited = Response & { [VISIT]?: Visit };

export const receive = (res: Response, visit: Visit): void => {
  (res as Visited)[VISIT] = visit;
};

export function visitOf(res: Response): Visit {
  const visit = (res as Visited)[VISIT];
  if (!visit) throw new TypeError("a door outside the application");
  return visit;
}

/** For handlers that speak another protocol (uploads): the ctx of an officer who may act, or the fault that says why not. */
export const ctxOf = (res: Response): Ctx => ensureAdmitted(visitOf(res).admission);

/** A door for officers who are signed in, not locked and lack nothing. */
export const serve: Serve<{ ctx: Ctx; admission: Admission }> = (router, route, handler) => {
  expectDoor(route, "officer");
  mount(router, route, async (asked, visit) => {
    const ctx = ensureAdmitted(visit.admission);
    const admission = visit.admission;
    if (!admission) throw new HubError("signed_out");
    if (asked.req.method !== "GET") await touchSession(ctx.hub, admission.session);
    return handler({ ...(await asked.parse()), ctx, admission });
  });
};

/** A door for whoever gave a password; the session may be locked or lack its second factor. */
export const servePartial: Serve<{ ctx: Ctx; admission: Admission }> = (router, route, handler) => {
  expectDoor(route, "partial");
  mount(router, route, async (asked, { admission }) => {
    if (!admission) throw new HubError("signed_out");
    return handler({ ...(await asked.parse()), ctx: admission.ctx, admission });
  });
};

/** A door for everybody. */
export const servePublic: Serve<Visit> = (router, route, handler) => {
  expectDoor(route, "public");
  mount(router, route, async (asked, visit) => handler({ ...(await asked.parse()), ...visit }));
};

function expectDoor(route: Route, door: Route["door"]): void {
  if (route.door !== door) throw new TypeError(`${route.name} is a ${route.door} route`);
}

const BODY_LIMIT = "1mb";
const parseJson = express.json({ limit: BODY_LIMIT, type: "application/json" });

/** Reads the body as JSON; only asked for once the visitor has passed the door. */
function readJson(req: Request, res: Response): Promise<unknown> {
  const hasBody =
    req.headers["transfer-encoding"] !== undefined || Number(req.headers["content-length"]) > 0;
  if (!hasBody) return Promise.resolve({});
  if (!req.is("application/json")) throw new HubError("unsupported_type");
  return new Promise((resolve, reject) => {
    parseJson(req, res, (failed?: unknown) => {
      if (failed) reject(toInputFault(failed));
      else resolve(req.body as unknown);
    });
  });
}

const typeOf = (thrown: unknown): unknown =>
  typeof thrown === "object" && thrown !== null && "type" in thrown ? thrown.type : undefined;

function toInputFault(thrown: unknown): HubError {
  const type = typeOf(thrown);
  if (type === "entity.too.large") return new HubError("too_large", { cause: thrown });
  if (type === "encoding.unsupported" || type === "charset.unsupported")
    return new HubError("unsupported_type", { cause: thrown });
  return new HubError("bad_input", { issues: [{ path: "", code: "not_json" }], cause: thrown });
}

interface Parsing<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  req: Request;
  parse(): Promise<Asked<P, Q, B>>;
}

function mount<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  router: Router,
  route: Route<P, Q, B, R>,
  pass: (asked: Parsing<P, Q, B>, visit: Visit) => Promise<Answer<R>>,
): void {
  const params = closed(route.params);
  const query = closed(route.query);
  const body = closed(route.body);
  const reads = route.method !== "get";
  const run: RequestHandler = async (req, res) => {
    const visit = visitOf(res);
    res.locals["route"] = route.name;
    const parse = async (): Promise<Asked<P, Q, B>> => {
      const given = reads ? await readJson(req, res) : {};
      const issues: Issue[] = [];
      const asked = {
        params: checked(params, req.params, issues, "params"),
        query: checked(query, listsOf(query, req.query), issues, "query"),
        body: checked(body, given, issues),
      };
      if (issues.length > 0) throw new HubError("bad_input", { issues });
      return { ...asked, req, res } as Asked<P, Q, B>;
    };
    const answer = await pass({ req, parse }, visit).catch((thrown: unknown) => {
      if (visit.checkReplies) ensureRefusalDescribed(route, thrown);
      throw thrown;
    });
    if (res.headersSent) return;
    if (visit.checkReplies && !route.binary) ensureDescribed(route, answer ?? {});
    res.status(route.status);
    if (route.status === 204) res.end();
    else res.json(answer ?? {});
  };
  router[route.method](route.path, run);
}

/** Unknown members are refused, so a misspelt field is never silently dropped, whatever the contract's author forgot. */
const closed = (schema: z.ZodType): z.ZodType =>
  schema instanceof z.ZodObject && !schema._zod.def.catchall ? schema.strict() : schema;

/** A query names a list by repeating a name; named once, it is still a list. */
function listsOf(schema: z.ZodType, query: Request["query"]): Record<string, unknown> {
  if (!(schema instanceof z.ZodObject)) return query;
  const shape: Record<string, unknown> = schema.shape;
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      isList(shape[name]) && !Array.isArray(value) ? [value] : value,
    ]),
  );
}

function isList(schema: unknown): boolean {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodNullable
  )
    return isList(schema.unwrap());
  return schema instanceof z.ZodArray;
}

function checked(schema: z.ZodType, given: unknown, issues: Issue[], prefix?: string): unknown {
  const parsed = schema.safeParse(given, TELLING);
  if (parsed.success) return parsed.data;
  issues.push(...issuesOf(parsed.error, prefix));
  return undefined;
}

/** What any door may answer, whatever stands behind it. */
const ANYWHERE: Record<Door, readonly FaultCode[]> = (() => {
  const all = ["bad_input", "unsupported_type", "too_large", "too_many", "busy"] as const;
  const partial = [...all, "signed_out"] as const;
  return { public: all, partial, officer: [...partial, "locked", "second_factor_required"] };
})();

/** A refusal that the contract does not name is one that no browser has words for. */
function ensureRefusalDescribed(route: Route, thrown: unknown): void {
  if (!(thrown instanceof HubError)) return;
  const { code, detail } = thrown;
  if (ANYWHERE[route.door].includes(code) || detail.reason === "password_must_change") return;
  if (!route.refuses.includes(code))
    throw new TypeError(`${route.name} refuses with ${code}, which its contract does not name`);
}

/** A reply must be exactly what the contract says: nothing missing, and nothing more, for more is how content leaks. */
function ensureDescribed(route: Route, answer: unknown): void {
  const sent: unknown = JSON.parse(JSON.stringify(answer));
  const parsed = route.reply.safeParse(sent);
  if (!parsed.success)
    throw new TypeError(`${route.name} replies ${z.prettifyError(parsed.error)}`);
  const extra = undescribed(sent, parsed.data);
  if (extra !== null)
    throw new TypeError(`${route.name} replies ${extra}, which its contract does not name`);
}

function undescribed(sent: unknown, described: unknown, path = ""): string | null {
  if (
    typeof sent !== "object" ||
    sent === null ||
    typeof described !== "object" ||
    described === null
  )
    return null;
  const known = described as Record<string, unknown>;
  for (const [name, value] of Object.entries(sent)) {
    const here = path ? `${path}.${name}` : name;
    if (!(name in known)) return here;
    const inner = undescribed(value, known[name], here);
    if (inner !== null) return inner;
  }
  return null;
}
