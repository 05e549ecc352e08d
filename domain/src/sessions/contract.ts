import { z } from "zod";
import { Id, OfficeId } from "../kernel/ids.ts";
import { OfficerCard } from "../kernel/officer.ts";
import { route } from "../kernel/route.ts";
import { line } from "../kernel/text.ts";

/** What a session still lacks: the second factor, its first enrolment, or a password of one's own. */
export const Need = z.enum(["second_factor", "enrolment", "new_password"]);
export type Need = z.infer<typeof Need>;

/** An account as typed: case and outer blanks do not matter. */
export const Account = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{2,39}$/);

/** What one types to prove; never stored, so no refinement may quote it. */
const Secret = z.string().min(1).max(200);
export const Password = Secret;
/** Six digits of the authenticator; people type them in two groups. */
export const Code = z
  .string()
  .transform((text) => text.replace(/\s/g, ""))
  .pipe(z.string().regex(/^\d{6}$/));
const RecoveryCode = z
  .string()
  .transform((text) => text.replace(/[\s-]/g, "").toLowerCase())
  .pipe(z.string().regex(/^[a-z2-7]{16}$/));

/**
 * The proof for a formal act (签发, 会签): a code, or the password where the officer has no second factor and the office's policy
 * leaves it optional.
 */
export const Proof = z.union([
  z.strictObject({ code: Code }),
  z.strictObject({ password: Password }),
]);
export type Proof = z.infer<typeof Proof>;

/** Rules of an office for its accounts, set by its security administrator. */
export const Policy = z.object({
  secondFactor: z.enum(["required", "optional"]),
  idleMinutes: z.int().min(1).max(60),
  passwordLength: z.int().min(10).max(64),
  /** A password is to be changed after so many days (GB/T 22239-2019 8.1.4.1); 0 never. */
  passwordDays: z.int().min(0).max(365),
  /** Officers may have a feed of their calendar for programmes outside the hub. */
  calendarFeeds: z.boolean().default(false),
});
export type Policy = z.infer<typeof Policy>;

export const PolicyView = Policy.extend({ officeId: OfficeId, version: z.int() });
export type PolicyView = z.infer<typeof PolicyView>;

/** The session as its own browser sees it. */
export const Me = z.object({
  officer: OfficerCard,
  tokens: z.array(z.string()),
  account: z.string(),
  session: z.object({
    id: Id,
    needs: z.array(Need),
    locked: z.boolean(),
    since: z.iso.datetime(),
    idleMinutes: z.int(),
  }),
  secondFactor: z.object({ enrolled: z.boolean(), recoveryLeft: z.int() }),
  /** Which proof a formal act asks of this officer. */
  proof: z.enum(["code", "password", "enrolment"]),
  policy: Policy,
});
export type Me = z.infer<typeof Me>;

export const SessionView = z.object({
  id: Id,
  current: z.boolean(),
  since: z.iso.datetime(),
  activeAt: z.iso.datetime(),
  address: z.string(),
  browser: z.string(),
  system: z.string(),
});
export type SessionView = z.infer<typeof SessionView>;

export const signInRoute = route({
  name: "sessions.signIn",
  method: "post",
  path: "/sessions",
  summary: "Sign in with account and password",
  door: "public",
  status: 201,
  body: z.strictObject({ account: z.string().trim().min(1).max(100), password: Password }),
  reply: Me,
  refuses: ["bad_credentials", "account_locked"],
});

export const meRoute = route({
  name: "sessions.me",
  method: "get",
  path: "/sessions/current",
  summary: "Who is signed in here, and what is still missing",
  door: "partial",
  reply: Me,
});

export const giveSecondFactorRoute = route({
  name: "sessions.giveSecondFactor",
  method: "post",
  path: "/sessions/current/second-factor",
  summary: "Give the second factor: a code or a recovery code",
  door: "partial",
  body: z.union([z.strictObject({ code: Code }), z.strictObject({ recoveryCode: RecoveryCode })]),
  reply: Me,
  refuses: ["bad_code", "account_locked", "not_now"],
});

export const activeRoute = route({
  name: "sessions.active",
  method: "post",
  path: "/sessions/current/active",
  summary: "A person is at the desk: puts off the idle lock",
  status: 204,
});

export const lockRoute = route({
  name: "sessions.lock",
  method: "post",
  path: "/sessions/current/lock",
  summary: "Lock this session",
  door: "partial",
  status: 204,
});

export const unlockRoute = route({
  name: "sessions.unlock",
  method: "post",
  path: "/sessions/current/unlock",
  summary: "Unlock this session with the password",
  door: "partial",
  body: z.strictObject({ password: Password }),
  reply: Me,
  refuses: ["bad_credentials", "account_locked"],
});

