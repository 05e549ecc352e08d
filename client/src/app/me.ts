import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { ADMIN_POSTS, type Post } from "@hub/domain/kernel/officer";
import { meRoute, type Me } from "@hub/domain/sessions/contract";
import { call } from "./call.ts";
import { gate } from "./gate.ts";
import { openFromDevice } from "./offline.ts";
import { isUnreachable, problemOf } from "./problem.ts";

export type { Me };

/** Who is signed in here; null where nobody is. Where the hub cannot be reached when the page opens, it is whom the field's pack names. */
export const meQuery = queryOptions({
  queryKey: ["sessions", "me"],
  queryFn: async ({ signal, client }): Promise<Me | null> => {
    try {
      return await call(meRoute, { signal });
    } catch (thrown) {
      const kept =
        isUnreachable(thrown) && gate.state() === "unknown" ? await openFromDevice(client) : null;
      if (kept) return kept;
      if (problemOf(thrown).code !== "signed_out") throw thrown;
      if (gate.state() === "unknown") return null;
      // It ended in the middle of work: the officer stays known, and the page stays as it is behind the sign-in sheet.
      gate.set("signed_out");
      throw thrown;
    }
  },
  staleTime: 5 * 60_000,
});

/** The officer at the desk. Only inside the frame, where somebody always is. */
export function useMe(): Me {
  const { data } = useSuspenseQuery(meQuery);
  if (data === null) throw new Error("nobody is signed in");
  return data;
}

export const holds = (me: Me, ...posts: Post[]): boolean =>
  me.officer.posts.some((post) => posts.includes(post));

/** One of the three separated administrators: sees accounts, roles or headers, never content. */
export const isAdministrator = (me: Me): boolean => holds(me, ...ADMIN_POSTS);

/** Everybody but them: works on matters and talks about them. */
export const isPractitioner = (me: Me): boolean => !isAdministrator(me);

/** Where the day begins. */
export const homeOf = (me: Me): string => (isAdministrator(me) ? "/administration" : "/");
