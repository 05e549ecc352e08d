import { mayIssue, type Power } from "../approvals/rules.ts";
import type { ApprovalRow } from "../approvals/contract.ts";
import { standingDelegations } from "../delegations/queries.ts";
import type { In } from "../approvals/queries.ts";
import type { Ctx } from "../store/hub.ts";
import type { ActionDoc } from "./model.ts";

/** A plan sends people out in the office's name: 检察长 or 分管副检察长 approve it, whoever wrote it. */
const APPROVERS: Pick<ApprovalRow, "issuers" | "authorised"> = {
  issuers: ["deputy_chief", "chief"],
  authorised: [],
};

/** May the actor approve for the own office, by post or by a delegation in force? Ask inside the command's transaction. */
export async function powerOverPlan(
  ctx: Ctx,
  x: Pick<ActionDoc, "proposed">,
  { session }: In = { session: null },
): Promise<Power> {
  return mayIssue({
    officer: ctx.actor,
    row: { kind: "notice", urgency: "ordinary", drafters: [], reviewers: [], ...APPROVERS },
    draft: { officeId: ctx.actor.officeId, departmentId: null, drafterId: x.proposed.officerId },
    delegations: await standingDelegations(ctx, { session }),
    now: ctx.hub.clock.now(),
  });
}
