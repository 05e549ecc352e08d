import { HubError } from "../kernel/faults.ts";
import { newId } from "../kernel/ids.ts";
import { dayOf } from "../kernel/clock.ts";
import type { EntryType } from "../kernel/events.ts";
import type { Tx } from "../journal/journal.ts";
import { officeLogId } from "../offices/contract.ts";
import type { OfficerDoc } from "../officers/model.ts";
import { systemCtx } from "../officers/system.ts";
import type { Ctx, Hub } from "../store/hub.ts";
import { forgetGuesses, sweepAttempts, takeGuess } from "./attempts.ts";
import { freshSession, type Where } from "./open.ts";
import type { CredentialsDoc } from "./model.ts";
import { verifyPassword } from "./password.ts";
import { actorOf, policyOf, type Admission, type SessionIds } from "./queries.ts";
import { LOCK_OUT_MINUTES, needsAtSignIn } from "./rules.ts";
import { spendCode, spendRecoveryCode } from "./second-factor.ts";

/** Writes one line into the office's log, with a change beside it. These acts come from the hub's own pages, once: their id is ours. */
export async function logged(
  ctx: Ctx,
  entry: { type: EntryType; body: unknown },
  change: (tx: Tx) => Promise<void> = async () => {},
): Promise<void> {
  const channelId = officeLogId(ctx.actor.officeId);
  await ctx.hub.journal.act(ctx, {
    id: newId(),
    input: {},
    run: async (tx) => {
      await change(tx);
      return [{ channelId, ...entry }];
    },
  });
}

/** As the account is stored and compared: people type capitals and blanks. */
export const accountOf = (typed: string): string => typed.normalize("NFKC").trim().toLowerCase();

/**
 * Signs in with account and password, and says what the new session still lacks. An unknown account, a wrong password and an account
 * that was closed take the same time and get the same answer, bad_credentials; five wrong ones in a row account_locked.
 */
export async function signIn(
  hub: Hub,
  input: { account: string; password: string },
  where: Where,
): Promise<SessionIds> {
  const account = accountOf(input.account);
  const { isLast } = await takeGuess(hub, "password", account);
  const officer = await hub.store.officers.findOne({ account }).lean<OfficerDoc>();
  const known = officer ? await hub.store.credentials.findById(officer._id).lean() : null;
  const isRight = await verifyPassword(known?.passwordHash ?? null, input.password);
  if (!isRight || !officer?.active || !known) {
    if (isLast && officer) await logLockOut(hub, officer);
    throw new HubError("bad_credentials");
  }
  await forgetGuesses(hub, "password", account);
  await sweepAttempts(hub);
  return openSession(hub, officer, known, where);
}

const logLockOut = (hub: Hub, officer: OfficerDoc): Promise<void> =>
  logged(systemCtx(hub, officer.officeId), {
    type: "account.locked",
    body: { officerId: officer._id, minutes: LOCK_OUT_MINUTES },
  });

const deviceId = (officerId: string, device: string): string => `${officerId}/${device}`;

async function openSession(
  hub: Hub,
  officer: OfficerDoc,
  known: CredentialsDoc,
  where: Where,
): Promise<SessionIds> {
  const now = hub.clock.now();
  const [policy, device] = await Promise.all([
    policyOf(hub, officer.officeId),
    hub.store.devices.findById(deviceId(officer._id, where.device)).lean(),
  ]);
  const needs = needsAtSignIn({
    enrolled: known.authenticator !== null,
    givenToday: device?.day === dayOf(now),
    initial: known.initial,
    passwordAt: known.passwordAt,
    policy,
    now,
  });
  const session = freshSession(hub, officer, { needs, idleMinutes: policy.idleMinutes, where });
  const ctx = { hub, actor: actorOf(officer), role: officer.title };
  await logged(ctx, { type: "session.opened", body: { sessionId: session._id } }, async (tx) => {
    await tx.store.sessions.insertMany([session], { session: tx.session, lean: true });
  });
  return { sessionId: session._id, officerId: officer._id };
}

/**
 * The second factor, once per browser and day: a code of the authenticator, or a recovery code. Throws bad_code, account_locked, or
 * not_now when nothing is asked for.
 */
