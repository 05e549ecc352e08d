import { startOfDay } from "../kernel/clock.ts";
import type { Officer, OfficerCard } from "../kernel/officer.ts";
import type { Knows } from "../leads/contract.ts";
import { hostOfficeOf, partyOf } from "./audience.ts";
import type { AgreementRecord } from "./record.ts";

/** 知悉范围: the same facts from which the audience is computed. Of other offices their groups are named, of the own one also people. */
export function knowsOf(
  x: AgreementRecord,
  viewer: Pick<Officer, "officeId">,
  cards: ReadonlyMap<string, OfficerCard>,
): Knows[] {
  const found: Knows[] = [];
  const add = (officeId: string, group: Knows["group"], since: Date, why: string) =>
    found.push({ officeId, officer: null, group, since: since.toISOString(), why });
  if (x.reference) {
    add(x.registrarOfficeId, "office", x.drafted.at, "registered");
    return found;
  }
  const hostId = hostOfficeOf(x);
  const offices = new Set([hostId, ...x.parties.flatMap((one) => one.officeId ?? [])]);
  for (const officeId of offices) {
    const party = partyOf(x, officeId);
    const isHost = officeId === hostId;
    if (!isHost && x.sharedAt === null) continue;
    const since = isHost ? x.drafted.at : sinceOf(x, party?.accededOn ?? null);
    add(officeId, "leaders", since, isHost ? "drafted" : "party");
    add(officeId, "liaison", since, isHost ? "drafted" : "party");
    const staffed = party?.staffed?.at ?? since;
    if (party?.departmentId) add(officeId, "department", staffed, "handling");
    if (officeId !== viewer.officeId) continue;
    for (const id of party?.team ?? []) {
      const officer = cards.get(id);
      if (officer)
        found.push({
          officeId,
          officer,
          group: "person",
          since: staffed.toISOString(),
          why: "team",
        });
    }
  }
  if (x.sharedAt) for (const id of x.superiorIds) add(id, "superior", x.sharedAt, "superior");
  return found;
}

const sinceOf = (x: AgreementRecord, accededOn: string | null): Date =>
  accededOn ? startOfDay(accededOn) : (x.sharedAt ?? x.drafted.at);
