import { z } from "zod";
import { filtersOf, withFilters, type Filters } from "./filters.ts";

/** A narrowing that an officer named. It holds words of the query, never anything of a lead. */
export const SavedView = z.object({ name: z.string().trim().min(1).max(30), search: z.string() });
export type SavedView = z.infer<typeof SavedView>;

/** Keyed by officer: the next person at the same machine sees none of it. */
const keyOf = (officerId: string) => `leads.views.${officerId}`;

type Shelf = Pick<Storage, "getItem" | "setItem">;

/** An officer's views in the order in which they were saved; what cannot be read is as good as none. */
export function savedViews(shelf: Shelf, officerId: string): SavedView[] {
  try {
    return z.array(SavedView).parse(JSON.parse(shelf.getItem(keyOf(officerId)) ?? "[]"));
  } catch {
    return [];
  }
}

/** Saves under a name; the same name again replaces what it meant. */
export function saveView(
  shelf: Shelf,
  { officerId, name, filters }: { officerId: string; name: string; filters: Filters },
): SavedView[] {
  const search = withFilters(new URLSearchParams(), filters).toString();
  const view = SavedView.parse({ name, search });
  const others = savedViews(shelf, officerId).filter((one) => one.name !== view.name);
  return keep(shelf, officerId, [...others, view]);
}

export const dropView = (shelf: Shelf, officerId: string, name: string): SavedView[] =>
  keep(
    shelf,
    officerId,
    savedViews(shelf, officerId).filter((one) => one.name !== name),
  );

export const filtersOfView = (view: SavedView): Filters =>
  filtersOf(new URLSearchParams(view.search));

function keep(shelf: Shelf, officerId: string, views: SavedView[]): SavedView[] {
  shelf.setItem(keyOf(officerId), JSON.stringify(views));
  return views;
}
