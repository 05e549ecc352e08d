import { AgreementQuery } from "@hub/domain/agreements/acts-contract";
import type { z } from "zod";

/** What the board is narrowed to, in the words of the query itself. */
export type Filters = Omit<z.input<typeof AgreementQuery>, "cursor" | "limit">;
export type FilterName = Exclude<keyof Filters, "box">;

export const BOXES = ["mine", "below", "reference", "all"] as const satisfies readonly NonNullable<
  Filters["box"]
>[];
export type Box = (typeof BOXES)[number];

/** In the order in which chips stand. */
export const FILTER_NAMES = [
  "text",
  "state",
  "inForce",
  "underWay",
  "partnerId",
  "field",
  "instrument",
  "clause",
] as const satisfies readonly FilterName[];

/** The filters in an address, my office's agreements first; a value that the contract refuses is dropped, the others hold. */
export function filtersOf(search: URLSearchParams): Filters {
  const filters: Filters = { box: BOXES.find((one) => one === search.get("box")) ?? "mine" };
  for (const name of FILTER_NAMES) {
    const value = search.get(name)?.trim();
    if (!value) continue;
    const one = { [name]: value };
    if (AgreementQuery.safeParse(one).success) Object.assign(filters, one);
  }
  return filters;
}

/** The same address with other filters; what is not a filter stays as it was. */
export function withFilters(search: URLSearchParams, filters: Filters): URLSearchParams {
  const next = new URLSearchParams(search);
  if (filters.box && filters.box !== "mine") next.set("box", filters.box);
  else next.delete("box");
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
