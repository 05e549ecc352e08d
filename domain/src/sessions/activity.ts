import type { Hub } from "../store/hub.ts";
import type { SessionDoc } from "./model.ts";
import { ACTIVITY_STEP_MS } from "./rules.ts";

/** Notes that a person did something; seldom enough that it costs nothing. Never wakes a session that was locked or ended meanwhile. */
export async function touchSession(
  hub: Pick<Hub, "store" | "clock">,
  session: Pick<SessionDoc, "_id" | "activeAt">,
): Promise<void> {
  const now = hub.clock.now();
  if (now.getTime() - session.activeAt.getTime() < ACTIVITY_STEP_MS) return;
  await hub.store.sessions.updateOne(
    { _id: session._id, endedAt: null, lockedAt: null },
    { $max: { activeAt: now } },
  );
}
