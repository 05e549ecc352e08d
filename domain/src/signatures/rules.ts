import { handlesContent, isLeader, token } from "../access/rules.ts";
import type { Power, StandingDelegation } from "../approvals/rules.ts";
import { isInForce } from "../delegations/rules.ts";
import type { Officer } from "../kernel/officer.ts";
import { all, allow, refuse, type Verdict } from "../kernel/verdict.ts";
import type { PartyState, SigningAct } from "./contract.ts";

export interface PartyFacts {
  id: string;
  /** Null for one without an account in the hub: the host office acts for it, on paper. */
  officeId: string | null;
  name: string;
  host: boolean;
}

/** What rules ask of the co-signing of one frozen version. */
export interface SigningFacts {
  /** The version is still what is being signed. */
  open: boolean;
  /** 依次会签. */
  inOrder: boolean;
  /** In signing order. */
  parties: readonly PartyFacts[];
  hostOfficeId: string;
  /** Ids of parties that have signed. */
  signed: readonly string[];
  papers: readonly { partyId: string; recorded: { officerId: string } }[];
  declines: readonly { partyId: string; by: { at: Date } }[];
}

type Person = Pick<Officer, "id" | "officeId" | "posts">;

/** The office in which a party's paper is recorded and confirmed. */
export const paperOfficeOf = (
  party: Pick<PartyFacts, "officeId">,
  { hostOfficeId }: Pick<SigningFacts, "hostOfficeId">,
): string => party.officeId ?? hostOfficeId;

/** 依次会签: those before it have signed. */
export function isInTurn(facts: SigningFacts, partyId: string): boolean {
  if (!facts.inOrder) return true;
  const place = facts.parties.findIndex((party) => party.id === partyId);
  return facts.parties.slice(0, place).every((party) => facts.signed.includes(party.id));
}

/** Where a party stands. A party that declined may sign any day: 暂不会签 is an opinion, not a refusal. */
export function partyState(facts: SigningFacts, partyId: string): PartyState {
  if (facts.signed.includes(partyId)) return "signed";
  if (facts.papers.some((paper) => paper.partyId === partyId)) return "recorded";
  if (facts.declines.some((decline) => decline.partyId === partyId)) return "declined";
  return isInTurn(facts, partyId) ? "waits" : "ahead";
}

/** Every party has signed. */
export const isComplete = (facts: Pick<SigningFacts, "parties" | "signed">): boolean =>
  facts.parties.every((party) => facts.signed.includes(party.id));

const isChiefOf = (officer: Person, officeId: string): boolean =>
  officer.officeId === officeId && officer.posts.includes("chief");

/** 会签 for an office: its 检察长, or whom he has delegated in writing for these days. */
export function maySignFor(
  officer: Person,
  officeId: string,
  { delegations, now }: { delegations: readonly StandingDelegation[]; now: Date },
): Power {
  const may = handlesContent(officer.posts);
  if (!may.allowed) return may;
  if (isChiefOf(officer, officeId)) return { allowed: true, capacity: { mode: "own" } };
  const standing = delegations.find(
    ({ delegation, principal }) =>
      officer.officeId === officeId &&
      delegation.delegateId === officer.id &&
      delegation.officeId === officeId &&
      delegation.acts.includes("cosign") &&
      isInForce(delegation, now) &&
      principal !== null &&
      isChiefOf(principal, officeId),
  );
  if (!standing) return { allowed: false, code: "forbidden", reason: "not_a_signer" };
  const { id, principalId } = standing.delegation;
  return { allowed: true, capacity: { mode: "delegated", delegationId: id, principalId } };
}

/** May this officer, who reads the agreement, do this for that party now? `power` as maySignFor says for the party's office. */
export function maySigning(
  officer: Person,
  act: SigningAct,
  { facts, partyId, power }: { facts: SigningFacts; partyId: string; power: Power },
): Verdict {
  const party = facts.parties.find((one) => one.id === partyId);
  if (!party) return refuse("not_found");
  return all(mayBy(officer, act, { facts, party, power }), isNow(act, facts, party));
}

