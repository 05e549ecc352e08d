import { Suspense } from "react";
import { NavLink, Outlet, useLocation } from "react-router";
import { cx } from "../ui/cx.ts";
import { PageSkeleton } from "../ui/page-skeleton.tsx";
import { useActivity } from "./activity.ts";
import { Banner } from "./banner.tsx";
import { FEATURES } from "./feature-list.ts";
import type { RailItem } from "./features.ts";
import { useText } from "./i18n.ts";
import { useMe } from "./me.ts";
import { OfficerMenu } from "./officer-menu.tsx";
import styles from "./frame.module.css";

function RailLink({ item: { path, label, Count } }: { item: RailItem }) {
  const t = useText();
  return (
    <NavLink
      to={path}
      end={path === "/"}
      className={({ isActive }) => cx(styles.link, isActive && styles.here)}
    >
      <span>{t(label as "app.name")}</span>
      {Count && <Count />}
    </NavLink>
  );
}

/** What stands around every screen: banner, top bar, rail (a bottom bar on a phone). */
export function Frame() {
  const t = useText();
  const me = useMe();
  const { pathname } = useLocation();
  useActivity(me.session.idleMinutes);
  const items = FEATURES.flatMap((feature) => feature.rail ?? []).filter(
    (item) => item.shown?.(me) ?? true,
  );
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#content">
        {t("app.frame.skip")}
      </a>
      <Banner />
      <header className={`${styles.top} screen-only`}>
        <NavLink to="/" className={cx(styles.brand)}>
          <img src="/mark.svg" alt="" width={24} height={24} />
          <span>{t("app.name")}</span>
        </NavLink>
        <div className={styles.spring} />
        <OfficerMenu />
      </header>
      <nav className={`${styles.rail} screen-only`} aria-label={t("app.frame.rail")}>
        {items.map((item) => (
          <RailLink key={item.path} item={item} />
        ))}
      </nav>
      <main id="content" tabIndex={-1} className={styles.content} data-path={pathname}>
        <Suspense fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  );
}
