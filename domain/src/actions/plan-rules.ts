import type { ActionKind } from "./contract.ts";
import type { PlanContent, PlanIssue } from "./plan-contract.ts";

interface Planned {
  kind: ActionKind;
  officeIds: readonly string[];
  people: readonly { officerId: string; officeId: string }[];
  startAt: Date | null;
  endAt: Date | null;
}

const issue = (code: PlanIssue["code"], about: string | null = null, blocks = true): PlanIssue => ({
  code,
  blocks,
  about,
});

/**
 * What stands against a plan. People and partners of a boat count against its 核载 with its skipper; who goes alone from an office can make
 * no evidence by himself (two 检察人员, 公益诉讼办案规则 art 36), which is said but hinders nothing.
 */
export function planIssues(plan: PlanContent, x: Planned): PlanIssue[] {
  const going = new Set(x.people.map((one) => one.officerId));
  const found: PlanIssue[] = [];
  if (plan.safetyOfficerId === null) found.push(issue("no_safety_officer"));
  else if (!going.has(plan.safetyOfficerId))
    found.push(issue("safety_officer_not_going", plan.safetyOfficerId));
  if (x.kind === "patrol" && plan.stops.length === 0) found.push(issue("no_stops"));
  const placed = new Map<string, number>();
  for (const group of plan.groups) {
    for (const id of group.officerIds) {
      placed.set(id, (placed.get(id) ?? 0) + 1);
      if (!going.has(id)) found.push(issue("stranger_in_group", id));
    }
    if (group.leaderId !== null && !group.officerIds.includes(group.leaderId))
      found.push(issue("stranger_in_group", group.leaderId));
  }
  for (const [id, times] of placed) if (times > 1) found.push(issue("in_two_groups", id));
  for (const boat of plan.boats)
    if (aboard(plan, boat) > boat.capacity) found.push(issue("boat_overloaded", boat.id));
  for (const officeId of x.officeIds)
    if (x.people.filter((one) => one.officeId === officeId).length === 1)
      found.push(issue("alone_from_office", officeId, false));
  const { startAt, endAt } = x;
  if (startAt && endAt)
    for (const stop of plan.stops)
      if (stop.arriveAt && (new Date(stop.arriveAt) < startAt || new Date(stop.arriveAt) > endAt))
        found.push(issue("outside_span", stop.id, false));
  return found;
}

/** How many persons a boat carries by this plan, its skipper among them. */
export function aboard(plan: PlanContent, boat: PlanContent["boats"][number]): number {
  const groups = plan.groups.filter((one) => one.boatId === boat.id);
  const persons = groups.flatMap((one) => [...one.officerIds, ...one.partnerIds]);
  return new Set(persons).size + (boat.skipper === "" ? 0 : 1);
}

/** Ids that a plan names and does not have: a group's boat or partner. Empty: it is whole. */
export function danglingOf(plan: PlanContent): string[] {
  const boats = new Set(plan.boats.map((one) => one.id));
  const partners = new Set(plan.partners.map((one) => one.id));
  return plan.groups.flatMap((group, index) => [
    ...(group.boatId !== null && !boats.has(group.boatId)
      ? [`content.groups.${index}.boatId`]
      : []),
    ...(group.partnerIds.every((id) => partners.has(id))
      ? []
      : [`content.groups.${index}.partnerIds`]),
  ]);
}
