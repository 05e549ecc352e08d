import type { Officer } from "../kernel/officer.ts";
import { all, allow, refuse, type Verdict } from "../kernel/verdict.ts";
import type { Office } from "../offices/contract.ts";
import { superiorsOf, type Tree } from "../offices/rules.ts";
import type { DisputeResult, DisputeStage } from "./contract.ts";

type Offices = Tree<Pick<Office, "id" | "parentId" | "level">>;

/** Every office above, nearest first, by code. */
export const superiorIdsOf = (offices: Offices, officeId: string): string[] =>
  superiorsOf(offices, officeId).map((office) => office.id);

export interface StepPlan {
  stage: DisputeStage;
  officeIds: string[];
}

/**
 * The way to a decision (公益诉讼办案规则 arts 17, 26), from the tree of offices: the receiver reports to its own superior, both
 * offices consult, their superiors consult level by level, and the lowest common superior designates. 高邮 and 天长 end at 最高检.
 */
export function disputeChain(offices: Offices, receiverId: string, senderId: string): StepPlan[] {
  const above = {
    receiver: superiorIdsOf(offices, receiverId),
    sender: superiorIdsOf(offices, senderId),
  };
  const common =
    [receiverId, ...above.receiver].find((id) => id === senderId || above.sender.includes(id)) ??
    null;
  const below = (chain: string[]) => {
    const end = common === null ? chain.length : chain.indexOf(common);
    return end < 0 ? [] : chain.slice(0, end);
  };
  const [receivers, senders] = [below(above.receiver), below(above.sender)];
  const steps: StepPlan[] = [];
  const first = above.receiver[0];
  if (first !== undefined) steps.push({ stage: "report", officeIds: [first] });
  steps.push({ stage: "consult", officeIds: [receiverId, senderId] });
  for (let level = 0; level < Math.max(receivers.length, senders.length); level += 1) {
    const pair = [receivers[level] ?? receivers.at(-1), senders[level] ?? senders.at(-1)];
    steps.push({ stage: "superiors", officeIds: pair.filter((id) => id !== undefined) });
  }
  if (common !== null) steps.push({ stage: "designate", officeIds: [common] });
  return steps;
}

/** A dispute as rules see it. `connected`: the step's offices that have accounts here. */
export interface DisputeFacts {
  outcome: DisputeResult | null;
  steps: readonly {
    stage: DisputeStage;
    officeIds: readonly string[];
    connected: readonly string[];
    result: DisputeResult | null;
  }[];
}

/** The index of the step that waits, or -1. */
export const openStep = (dispute: DisputeFacts): number =>
  dispute.outcome === null ? dispute.steps.findIndex((step) => step.result === null) : -1;

const SPEAKS = ["chief", "deputy_chief", "liaison"] as const;
const speaks = (officer: Officer): boolean => SPEAKS.some((post) => officer.posts.includes(post));

/**
 * Who may record the step that waits: leaders or liaison of the office whose step it is; and for a step of an office without accounts,
 * those of the two parties, from paper.
 */
export function maySettle(
  officer: Officer,
  parties: { fromOfficeId: string; toOfficeId: string },
  dispute: DisputeFacts,
): Verdict {
  const step = dispute.steps[openStep(dispute)];
  if (!step) return refuse("not_now", "dispute_decided");
  const isParty =
    officer.officeId === parties.fromOfficeId || officer.officeId === parties.toOfficeId;
  // The receiver itself says that it has reported: the superior need not be here for that.
  const reports = step.stage === "report" && officer.officeId === parties.toOfficeId;
  const own = step.officeIds.includes(officer.officeId);
  const offline = isParty && step.officeIds.some((id) => !step.connected.includes(id));
  return all(
    speaks(officer) ? allow : refuse("forbidden", "leaders_or_liaison"),
    own || reports || offline ? allow : refuse("forbidden", "not_this_office"),
  );
}

/** Whether a recorded step came from paper, for an office that cannot record it itself. */
export const isOffline = (
  officer: Pick<Officer, "officeId">,
  step: { officeIds: readonly string[]; connected: readonly string[] },
): boolean =>
  !step.officeIds.includes(officer.officeId) &&
  step.officeIds.some((id) => !step.connected.includes(id));

/** Which results a step may have: reporting settles nothing, those who consult speak for themselves, the last must settle. */
export function resultsOf(stage: DisputeStage): DisputeResult[] {
  if (stage === "report") return ["passed"];
  if (stage === "consult") return ["passed", "maintain", "agree"];
  return stage === "designate" ? ["maintain", "designate"] : ["passed", "maintain", "designate"];
}

/**
 * Of the two who consult, the receiver alone can drop its objection, and the sender alone can take the lead on itself: neither is
 * returned or kept by the other's word.
 */
export function mayConclude(
  officer: Pick<Officer, "officeId">,
  parties: { fromOfficeId: string; toOfficeId: string },
  stage: DisputeStage,
  result: DisputeResult,
): Verdict {
  if (stage !== "consult") return allow;
  if (result === "maintain" && officer.officeId !== parties.toOfficeId)
    return refuse("forbidden", "receiver_only");
  if (result === "agree" && officer.officeId !== parties.fromOfficeId)
    return refuse("forbidden", "sender_only");
  return allow;
}
