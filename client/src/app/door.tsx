import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useSyncExternalStore } from "react";
import { Outlet } from "react-router";
import { PageSkeleton } from "../ui/page-skeleton.tsx";
import { ProblemNote } from "../ui/problem-note.tsx";
import { Banner } from "./banner.tsx";
import { gate } from "./gate.ts";
import { useText } from "./i18n.ts";
import { meQuery, type Me } from "./me.ts";
import { leaveNothing, packs } from "./offline.ts";

const SignIn = lazy(async () => ({
  default: (await import("../features/sessions/sign-in.tsx")).SignIn,
}));
const LockSheet = lazy(async () => ({
  default: (await import("../features/sessions/lock-sheet.tsx")).LockSheet,
}));

const COME_BACK_MS = 5_000;

const isReady = (me: Me) => me.session.needs.length === 0;

/**
 * Lets an officer in. Nobody signed in, or something missing: the sign-in screen. A session that locks or ends in the middle of work:
 * a sheet over the page, which stays as it is, so that what was typed is still there afterwards.
 */
export function Door() {
  const t = useText();
  const client = useQueryClient();
  const {
    data: me,
    error,
    refetch,
  } = useQuery({
    ...meQuery,
    // While the hub is away nobody has to press for it to come back.
    refetchInterval: ({ state: { data, status } }) =>
      status === "error" && data === undefined ? COME_BACK_MS : false,
  });
  const state = useSyncExternalStore(gate.subscribe, gate.state);
  const inside = me != null && isReady(me);

  useEffect(() => {
    if (me === undefined) return;
    if (!inside) gate.set("unknown");
    else if (me.session.locked) gate.set("locked");
    else if (gate.state() === "unknown") gate.set("open");
  }, [me, inside]);

  const closed = inside && (state === "locked" || state === "signed_out");
  useEffect(() => {
    if (me === undefined || (inside && !closed)) return;
    // A screen that is locked can be opened again by its officer alone, and not without the hub.
    void (inside && state === "locked" ? packs.clear() : leaveNothing());
  }, [me, inside, closed, state]);

  if (error && me === undefined)
    return (
      <>
        <Banner />
        <main style={{ maxWidth: 520, margin: "14vh auto 0", padding: 16 }}>
          <h1 style={{ marginBottom: 12, color: "var(--lake)" }}>{t("app.fullName")}</h1>
          <ProblemNote thrown={error} onRetry={() => void refetch()} />
        </main>
      </>
    );
  if (me === undefined) return <PageSkeleton />;

  const enter = (entered: Me) => {
    const before = client.getQueryData(meQuery.queryKey);
    // Another officer at the same desk: nothing of the former one may stay on the screen or in memory.
    if (before && before.officer.id !== entered.officer.id) window.location.assign("/");
    client.setQueryData(meQuery.queryKey, entered);
    if (isReady(entered) && !entered.session.locked) gate.set("open");
  };

  return (
    <Suspense fallback={<PageSkeleton />}>
      {inside ? (
        <>
          <div inert={closed} className="door-content">
            <Outlet />
          </div>
          {closed && <LockSheet me={me} signedOut={state === "signed_out"} onEnter={enter} />}
        </>
      ) : (
        <SignIn me={me} onEnter={enter} />
      )}
    </Suspense>
  );
}
