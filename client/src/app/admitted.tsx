import { Navigate, Outlet } from "react-router";
import type { Feature } from "./features.ts";
import { homeOf, useMe } from "./me.ts";

/** A feature's screens for those who have a place there; a link leads anybody else to his own place. */
export function Admitted({ by }: { by: NonNullable<Feature["admits"]> }) {
  const me = useMe();
  return by(me) ? <Outlet /> : <Navigate to={homeOf(me)} replace />;
}
