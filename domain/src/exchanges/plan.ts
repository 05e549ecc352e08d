import { approvalRows, approverOf } from "../approvals/queries.ts";
import type { NoReview } from "../approvals/contract.ts";
import { mayIssue, mayIssueBySelf, mayReview, noReviewFor, rowFor } from "../approvals/rules.ts";
import { token } from "../access/rules.ts";
import { factsOf } from "../delegations/queries.ts";
import type { Tx } from "../journal/journal.ts";
import { dayOf } from "../kernel/clock.ts";
import { HubError } from "../kernel/faults.ts";
import type { Ctx, Hub } from "../store/hub.ts";
import { changeExchange } from "./change.ts";
import type { ExchangeDoc, Plan } from "./model.ts";
import { draftOf } from "./rules.ts";

type Planned = Pick<
  ExchangeDoc,
  "kind" | "urgency" | "fromOfficeId" | "fromDepartmentId" | "drafted"
>;

/**
 * Whom the 权限清单, today's posts and the delegations in force name for this draft. What is asked when somebody acts is the 权限清单
 * itself (approvals/queries.ts); the plan only decides whose desk it lies on and who may read it there.
 */
export async function planFor(
  tx: Tx,
  hub: Pick<Hub, "store">,
  exchange: Planned,
): Promise<{ plan: Plan; noReview: NoReview | null }> {
  const { session, store } = tx;
  const { rows } = await approvalRows(hub, exchange.fromOfficeId, { session });
  const row = rowFor(rows, exchange);
  const draft = draftOf(exchange);
  const docs = await store.officers
    .find({ officeId: exchange.fromOfficeId, active: true }, null, { session })
    .lean();
  const officers = docs.map((doc) => approverOf(doc));
  const drafter = officers.find((one) => one.id === exchange.drafted.officerId);
  if (!drafter) throw new HubError("not_now", { reason: "drafter_left" });
  const noReview = noReviewFor(drafter, row, draft);
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
      direct: noReview !== null && mayIssueBySelf(drafter, row, draft),
    },
  };
}

/**
 * Puts what waits for approval in an office on the right desks again, after its posts, 权限清单 or delegations changed. Call it in the
 * transaction of that change.
 */
export async function replanOffice(tx: Tx, ctx: Ctx, officeId: string): Promise<void> {
  const waiting = await tx.store.exchanges
    .find({ fromOfficeId: officeId, state: { $in: ["draft", "reviewing", "issuing"] } }, null, {
      session: tx.session,
    })
    .lean<ExchangeDoc[]>();
  for (const exchange of waiting) {
    const { plan, noReview } = await planFor(tx, ctx.hub, exchange);
    await changeExchange(tx, exchange, { plan, noReview });
  }
}
