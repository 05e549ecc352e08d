import { Navigate, Outlet } from "react-router";
import { useText } from "../../app/i18n.ts";
import { isAdministrator, useMe } from "../../app/me.ts";
import { Subnav } from "../../ui/subnav.tsx";
import { usePlaces } from "./places.ts";

export function Administration() {
  const t = useText();
  const me = useMe();
  const places = usePlaces();
  if (!isAdministrator(me)) return <Navigate to="/" replace />;
  return (
    <Subnav label={t("administration.rail")} items={places}>
      <Outlet />
    </Subnav>
  );
}
