import { changeAgreement, changeVersion, sharedChannelId, told } from "../agreements/change.ts";
import type { VersionDoc } from "../agreements/model.ts";
import { ensureClauses } from "../agreements/parties.ts";
import type { Clause } from "../clauses/contract.ts";
import { withChange } from "../clauses/rules.ts";
import { roleOf } from "../exchanges/commands-review.ts";
import { sm3 } from "../journal/chain.ts";
import { canonical } from "../kernel/canonical.ts";
import { HubError } from "../kernel/faults.ts";
import { stampOf } from "../kernel/signature.ts";
import { ensure, refuse } from "../kernel/verdict.ts";
import type { Ctx } from "../store/hub.ts";
import type {
  AnswerProposal,
  DecideProposal,
  VersionedProposal,
  WithdrawProposal,
} from "./contract.ts";
import { actOnProposal } from "./act.ts";
import { changeProposal } from "./change.ts";
import { negotiatedText } from "./commands-draft.ts";
import type { ProposalDoc } from "./model.ts";
import { isOvertaken, subjectOf } from "./rules.ts";

/** 以本院名义提出: after the office's own approval, by whoever its 权限清单 lets sign off. From now on all parties read it. */
export async function releaseProposal(
  ctx: Ctx,
  agreementId: string,
  proposalId: string,
  input: VersionedProposal,
): Promise<void> {
  const of = { agreementId, proposalId };
  const given = {
    ...of,
    name: "releaseProposal",
    act: "release",
    input,
    sees: input.expects,
  } as const;
  await actOnProposal(ctx, given, async (tx, { agreement, proposal, standing }) => {
    const { number } = await negotiatedText(tx, agreement);
    const power = standing.releases(proposal);
    ensure(power);
    const released = stampOf(ctx.actor, await roleOf(ctx, tx, power), tx.at);
    const around = { agreement, row: standing.row };
    await changeProposal(tx, proposal, { state: "released", released, number }, around);
    const { officeId, change, reason } = proposal;
    const digest = sm3(canonical({ change, reason }));
    const body = { ...of, officeId, clauseId: subjectOf(change), digest };
    return [told(sharedChannelId(agreementId), "proposal.released", body)];
  });
}

/** 撤回 of what was released, until the host has decided. That it was said stays in the record. */
export async function withdrawProposal(
  ctx: Ctx,
  agreementId: string,
  proposalId: string,
  input: WithdrawProposal,
): Promise<void> {
  const of = { agreementId, proposalId };
  const given = { ...of, name: "withdrawProposal", act: "withdraw", input } as const;
  await actOnProposal(ctx, given, async (tx, { agreement, proposal, standing: { row } }) => {
    await changeProposal(tx, proposal, { state: "withdrawn" }, { agreement, row });
    return [told(sharedChannelId(agreementId), "proposal.withdrawn", of)];
  });
}

/** What another party says to it: agrees, or not and why. Once per office. */
export async function answerProposal(
  ctx: Ctx,
  agreementId: string,
  proposalId: string,
  input: AnswerProposal,
): Promise<void> {
  const { officeId } = ctx.actor;
  const of = { agreementId, proposalId };
  const given = { ...of, name: "answerProposal", act: "answer", input } as const;
  await actOnProposal(ctx, given, async (tx, { agreement, proposal, standing }) => {
    const power = standing.speaks(agreement);
    ensure(power);
    const { agree, reason } = input;
    const by = stampOf(ctx.actor, await roleOf(ctx, tx, power), tx.at);
    const answers = [...proposal.answers, { officeId, agree, reason, by }];
    await changeProposal(tx, proposal, { answers }, { agreement, row: standing.row });
    const digest = sm3(canonical(reason));
    const body = { ...of, officeId, agree, digest };
    return [told(sharedChannelId(agreementId), "proposal.answered", body)];
  });
}

/**
 * 采纳, 部分采纳 or 未采纳, by the host. What is adopted stands in the text in this very commit; partly: in the host's wording. An article that reads
 * otherwise than when the proposal was written is not overwritten unseen.
 */
export async function decideProposal(
  ctx: Ctx,
  agreementId: string,
  proposalId: string,
  input: DecideProposal,
): Promise<void> {
  const of = { agreementId, proposalId };
  const given = { ...of, name: "decideProposal", act: "decide", input } as const;
  await actOnProposal(ctx, given, async (tx, { agreement, proposal, standing }) => {
    const power = standing.speaks(agreement);
    ensure(power);
    const version = await negotiatedText(tx, agreement);
    if (version.revision !== input.expects) throw new HubError("stale");
    const clauses = decided(version, proposal, input, agreement.parties);
    const next = await changeVersion(tx, version, clauses ? { clauses } : {});
    const by = stampOf(ctx.actor, await roleOf(ctx, tx, power), tx.at);
    const { outcome, reason } = input;
    const decision = { outcome, reason, by };
    const around = { agreement, row: standing.row };
    await changeProposal(tx, proposal, { state: "decided", decision }, around);
    await changeAgreement(tx, agreement, {});
    const digest = sm3(canonical({ reason, clauses: next.clauses }));
    const body = { ...of, outcome, revision: next.revision, digest };
    return [told(sharedChannelId(agreementId), "proposal.decided", body)];
  });
}

/** The text after the decision; null where it stays as it is. */
function decided(
  version: VersionDoc,
  { change, base }: ProposalDoc,
  { outcome, wording }: DecideProposal,
  parties: readonly { name: string }[],
): Clause[] | null {
  if (outcome === "not" || (change.op === "opinion" && !wording)) return null;
  if (wording) return worded(version, change, wording, parties.length);
  if (outcome === "partly")
    throw new HubError("bad_input", { issues: [{ path: "wording", code: "required" }] });
  if (isOvertaken(version.clauses, { change, base }, parties))
    ensure(refuse("not_now", "clause_changed"));
  const clauses = withChange(version.clauses, change);
  if (!clauses) throw new HubError("not_now", { reason: "clause_changed" });
  return clauses;
}

/** The host's own wording, in the place of the article or of the inserted one. */
function worded(
  version: VersionDoc,
  change: ProposalDoc["change"],
  wording: NonNullable<DecideProposal["wording"]>,
  parties: number,
): Clause[] {
  const made =
    change.op === "insert"
      ? withChange(version.clauses, { ...change, clause: { ...change.clause, ...wording } })
      : change.clauseId === null
        ? null
        : withChange(version.clauses, { op: "replace", clauseId: change.clauseId, text: wording });
  if (!made) throw new HubError("not_now", { reason: "clause_changed" });
  ensureClauses(made, parties, "wording");
  return made;
}
