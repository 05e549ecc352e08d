import { Suspense, type ReactNode } from "react";
import { NavLink } from "react-router";
import { cx } from "./cx.ts";
import { PageSkeleton } from "./page-skeleton.tsx";
import styles from "./subnav.module.css";

export interface SubnavItem {
  path: string;
  label: string;
}

/** Pages of one place: their names at the left, in a row on a phone. */
export function Subnav({
  label,
  items,
  children,
}: {
  label: string;
  items: readonly SubnavItem[];
  children: ReactNode;
}) {
  return (
    <div className={styles.frame}>
      <nav className={cx(styles.nav, "screen-only")} aria-label={label}>
        {items.map(({ path, label: name }) => (
          <NavLink
            key={path}
            to={path}
            end
            className={({ isActive }) => cx(styles.link, isActive && styles.here)}
          >
            {name}
          </NavLink>
        ))}
      </nav>
      <div className={styles.body}>
        <Suspense fallback={<PageSkeleton />}>{children}</Suspense>
      </div>
    </div>
  );
}
