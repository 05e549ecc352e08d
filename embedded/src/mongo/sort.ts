import { typeMismatch, unsupported } from "./errors.ts";
import { splitPath } from "./expression.ts";
import type { Doc } from "./values.ts";
import { compare, isDoc, isNumeric, toNumber } from "./values.ts";
import { fault } from "./words.ts";

/** The values a sort looks at: of an array the least, or the greatest when descending. */
function sortKey(doc: unknown, path: readonly string[], at: number, sign: number): unknown {
  if (at === path.length) {
    if (!Array.isArray(doc)) return doc;
    if (doc.length === 0) return undefined;
    return doc.reduce((best, v) => (compare(v, best) * sign < 0 ? v : best));
  }
  if (Array.isArray(doc)) {
    if (/^\d+$/.test(path[at]!) && Number(path[at]) < doc.length)
      return sortKey(doc[Number(path[at])], path, at + 1, sign);
    if (doc.length === 0) return null;
    // As in an index: what is no document has no such field.
    return doc
      .map((e) => (isDoc(e) ? sortKey(e, path, at, sign) : null))
      .reduce((best, v) => (compare(v, best) * sign < 0 ? v : best));
  }
  if (!isDoc(doc) || !Object.hasOwn(doc, path[at]!)) return null;
  return sortKey(doc[path[at]!], path, at + 1, sign);
}

export type SortSpec = [path: string, direction: 1 | -1][];

export function parseSort(spec: unknown): SortSpec {
  if (spec === undefined) return [];
  if (!isDoc(spec)) throw typeMismatch("Expected field sort to be of type object");
  return Object.entries(spec).map(([path, d]) => {
    if (isDoc(d)) throw unsupported("a sort by $meta");
    const n = isNumeric(d) ? toNumber(d) : NaN;
    if (n !== 1 && n !== -1) throw fault(15975);
    splitPath(path);
    return [path, n];
  });
}

/** Sorts documents (or what holds them) as MongoDB does; equal ones keep their order. */
export function sortBy<T>(items: Iterable<T>, docOf: (item: T) => Doc, spec: SortSpec): T[] {
  const paths = spec.map(([p, d]): [string[], number] => [p.split("."), d]);
  return Array.from(items, (item) => {
    const doc = docOf(item);
    return { item, keys: paths.map(([p, d]) => sortKey(doc, p, 0, d)) };
  })
    .toSorted((a, b) => {
      for (let i = 0; i < paths.length; i++) {
        const c = compare(a.keys[i], b.keys[i]);
        if (c !== 0) return c * paths[i]![1];
      }
      return 0;
    })
    .map(({ item }) => item);
}
