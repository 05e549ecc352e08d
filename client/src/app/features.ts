import type { ComponentType } from "react";
import type { RouteObject } from "react-router";
import type { Me } from "./me.ts";

/** `handle` of a page that opens and works where there is no network. */
export const WORKS_WITHOUT_NETWORK = "works without network";

/** Where a feature appears in the rail. */
export interface RailItem {
  path: string;
  /** Another road of the same place: it is here there, too. */
  also?: string;
  /** Key of its name. */
  label: string;
  /** How many things there wait for me, as `<Waiting count={…} />` (ui/waiting.tsx). */
  Count?: ComponentType;
}

/** What a feature gives the frame: its screens, loaded when they are first opened, and its places in the rail. */
export interface Feature {
  /** Who has a place here; all, where it is left out. Others find it neither in the rail nor by a link (admitted.tsx). */
  admits?: (me: Me) => boolean;
  pages: RouteObject[];
  rail?: RailItem[];
}
