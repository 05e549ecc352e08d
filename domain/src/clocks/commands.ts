import { sm3 } from "../journal/chain.ts";
import type { Tx } from "../journal/journal.ts";
import { canonical } from "../kernel/canonical.ts";
import { HubError } from "../kernel/faults.ts";
import { stampOf } from "../kernel/signature.ts";
import { ensure, refuse } from "../kernel/verdict.ts";
import { officeLogId } from "../offices/contract.ts";
import type { Ctx } from "../store/hub.ts";
import { LostRace } from "../store/store.ts";
import type { AnswerTerms, ProposeTerms } from "./contract.ts";
import { pairId, type PairDoc } from "./model.ts";
import { mayAgree } from "./rules.ts";

/**
 * 约定期限 of two offices: one puts periods forward, the other agrees. Nothing holds on one side's word, and what holds keeps holding until
 * then. Exchanges that were sent keep the terms they were sent with.
 */
export async function proposeTerms(ctx: Ctx, officeId: string, input: ProposeTerms): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { proposeTerms: officeId, ...input },
    run: async (tx) => {
      await ensurePartner(tx, ctx, officeId);
      const before = await loadPair(tx, ctx.actor.officeId, officeId);
      ensure(mayAgree(ctx.actor, before, "propose"));
      const proposed = { terms: input.terms, by: stampOf(ctx.actor, ctx.role, tx.at) };
      await changePair(tx, before, { proposed });
      const digest = sm3(canonical(input.terms));
      return [
        {
          channelId: officeLogId(ctx.actor.officeId),
          type: "terms.proposed",
          body: { officeIds: before.officeIds, digest },
        },
      ];
    },
  });
}

/** The other side's word: agreed they hold from now on, declined what held before goes on. */
export async function answerTerms(ctx: Ctx, officeId: string, input: AnswerTerms): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { answerTerms: officeId, ...input },
    run: async (tx) => {
      await ensurePartner(tx, ctx, officeId);
      const before = await loadPair(tx, ctx.actor.officeId, officeId);
      ensure(mayAgree(ctx.actor, before, input.agree ? "confirm" : "decline"));
      const terms = before.proposed?.terms;
      if (!terms) throw new HubError("not_now", { reason: "nothing_proposed" });
      await changePair(
        tx,
        before,
        input.agree
          ? { agreed: terms, agreedAt: tx.at, proposed: null, source: null }
          : { proposed: null },
      );
      return [
        {
          channelId: officeLogId(ctx.actor.officeId),
          type: "terms.answered",
          body: { officeIds: before.officeIds, agree: input.agree },
        },
      ];
    },
  });
}

async function ensurePartner(tx: Tx, ctx: Ctx, officeId: string): Promise<void> {
  const partner = await tx.store.offices
    .findById(officeId, { connected: 1 }, { session: tx.session })
    .lean();
  if (!partner) throw new HubError("not_found");
  if (officeId === ctx.actor.officeId) ensure(refuse("forbidden", "own_office"));
  if (!partner.connected) ensure(refuse("forbidden", "not_connected"));
}

async function loadPair(tx: Tx, one: string, other: string): Promise<PairDoc> {
  const _id = pairId(one, other);
  const found = await tx.store.pairs.findById(_id, null, { session: tx.session }).lean<PairDoc>();
  return (
    found ?? {
      _id,
      officeIds: [one, other].toSorted(),
      version: 0,
      agreed: null,
      agreedAt: null,
      proposed: null,
      source: null,
    }
  );
}

async function changePair(tx: Tx, before: PairDoc, change: Partial<PairDoc>): Promise<void> {
  const next = { ...before, ...change, version: before.version + 1 };
  if (before.version === 0) {
    await tx.store.pairs.insertMany([next], { session: tx.session, lean: true });
    return;
  }
  const moved = await tx.store.pairs.updateOne(
    { _id: before._id, version: before.version },
    { $set: change, $inc: { version: 1 } },
    { session: tx.session },
  );
  if (moved.matchedCount !== 1) throw new LostRace();
}
