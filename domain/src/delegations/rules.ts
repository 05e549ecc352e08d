import { isAdministrator, isProsecutor } from "../access/rules.ts";
import { dayOf } from "../kernel/clock.ts";
import type { Officer, Post } from "../kernel/officer.ts";
import { allow, refuse, type Verdict } from "../kernel/verdict.ts";
import type { DelegationFacts } from "./contract.ts";

/** Longest term: what lasts longer is an appointment. */
export const DELEGATION_DAYS = 366;

/** Both days count, by the calendar of Shanghai; a revoke ends it at once. */
export const isInForce = (
  delegation: Pick<DelegationFacts, "from" | "until" | "revokedAt">,
  now: Date,
): boolean => {
  const today = dayOf(now);
  return delegation.revokedAt === null && delegation.from <= today && today <= delegation.until;
};

const LEADERS: readonly Post[] = ["chief", "deputy_chief", "dept_head"];

type Person = Pick<Officer, "id" | "officeId" | "posts">;

/** A leader hands on only his own power: inside the office, to somebody who may decide, for days that end. */
export function mayDelegate(
  leader: Person,
  delegate: Person,
  { from, until, now }: { from: string; until: string; now: Date },
): Verdict {
  if (isAdministrator(leader.posts) || !leader.posts.some((post) => LEADERS.includes(post)))
    return refuse("forbidden", "not_a_leader");
  if (delegate.officeId !== leader.officeId) return refuse("not_found");
  if (delegate.id === leader.id) return refuse("forbidden", "to_oneself");
  if (isAdministrator(delegate.posts) || !isProsecutor(delegate.posts))
    return refuse("forbidden", "may_not_decide");
  if (until < dayOf(now)) return refuse("forbidden", "already_over");
  const days = (Date.parse(until) - Date.parse(from)) / 86_400_000;
  return days < DELEGATION_DAYS ? allow : refuse("forbidden", "too_long");
}

/** By who made it, or by the chief. */
export function mayRevoke(officer: Person, delegation: DelegationFacts, now: Date): Verdict {
  if (officer.officeId !== delegation.officeId) return refuse("not_found");
  if (officer.id !== delegation.principalId && !officer.posts.includes("chief"))
    return refuse("forbidden", "not_the_principal");
  if (delegation.revokedAt !== null || delegation.until < dayOf(now))
    return refuse("not_now", "already_over");
  return allow;
}
