import type { ClientSession } from "mongoose";
import { standingDelegations } from "../delegations/queries.ts";
import type { OfficerDoc } from "../officers/model.ts";
import type { Ctx, Hub } from "../store/hub.ts";
import { HubError } from "../kernel/faults.ts";
import { cardsOf } from "../officers/queries.ts";
import type { ApprovalRow, ApprovalTableView } from "./contract.ts";
import {
  mayIssue,
  mayReview,
  rowFor,
  rowsOf,
  type Approver,
  type Draft,
  type Power,
} from "./rules.ts";

/** Reads that may belong to a transaction. */
export interface In {
  session: ClientSession | null;
}

/** An office's whole 权限清单. */
export async function approvalRows(
  hub: Pick<Hub, "store">,
  officeId: string,
  { session }: In = { session: null },
): Promise<{ version: number; rows: ApprovalRow[] }> {
  const own = await hub.store.approvals.findById(officeId, null, { session }).lean();
  return { version: own?.version ?? 0, rows: rowsOf(own?.rows ?? []) };
}

export const approverOf = (officer: OfficerDoc): Approver => ({ ...officer, id: officer._id });

/** May the actor review or issue this draft, by today's table, posts and delegations? Ask inside the command's transaction. */
export async function powerOver(
  ctx: Ctx,
  act: "review" | "issue",
  of: Pick<ApprovalRow, "kind" | "urgency"> & { draft: Draft },
  { session }: In = { session: null },
): Promise<Power> {
  const { rows } = await approvalRows(ctx.hub, of.draft.officeId, { session });
  const question = {
    officer: ctx.actor,
    row: rowFor(rows, of),
    draft: of.draft,
    delegations: await standingDelegations(ctx, { session }),
    now: ctx.hub.clock.now(),
  };
  return act === "review" ? mayReview(question) : mayIssue(question);
}

/** The whole table for officers of its own office; not_found for others. */
export async function approvalTable(ctx: Ctx, officeId: string): Promise<ApprovalTableView> {
  if (ctx.actor.officeId !== officeId) throw new HubError("not_found");
  const table = await approvalRows(ctx.hub, officeId);
  const cards = await cardsOf(
    ctx.hub,
    table.rows.flatMap((row) => row.authorised),
  );
  return { officeId, ...table, officers: [...cards.values()] };
}
