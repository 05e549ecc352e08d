import { noted, openOwn, sharedChannelId, told, versionId } from "../agreements/change.ts";
import { audienceOfOwn, audienceOfParties } from "../agreements/audience.ts";
import type { AgreementDoc } from "../agreements/model.ts";
import { loadAsked } from "../agreements/powers.ts";
import { mayAgreement } from "../agreements/rules.ts";
import { sm3 } from "../journal/chain.ts";
import type { Tx } from "../journal/journal.ts";
import { HubError } from "../kernel/faults.ts";
import { stampOf } from "../kernel/signature.ts";
import { ensure, refuse } from "../kernel/verdict.ts";
import type { Ctx } from "../store/hub.ts";
import type { MakeRemark } from "./contract.ts";
import type { RemarkDoc } from "./model.ts";

/** A word on an article: to the own office, or to all parties, as any other talk. */
export async function makeRemark(ctx: Ctx, agreementId: string, input: MakeRemark): Promise<void> {
  const { actor } = ctx;
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { makeRemark: agreementId, ...input },
    run: async (tx) => {
      const { agreement, asked, hidden } = await loadAsked(ctx, tx, agreementId);
      ensure(mayAgreement(actor, "remark", asked));
      const { clauseId, scope, text } = input;
      // What is said to all speaks of a text that all know.
      const texts = [
        agreement.inHand,
        agreement.inForce?.number,
        scope === "own" && hidden?.number,
      ];
      if (!(await standsIn(tx, agreementId, texts, clauseId)))
        throw new HubError("bad_input", { issues: [{ path: "clauseId", code: "unknown" }] });
      const remark: RemarkDoc = {
        _id: input.id,
        agreementId,
        clauseId,
        officeId: actor.officeId,
        scope,
        text,
        by: stampOf(actor, ctx.role, tx.at),
        resolved: null,
      };
      const channelId = await channelFor(tx, agreement, remark);
      await tx.store.remarks.insertMany([remark], { session: tx.session, lean: true });
      const digest = sm3(text);
      return [
        told(channelId, "remark.made", { agreementId, remarkId: input.id, clauseId, digest }),
      ];
    },
  });
}

/** Whether one of these versions has the article. */
async function standsIn(
  tx: Tx,
  agreementId: string,
  numbers: readonly (number | null | undefined | false)[],
  clauseId: string,
): Promise<boolean> {
  const ids = numbers.flatMap((number) => (number ? [versionId(agreementId, number)] : []));
  const found = await tx.store.agreementVersions
    .findOne({ _id: { $in: ids }, "clauses.id": clauseId }, { _id: 1 }, { session: tx.session })
    .lean();
  return found !== null;
}

/** Where it is said, and whose lists hear of it. */
async function channelFor(tx: Tx, agreement: AgreementDoc, remark: RemarkDoc): Promise<string> {
  const own = remark.scope === "own";
  if (!own && agreement.channelId === null) ensure(refuse("not_now", "agreement_state"));
  tx.changed(own ? audienceOfOwn(agreement, remark.officeId) : audienceOfParties(agreement), {
    feature: "agreements",
    id: agreement._id,
  });
  return own ? openOwn(tx, agreement, remark.officeId) : sharedChannelId(agreement._id);
}

/** Dealt with: by anybody who may make remarks there. */
export async function resolveRemark(
  ctx: Ctx,
  agreementId: string,
  remarkId: string,
  input: { id: string },
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { resolveRemark: remarkId },
    run: async (tx) => {
      const { agreement, asked } = await loadAsked(ctx, tx, agreementId);
      ensure(mayAgreement(ctx.actor, "remark", asked));
      const remark = await tx.store.remarks
        .findOne({ _id: remarkId, agreementId }, null, { session: tx.session })
        .lean<RemarkDoc>();
      const readable = remark?.scope === "all" || remark?.officeId === ctx.actor.officeId;
      if (!remark || !readable) throw new HubError("not_found");
      if (remark.resolved) ensure(refuse("not_now", "already_resolved"));
      const channelId = await channelFor(tx, agreement, remark);
      await tx.store.remarks.updateOne(
        { _id: remarkId },
        { $set: { resolved: stampOf(ctx.actor, ctx.role, tx.at) } },
        { session: tx.session },
      );
      const { clauseId } = remark;
      return [noted(channelId, "remark.resolved", { agreementId, remarkId, clauseId })];
    },
  });
}