export async function giveSecondFactor(
  { ctx, session }: Admission,
  given: { code: string } | { recoveryCode: string },
): Promise<void> {
  const { hub, actor } = ctx;
  if (!session.needs.includes("second_factor")) throw new HubError("not_now");
  const known = await hub.store.credentials.findById(actor.id).lean();
  if (!known) throw new HubError("bad_code");
  await takeGuess(hub, "code", actor.id);
  if ("code" in given) {
    await spendCode(hub, known, given.code);
  } else {
    const left = await spendRecoveryCode(hub, actor.id, given.recoveryCode);
    await logged(ctx, { type: "recovery_code.used", body: { officerId: actor.id, left } });
  }
  await forgetGuesses(hub, "code", actor.id);
  await rememberDevice(hub, actor.id, session.device);
  await hub.store.sessions.updateOne({ _id: session._id }, { $pull: { needs: "second_factor" } });
}

/** This browser has shown the second factor today. */
export async function rememberDevice(hub: Hub, officerId: string, device: string): Promise<void> {
  await hub.store.devices.updateOne(
    { _id: deviceId(officerId, device) },
    { $set: { officerId, day: dayOf(hub.clock.now()) } },
    { upsert: true },
  );
}

/** Proves the officer of a session by password; the guesses are those of sign-in. Throws bad_credentials or account_locked. */
export async function provePassword({ ctx, officer }: Admission, password: string): Promise<void> {
  await takeGuess(ctx.hub, "password", officer.account);
  const known = await ctx.hub.store.credentials.findById(officer._id).lean();
  if (!(await verifyPassword(known?.passwordHash ?? null, password)))
    throw new HubError("bad_credentials");
  await forgetGuesses(ctx.hub, "password", officer.account);
}

/** Locks this session; its sockets hear nothing from now on. */
export async function lockSession({ ctx, session }: Admission): Promise<void> {
  await ctx.hub.store.sessions.updateOne(
    { _id: session._id, endedAt: null, lockedAt: null },
    { $set: { lockedAt: ctx.hub.clock.now() } },
  );
  ctx.hub.announcer.rights({ officerIds: [ctx.actor.id] });
}

export async function unlockSession(admission: Admission, password: string): Promise<void> {
  await provePassword(admission, password);
  const { ctx, session } = admission;
  await ctx.hub.store.sessions.updateOne(
    { _id: session._id, endedAt: null },
    { $set: { lockedAt: null, activeAt: ctx.hub.clock.now() } },
  );
}

/** Ends one session of the actor's own: this one, or another that he sees in his list. Throws not_found for anybody else's. */
export async function endSession(ctx: Ctx, sessionId: string): Promise<void> {
  await logged(ctx, { type: "session.ended", body: { sessionId } }, async (tx) => {
    const ended = await tx.store.sessions.updateOne(
      { _id: sessionId, officerId: ctx.actor.id, endedAt: null },
      { $set: { endedAt: tx.at } },
      { session: tx.session },
    );
    if (ended.matchedCount !== 1) throw new HubError("not_found");
    tx.rightsOf(ctx.actor.id);
  });
}

/** Ends every session of the actor by a new epoch; sockets are closed. */
export async function signOutEverywhere(ctx: Ctx): Promise<void> {
  await logged(ctx, { type: "session.ended", body: { sessionId: null } }, (tx) =>
    newEpoch(tx, ctx.actor.id),
  );
}

/** Makes every session of an officer worthless, in the commit of what changed his rights. */
export async function newEpoch(
  tx: Tx,
  officerId: string,
  { except }: { except?: string } = {},
): Promise<void> {
  const { session } = tx;
  await tx.store.officers.updateOne({ _id: officerId }, { $inc: { epoch: 1 } }, { session });
  await tx.store.sessions.updateMany(
    { officerId, endedAt: null, ...(except ? { _id: { $ne: except } } : {}) },
    { $set: { endedAt: tx.at } },
    { session },
  );
  if (except)
    await tx.store.sessions.updateOne({ _id: except }, { $inc: { epoch: 1 } }, { session });
  tx.rightsOf(officerId);
}
