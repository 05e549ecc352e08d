import { Outlet } from "react-router";
import { useText } from "../../app/i18n.ts";
import { isAdministrator, useMe } from "../../app/me.ts";
import { Subnav } from "../../ui/subnav.tsx";

export function Account() {
  const t = useText();
  const me = useMe();
  const content = [
    { path: "/account/delegations", label: t("account.delegations.title") },
    { path: "/account/keys", label: t("signing.keys.own") },
    { path: "/account/terms", label: t("account.terms.title") },
    { path: "/account/approvals", label: t("administration.approvals.title") },
  ];
  return (
    <Subnav
      label={t("account.title")}
      items={[
        { path: "/account", label: t("account.profile.title") },
        { path: "/account/security", label: t("account.security.title") },
        ...(isAdministrator(me) ? [] : content),
      ]}
    >
      <Outlet />
    </Subnav>
  );
}
