import type { OfficerDoc } from "../officers/model.ts";
import type { Hub } from "../store/hub.ts";
import type { SessionDoc } from "./model.ts";
import { actorOf, type Admission, type SessionIds } from "./queries.ts";
import { isLive, isLocked } from "./rules.ts";

/**
 * Who is behind each of these sessions, by the rights of this moment, in two queries however many they are; null where a session is
 * over. What officerOfSession is for one request, this is for all sockets of a gateway.
 */
export async function admissionsOf(
  hub: Hub,
  asked: readonly SessionIds[],
): Promise<(Admission | null)[]> {
  const [sessions, officers] = await Promise.all([
    hub.store.sessions
      .find({ _id: { $in: [...new Set(asked.map((ids) => ids.sessionId))] } })
      .lean<SessionDoc[]>(),
    hub.store.officers
      .find({ _id: { $in: [...new Set(asked.map((ids) => ids.officerId))] } })
      .lean<OfficerDoc[]>(),
  ]);
  const sessionById = new Map(sessions.map((session) => [session._id, session]));
  const officerById = new Map(officers.map((officer) => [officer._id, officer]));
  const now = hub.clock.now();
  return asked.map(({ sessionId, officerId }) => {
    const session = sessionById.get(sessionId);
    const officer = officerById.get(officerId);
    if (!session || !officer || session.officerId !== officer._id) return null;
    if (!isLive(session, officer, now)) return null;
    const ctx = { hub, actor: actorOf(officer), role: officer.title };
    return { session, officer, ctx, locked: isLocked(session, now) };
  });
}
