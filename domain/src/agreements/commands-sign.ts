import { sm3 } from "../journal/chain.ts";
import { canonical } from "../kernel/canonical.ts";
import { HubError } from "../kernel/faults.ts";
import { stampOf } from "../kernel/signature.ts";
import { followAgreement } from "../signatures/change.ts";
import type { Ctx } from "../store/hub.ts";
import { actOnAgreement } from "./act.ts";
import type { Reasoned, Settled } from "./acts-contract.ts";
import { changeAgreement, changeVersion, sharedChannelId, told } from "./change.ts";
import { endApprovals, inHandOf } from "./commands-approve.ts";
import { freshVersion } from "./commands-draft.ts";
import { stateAfter } from "./effect.ts";
import { frozenOf } from "./freeze.ts";

/**
 * 冻结: every party agrees to the text, and from now on it is what is signed. The entry that says so is the anchor of each signature: its
 * hash stands in the chain of the channel that all parties hold.
 */
export async function freezeText(ctx: Ctx, agreementId: string, input: Settled): Promise<void> {
  const given = { name: "freezeText", agreementId, act: "freeze", input } as const;
  await actOnAgreement(ctx, given, async (tx, { agreement }) => {
    const version = await inHandOf(tx, agreement);
    if (version.revision !== input.expects) throw new HubError("stale");
    const frozen = frozenOf(agreement, version);
    // What the parties approved, letter by letter.
    if (frozen.digest !== agreement.settled) throw new HubError("stale");
    const signable = await changeVersion(tx, version, {
      ...frozen,
      state: "frozen",
      frozen: stampOf(ctx.actor, ctx.role, tx.at),
      anchorEntryId: input.id,
    });
    const next = await changeAgreement(tx, agreement, { state: stateAfter(agreement, "freeze") });
    await followAgreement(tx, next, signable);
    const { digest } = frozen;
    const body = { agreementId, number: version.number, digest };
    return [told(sharedChannelId(agreementId), "agreement.frozen", body)];
  });
}

/**
 * Something is to be changed after all: what was frozen is void, with whatever was signed of it, and a new version of the same text goes
 * back to 征求意见. All are told.
 */
export async function reopenText(ctx: Ctx, agreementId: string, input: Reasoned): Promise<void> {
  const given = { name: "reopenText", agreementId, act: "reopen", input } as const;
  await actOnAgreement(ctx, given, async (tx, { agreement }) => {
    const version = await inHandOf(tx, agreement);
    const { values, clauses, replaces } = version;
    const number = version.number + 1;
    const voided = await changeVersion(tx, version, { state: "void" });
    await tx.store.agreementVersions.insertMany(
      [{ ...freshVersion(agreementId, { number, values, clauses, at: tx.at }), replaces }],
      { session: tx.session, lean: true },
    );
    await endApprovals(tx, agreement);
    const by = stampOf(ctx.actor, ctx.role, tx.at);
    const next = await changeAgreement(tx, agreement, {
      state: stateAfter(agreement, "reopen"),
      inHand: number,
      settled: null,
      parties: agreement.parties.map((one) => ({ ...one, approved: null, consent: null })),
      returns: [...agreement.returns, { reason: input.reason, voided: version.number, by }],
    });
    await followAgreement(tx, next, voided);
    const reasonDigest = sm3(canonical(input.reason));
    const { digest } = version;
    const body = { agreementId, number: version.number, digest, reasonDigest };
    return [told(sharedChannelId(agreementId), "agreement.reopened", body)];
  });
}