function mayBy(
  officer: Person,
  act: SigningAct,
  { facts, party, power }: { facts: SigningFacts; party: PartyFacts; power: Power },
): Verdict {
  const content = handlesContent(officer.posts);
  if (!content.allowed) return content;
  switch (act) {
    case "sign":
    case "decline":
      return officer.officeId === party.officeId ? power : refuse("forbidden", "other_office");
    case "set_deadline":
      if (officer.officeId !== facts.hostOfficeId) return refuse("forbidden", "not_the_host");
      return isLeader(officer) || officer.posts.includes("liaison")
        ? allow
        : refuse("forbidden", "leaders_or_liaison");
    default:
      return mayHandlePaper(officer, act, facts, party);
  }
}

/** Two persons of one office: who recorded a paper is never who compared it. */
function mayHandlePaper(
  officer: Person,
  act: "record_paper" | "confirm_paper" | "reject_paper",
  facts: SigningFacts,
  party: PartyFacts,
): Verdict {
  if (officer.officeId !== paperOfficeOf(party, facts)) return refuse("forbidden", "other_office");
  if (act === "record_paper") return allow;
  const paper = facts.papers.find((one) => one.partyId === party.id);
  return act === "confirm_paper" && paper?.recorded.officerId === officer.id
    ? refuse("forbidden", "own_paper")
    : allow;
}

function isNow(act: SigningAct, facts: SigningFacts, party: PartyFacts): Verdict {
  if (!facts.open) return refuse("not_now", "not_being_signed");
  if (facts.signed.includes(party.id)) return refuse("not_now", "already_signed");
  const hasPaper = facts.papers.some((one) => one.partyId === party.id);
  switch (act) {
    case "confirm_paper":
      if (!hasPaper) return refuse("not_now", "no_paper_waits");
      return isInTurn(facts, party.id) ? allow : refuse("not_now", "not_in_turn");
    case "reject_paper":
      return hasPaper ? allow : refuse("not_now", "no_paper_waits");
    case "record_paper":
      if (hasPaper) return refuse("not_now", "paper_waits");
      return isInTurn(facts, party.id) ? allow : refuse("not_now", "not_in_turn");
    case "sign":
      return isInTurn(facts, party.id) ? allow : refuse("not_now", "not_in_turn");
    default:
      return allow;
  }
}

/** What a co-signing waits for, and from whom. */
export interface AwaitedSigning {
  act: Extract<SigningAct, "sign" | "record_paper" | "confirm_paper">;
  partyId: string;
  tokens: string[];
}

/** Of each party whose turn it is: its leaders to sign; for a paper, and for an outside party, whoever handles papers there. */
export function awaitedOfSigning(facts: SigningFacts): AwaitedSigning[] {
  if (!facts.open) return [];
  return facts.parties
    .filter((party) => !facts.signed.includes(party.id) && isInTurn(facts, party.id))
    .flatMap((party): AwaitedSigning[] => {
      const office = paperOfficeOf(party, facts);
      const desk = [token.leaders(office), token.liaison(office)];
      const partyId = party.id;
      if (facts.papers.some((paper) => paper.partyId === partyId))
        return [{ act: "confirm_paper", partyId, tokens: desk }];
      return party.officeId === null
        ? [{ act: "record_paper", partyId, tokens: desk }]
        : [{ act: "sign", partyId, tokens: [token.leaders(office)] }];
    });
}

/** What newly waits for somebody once this has happened: everybody whose turn it is, the next one, the second person of a paper. */
const STARTS: Partial<Record<string, readonly AwaitedSigning["act"][]>> = {
  "agreement.frozen": ["sign", "record_paper"],
  "signature.made": ["sign", "record_paper"],
  "signature.paper_confirmed": ["sign", "record_paper"],
  "signature.paper_recorded": ["confirm_paper"],
  "signature.paper_rejected": ["sign", "record_paper"],
};

/**
 * Who is told that something newly waits for him. Where all may sign at once, each heard of it with the freeze; in order, the next one
 * hears of it with the signature before his.
 */
export function startedSignings(type: string, facts: SigningFacts): AwaitedSigning[] {
  const awaited = awaitedOfSigning(facts).filter(({ act }) => STARTS[type]?.includes(act));
  return type === "signature.made" || type === "signature.paper_confirmed"
    ? awaited.filter(() => facts.inOrder)
    : awaited;
}

/** The tokens under which the workbench finds it. */
export const waitingForSigning = (facts: SigningFacts): string[] => [
  ...new Set(awaitedOfSigning(facts).flatMap((one) => one.tokens)),
];
