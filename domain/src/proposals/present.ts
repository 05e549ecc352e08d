import type { Clause } from "../clauses/contract.ts";
import { readsOf, redline } from "../clauses/rules.ts";
import type { Officer } from "../kernel/officer.ts";
import { signatureOf, type Stamp } from "../kernel/signature.ts";
import type { AdoptionRow, Change, Outcome, ProposalState, ProposalView } from "./contract.ts";
import { ACTS, isOvertaken, mayProposal, type ProposalFacts } from "./rules.ts";

/** A proposal as it is kept, as far as it is shown. */
export interface ProposalRecord {
  _id: string;
  version: number;
  agreementId: string;
  number: number;
  officeId: string;
  state: ProposalState;
  change: Change;
  base: { number: number; heading: string; text: string; reads: string } | null;
  reason: string;
  drafted: Stamp;
  returns: { reason: string; by: Stamp }[];
  reviewed: Stamp | null;
  released: Stamp | null;
  answers: { officeId: string; agree: boolean; reason: string; by: Stamp }[];
  decision: { outcome: Outcome; reason: string; by: Stamp } | null;
}

type Parties = readonly { name: string }[];

/** 修订痕迹: what stood there and what shall stand there. */
function redlineOf(
  { change, base }: ProposalRecord,
  clauses: readonly Clause[],
  parties: Parties,
): ProposalView["redline"] {
  const before = { heading: base?.heading ?? "", reads: base?.reads ?? "" };
  const after = { ...before };
  if (change.op === "insert") {
    after.heading = change.clause.heading;
    after.reads = readsOf(change.clause, parties);
  }
  if (change.op === "remove") Object.assign(after, { heading: "", reads: "" });
  if (change.op === "replace") {
    const key = clauses.find((one) => one.id === change.clauseId)?.key ?? "free";
    after.heading = change.text.heading;
    after.reads = readsOf({ ...change.text, key }, parties);
  }
  return {
    heading: redline(before.heading, after.heading),
    text: redline(before.reads, after.reads),
  };
}

const clauseOf = ({ change, base }: ProposalRecord): ProposalView["clause"] =>
  change.op === "insert"
    ? { number: null, heading: change.clause.heading }
    : { number: base?.number ?? null, heading: base?.heading ?? "" };

/** The proposal for one viewer: who wrote and reviewed it stays inside its office. */
export function toProposalView(
  x: ProposalRecord,
  given: {
    viewer: Officer;
    facts: ProposalFacts;
    clauses: readonly Clause[];
    parties: Parties;
  },
): ProposalView {
  const { viewer, facts, clauses, parties } = given;
  const inside = viewer.officeId === x.officeId;
  return {
    id: x._id,
    version: x.version,
    agreementId: x.agreementId,
    number: x.number,
    officeId: x.officeId,
    state: x.state,
    change: x.change,
    clause: clauseOf(x),
    reason: x.reason,
    redline: redlineOf(x, clauses, parties),
    overtaken:
      x.state !== "decided" && isOvertaken(clauses, { change: x.change, base: x.base }, parties),
    drafted: inside ? signatureOf(x.drafted) : null,
    returns: inside ? x.returns.map((one) => ({ ...one, by: signatureOf(one.by) })) : [],
    reviewed: inside && x.reviewed ? signatureOf(x.reviewed) : null,
    released: x.released ? signatureOf(x.released) : null,
    answers: x.answers.map((one) => ({ ...one, by: signatureOf(one.by) })),
    decision: x.decision ? { ...x.decision, by: signatureOf(x.decision.by) } : null,
    can: ACTS.filter((act) => mayProposal(viewer, act, facts).allowed),
  };
}

/** What is asked for in words: the reason, or what the redline does. */
const OPINION: Record<Change["op"], string> = {
  insert: "增加本条",
  replace: "修改本条",
  remove: "删除本条",
  move: "调整本条顺序",
  opinion: "",
};

/** A line of 征求意见采纳情况. */
export const toAdoptionRow = (x: ProposalRecord): AdoptionRow => ({
  proposalId: x._id,
  clause: clauseOf(x),
  officeId: x.officeId,
  opinion: [OPINION[x.change.op], x.reason].filter((one) => one !== "").join("："),
  outcome: x.decision?.outcome ?? null,
  reason: x.decision?.reason ?? "",
});
