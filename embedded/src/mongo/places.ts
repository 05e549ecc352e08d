import { badValue, failedToParse, typeMismatch } from "./errors.ts";
import type { Filter, Variables } from "./filter.ts";
import { compileFilter, eachValue, matcher } from "./match.ts";
import type { Doc } from "./values.ts";
import { clone, fieldOf, isDoc, setField } from "./values.ts";
import { fault } from "./words.ts";

/** A field of a document, or an element of an array, that is or may be. */
export interface Place {
  readonly parent: Doc | unknown[];
  readonly name: string;
}
export const read = ({ parent, name }: Place): unknown => inside(parent, name);

/** One step of a path: a field of a document, or an element of an array by its place. */
const inside = (v: unknown, name: string): unknown =>
  Array.isArray(v) ? v[Number(name)] : fieldOf(v, name);

export function put({ parent, name }: Place, value: unknown): void {
  if (!Array.isArray(parent)) return setField(parent, name, value);
  const i = Number(name);
  if (i > parent.length + 1_500_000) throw badValue(`can't backfill more than 1500000 elements`);
  while (parent.length < i) parent.push(null);
  parent[i] = value;
}

/**
 * Where a path ends. Missing documents on the way are made if it `makes`, else there is no place. A way that nothing could be made on
 * (through a scalar) is an error for those who make, and for those who do not if they are `strict`.
 */
export function find(doc: Doc, path: string[], makes: boolean, strict = makes): Place | undefined {
  let place: Place | undefined;
  for (const [i, name] of path.entries()) {
    let parent: unknown = place ? read(place) : doc;
    if (parent === undefined) {
      if (!makes) return undefined;
      put(place!, (parent = {}));
    }
    if (!isDoc(parent) && !(Array.isArray(parent) && /^\d+$/.test(name))) {
      if (!strict) return undefined;
      throw fault(28, name, `{${path[i - 1]}: ${JSON.stringify(parent)}}`);
    }
    place = { parent, name };
  }
  return place;
}

/** The element of an array by which the document matched: the first with which alone it would match too. */
export function positionOf(doc: Doc, path: string[], context: { filter: Filter }): number {
  const test = compileFilter(context.filter);
  const probe = clone(doc);
  const place = find(probe, path, false);
  const array = place && mentions(context.filter, path.join(".")) ? read(place) : undefined;
  for (const [i, element] of Array.isArray(array) ? array.entries() : []) {
    put(place!, [element]);
    if (test(probe)) return i;
  }
  throw badValue(`The positional operator did not find the match needed from the query.`);
}

/** Whether a filter looks into the array at a path for an element, and not at one that it names by its place. */
function mentions(f: Filter, path: string): boolean {
  if (f.kind === "and") return f.parts.some((p) => mentions(p, path));
  // What is not there has no place, and $or does not tell by which of its parts it passed.
  if (f.kind !== "field" || f.test.op === "$not") return false;
  const below = f.path.startsWith(`${path}.`) ? f.path.slice(path.length + 1) : "0";
  return f.path === path || !/^\d+(\.|$)/.test(below);
}

/** The values at a path, each element of an array that ends it. */
export function valuesAt(doc: Doc, path: string): unknown[] {
  const values: unknown[] = [];
  eachValue(doc, path.split("."), 0, (v) => {
    if (v !== undefined) values.push(...(Array.isArray(v) ? v : [v]));
    return false;
  });
  return values;
}

/** Tells the elements of an array that a token of a path means. */
export type Takes = (token: string, array: string[]) => (element: unknown, i: number) => boolean;

/** The concrete paths a path with $, $[] and $[name] stands for. */
export function expand(doc: Doc, path: string[], takes: Takes): string[][] {
  const at = path.findIndex((p) => p.startsWith("$"));
  if (at < 0) return [path];
  const head = path.slice(0, at);
  const array = head.reduce<unknown>(inside, doc);
  const test = takes(path[at]!, head);
  if (!Array.isArray(array))
    throw badValue(`Cannot apply array updates to '${head.join(".")}', which is no array`);
  const within = (i: number): string[] => [...head, String(i), ...path.slice(at + 1)];
  return array.flatMap((e, i) => (test(e, i) ? expand(doc, within(i), takes) : []));
}

export type ArrayFilters = Map<string, (element: unknown) => boolean>;

/** The filters of `$[name]`, by name. */
export function parseArrayFilters(list: unknown, variables: Variables): ArrayFilters {
  const filters: ArrayFilters = new Map();
  if (list === undefined) return filters;
  if (!Array.isArray(list)) throw typeMismatch("arrayFilters must be an array");
  for (const f of list) {
    const name = topField(f);
    if (name === undefined) throw failedToParse("an array filter needs a top-level field name");
    if (!/^[a-z][a-z0-9]*$/i.test(name)) throw badValue(`'${name}' cannot name an array filter`);
    if (filters.has(name)) throw failedToParse(`Found multiple array filters for ${name}`);
    const test = matcher(f, variables);
    filters.set(name, (element) => test({ [name]: element }));
  }
  return filters;
}

function topField(f: unknown): string | undefined {
  const key = isDoc(f) ? Object.keys(f)[0] : undefined;
  const inner = key?.startsWith("$") ? (f as Doc)[key] : undefined;
  return Array.isArray(inner) ? topField(inner[0]) : key?.split(".")[0];
}
