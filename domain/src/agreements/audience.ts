import { token } from "../access/rules.ts";
import type { AgreementFacts, PartyFacts } from "./facts.ts";
import { HOST_ONLY } from "./flow.ts";

type Scope = Omit<AgreementFacts, "audience">;

/** The office that leads, and records what happens on paper: the host's, or of a registered one whoever registered it. */
export function hostOfficeOf(
  x: Pick<Scope, "hostPartyId" | "registrarOfficeId"> & {
    parties: readonly Pick<PartyFacts, "id" | "officeId">[];
  },
): string {
  return x.parties.find((one) => one.id === x.hostPartyId)?.officeId ?? x.registrarOfficeId;
}

/** The party that this office is; one that left and came again is what it is now. */
export const partyOf = <P extends Pick<PartyFacts, "officeId">>(
  x: { parties: readonly P[] },
  officeId: string,
): P | null => x.parties.findLast((one) => one.officeId === officeId) ?? null;

/** Who of an office works on it: leaders, liaison, head of the handling department and those named. */
export function tokensOfOffice(
  officeId: string,
  party: Pick<PartyFacts, "departmentId" | "team"> | null,
): string[] {
  const own = [token.leaders(officeId), token.liaison(officeId)];
  if (party?.departmentId) own.push(token.head(party.departmentId));
  return [...own, ...(party?.team ?? []).map(token.officer)];
}

/** 本院: who reads what one office says to itself about it. */
export function audienceOfOwn(x: Scope, officeId: string): string[] {
  const drafter = officeId === hostOfficeOf(x) ? [token.officer(x.drafted.officerId)] : [];
  return [...new Set([...tokensOfOffice(officeId, partyOf(x, officeId)), ...drafter])];
}

const connected = (x: Scope): string[] =>
  x.parties.flatMap((one) => (one.officeId && !one.leftOn ? [one.officeId] : []));

/** Who reads the channel of all parties: their people, never a superior. Empty while only the host knows of it. */
export function audienceOfParties(x: Scope): string[] {
  if (HOST_ONLY.includes(x.state) && !x.inForce) return [];
  if (x.reference) return [];
  const offices = new Set([...connected(x), hostOfficeOf(x)]);
  return [...new Set([...offices].flatMap((id) => audienceOfOwn(x, id)))];
}

/**
 * Who reads the record: while it is drafted the host office alone; then the parties, also those that left, and the superiors of each. An
 * agreement of others is there for the whole office that registered it.
 */
export function audienceOfAgreement(x: Scope): string[] {
  if (x.reference) return [token.office(x.registrarOfficeId)];
  const host = audienceOfOwn(x, hostOfficeOf(x));
  if (HOST_ONLY.includes(x.state) && !x.inForce) return host;
  // A draft that was given up before anybody else saw it stays the host's own.
  if (x.state === "discarded" && x.inHand === null) return host;
  const left = x.parties.flatMap((one) =>
    one.officeId && one.leftOn ? audienceOfOwn(x, one.officeId) : [],
  );
  return [...new Set([...audienceOfParties(x), ...left, ...x.superiorIds.map(token.superior)])];
}
