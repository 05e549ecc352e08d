import { Link, useLocation } from "react-router";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { cx } from "../../ui/cx.ts";
import styles from "../leads/leads-nav.module.css";

/** The agreements, what is owed under them, and how it stands: one place, several looks. */
export function AgreementsNav() {
  const t = useText();
  const me = useMe();
  const { pathname } = useLocation();
  const office = `/agreements/offices/${me.officer.officeId}`;
  const links = [
    { to: "/agreements", text: t("obligations.nav.agreements") },
    { to: "/occurrences", text: t("obligations.nav.ledger") },
    { to: "/agreements/dashboard", text: t("obligations.nav.board") },
    { to: office, text: t("obligations.nav.office") },
  ];
  return (
    <nav className={cx(styles.nav, "screen-only")} aria-label={t("obligations.nav.label")}>
      {links.map(({ to, text }) => (
        <Link
          key={to}
          to={to}
          className={cx(styles.link, pathname === to && styles.here)}
          aria-current={pathname === to ? "page" : undefined}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
