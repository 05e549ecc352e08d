import { badValue, MongoFault } from "./errors.ts";
import type { Filter } from "./filter.ts";
import { compileFilter } from "./match.ts";
import type { Doc } from "./values.ts";
import { clone, fieldOf, isDoc, setField } from "./values.ts";

/** A field of a document, or an element of an array, that is or may be. */
export interface Place {
  readonly parent: Doc | unknown[];
  readonly name: string;
}
export const read = ({ parent, name }: Place): unknown => inside(parent, name);

/** One step of a path: a field of a document, or an element of an array by its place. */
export const inside = (v: unknown, name: string): unknown =>
  Array.isArray(v) ? v[Number(name)] : fieldOf(v, name);

export function put({ parent, name }: Place, value: unknown): void {
  if (!Array.isArray(parent)) {
    setField(parent, name, value);
    return;
  }
  const i = Number(name);
  if (i > parent.length + 1_500_000) throw badValue(`can't backfill more than 1500000 elements`);
  while (parent.length < i) parent.push(null);
  parent[i] = value;
}

/**
 * Where a path ends. Missing documents on the way are made if `creates`, else there is no place. A way that nothing could be made on
 * (through a scalar) is an error for those who create, and for those who do not if they are `strict`.
 */
export function find(
  doc: Doc,
  path: readonly string[],
  creates: boolean,
  strict = creates,
): Place | undefined {
  let parent: unknown = doc;
  for (let i = 0; i < path.length; i++) {
    const name = path[i]!;
    if (Array.isArray(parent)) {
      if (!/^\d+$/.test(name)) {
        if (!strict) return undefined;
        throw new MongoFault(
          28,
          `Cannot create field '${name}' in element {${path[i - 1]}: ${JSON.stringify(parent)}}`,
        );
      }
    } else if (!isDoc(parent)) {
      if (!strict) return undefined;
      throw new MongoFault(
        28,
        `Cannot create field '${name}' in element {${path[i - 1]}: ${JSON.stringify(parent)}}`,
      );
    }
    const place: Place = { parent: parent as Doc | unknown[], name };
    if (i === path.length - 1) return place;
    parent = read(place);
    if (parent === undefined) {
      if (!creates) return undefined;
      parent = {};
      put(place, parent);
    }
  }
  return undefined;
}

export function noPosition(): never {
  throw badValue(`The positional operator did not find the match needed from the query.`);
}

/** The element of an array by which the document matched: the first with which alone it would match too. */
export function positionOf(doc: Doc, path: readonly string[], context: { filter: Filter }): number {
  const name = path.join(".");
  if (!mentions(context.filter, name)) noPosition();
  const test = compileFilter(context.filter);
  const array = path.reduce<unknown>(inside, doc);
  if (!Array.isArray(array)) return noPosition();
  for (let i = 0; i < array.length; i++) {
    const probe = clone(doc);
    const place = find(probe, [...path], false);
    if (place) put(place, [array[i]]);
    if (test(probe)) return i;
  }
  return noPosition();
}

/** Whether a filter looks into the array at a path for an element, and not at one that it names by its place. */
function mentions(f: Filter, path: string): boolean {
  // What is not there has no place.
  if (f.kind === "expr" || f.kind === "nor" || (f.kind === "field" && f.test.op === "$not"))
    return false;
  if (f.kind !== "field") return f.parts.some((p) => mentions(p, path));
  const isBelow =
    f.path.startsWith(`${path}.`) && !/^\d+(\.|$)/.test(f.path.slice(path.length + 1));
  return f.path === path || isBelow;
}

/** The values at a path, each element of an array that ends it. */
export function valuesAt(doc: Doc, path: string): unknown[] {
  const values: unknown[] = [];
  const visit = (v: unknown, [name, ...rest]: string[]): void => {
    if (v === undefined) return;
    if (name === undefined) values.push(...(Array.isArray(v) ? v : [v]));
    else if (Array.isArray(v)) {
      if (/^\d+$/.test(name)) visit(v[Number(name)], rest);
      for (const e of v) if (isDoc(e)) visit(e, [name, ...rest]);
    } else visit(fieldOf(v, name), rest);
  };
  visit(doc, path.split("."));
  return values;
}
