import type { OfficerDoc } from "../officers/model.ts";
import type { Ctx, Hub } from "../store/hub.ts";
import type { SessionDoc } from "./model.ts";
import { admissionOf, type Admission, type SessionIds } from "./queries.ts";
import { isLive } from "./rules.ts";

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

/**
 * Which of these are who they were, by one query: a change of rights ends every session in its own commit (newEpoch), so whoever has a
 * live session of the epoch that is known has the rights that are known. Null where that cannot be said and everything is to be looked at.
 */
export async function stillAdmitted(
  hub: Hub,
  asked: readonly { ids: SessionIds; known: Ctx | undefined }[],
): Promise<(Pick<Admission, "session" | "ctx"> | null)[]> {
  const known = new Set(asked.flatMap((one) => (one.known ? [one.ids.sessionId] : [])));
  if (known.size === 0) return asked.map(() => null);
  const sessions = await hub.store.sessions.find({ _id: { $in: [...known] } }).lean<SessionDoc[]>();
  const byId = new Map(sessions.map((session) => [session._id, session]));
  return asked.map(({ ids, known: ctx }) => {
    const session = byId.get(ids.sessionId);
    if (!ctx || !session || session.officerId !== ids.officerId || ctx.actor.id !== ids.officerId)
      return null;
    if (!isLive(session, { epoch: ctx.actor.epoch, active: true }, hub.clock.now())) return null;
    return { session, ctx };
  });
}
