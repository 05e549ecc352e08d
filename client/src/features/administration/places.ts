import { useText } from "../../app/i18n.ts";
import { holds, useMe } from "../../app/me.ts";
import type { SubnavItem } from "../../ui/subnav.tsx";

/** What each administrator finds here: accounts and offices, roles and rules, or the log. */
export function usePlaces(): SubnavItem[] {
  const t = useText();
  const me = useMe();
  const place = (name: "accounts" | "office" | "calendar" | "approvals" | "policy" | "log") => ({
    path: `/administration/${name}`,
    label: t(`administration.${name}.title`),
  });
  const system = [place("accounts"), place("office"), place("calendar")];
  const security = [place("accounts"), place("approvals"), place("policy")];
  return [
    ...(holds(me, "system_admin") ? system : []),
    ...(holds(me, "security_admin") ? security : []),
    place("log"),
  ].filter((one, index, all) => all.findIndex((other) => other.path === one.path) === index);
}
