import type { OfficerDoc } from "../officers/model.ts";
import type { Hub } from "../store/hub.ts";
import type { SessionDoc } from "./model.ts";
import { admissionOf, type Admission, type SessionIds } from "./queries.ts";

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
  return asked.map(({ sessionId, officerId }) =>
    admissionOf(hub, sessionById.get(sessionId), officerById.get(officerId)),
  );
}
