import { isHeadOf, isLeader, predicate, token, type Rule } from "../access/rules.ts";
import { hostOfficeOf, partyOf } from "../agreements/audience.ts";
import type { AgreementFacts } from "../agreements/facts.ts";
import type { Officer } from "../kernel/officer.ts";
import { all, allow, refuse, type Verdict } from "../kernel/verdict.ts";
import type { ObligationAct, ObligationTerms, OccurrenceAct } from "./contract.ts";
import { nextInTurn } from "./plan.ts";
import type { ObligationRecord, OccurrenceRecord } from "./record.ts";
import { liveEvidence, openRequest, othersOf } from "./state.ts";

const when = (yes: boolean, code: "forbidden" | "not_now", reason: string): Verdict =>
  yes ? allow : refuse(code, reason);

/** Parties with an account that have not left, in signing order: those that owe something, and whose word counts. */
export const partyIdsOf = (x: Pick<AgreementFacts, "parties">): string[] =>
  x.parties.flatMap((one) => (one.officeId !== null && one.leftOn === null ? [one.officeId] : []));

/** The same with those that have left; one that came again stands where it is now. */
const ringOf = (x: Pick<AgreementFacts, "parties">): string[] => {
  const all = x.parties.flatMap((one) => one.officeId ?? []);
  return all.filter((id, at) => all.lastIndexOf(id) === at);
};

/** The party whose turn comes after this office's; null where nobody takes turns. */
export function afterTurnOf(x: Pick<AgreementFacts, "parties">, officeId: string): string | null {
  const order = partyIdsOf(x);
  return order.length === 0 ? null : nextInTurn(order, officeId, ringOf(x));
}

/**
 * Whose turn it is: of the office that the last fact named, or where that one has left the party after it; before there was any fact, the
 * first party's. Null where nobody takes turns.
 */
export function turnOf(
  x: Pick<AgreementFacts, "parties">,
  named: string | null | undefined,
): string | null {
  const order = partyIdsOf(x);
  if (!named) return order[0] ?? null;
  return order.includes(named) ? named : afterTurnOf(x, named);
}

/** 检察长, 分管副检察长 and the liaison speak for an office towards its partners. */
const isVoice = (officer: Officer): boolean =>
  isLeader(officer) || officer.posts.includes("liaison");
const speaks: Rule<AgreementFacts> = (officer) =>
  when(isVoice(officer), "forbidden", "leaders_or_liaison");

const atParty: Rule<AgreementFacts> = (officer, x) =>
  when(partyIdsOf(x).includes(officer.officeId), "forbidden", "parties_only");
const atHost: Rule<AgreementFacts> = (officer, x) =>
  when(hostOfficeOf(x) === officer.officeId, "forbidden", "host_only");
const inForce: Rule<AgreementFacts> = (_, x) =>
  when(x.inForce !== null && x.inForce !== undefined, "not_now", "not_in_force");

/** What must hold of an agreement for an obligation to be defined by hand in it, and for 轮值 to move on. */
export const mayObliged = predicate<AgreementFacts, "define" | "move">({
  define: (officer, x) => all(atHost(officer, x), speaks(officer, x), inForce(officer, x)),
  move: (officer, x) => all(atParty(officer, x), speaks(officer, x), inForce(officer, x)),
});

/** An obligation in its agreement, as rules see it. */
export type ObligationFacts = AgreementFacts & {
  obligation: Pick<ObligationRecord, "clauseId" | "ended" | "terms">;
};

const goesOn = (x: ObligationFacts): Verdict =>
  when(x.obligation.ended === null, "not_now", "already_ended");

export const OBLIGATION_ACTS = [
  "change",
  "end",
  "assign",
  "arise",
] as const satisfies readonly ObligationAct[];

/** The predicate of obligations: the host keeps them, each party says who handles its share, and any party records what happened. */
export const mayObligation = predicate<ObligationFacts, ObligationAct>({
  change: (officer, x) => all(atHost(officer, x), speaks(officer, x), goesOn(x)),
  end: (officer, x) =>
    all(
      atHost(officer, x),
      speaks(officer, x),
      goesOn(x),
      // What was co-signed ends with the text, not by one office's hand.
      when(x.obligation.clauseId === null, "not_now", "from_clause"),
    ),
  assign: (officer, x) =>
    all(
      atParty(officer, x),
      when(
        isVoice(officer) || isHeadOf(officer, partyOf(x, officer.officeId)?.departmentId ?? null),
        "forbidden",
        "head_or_liaison",
      ),
      goesOn(x),
    ),
  arise: (officer, x) =>
    all(
      atParty(officer, x),
      goesOn(x),
      when(x.obligation.terms.recurrence.every === "event", "not_now", "not_per_event"),
      inForce(officer, x),
    ),
});

/** Terms that a co-signed clause sets: they change with the text and in no other way. */
const BY_CLAUSE = ["kind", "responsible", "recurrence", "from", "until"] as const;

const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Which of the terms differ, by name. */
export const changedTerms = (
  before: ObligationTerms,
  after: ObligationTerms,
): (keyof ObligationTerms)[] =>
  (Object.keys(after) as (keyof ObligationTerms)[]).filter(
    (name) => !isSame(before[name], after[name]),
  );

