import { token } from "../access/rules.ts";
import { BEFORE_ISSUE } from "./flow.ts";
import type { ExchangeFacts } from "./facts.ts";
import { presentAssignment } from "./rules.ts";

type Scope = Omit<ExchangeFacts, "audience">;

/** The sender's side: leaders, liaison, head of the lead's department, drafter, the lead's team, and who reviews or issues. */
function senderTokens(x: Scope): string[] {
  const own = [token.leaders(x.fromOfficeId), token.liaison(x.fromOfficeId)];
  if (x.fromDepartmentId) own.push(token.head(x.fromDepartmentId));
  own.push(token.officer(x.drafted.officerId), ...x.fromTeam.map(token.officer));
  const asked = ["reviewing", "issuing"].includes(x.state)
    ? [...x.plan.review, ...x.plan.issue]
    : [];
  for (const by of [x.reviewed, x.issued?.by]) if (by) own.push(token.officer(by.officerId));
  return [...own, ...asked];
}

/** The receiver's side: leaders, liaison and 收件岗; the head once routed; whoever is or becomes part of the work. */
function receiverTokens(x: Scope): string[] {
  const own = [
    token.leaders(x.toOfficeId),
    token.liaison(x.toOfficeId),
    token.intake(x.toOfficeId),
  ];
  if (x.departmentId) own.push(token.head(x.departmentId));
  const assigned = presentAssignment(x);
  if (assigned) {
    const { prosecutorId, assistantIds, clerkId } = assigned;
    own.push(...[prosecutorId, ...assistantIds, ...(clerkId ? [clerkId] : [])].map(token.officer));
  }
  return [...own, ...x.toTeam.map(token.officer), ...x.circulated.map(token.officer)];
}

const standInTokens = (x: Scope, officeId: string): string[] =>
  x.standIns.filter((one) => one.officeId === officeId).map((one) => token.officer(one.officerId));

/**
 * Who may read the channel that both sides share (双方): no superior, unless under a recorded 督办. Empty before the issue, when there is
 * none.
 */
export function audienceOfBoth(x: Scope): string[] {
  if (BEFORE_ISSUE.includes(x.state)) return [];
  const own = [...senderTokens(x), ...standInTokens(x, x.fromOfficeId)];
  // Withdrawn: the other side keeps a tombstone, which is a record of its own.
  if (x.state === "withdrawn") return [...new Set(own)];
  const above = x.supervisions.flatMap((one) => (one.ended ? [] : [token.superior(one.officeId)]));
  return [...new Set([...own, ...receiverTokens(x), ...standInTokens(x, x.toOfficeId), ...above])];
}

/** What the receiver keeps reading after a withdrawal: its tombstone. */
export const audienceOfTombstone = (x: Scope): string[] => [
  ...new Set([...receiverTokens(x), ...standInTokens(x, x.toOfficeId), ...superiorTokens(x)]),
];

const superiorTokens = (x: Scope): string[] => x.superiorIds.map(token.superior);

/** Who may read the record: before the issue the sender's side alone, afterwards both sides and the superiors of both. */
export function audienceOfExchange(x: Scope): string[] {
  if (BEFORE_ISSUE.includes(x.state)) return [...new Set(senderTokens(x))];
  return [...new Set([...audienceOfBoth(x), ...superiorTokens(x)])];
}
