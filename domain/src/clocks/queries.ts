import { handlesContent } from "../access/rules.ts";
import { signatureOf } from "../kernel/signature.ts";
import { listOffices } from "../offices/queries.ts";
import type { Ctx, Hub } from "../store/hub.ts";
import type { PairTerms, PairView } from "./contract.ts";
import { pairId, type PairDoc } from "./model.ts";
import { mayAgree } from "./rules.ts";

/** What an office agreed on, by partner. */
export async function pairTerms(
  hub: Pick<Hub, "store">,
  officeId: string,
): Promise<Map<string, PairTerms>> {
  const docs = await hub.store.pairs.find({ officeIds: officeId }).lean<PairDoc[]>();
  return new Map(
    docs.flatMap((doc) => {
      const partner = doc.officeIds.find((id) => id !== officeId);
      return partner && doc.agreed ? [[partner, doc.agreed]] : [];
    }),
  );
}

/** Every office that takes part, with what holds between it and the actor's. */
export async function listPairs(ctx: Ctx): Promise<PairView[]> {
  if (!handlesContent(ctx.actor.posts).allowed) return [];
  const own = ctx.actor.officeId;
  const [offices, docs] = await Promise.all([
    listOffices(ctx.hub),
    ctx.hub.store.pairs.find({ officeIds: own }).lean<PairDoc[]>(),
  ]);
  return offices
    .filter((office) => office.connected && office.id !== own)
    .map((office) => toPairView(ctx, office.id, docs));
}

/** What holds between the actor's office and this one. */
export async function getPair(ctx: Ctx, officeId: string): Promise<PairView> {
  const doc = await ctx.hub.store.pairs
    .findById(pairId(ctx.actor.officeId, officeId))
    .lean<PairDoc>();
  return toPairView(ctx, officeId, doc ? [doc] : []);
}

function toPairView(ctx: Ctx, officeId: string, docs: readonly PairDoc[]): PairView {
  const doc = docs.find((one) => one.officeIds.includes(officeId));
  const facts = { agreed: doc?.agreed ?? null, proposed: doc?.proposed ?? null };
  return {
    officeId,
    agreed: facts.agreed,
    agreedAt: doc?.agreedAt?.toISOString() ?? null,
    // A pair that was written before agreements set periods has no source.
    source: doc?.source
      ? { agreementId: doc.source.agreementId, clauseIds: doc.source.clauseIds }
      : null,
    proposed: facts.proposed
      ? { terms: facts.proposed.terms, by: signatureOf(facts.proposed.by) }
      : null,
    can: (["propose", "confirm", "decline"] as const).filter(
      (act) => mayAgree(ctx.actor, facts, act).allowed,
    ),
  };
}
