import { allow, refuse, type Verdict } from "../kernel/verdict.ts";
import type { Need, Policy } from "./contract.ts";

/** What an office starts with. */
export const DEFAULT_POLICY: Policy = {
  secondFactor: "required",
  idleMinutes: 15,
  passwordLength: 12,
  passwordDays: 180,
  calendarFeeds: false,
};

/** A session ends after a working day, however busy. */
export const SESSION_HOURS = 12;
/** Five wrong guesses lock an account for a quarter of an hour; then it frees itself. */
export const GUESSES = 5;
export const LOCK_OUT_MINUTES = 15;
/** Former passwords that may not come back. */
export const FORMER_PASSWORDS = 5;
/** Activity is noted no more often than this: one write per half minute and session, not one per request. */
export const ACTIVITY_STEP_MS = 30_000;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export const expiryOf = (since: Date): Date => new Date(since.getTime() + SESSION_HOURS * HOUR_MS);

/** What the rules ask of a session. */
export interface SessionState {
  epoch: number;
  needs: readonly Need[];
  activeAt: Date;
  idleMinutes: number;
  lockedAt: Date | null;
  endedAt: Date | null;
  expiresAt: Date;
}

/** False once the session is over for good: signed out, too old, or its officer's rights have changed since. */
export const isLive = (
  session: SessionState,
  officer: { epoch: number; active: boolean },
  now: Date,
): boolean =>
  session.endedAt === null &&
  now < session.expiresAt &&
  officer.active &&
  officer.epoch === session.epoch;

/** Locked on purpose, or because nobody was at the desk. */
export const isLocked = (session: SessionState, now: Date): boolean =>
  session.lockedAt !== null ||
  now.getTime() - session.activeAt.getTime() > session.idleMinutes * MINUTE_MS;

/** May a live session pass the door for officers? The lock is asked first: a locked screen tells nothing else. */
export function mayEnter(session: SessionState, now: Date): Verdict {
  if (isLocked(session, now)) return refuse("locked");
  if (session.needs.includes("second_factor")) return refuse("second_factor_required", "code");
  if (session.needs.includes("new_password")) return refuse("forbidden", "password_must_change");
  if (session.needs.includes("enrolment")) return refuse("second_factor_required", "enrolment");
  return allow;
}

/** What a fresh session lacks. `givenToday`: this browser gave the second factor already today. */
export function needsAtSignIn(account: {
  enrolled: boolean;
  givenToday: boolean;
  initial: boolean;
  passwordAt: Date;
  policy: Policy;
  now: Date;
}): Need[] {
  const { enrolled, givenToday, initial, passwordAt, policy, now } = account;
  const ageDays = (now.getTime() - passwordAt.getTime()) / (24 * HOUR_MS);
  const needs: Need[] = [];
  if (enrolled && !givenToday) needs.push("second_factor");
  if (initial || (policy.passwordDays > 0 && ageDays > policy.passwordDays))
    needs.push("new_password");
  if (!enrolled && policy.secondFactor === "required") needs.push("enrolment");
  return needs;
}

/** Which proof a formal act asks for; `enrolment`: an authenticator has to be enrolled first. */
export function proofAsked(enrolled: boolean, policy: Policy): "code" | "password" | "enrolment" {
  if (enrolled) return "code";
  return policy.secondFactor === "optional" ? "password" : "enrolment";
}

/** Small and capital letters, characters that have neither, digits, signs. */
const KINDS = [/\p{Ll}/u, /\p{Lu}/u, /\p{Lo}/u, /\p{N}/u, /[^\p{L}\p{N}]/u];

/** Everything that is wrong with a new password, as issue codes; empty when it will do. */
export function passwordFaults(
  password: string,
  of: { account: string; policy: Policy },
): string[] {
  const faults: string[] = [];
  if (Array.from(password).length < of.policy.passwordLength) faults.push("password_too_short");
  if (KINDS.filter((kind) => kind.test(password)).length < 3) faults.push("password_too_simple");
  const plain = password.toLowerCase();
  if (of.account.split(/[._-]/).some((part) => part.length >= 4 && plain.includes(part)))
    faults.push("password_contains_account");
  return faults;
}
