import { createHash, randomBytes } from "node:crypto";
import type { ClientSession } from "mongoose";
import { generateSecret, generateURI, verifySync } from "otplib";
import { HubError } from "../kernel/faults.ts";
import type { Hub } from "../store/hub.ts";
import type { CredentialsDoc } from "./model.ts";

const PERIOD_SECONDS = 30;
/** One step behind is accepted (RFC 6238 section 5.2): typing takes time, and telephones run late. One ahead: they run fast, too. */
const TOLERANCE_SECONDS = PERIOD_SECONDS;
const RECOVERY_CODES = 10;
const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

const labelOf = (officerId: string): string => `second factor of ${officerId}`;

/** A new secret: sealed for the store, plain for the one screen that shows it. */
export function newSecret(
  { seal }: Pick<Hub, "seal">,
  of: { officerId: string; account: string },
): { sealed: string; secret: string; uri: string } {
  const secret = generateSecret({ length: 20 });
  const uri = generateURI({ issuer: "同舟", label: of.account, secret });
  return { sealed: seal.seal(secret, labelOf(of.officerId)), secret, uri };
}

/** The time step of a code that is right now and later than `afterStep`; null when it is wrong or a replay. */
export function stepOfCode(
  { seal, clock }: Pick<Hub, "seal" | "clock">,
  of: { officerId: string; sealed: string; afterStep: number; code: string },
): number | null {
  const result = verifySync({
    secret: seal.open(of.sealed, labelOf(of.officerId)),
    token: of.code,
    epoch: Math.floor(clock.now().getTime() / 1_000),
    epochTolerance: TOLERANCE_SECONDS,
    afterTimeStep: of.afterStep,
  });
  return result.valid && "timeStep" in result ? result.timeStep : null;
}

/**
 * Spends a code of an enrolled authenticator: each time step is accepted once (compare-and-set on the last one), so a code that was
 * overheard is worth nothing. Throws bad_code.
 */
export async function spendCode(
  hub: Pick<Hub, "store" | "seal" | "clock">,
  known: Pick<CredentialsDoc, "_id" | "authenticator" | "lastStep">,
  code: string,
  session: ClientSession | null = null,
): Promise<void> {
  const { _id: officerId, authenticator: sealed, lastStep: afterStep } = known;
  const step = sealed === null ? null : stepOfCode(hub, { officerId, sealed, afterStep, code });
  if (step === null) throw new HubError("bad_code");
  const spent = await hub.store.credentials.updateOne(
    { _id: officerId, lastStep: { $lt: step } },
    { $set: { lastStep: step } },
    session ? { session } : {},
  );
  if (spent.matchedCount !== 1) throw new HubError("bad_code");
}

const recoveryDigest = (officerId: string, code: string): string =>
  createHash("sha256").update(`${officerId}/${code}`).digest("hex");

/** Codes for the day the telephone is lost: 80 bits each, shown once, stored as digests. */
export function newRecoveryCodes(officerId: string): { codes: string[]; digests: string[] } {
  const codes = Array.from({ length: RECOVERY_CODES }, () =>
    Array.from(randomBytes(16), (byte) => BASE32[byte % 32]).join(""),
  );
  return {
    codes: codes.map((code) => code.replace(/(.{4})(?=.)/g, "$1-")),
    digests: codes.map((code) => recoveryDigest(officerId, code)),
  };
}

/** Spends a recovery code, once, and says how many are left. Throws bad_code. */
export async function spendRecoveryCode(
  hub: Pick<Hub, "store">,
  officerId: string,
  code: string,
): Promise<number> {
  const digest = recoveryDigest(officerId, code);
  const before = await hub.store.credentials
    .findOneAndUpdate({ _id: officerId, recovery: digest }, { $pull: { recovery: digest } })
    .lean();
  if (!before) throw new HubError("bad_code");
  return before.recovery.length - 1;
}
