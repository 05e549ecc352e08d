import { LeadQuery } from "@hub/domain/leads/acts-contract";
import type { z } from "zod";

/** What the list is narrowed to, in the words of the query itself; a field that is left out does not narrow. */
export type Filters = Omit<z.input<typeof LeadQuery>, "cursor" | "limit">;
export type FilterName = keyof Filters;

/** In the order in which chips stand. */
export const FILTER_NAMES = [
  "text",
  "mine",
  "side",
  "state",
  "field",
  "grade",
  "marking",
  "officeId",
  "below",
  "from",
  "to",
] as const satisfies readonly FilterName[];

/**
 * The filters in an address. An address may be old or written by hand: a value that the contract refuses is dropped, the others
 * hold.
 */
export function filtersOf(search: URLSearchParams): Filters {
  const filters: Filters = {};
  for (const name of FILTER_NAMES) {
    const value = search.get(name)?.trim();
    if (!value) continue;
    const one = { [name]: value };
    if (LeadQuery.safeParse(one).success) Object.assign(filters, one);
  }
  return filters;
}

/** The same address with other filters: what is not a filter (view, selection) stays as it was. */
export function withFilters(search: URLSearchParams, filters: Filters): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const name of FILTER_NAMES) {
    const value = filters[name];
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return next;
}

/** Filters without one of them. */
export function without(filters: Filters, name: FilterName): Filters {
  const { [name]: _gone, ...rest } = filters;
  return rest;
}

export const isNarrowed = (filters: Filters): boolean =>
  FILTER_NAMES.some((name) => Boolean(filters[name]));

/** The same narrowing, whatever order it was made in. */
export const sameFilters = (one: Filters, other: Filters): boolean =>
  FILTER_NAMES.every((name) => (one[name] ?? "") === (other[name] ?? ""));
