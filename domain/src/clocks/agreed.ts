import type { AgreementDoc } from "../agreements/model.ts";
import type { FrozenClause } from "../clauses/contract.ts";
import type { Tx } from "../journal/journal.ts";
import type { PairTerms, Terms } from "./contract.ts";
import { pairId, type PairDoc } from "./model.ts";

const NONE: Terms = { sign: null, accept: null, progress: null };

type Work = Pick<Tx, "store" | "session" | "at">;

/** Which clause sets which clock: 线索移送 says until when to accept, 办理情况反馈 how often to feed back. */
const CLOCKS = { transfer: "accept", feedback: "progress" } as const;

const isClock = (kind: string): kind is keyof typeof CLOCKS => kind in CLOCKS;

/** What the clauses of an agreement set, and which; null when none sets a period. */
export function agreedTermsOf(
  title: string,
  clauses: readonly Pick<FrozenClause, "id" | "number" | "heading" | "obligation">[],
): { set: Partial<Terms>; basis: string; clauseIds: string[] } | null {
  const set: Partial<Terms> = {};
  const articles: string[] = [];
  const clauseIds: string[] = [];
  for (const { id, number, obligation } of clauses) {
    if (!obligation?.due || !isClock(obligation.kind)) continue;
    set[CLOCKS[obligation.kind]] = obligation.due;
    articles.push(`第${number}条`);
    clauseIds.push(id);
  }
  if (clauseIds.length === 0) return null;
  return { set, basis: `《${title}》${articles.join("、")}`, clauseIds };
}

/**
 * 约定期限 of every two parties, from the clauses of the agreement in force, in the transaction in which it takes effect. What the text does
 * not set keeps what the two offices agreed on otherwise. They are agreed periods and rest on that text; no statute sets any.
 */
export async function setAgreedTerms(
  tx: Work,
  agreement: Pick<AgreementDoc, "_id" | "values" | "parties">,
  clauses: readonly FrozenClause[],
): Promise<void> {
  const agreed = agreedTermsOf(agreement.values.title, clauses);
  if (!agreed) return endAgreedTerms(tx, agreement._id);
  const source = { agreementId: agreement._id, clauseIds: agreed.clauseIds };
  const officeIds = agreement.parties.flatMap((one) =>
    one.officeId !== null && one.leftOn === null ? [one.officeId] : [],
  );
  for (const [index, one] of officeIds.entries())
    for (const other of officeIds.slice(index + 1)) {
      const before = await tx.store.pairs
        .findById(pairId(one, other), null, { session: tx.session })
        .lean<PairDoc>();
      const terms: PairTerms = {
        ordinary: { ...(before?.agreed?.ordinary ?? NONE), ...agreed.set },
        urgent: { ...(before?.agreed?.urgent ?? NONE), ...agreed.set },
        basis: agreed.basis,
      };
      await tx.store.pairs.updateOne(
        { _id: pairId(one, other) },
        {
          $set: { agreed: terms, agreedAt: tx.at, source },
          $inc: { version: 1 },
          $setOnInsert: { officeIds: [one, other].toSorted(), proposed: null },
        },
        { session: tx.session, upsert: true },
      );
    }
}

/** Periods that rested on this agreement bind nobody any more; exchanges that were sent keep the terms they were sent with. */
export async function endAgreedTerms(
  { store, session }: Pick<Work, "store" | "session">,
  agreementId: string,
): Promise<void> {
  await store.pairs.updateMany(
    { "source.agreementId": agreementId },
    { $set: { agreed: null, agreedAt: null, source: null }, $inc: { version: 1 } },
    { session },
  );
}
