import type { ClientSession } from "mongoose";
import { tokensOf } from "../access/rules.ts";
import { HubError } from "../kernel/faults.ts";
import type { OfficerCard } from "../kernel/officer.ts";
import { ensure } from "../kernel/verdict.ts";
import type { OfficerDoc } from "../officers/model.ts";
import type { Ctx, Hub } from "../store/hub.ts";
import type { SessionDoc } from "./model.ts";
import type { Me, Policy, PolicyView, SessionView } from "./contract.ts";
import { toSessionView } from "./present.ts";
import { DEFAULT_POLICY, isLive, isLocked, mayEnter, proofAsked } from "./rules.ts";

/** What the cookie's record in Redis holds: only names. What they are worth is asked of MongoDB each time. */
export interface SessionIds {
  sessionId: string;
  officerId: string;
}

/** A live session with its officer; it may still be locked or lack something. */
export interface Admission {
  session: SessionDoc;
  officer: OfficerDoc;
  ctx: Ctx;
  locked: boolean;
}

/** What a cookie names for this session. */
export const idsOf = ({ session }: Admission): SessionIds => ({
  sessionId: session._id,
  officerId: session.officerId,
});

/** The officer as rules see one, with the tokens of today's posts. */
export const actorOf = (officer: OfficerDoc): Ctx["actor"] => ({
  id: officer._id,
  name: officer.name,
  officeId: officer.officeId,
  departmentId: officer.departmentId,
  posts: officer.posts,
  inCharge: officer.inCharge,
  tokens: tokensOf({ ...officer, id: officer._id }),
  epoch: officer.epoch,
});

/**
 * Who is behind a session, by the rights of this moment; null when it is over. The one question that the HTTP door and the gateway
 * both ask, at every request, command and heartbeat.
 */
export async function officerOfSession(hub: Hub, ids: SessionIds): Promise<Admission | null> {
  const [session, officer] = await Promise.all([
    hub.store.sessions.findById(ids.sessionId).lean<SessionDoc>(),
    hub.store.officers.findById(ids.officerId).lean<OfficerDoc>(),
  ]);
  return admissionOf(hub, session, officer);
}

/** What these two records admit to at this moment; null when they do not belong together or the session is over. */
export function admissionOf(
  hub: Hub,
  session: SessionDoc | null | undefined,
  officer: OfficerDoc | null | undefined,
): Admission | null {
  if (!session || !officer || session.officerId !== officer._id) return null;
  const now = hub.clock.now();
  if (!isLive(session, officer, now)) return null;
  const ctx = { hub, actor: actorOf(officer), role: officer.title };
  return { session, officer, ctx, locked: isLocked(session, now) };
}

/** The ctx of an officer who may act, or the fault that says what is missing: signed_out, locked, second_factor_required. */
export function ensureAdmitted(admission: Pick<Admission, "session" | "ctx"> | null): Ctx {
  if (!admission) throw new HubError("signed_out");
  ensure(mayEnter(admission.session, admission.ctx.hub.clock.now()));
  return admission.ctx;
}

/** An officer as others see one. */
export const cardOf = (officer: OfficerDoc): OfficerCard => ({
  id: officer._id,
  name: officer.name,
  officeId: officer.officeId,
  departmentId: officer.departmentId,
  posts: officer.posts,
  inCharge: officer.inCharge,
  title: officer.title,
  telephone: officer.telephone,
});

/** The office's rules for its accounts, as set or by default. */
export async function policyOf(
  hub: Pick<Hub, "store">,
  officeId: string,
  session: ClientSession | null = null,
): Promise<Policy & { version: number }> {
  const set = await hub.store.policies.findById(officeId, null, { session }).lean();
  if (!set) return { ...DEFAULT_POLICY, version: 0 };
  const { _id, ...policy } = set;
  return { ...DEFAULT_POLICY, ...policy };
}

/** The same for a page of one's own office; not_found for any other. */
export async function getPolicy(ctx: Ctx, officeId: string): Promise<PolicyView> {
  if (ctx.actor.officeId !== officeId) throw new HubError("not_found");
  return { officeId, ...(await policyOf(ctx.hub, officeId)) };
}

/** The session as its own browser is told of it. */
export async function toMe({ session, officer, ctx, locked }: Admission): Promise<Me> {
  const [credentials, { version: _, ...policy }] = await Promise.all([
    ctx.hub.store.credentials.findById(officer._id).lean(),
    policyOf(ctx.hub, officer.officeId),
  ]);
  const enrolled = credentials !== null && credentials.authenticator !== null;
  return {
    officer: cardOf(officer),
    tokens: ctx.actor.tokens,
    account: officer.account,
    session: {
      id: session._id,
      needs: session.needs,
      locked,
      since: session.since.toISOString(),
      idleMinutes: session.idleMinutes,
    },
    secondFactor: { enrolled, recoveryLeft: enrolled ? credentials.recovery.length : 0 },
    proof: proofAsked(enrolled, policy),
    policy,
  };
}

/** Where an officer is signed in, latest first. */
export async function listSessions({ ctx, session }: Admission): Promise<SessionView[]> {
  const live = await ctx.hub.store.sessions
    .find({
      officerId: ctx.actor.id,
      endedAt: null,
      epoch: ctx.actor.epoch,
      expiresAt: { $gt: ctx.hub.clock.now() },
    })
    .sort({ since: -1 })
    .limit(100)
    .lean();
  return live.map((one) => toSessionView(one, session._id));
}
