import type { Officer, OfficerCard } from "../kernel/officer.ts";
import type { Knows } from "../leads/contract.ts";
import type { ExchangeRecord } from "./record.ts";
import { BEFORE_ISSUE } from "./flow.ts";
import { presentSupervision } from "./rules.ts";

type Group = Knows["group"];

/**
 * 知悉范围: the same facts from which the audience is computed, with since when and why. Of the other office its groups and those who act
 * for it are named, not everybody who helps there.
 */
export function knowsOf(
  x: ExchangeRecord,
  viewer: Pick<Officer, "officeId">,
  cards: ReadonlyMap<string, OfficerCard>,
): Knows[] {
  const found: Knows[] = [];
  const group = (officeId: string, name: Group, since: Date, why: string) =>
    found.push({ officeId, officer: null, group: name, since: since.toISOString(), why });
  const person = (officeId: string, officerId: string, since: Date, why: string) => {
    const officer = cards.get(officerId);
    const began = x.since?.find((one) => one.officerId === officerId)?.at ?? since;
    const named = found.some((one) => one.officer?.id === officerId);
    if (officer && !named)
      found.push({ officeId, officer, group: "person", since: began.toISOString(), why });
  };
  const { fromOfficeId: from, toOfficeId: to } = x;
  group(from, "leaders", x.drafted.at, "sender");
  group(from, "liaison", x.drafted.at, "sender");
  if (x.fromDepartmentId) group(from, "department", x.drafted.at, "handling");
  person(from, x.drafted.officerId, x.drafted.at, "drafted");
  if (viewer.officeId === from) {
    for (const id of x.fromTeam) person(from, id, x.drafted.at, "team");
    for (const by of [x.reviewed, x.issued?.by])
      if (by) person(from, by.officerId, by.at, "approving");
  }
  if (BEFORE_ISSUE.includes(x.state) || x.state === "withdrawn" || !x.sentAt) return found;
  group(to, "leaders", x.sentAt, "recipient");
  group(to, "liaison", x.sentAt, "recipient");
  group(to, "intake", x.sentAt, "recipient");
  if (x.routed) group(to, "department", x.routed.at, "handling");
  for (const one of x.assignments.filter((assigned) => assigned.until === null)) {
    person(to, one.prosecutorId, one.by.at, "assigned");
    for (const id of one.assistantIds) person(to, id, one.by.at, "assigned");
    if (one.clerkId) person(to, one.clerkId, one.by.at, "assigned");
  }
  if (viewer.officeId === to) {
    const since = x.accepted?.by.at ?? x.sentAt;
    for (const id of x.toTeam) person(to, id, since, "team");
    for (const id of x.circulated) person(to, id, x.sentAt, "circulated");
  }
  for (const one of x.standIns)
    if (one.officeId === viewer.officeId)
      person(one.officeId, one.officerId, x.sentAt, "standing_in");
  for (const id of x.superiorIds) {
    const supervision = presentSupervision(x, id);
    group(id, "superior", supervision?.by.at ?? x.sentAt, supervision ? "supervising" : "superior");
  }
  return found;
}