export const signOutRoute = route({
  name: "sessions.signOut",
  method: "delete",
  path: "/sessions/current",
  summary: "Sign out here",
  door: "partial",
  status: 204,
});

export const listSessionsRoute = route({
  name: "sessions.list",
  method: "get",
  path: "/sessions",
  summary: "Where I am signed in",
  reply: z.object({ sessions: z.array(SessionView) }),
});

export const endSessionRoute = route({
  name: "sessions.end",
  method: "delete",
  path: "/sessions/:sessionId",
  summary: "Sign out one of my other sessions",
  params: z.object({ sessionId: Id }),
  status: 204,
  refuses: ["not_found"],
});

export const signOutEverywhereRoute = route({
  name: "sessions.signOutEverywhere",
  method: "post",
  path: "/sessions/end-all",
  summary: "Sign out everywhere, here too; closes sockets",
  status: 204,
});

export const changePasswordRoute = route({
  name: "sessions.changePassword",
  method: "put",
  path: "/account/password",
  summary: "Change the password; ends all other sessions",
  door: "partial",
  body: z.strictObject({ current: Password, next: z.string().max(200) }),
  reply: Me,
  refuses: ["bad_credentials", "account_locked", "second_factor_required"],
});

export const beginEnrolmentRoute = route({
  name: "sessions.beginEnrolment",
  method: "post",
  path: "/account/second-factor",
  summary: "Begin to enrol an authenticator: a secret to scan",
  door: "partial",
  reply: z.object({ uri: z.string(), secret: z.string() }),
  refuses: ["not_now", "second_factor_required"],
});

export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });

export const confirmEnrolmentRoute = route({
  name: "sessions.confirmEnrolment",
  method: "post",
  path: "/account/second-factor/confirm",
  summary: "Confirm the authenticator with its first code; answers recovery codes once",
  door: "partial",
  body: z.strictObject({ code: Code }),
  reply: RecoveryCodes,
  refuses: ["bad_code", "account_locked", "not_now", "second_factor_required"],
});

export const renewRecoveryCodesRoute = route({
  name: "sessions.renewRecoveryCodes",
  method: "post",
  path: "/account/second-factor/recovery-codes",
  summary: "Make new recovery codes; the old ones end",
  body: z.strictObject({ code: Code }),
  reply: RecoveryCodes,
  refuses: ["bad_code", "account_locked", "not_now"],
});

export const removeSecondFactorRoute = route({
  name: "sessions.removeSecondFactor",
  method: "post",
  path: "/account/second-factor/remove",
  summary: "Give the authenticator up, where the office's policy lets one",
  body: z.strictObject({ code: Code }),
  reply: Me,
  refuses: ["bad_code", "account_locked", "not_now", "forbidden"],
});

export const SetPolicy = Policy.extend({ id: Id, expects: z.int(), reason: line(500) }).strict();
export type SetPolicy = z.infer<typeof SetPolicy>;

export const getPolicyRoute = route({
  name: "sessions.policy",
  method: "get",
  path: "/offices/:officeId/policy",
  summary: "The office's rules for its accounts",
  params: z.object({ officeId: OfficeId }),
  reply: PolicyView,
  refuses: ["not_found"],
});

export const setPolicyRoute = route({
  name: "sessions.setPolicy",
  method: "put",
  path: "/offices/:officeId/policy",
  summary: "Change the office's rules for its accounts",
  params: z.object({ officeId: OfficeId }),
  body: SetPolicy,
  reply: PolicyView,
  refuses: ["not_found", "forbidden", "stale"],
});

/** Entries of the office's log. Sign-in stands there too (GB/T 22239-2019 8.1.4.3: every user is audited). */
export const sessionEntries = {
  "session.opened": { counts: false, body: z.object({ sessionId: Id }) },
  "session.ended": { counts: false, body: z.object({ sessionId: Id.nullable() }) },
  "account.locked": { counts: false, body: z.object({ officerId: Id, minutes: z.int() }) },
  "password.changed": { counts: false, body: z.object({ officerId: Id }) },
  "second_factor.enrolled": { counts: false, body: z.object({ officerId: Id }) },
  "second_factor.removed": { counts: false, body: z.object({ officerId: Id }) },
  "recovery_codes.renewed": { counts: false, body: z.object({ officerId: Id }) },
  "recovery_code.used": { counts: false, body: z.object({ officerId: Id, left: z.int() }) },
  "policy.changed": {
    counts: false,
    body: z.object({ fields: z.array(z.string()), reason: z.string() }),
  },
} as const;
