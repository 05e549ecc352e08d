import type { AgreementDoc } from "../agreements/model.ts";
import type { FrozenClause } from "../clauses/contract.ts";
import type { Tx } from "../journal/journal.ts";
import { ClockKey, type PairTerms, type Terms } from "./contract.ts";
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

/** What holds beside the text: what the two offices agreed on otherwise, without what an earlier text of the same agreement had set. */
function besideOf(before: PairDoc | null, agreementId: string): Pick<PairTerms, Urgency> {
  const { source, agreed } = before ?? { source: null, agreed: null };
  const keys = source?.agreementId === agreementId ? source.keys : [];
  const gone = Object.fromEntries(keys.map((key) => [key, null]));
  return {
    ordinary: { ...(agreed?.ordinary ?? NONE), ...gone },
    urgent: { ...(agreed?.urgent ?? NONE), ...gone },
  };
}
type Urgency = "ordinary" | "urgent";

/**
 * 约定期限 of every two parties, from the clauses of the agreement in force, in the transaction in which it takes effect or a party comes or
 * leaves. What the text does not set keeps what the two offices agreed on otherwise; whoever has left is bound by it no more. They are
 * agreed periods and rest on that text; no statute sets any.
 */
export async function setAgreedTerms(
  tx: Work,
  agreement: Pick<AgreementDoc, "_id" | "values" | "parties">,
  clauses: readonly FrozenClause[],
): Promise<void> {
  const agreed = agreedTermsOf(agreement.values.title, clauses);
  if (!agreed) return endAgreedTerms(tx, agreement._id);
  const keys = ClockKey.options.filter((key) => agreed.set[key]);
  const source = { agreementId: agreement._id, clauseIds: agreed.clauseIds, keys };
  const officeIds = agreement.parties.flatMap((one) =>
    one.officeId !== null && one.leftOn === null ? [one.officeId] : [],
  );
  await endAgreedTerms(tx, agreement._id, officeIds);
  for (const [index, one] of officeIds.entries())
    for (const other of officeIds.slice(index + 1)) {
      const before = await tx.store.pairs
        .findById(pairId(one, other), null, { session: tx.session })
        .lean<PairDoc>();
      const beside = besideOf(before, agreement._id);
      const terms: PairTerms = {
        ordinary: { ...beside.ordinary, ...agreed.set },
        urgent: { ...beside.urgent, ...agreed.set },
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

/**
 * Periods that rested on this agreement bind nobody any more, or nobody but those who stay; exchanges that were sent keep the terms they
 * were sent with.
 */
export async function endAgreedTerms(
  { store, session }: Pick<Work, "store" | "session">,
  agreementId: string,
  staying: readonly string[] = [],
): Promise<void> {
  const bound = await store.pairs
    .find({ "source.agreementId": agreementId }, { officeIds: 1 }, { session })
    .lean<Pick<PairDoc, "_id" | "officeIds">[]>();
  const over = bound.filter((one) => !one.officeIds.every((id) => staying.includes(id)));
  await store.pairs.updateMany(
    { _id: { $in: over.map((one) => one._id) } },
    { $set: { agreed: null, agreedAt: null, source: null }, $inc: { version: 1 } },
    { session },
  );
}
