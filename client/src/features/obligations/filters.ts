import { OccurrenceQuery } from "@hub/domain/obligations/acts-contract";
import type { OccurrenceFilters } from "./queries.ts";

export const OCCURRENCE_FILTERS = [
  "agreementId",
  "obligationId",
  "officeId",
  "kind",
  "state",
  "pending",
  "late",
  "from",
  "to",
] as const satisfies readonly (keyof OccurrenceFilters)[];
export type OccurrenceFilter = (typeof OCCURRENCE_FILTERS)[number];

/** The filters in an address; a value that the contract refuses is dropped, the others hold. */
export function filtersOf(search: URLSearchParams): OccurrenceFilters {
  const filters: OccurrenceFilters = {};
  for (const name of OCCURRENCE_FILTERS) {
    const value = search.get(name);
    if (!value) continue;
    const one = { [name]: value };
    if (OccurrenceQuery.safeParse(one).success) Object.assign(filters, one);
  }
  return filters;
}

/** The same address with some filters set or, where the value is empty, taken away. */
export function withFilters(
  search: URLSearchParams,
  changed: Partial<Record<OccurrenceFilter, string>>,
): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const name of OCCURRENCE_FILTERS) {
    const value = changed[name];
    if (value === undefined) continue;
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return next;
}

/** Where the list behind a number is. */
export const listPath = (query: Readonly<Record<string, string>>): string =>
  `/occurrences?${new URLSearchParams(query).toString()}`;
