import { FAULTS, type FaultCode } from "@hub/domain/kernel/faults";
import type { Route } from "@hub/domain/kernel/route";
import { z } from "zod";
import type { Contracts } from "./routes.ts";

type Json = Record<string, unknown>;

/** Faults that any route may answer. */
const COMMON: readonly FaultCode[] = ["bad_input", "busy", "too_many", "unexpected"];
const CHANGING: readonly FaultCode[] = ["bad_origin", "too_large", "unsupported_type"];
const SCHEMAS = "#/components/schemas/";
const RESPONSES = "#/components/responses/";

const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(FAULTS) as [FaultCode, ...FaultCode[]]),
    retry: z.boolean(),
    reason: z.string().optional(),
    issues: z
      .array(z.object({ path: z.string(), code: z.string(), message: z.string().optional() }))
      .optional(),
    fresh: z.unknown().optional(),
    retryAfterSeconds: z.int().optional(),
  })
  .describe("Problem details (RFC 9457)");

/** The API as OpenAPI 3.1, made from the very values by which it is served; nothing in it is written by hand. */
export function openApi({ routes, schemas }: Contracts): Json {
  const taken = describe(routes, schemas, "input");
  const sent = describe(routes, schemas, "output");
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = `/api${route.path.replace(/:(\w+)/g, "{$1}")}`;
    paths[path] = { ...paths[path], [route.method]: operation(route, taken, sent) };
  }
  const responses = problems(paths);
  return {
    openapi: "3.1.0",
    info: { title: "同舟 Tongzhou", version: "1" },
    paths,
    components: {
      responses,
      schemas: reachable([paths, responses], { ...taken.schemas, ...sent.schemas }),
      securitySchemes: { session: { type: "apiKey", in: "cookie", name: "tongzhou.sid" } },
    },
  };
}

/** JSON Schemas by name, and which name a zod schema has. */
interface Described {
  schemas: Record<string, Json>;
  schemaOf(schema: z.ZodType): Json;
  refTo(schema: z.ZodType): Json;
}

const PARTS = { input: ["params", "query", "body"], output: ["reply"] } as const;

/**
 * All named shapes and the parts of all routes in one registry, so that what is used twice is a reference. What is taken and what is
 * sent differ where a contract trims or has defaults: the first are named `….input`.
 */
function describe(
  routes: readonly Route[],
  shapes: Contracts["schemas"],
  io: "input" | "output",
): Described {
  const registry = z.registry<{ id: string }>();
  const add = (schema: z.ZodType, id: string): void => {
    if (!registry.has(schema)) registry.add(schema, { id });
  };
  for (const [name, schema] of shapes) add(schema, io === "input" ? `${name}.input` : name);
  for (const route of routes)
    for (const part of PARTS[io]) add(route[part], `${route.name}.${part}`);
  if (io === "output") add(Problem, "Problem");
  const made = z.toJSONSchema(registry, {
    io,
    unrepresentable: "any",
    // A format says it; zod's pattern for the same, half a kilobyte per date, would only hide the rest.
    override: ({ jsonSchema }) => {
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    },
    uri: (id) => SCHEMAS + id,
  }).schemas as Record<string, Json>;
  const schemas = Object.fromEntries(
    Object.entries(made).map(([id, schema]) => {
      const { $schema: _version, $id: _place, ...plain } = schema;
      return [id, plain];
    }),
  );
  const idOf = (schema: z.ZodType): string => {
    const id = registry.get(schema)?.id;
    if (id === undefined) throw new TypeError("a schema outside the registry");
    return id;
  };
  return {
    schemas,
    schemaOf: (schema) => schemas[idOf(schema)] ?? {},
    refTo: (schema) => ({ $ref: SCHEMAS + idOf(schema) }),
  };
}

function operation(route: Route, taken: Described, sent: Described): Json {
  const hasBody = route.method !== "get" && !isEmpty(taken.schemaOf(route.body));
  return {
    operationId: route.name,
    summary: route.summary,
    tags: [route.name.split(".")[0]],
    parameters: [
      ...parameters(taken.schemaOf(route.params), "path"),
      ...parameters(taken.schemaOf(route.query), "query"),
    ],
    ...(hasBody ? { requestBody: { required: true, ...json(taken.refTo(route.body)) } } : {}),
    responses: { [route.status]: success(route, sent), ...refusals(route) },
    ...(route.door === "public" ? {} : { security: [{ session: [] }] }),
  };
}

const json = (schema: Json): Json => ({ content: { "application/json": { schema } } });

const isEmpty = (schema: Json): boolean =>
  schema["type"] === "object" && Object.keys(schema["properties"] ?? {}).length === 0;

function parameters(schema: Json, where: "path" | "query"): Json[] {
  const required = (schema["required"] ?? []) as string[];
  return Object.entries((schema["properties"] ?? {}) as Json).map(([name, of]) => ({
    name,
    in: where,
    required: where === "path" || required.includes(name),
    schema: of,
  }));
}

function success(route: Route, sent: Described): Json {
  if (route.binary) return { description: "The bytes", content: { [route.binary]: {} } };
  if (route.status === 204) return { description: "Done" };
  return { description: "Done", ...json(sent.refTo(route.reply)) };
}

/** The faults of a route by status. */
function refusals(route: Route): Json {
  const codes = new Set<FaultCode>([
    ...COMMON,
    ...(route.door === "public" ? [] : (["signed_out"] as const)),
    ...(route.door === "officer" ? (["locked"] as const) : []),
    ...(route.method === "get" ? [] : CHANGING),
    ...route.refuses,
  ]);
  const byStatus = new Map<number, FaultCode[]>();
  for (const code of [...codes].toSorted())
    byStatus.set(FAULTS[code].status, [...(byStatus.get(FAULTS[code].status) ?? []), code]);
  return Object.fromEntries(
    [...byStatus].map(([status, of]) => [status, { $ref: `${RESPONSES}${of.join("-or-")}` }]),
  );
}

/** One named answer for each set of faults that share a status. */
function problems(paths: Record<string, Json>): Json {
  const schema = { $ref: `${SCHEMAS}Problem` };
  const ids = JSON.stringify(paths).matchAll(/#\/components\/responses\/([\w-]+)/g);
  return Object.fromEntries(
    [...new Set([...ids].map(([, id = ""]) => id))].toSorted().map((id) => [
      id,
      {
        description: id.replaceAll("-or-", ", "),
        content: { "application/problem+json": { schema } },
      },
    ]),
  );
}

/** Only what the paths lead to, in order of name. */
function reachable(paths: unknown, schemas: Record<string, Json>): Record<string, Json> {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const isRef = key === "$ref" && typeof inner === "string" && inner.startsWith(SCHEMAS);
      const id = isRef ? inner.slice(SCHEMAS.length) : null;
      if (id === null) walk(inner);
      else if (!found.has(id)) {
        found.add(id);
        walk(schemas[id]);
      }
    }
  };
  walk(paths);
  return Object.fromEntries([...found].toSorted().map((id) => [id, schemas[id] ?? {}]));
}