/** Whether these terms may become those, by hand. */
export function mayBecome(
  obligation: Pick<ObligationRecord, "clauseId" | "terms">,
  after: ObligationTerms,
): Verdict {
  const changed = changedTerms(obligation.terms, after);
  if (changed.length === 0) return refuse("not_now", "nothing_changed");
  if (obligation.clauseId === null) return allow;
  const bound: readonly string[] = BY_CLAUSE;
  const movesDue = !isSame(obligation.terms.window.due, after.window.due);
  return when(!movesDue && !changed.some((name) => bound.includes(name)), "not_now", "from_clause");
}

/** One occurrence in its agreement, on a day. */
export type OccurrenceFacts = AgreementFacts & { occurrence: OccurrenceRecord; today: string };

// Also once it has left: what it owed when it left is still its own to do.
const atOwner: Rule<OccurrenceFacts> = (officer, x) =>
  when(x.occurrence.officeId === officer.officeId, "forbidden", "responsible_only");
const atOther: Rule<OccurrenceFacts> = (officer, x) =>
  all(
    atParty(officer, x),
    when(othersOf(x.occurrence).includes(officer.officeId), "forbidden", "other_party_only"),
  );
const isPending = (x: OccurrenceFacts): Verdict =>
  when(x.occurrence.phase === "pending", "not_now", "occurrence_state");
const hasRequest = (x: OccurrenceFacts): Verdict =>
  when(openRequest(x.occurrence) !== null, "not_now", "nothing_asked");

const answeredBy = (x: OccurrenceFacts, officeId: string): boolean =>
  openRequest(x.occurrence)?.answers.some(({ by }) => by.officeId === officeId) ?? false;

export const OCCURRENCE_ACTS = [
  "meet",
  "confirm",
  "refute",
  "ask",
  "answer",
  "withdraw",
] as const satisfies readonly OccurrenceAct[];

/** The predicate of occurrences: the responsible office does it and asks, the other parties confirm, refute and answer. */
export const mayOccurrence = predicate<OccurrenceFacts, OccurrenceAct>({
  meet: (officer, x) =>
    all(
      atOwner(officer, x),
      isPending(x),
      when(x.occurrence.opensOn <= x.today, "not_now", "not_open"),
    ),
  confirm: (officer, x) =>
    all(
      atOther(officer, x),
      speaks(officer, x),
      when(x.occurrence.phase === "submitted", "not_now", "occurrence_state"),
      when(
        !x.occurrence.confirmed.some(({ by }) => by.officeId === officer.officeId),
        "not_now",
        "already_confirmed",
      ),
    ),
  refute: (officer, x) =>
    all(
      atOther(officer, x),
      speaks(officer, x),
      when(liveEvidence(x.occurrence).length > 0, "not_now", "no_evidence"),
      when(x.occurrence.phase !== "waived", "not_now", "occurrence_state"),
    ),
  ask: (officer, x) =>
    all(
      atOwner(officer, x),
      speaks(officer, x),
      isPending(x),
      when(openRequest(x.occurrence) === null, "not_now", "already_asked"),
      when(othersOf(x.occurrence).length > 0, "not_now", "nobody_to_ask"),
    ),
  answer: (officer, x) =>
    all(
      atOther(officer, x),
      speaks(officer, x),
      hasRequest(x),
      when(!answeredBy(x, officer.officeId), "not_now", "already_answered"),
    ),
  withdraw: (officer, x) => all(atOwner(officer, x), speaks(officer, x), hasRequest(x)),
});

/** What this officer may do with the occurrence now. */
export const occurrenceCan = (officer: Officer, x: OccurrenceFacts): OccurrenceAct[] =>
  OCCURRENCE_ACTS.filter((act) => mayOccurrence(officer, act, x).allowed);

/** What this officer may do with the obligation now. */
export const obligationCan = (officer: Officer, x: ObligationFacts): ObligationAct[] =>
  OBLIGATION_ACTS.filter((act) => mayObligation(officer, act, x).allowed);

const voiceOf = (officeId: string): string[] => [token.leaders(officeId), token.liaison(officeId)];

/** Whoever has it on the desk: 承办人, or the liaison. */
export const deskOf = (one: Pick<OccurrenceRecord, "handlerId" | "officeId">): string =>
  one.handlerId ? token.officer(one.handlerId) : token.liaison(one.officeId);

/** What an occurrence waits for, and from whom; `meet` only once it has opened. */
export function awaitedOf(
  one: Pick<
    OccurrenceRecord,
    "phase" | "requests" | "confirmed" | "officeId" | "partyIds" | "handlerId"
  >,
): { act: OccurrenceAct; tokens: string[] }[] {
  const others = othersOf(one);
  const asked = openRequest(one);
  const silent = others.filter((id) => !asked?.answers.some(({ by }) => by.officeId === id));
  const unsaid = others.filter((id) => !one.confirmed.some(({ by }) => by.officeId === id));
  const found: { act: OccurrenceAct; tokens: string[] }[] = [];
  if (one.phase === "pending") found.push({ act: "meet", tokens: [deskOf(one)] });
  if (one.phase === "submitted") found.push({ act: "confirm", tokens: unsaid.flatMap(voiceOf) });
  if (asked) found.push({ act: "answer", tokens: silent.flatMap(voiceOf) });
  return found;
}
