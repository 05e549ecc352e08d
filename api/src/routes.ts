import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Route } from "@hub/domain/kernel/route";
import { z } from "zod";

/** What the contracts of all features export. */
export interface Contracts {
  /** By feature and act, in order of name. */
  routes: Route[];
  /** Named shapes, e.g. LeadView. */
  schemas: Map<string, z.ZodType>;
}

/** Reads every contract by looking for it, so that a new one is in the OpenAPI file and in the tests without anybody remembering to. */
export async function readContracts(): Promise<Contracts> {
  const domain = fileURLToPath(new URL("../../domain/src", import.meta.url));
  const files = readdirSync(domain, { recursive: true, encoding: "utf8" })
    .filter((path) => /(^|[/-])contract\.ts$/.test(path))
    .toSorted();
  const routes = new Map<string, Route>();
  const schemas = new Map<string, z.ZodType>();
  for (const path of files) {
    const exports = (await import(`${domain}/${path}`)) as Record<string, unknown>;
    for (const [name, value] of Object.entries(exports)) {
      for (const route of routesIn(value)) routes.set(route.name, route);
      if (value instanceof z.ZodType && /^[A-Z]/.test(name))
        schemas.set(schemas.has(name) ? `${path.split("/")[0]}.${name}` : name, value);
    }
  }
  const inOrder = [...routes.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return { routes: inOrder, schemas };
}

/** A route value, or those of a table of routes. */
function routesIn(value: unknown): Route[] {
  if (typeof value !== "object" || value === null) return [];
  if ("door" in value && "method" in value && "path" in value) return [value as Route];
  if (value instanceof z.ZodType) return [];
  const inner = Object.values(value);
  const isTable = inner.length > 0 && inner.every((one) => routesIn(one).length === 1);
  return isTable ? inner.flatMap(routesIn) : [];
}
