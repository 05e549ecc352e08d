import { Navigate, Outlet, useLocation } from "react-router";
import { useText } from "../../app/i18n.ts";
import { Subnav } from "../../ui/subnav.tsx";
import { usePlaces } from "./places.ts";

export function Administration() {
  const t = useText();
  const places = usePlaces();
  const { pathname } = useLocation();
  // Another administrator's place is no place of mine.
  if (!places.some(({ path }) => path === pathname))
    return <Navigate to={places[0]?.path ?? "/account"} replace />;
  return (
    <Subnav label={t("administration.rail")} items={places}>
      <Outlet />
    </Subnav>
  );
}
