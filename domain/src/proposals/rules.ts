import { isLeader, predicate, type Readable, type Rule } from "../access/rules.ts";
import type { Clause } from "../clauses/contract.ts";
import { readsOf } from "../clauses/rules.ts";
import { nextState } from "../kernel/flow.ts";
import { all, allow, refuse, type Verdict } from "../kernel/verdict.ts";
import type { Change, ProposalAct, ProposalState } from "./contract.ts";
import { PROPOSAL_FLOW } from "./flow.ts";

/** A proposal as rules see it, with what the 权限清单 of the officer's office says of him towards it. */
export interface ProposalFacts extends Readable {
  state: ProposalState;
  officeId: string;
  drafted: { officerId: string };
  answers: readonly { officeId: string }[];
  /** The office that decides. */
  hostOfficeId: string;
  powers: {
    /** Writes proposals for the office. */
    drafts: boolean;
    reviews: boolean;
    /** Releases this one 以本院名义. */
    releases: boolean;
    /** Speaks for the own office, whoever drafted. */
    speaks: boolean;
  };
}

const when = (yes: boolean, code: "forbidden" | "not_now", reason: string): Verdict =>
  yes ? allow : refuse(code, reason);

const ofOwn: Rule<ProposalFacts> = (officer, x) =>
  when(officer.officeId === x.officeId, "forbidden", "other_office");
const writes: Rule<ProposalFacts> = (officer, x) =>
  all(
    ofOwn(officer, x),
    when(
      x.powers.drafts &&
        (x.drafted.officerId === officer.id || x.powers.speaks || isLeader(officer)),
      "forbidden",
      "not_the_drafter",
    ),
  );

const WHO: Record<ProposalAct, Rule<ProposalFacts>> = {
  edit: writes,
  submit: writes,
  pass: (officer, x) =>
    all(ofOwn(officer, x), when(x.powers.reviews, "forbidden", "not_a_reviewer")),
  return: (officer, x) =>
    all(
      ofOwn(officer, x),
      x.state === "issuing"
        ? when(x.powers.releases, "forbidden", "not_an_issuer")
        : when(x.powers.reviews, "forbidden", "not_a_reviewer"),
    ),
  // From the draft only by whoever may do without 审核: commands ask for that.
  release: (officer, x) =>
    all(ofOwn(officer, x), when(x.powers.releases, "forbidden", "not_an_issuer")),
  discard: writes,
  withdraw: (officer, x) =>
    all(ofOwn(officer, x), when(x.powers.speaks, "forbidden", "not_an_issuer")),
  answer: (officer, x) =>
    all(
      when(officer.officeId !== x.officeId, "forbidden", "own_proposal"),
      when(x.powers.speaks, "forbidden", "not_an_issuer"),
      when(!x.answers.some((one) => one.officeId === officer.officeId), "not_now", "answered"),
    ),
  decide: (officer, x) =>
    all(
      when(officer.officeId === x.hostOfficeId, "forbidden", "host_only"),
      when(x.powers.speaks, "forbidden", "not_an_issuer"),
    ),
};

const verb =
  (act: ProposalAct): Rule<ProposalFacts> =>
  (officer, x) =>
    all(
      WHO[act](officer, x),
      when(nextState(PROPOSAL_FLOW, x.state, act) !== null, "not_now", "proposal_state"),
    );

export const ACTS = Object.keys(WHO) as ProposalAct[];

/** The predicate of proposals. */
export const mayProposal = predicate<ProposalFacts, ProposalAct>(
  Object.fromEntries(ACTS.map((act) => [act, verb(act)])) as Record<
    ProposalAct,
    Rule<ProposalFacts>
  >,
);

/** The article that a change speaks of, in a text; null for an insertion and an opinion on the whole. */
export const subjectOf = (change: Change): string | null =>
  change.op === "insert" ? null : change.clauseId;

/** How that article reads in this text: what a redline starts from, and by which it is later seen whether it still reads so. */
export function baseOf(
  clauses: readonly Clause[],
  change: Change,
  parties: readonly { name: string }[],
): { number: number; heading: string; text: string; reads: string } | null {
  const at = clauses.findIndex((one) => one.id === subjectOf(change));
  const clause = clauses[at];
  if (!clause) return null;
  const { heading, text } = clause;
  return { number: at + 1, heading, text, reads: readsOf(clause, parties) };
}

/** The article reads otherwise now than when the change was written, or is gone. */
export function isOvertaken(
  clauses: readonly Clause[],
  { change, base }: { change: Change; base: { heading: string; reads: string } | null },
  parties: readonly { name: string }[],
): boolean {
  if (change.op === "opinion") return false;
  if (change.op === "insert")
    return change.after !== null && !clauses.some((one) => one.id === change.after);
  const now = baseOf(clauses, change, parties);
  return !now || !base || now.heading !== base.heading || now.reads !== base.reads;
}
