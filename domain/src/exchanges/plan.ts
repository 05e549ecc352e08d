import { approvalRows, approverOf } from "../approvals/queries.ts";
import type { NoReview } from "../approvals/contract.ts";
import { mayIssue, mayIssueBySelf, mayReview, noReviewFor, rowFor } from "../approvals/rules.ts";
import { token } from "../access/rules.ts";
import { factsOf } from "../delegations/queries.ts";
import type { Tx } from "../journal/journal.ts";
import { dayOf } from "../kernel/clock.ts";
import { canonical } from "../kernel/canonical.ts";
import type { Hub } from "../store/hub.ts";
import { LostRace, transaction } from "../store/store.ts";
import { changeExchange, derivedOf, sinceOf } from "./change.ts";
import type { ExchangeDoc, Plan } from "./model.ts";
import { draftOf } from "./rules.ts";

type In = Pick<Tx, "session" | "store" | "at">;
type Planned = Pick<
  ExchangeDoc,
  "kind" | "urgency" | "fromOfficeId" | "fromDepartmentId" | "drafted"
>;

/**
 * Whom the 权限清单, today's posts and the delegations in force name for this draft. What is asked when somebody acts is the 权限清单
 * itself (approvals/queries.ts); the plan only decides whose desk it lies on and who may read it there.
 */
export async function planFor(
  tx: In,
  exchange: Planned,
): Promise<{ plan: Plan; noReview: NoReview | null }> {
  const { session, store } = tx;
  const { rows } = await approvalRows(tx, exchange.fromOfficeId, { session });
  const row = rowFor(rows, exchange);
  const draft = draftOf(exchange);
  const docs = await store.officers
    .find({ officeId: exchange.fromOfficeId, active: true }, null, { session })
    .lean();
  const officers = docs.map((doc) => approverOf(doc));
  const drafter = officers.find((one) => one.id === exchange.drafted.officerId);
  // A drafter who left issues nothing himself; what he drafted still finds its reviewers.
  const noReview = drafter ? noReviewFor(drafter, row, draft) : null;
  const today = dayOf(tx.at);
  const delegations = await store.delegations
    .find(
      {
        officeId: exchange.fromOfficeId,
        from: { $lte: today },
        until: { $gte: today },
        revokedAt: null,
      },
      null,
      { session },
    )
    .lean();
  const standing = delegations.map((doc) => ({
    delegation: factsOf(doc),
    principal: officers.find((one) => one.id === doc.principalId) ?? null,
  }));
  const asked = officers.map((officer) => ({
    officer,
    row,
    draft,
    delegations: standing,
    now: tx.at,
  }));
  const named = (may: (question: (typeof asked)[number]) => boolean) =>
    asked.filter(may).map(({ officer }) => token.officer(officer.id));
  return {
    noReview,
    plan: {
      review: noReview === null ? named((one) => mayReview(one).allowed) : [],
      issue: named((one) => mayIssue(one).allowed),
      direct: drafter !== undefined && noReview !== null && mayIssueBySelf(drafter, row, draft),
    },
  };
}

/**
 * Puts what waits for approval in an office on the right desks again, after its posts, 权限清单 or delegations changed. Call it in the
 * transaction of that change, when that is written.
 */
export async function replanOffice(tx: Tx, officeId: string): Promise<void> {
  const waiting = await tx.store.exchanges
    .find({ fromOfficeId: officeId, state: { $in: WAITING } }, null, { session: tx.session })
    .lean<ExchangeDoc[]>();
  for (const exchange of waiting) {
    const planned = await replanned(tx, exchange);
    if (planned) await changeExchange(tx, exchange, planned);
  }
}

const WAITING: ExchangeDoc["state"][] = ["draft", "reviewing", "issuing"];

/** The plan of today, or null when the exchange has it already. Whether a submitted draft needs 审核 stays as it was submitted. */
async function replanned(tx: In, exchange: ExchangeDoc): Promise<Partial<ExchangeDoc> | null> {
  const { plan, noReview } = await planFor(tx, exchange);
  const kept = exchange.state === "draft" ? noReview : exchange.noReview;
  const same =
    canonical({ plan, kept }) === canonical({ plan: exchange.plan, kept: exchange.noReview });
  return same ? null : { plan, noReview: kept };
}

/**
 * The same for every office, for the jobs process: a delegation begins and ends with its day, when nobody commands anything. May run
 * anywhere, any time, twice at once. Returns how many changed.
 */
export async function replanAll(hub: Hub): Promise<number> {
  const found = await hub.store.exchanges
    .find({ state: { $in: WAITING }, open: true }, { _id: 1 })
    .lean<{ _id: string }[]>();
  let changed = 0;
  for (const { _id } of found) {
    const outcome = await transaction(hub.store, async (session) => {
      const tx = { session, store: hub.store, at: hub.clock.now() };
      const exchange = await hub.store.exchanges
        .findById(_id, null, { session })
        .lean<ExchangeDoc>();
      const planned =
        exchange && WAITING.includes(exchange.state) && (await replanned(tx, exchange));
      if (!exchange || !planned) return null;
      const derived = derivedOf({ ...exchange, ...planned });
      const since = sinceOf(exchange, derived.audience, tx.at);
      const moved = await hub.store.exchanges.updateOne(
        { _id, version: exchange.version },
        { $set: { ...planned, ...derived, ...since }, $inc: { version: 1 } },
        { session },
      );
      if (moved.matchedCount !== 1) throw new LostRace();
      return [...exchange.audience, ...derived.audience];
    });
    if (!outcome?.done) continue;
    changed += 1;
    hub.announcer.changed([...new Set(outcome.done)], { feature: "exchanges", id: _id });
  }
  return changed;
}
