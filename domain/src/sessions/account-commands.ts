import { HubError } from "../kernel/faults.ts";
import { ensure, refuse } from "../kernel/verdict.ts";
import { forgetGuesses, takeGuess } from "./attempts.ts";
import { logged, newEpoch, provePassword, rememberDevice } from "./commands.ts";
import { hashPassword, verifyPassword } from "./password.ts";
import { policyOf, type Admission } from "./queries.ts";
import { FORMER_PASSWORDS, passwordFaults } from "./rules.ts";
import { newRecoveryCodes, newSecret, spendCode, stepOfCode } from "./second-factor.ts";

/** The steps of the account itself come after the second factor: a stolen password alone changes nothing. */
function ensureFactorGiven({ session, locked }: Admission): void {
  if (locked) throw new HubError("locked");
  if (session.needs.includes("second_factor")) ensure(refuse("second_factor_required", "code"));
}

/** Changes the password; every other session ends. Throws bad_input by path `next` when the policy or a former password says no. */
export async function changePassword(
  admission: Admission,
  { current, next }: { current: string; next: string },
): Promise<void> {
  ensureFactorGiven(admission);
  const { ctx, officer, session } = admission;
  await provePassword(admission, current);
  const policy = await policyOf(ctx.hub, officer.officeId);
  const faults = passwordFaults(next, { account: officer.account, policy });
  if (faults.length > 0) throw badPassword(faults);
  const known = await ctx.hub.store.credentials.findById(officer._id).lean();
  if (!known) throw new HubError("bad_credentials");
  for (const former of [known.passwordHash, ...known.formerHashes])
    if (await verifyPassword(former, next)) throw badPassword(["password_used_before"]);
  const passwordHash = await hashPassword(next);
  await logged(ctx, { type: "password.changed", body: { officerId: officer._id } }, async (tx) => {
    const changed = await tx.store.credentials.updateOne(
      { _id: officer._id, passwordHash: known.passwordHash },
      {
        $set: {
          passwordHash,
          formerHashes: [known.passwordHash, ...known.formerHashes].slice(0, FORMER_PASSWORDS),
          passwordAt: tx.at,
          initial: false,
        },
      },
      { session: tx.session },
    );
    if (changed.matchedCount !== 1) throw new HubError("bad_credentials");
    await newEpoch(tx, officer._id, { except: session._id });
    await tx.store.sessions.updateOne(
      { _id: session._id },
      { $pull: { needs: "new_password" } },
      { session: tx.session },
    );
  });
}

const badPassword = (codes: string[]): HubError =>
  new HubError("bad_input", { issues: codes.map((code) => ({ path: "next", code })) });

/** Begins to enrol an authenticator; the secret is shown this once. Throws not_now when one is enrolled. */
export async function beginEnrolment(
  admission: Admission,
): Promise<{ uri: string; secret: string }> {
  ensureFactorGiven(admission);
  const { ctx, officer } = admission;
  const { sealed, uri, secret } = newSecret(ctx.hub, {
    officerId: officer._id,
    account: officer.account,
  });
  const begun = await ctx.hub.store.credentials.updateOne(
    { _id: officer._id, authenticator: null },
    { $set: { enrolling: sealed } },
  );
  if (begun.matchedCount !== 1) throw new HubError("not_now", { reason: "already_enrolled" });
  return { uri, secret };
}

/** Confirms the authenticator with a first code; answers the recovery codes, this once. */
export async function confirmEnrolment(admission: Admission, code: string): Promise<string[]> {
  ensureFactorGiven(admission);
  const { ctx, officer, session } = admission;
  const known = await ctx.hub.store.credentials.findById(officer._id).lean();
  const sealed = known?.enrolling ?? null;
  if (!known || sealed === null) throw new HubError("not_now", { reason: "not_enrolling" });
  await takeGuess(ctx.hub, "code", officer._id);
  const officerId = officer._id;
  const lastStep = stepOfCode(ctx.hub, { officerId, sealed, afterStep: 0, code });
  if (lastStep === null) throw new HubError("bad_code");
  await forgetGuesses(ctx.hub, "code", officerId);
  const { codes, digests } = newRecoveryCodes(officerId);
  await logged(ctx, { type: "second_factor.enrolled", body: { officerId } }, async (tx) => {
    const enrolled = await tx.store.credentials.updateOne(
      { _id: officerId, enrolling: sealed },
      { $set: { authenticator: sealed, enrolling: null, lastStep, recovery: digests } },
      { session: tx.session },
    );
    if (enrolled.matchedCount !== 1) throw new HubError("not_now", { reason: "not_enrolling" });
    await tx.store.sessions.updateOne(
      { _id: session._id },
      { $pull: { needs: "enrolment" } },
      { session: tx.session },
    );
  });
  await rememberDevice(ctx.hub, officerId, session.device);
  return codes;
}

/** A code of the authenticator, counted and spent. */
async function proveCode({ ctx, officer }: Admission, code: string): Promise<void> {
  const known = await ctx.hub.store.credentials.findById(officer._id).lean();
  if (!known?.authenticator) throw new HubError("not_now", { reason: "not_enrolled" });
  await takeGuess(ctx.hub, "code", officer._id);
  await spendCode(ctx.hub, known, code);
  await forgetGuesses(ctx.hub, "code", officer._id);
}

export async function renewRecoveryCodes(admission: Admission, code: string): Promise<string[]> {
  await proveCode(admission, code);
  const officerId = admission.officer._id;
  const { codes, digests } = newRecoveryCodes(officerId);
  const entry = { type: "recovery_codes.renewed", body: { officerId } } as const;
  await logged(admission.ctx, entry, async (tx) => {
    await tx.store.credentials.updateOne(
      { _id: officerId },
      { $set: { recovery: digests } },
      { session: tx.session },
    );
  });
  return codes;
}

/** Gives the authenticator up, where the office leaves it optional. */
export async function removeSecondFactor(admission: Admission, code: string): Promise<void> {
  const { ctx, officer } = admission;
  const policy = await policyOf(ctx.hub, officer.officeId);
  if (policy.secondFactor === "required")
    throw new HubError("forbidden", { reason: "second_factor_required_by_office" });
  await proveCode(admission, code);
  const officerId = officer._id;
  await logged(ctx, { type: "second_factor.removed", body: { officerId } }, async (tx) => {
    await tx.store.credentials.updateOne(
      { _id: officerId },
      { $set: { authenticator: null, enrolling: null, recovery: [] } },
      { session: tx.session },
    );
    await tx.store.devices.deleteMany({ officerId }, { session: tx.session });
  });
}
