import { Link, useLocation } from "react-router";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import styles from "../leads/leads-nav.module.css";

const PAGES = ["calendar", "list", "series", "checklists", "feed"] as const;
const pathOf = (page: (typeof PAGES)[number]) =>
  page === "calendar" ? "/actions" : `/actions/${page}`;

/** The calendar, the list and what stands behind them: one place for everything about actions. */
export function ActionsNav() {
  const t = useText();
  const { pathname } = useLocation();
  return (
    <nav className={cx(styles.nav, "screen-only")} aria-label={t("actions.nav.label")}>
      {PAGES.map((page) => {
        const here = pathname === pathOf(page);
        return (
          <Link
            key={page}
            to={pathOf(page)}
            className={cx(styles.link, here && styles.here)}
            aria-current={here ? "page" : undefined}
          >
            {t(`actions.nav.${page}`)}
          </Link>
        );
      })}
    </nav>
  );
}
