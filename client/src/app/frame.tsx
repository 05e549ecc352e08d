import { useQueryClient } from "@tanstack/react-query";
import { Suspense, useEffect, useRef, useState } from "react";
import { NavLink, Outlet, useLocation, useMatches, useNavigation } from "react-router";
import { cx } from "../ui/cx.ts";
import { Bell } from "../features/notices/bell.tsx";
import { PageSkeleton } from "../ui/page-skeleton.tsx";
import { useActivity } from "./activity.ts";
import { Banner } from "./banner.tsx";
import { railOf } from "./feature-list.ts";
import { WORKS_WITHOUT_NETWORK, type RailItem } from "./features.ts";
import { useText } from "./i18n.ts";
import { LinkState } from "./link-state.tsx";
import { createLive, LiveContext, useLink } from "./live.ts";
import { isPractitioner, useMe } from "./me.ts";
import { Palette } from "./palette.tsx";
import { OfficerMenu } from "./officer-menu.tsx";
import { Outdated } from "./outdated.tsx";
import styles from "./frame.module.css";

function RailLink({ item: { path, also, label, Count } }: { item: RailItem }) {
  const t = useText();
  const { pathname } = useLocation();
  const isAlso = also !== undefined && pathname.startsWith(also);
  return (
    <NavLink
      to={path}
      end={path === "/"}
      className={({ isActive }) => cx(styles.railLink, (isActive || isAlso) && styles.here)}
    >
      <span>{t(label as "app.name")}</span>
      {Count && <Count />}
    </NavLink>
  );
}

/** What stands around every screen: banner, top bar, rail (a bottom bar on a phone), and the link that keeps it all current. */
export function Frame() {
  const me = useMe();
  return <Linked key={me.officer.id} officerId={me.officer.id} />;
}

function Linked({ officerId }: { officerId: string }) {
  const client = useQueryClient();
  const [live] = useState(() => createLive(officerId, client));
  useEffect(() => {
    live.start();
    return () => live.stop();
  }, [live]);
  return (
    <LiveContext value={live}>
      <Framed />
    </LiveContext>
  );
}

/** Who came by something that is gone with the page before (a form, a row) goes on by keyboard at the new page, not at its very top. */
function useFocusOnArrival(): void {
  const { pathname } = useLocation();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    if (document.activeElement === document.body)
      document.getElementById("content")?.focus({ preventScroll: true });
  }, [pathname]);
}

function Framed() {
  const t = useText();
  const me = useMe();
  useFocusOnArrival();
  const isMoving = useNavigation().state !== "idle";
  const { status } = useLink();
  const isField = useMatches().some(({ handle }) => handle === WORKS_WITHOUT_NETWORK);
  useActivity(me.session.idleMinutes, isField && status === "offline");
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#content">
        {t("app.frame.skip")}
      </a>
      <Banner />
      <Outdated />
      <header className={cx(styles.top, "screen-only")}>
        <NavLink to="/" className={cx(styles.brand)}>
          <img src="/mark.svg" alt="" width={24} height={24} />
          <span>{t("app.name")}</span>
        </NavLink>
        {isPractitioner(me) && <Palette />}
        <div className={styles.spring} />
        <LinkState />
        {isPractitioner(me) && <Bell />}
        <OfficerMenu />
      </header>
      <nav className={cx(styles.rail, "screen-only")} aria-label={t("app.frame.rail")}>
        {railOf(me).map((item) => (
          <RailLink key={item.path} item={item} />
        ))}
      </nav>
      <main id="content" tabIndex={-1} className={styles.content} aria-busy={isMoving}>
        <Suspense fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  );
}
