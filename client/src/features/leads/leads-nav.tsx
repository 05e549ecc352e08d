import { Link, useLocation } from "react-router";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import styles from "./leads-nav.module.css";

const BOXES = ["inbox", "sent", "drafts", "withdrawn"] as const;

/** The register and the boxes of exchanges stand side by side: one place for everything about leads. */
export function LeadsNav() {
  const t = useText();
  const { pathname, search } = useLocation();
  const box = pathname === "/exchanges" ? (new URLSearchParams(search).get("box") ?? "all") : null;
  const links = [
    { to: "/leads", text: t("leads.nav.register"), here: pathname === "/leads" },
    ...BOXES.map((one) => ({
      to: `/exchanges?box=${one}`,
      text: t(`leads.nav.${one}`),
      here: box === one,
    })),
  ];
  return (
    <nav className={cx(styles.nav, "screen-only")} aria-label={t("leads.nav.label")}>
      {links.map(({ to, text, here }) => (
        <Link
          key={to}
          to={to}
          className={cx(styles.link, here && styles.here)}
          aria-current={here ? "page" : undefined}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
