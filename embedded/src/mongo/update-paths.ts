import { badValue, failedToParse, typeMismatch } from "./errors.ts";
import type { Filter, Variables } from "./filter.ts";
import { matcher } from "./match.ts";
import { inside, noPosition, positionOf } from "./places.ts";
import type { Doc } from "./values.ts";
import { isDoc } from "./values.ts";

/** What an update needs to know of the document it is applied to. */
export interface UpdateContext {
  readonly filter: Filter;
  readonly inserting: boolean;
}
export type ArrayFilters = Map<string, (element: unknown) => boolean>;

/** The filters of `$[name]`, by name. */
export function parseArrayFilters(list: unknown, variables: Variables): ArrayFilters {
  const filters: ArrayFilters = new Map();
  if (list === undefined) return filters;
  if (!Array.isArray(list)) throw typeMismatch("arrayFilters must be an array");
  for (const f of list) {
    if (!isDoc(f) || Object.keys(f).length === 0)
      throw failedToParse(
        "Cannot use an expression without a top-level field name in arrayFilters",
      );
    const name = topField(f);
    if (!/^[a-z][a-z0-9]*$/i.test(name))
      throw badValue(
        `The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`,
      );
    if (filters.has(name))
      throw failedToParse(
        `Found multiple array filters with the same top-level field name ${name}`,
      );
    const test = matcher(f, variables);
    filters.set(name, (element) => test({ [name]: element }));
  }
  return filters;
}

function topField(f: Doc): string {
  const key = Object.keys(f)[0] ?? "";
  const inner = f[key];
  if (key.startsWith("$") && Array.isArray(inner) && isDoc(inner[0])) return topField(inner[0]);
  return key.split(".")[0]!;
}

/** The concrete paths a path with $, $[] and $[name] stands for. */
export function expand(
  doc: Doc,
  path: readonly string[],
  filters: ArrayFilters,
  context: UpdateContext,
  before: Doc,
): string[][] {
  const at = path.findIndex((p) => p.startsWith("$"));
  if (at < 0) return [[...path]];
  const head = path.slice(0, at);
  const tail = path.slice(at + 1);
  const token = path[at]!;
  if (token === "$") {
    // A document that is made by an upsert was matched by nothing.
    const index = context.inserting ? noPosition() : positionOf(before, head, context);
    return expand(doc, [...head, String(index), ...tail], filters, context, before);
  }
  const array = head.reduce<unknown>(inside, doc);
  if (!Array.isArray(array)) {
    if (array === undefined)
      throw badValue(
        `The path '${head.join(".")}' must exist in the document in order to apply array updates.`,
      );
    throw badValue(
      `Cannot apply array updates to non-array element ${head.join(".")}: ${JSON.stringify(array)}`,
    );
  }
  const test = token === "$[]" ? (): boolean => true : filters.get(token.slice(2, -1))!;
  return array.flatMap((element, i) =>
    test(element) ? expand(doc, [...head, String(i), ...tail], filters, context, before) : [],
  );
}
