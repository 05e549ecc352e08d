import { HubError, type Issue } from "../kernel/faults.ts";
import { replanOffice } from "../exchanges/plan.ts";
import { ensure } from "../kernel/verdict.ts";
import { officeLogId } from "../offices/contract.ts";
import type { OfficerDoc } from "../officers/model.ts";
import { mayAdminister } from "../officers/rules.ts";
import type { Tx } from "../journal/journal.ts";
import type { Ctx } from "../store/hub.ts";
import type { ApprovalRow, SetApprovals } from "./contract.ts";
import { approvalTable } from "./queries.ts";
import { DEFAULT_ROWS, isSameRow } from "./rules.ts";

/** Changes rows of an office's 权限清单; exchanges that are under way are judged by the table of the moment. */
export async function setApprovals(
  ctx: Ctx,
  officeId: string,
  { id, expects, rows, basis }: SetApprovals,
): Promise<void> {
  ensure(mayAdminister(ctx.actor, "security_admin", officeId));
  await ctx.hub.journal.act(ctx, {
    id,
    input: { officeId, expects, rows, basis },
    run: async (tx) => {
      const { session, store } = tx;
      const before = await store.approvals.findById(officeId, null, { session }).lean();
      const version = before?.version ?? 0;
      if (version !== expects)
        throw new HubError("stale", { fresh: await approvalTable(ctx, officeId) });
      const issues = await rowIssues(tx, officeId, rows);
      if (issues.length > 0) throw new HubError("bad_input", { issues });
      const kept = (before?.rows ?? []).filter((one) => !rows.some((row) => isSameRow(one, row)));
      await store.approvals.updateOne(
        { _id: officeId, version },
        { $set: { rows: [...kept, ...rows], basis, version: version + 1 } },
        { session, upsert: true },
      );
      await replanOffice(tx, officeId);
      const body = { rows: rows.map((row) => `${row.kind}.${row.urgency}`), basis };
      return [{ channelId: officeLogId(officeId), type: "approvals.changed", body }];
    },
  });
}

/** A row twice, one that the table does not have, or an authorised person who is no prosecutor of this office. */
async function rowIssues(
  { session, store }: Pick<Tx, "session" | "store">,
  officeId: string,
  rows: readonly ApprovalRow[],
): Promise<Issue[]> {
  const found = await store.officers
    .find(
      { _id: { $in: rows.flatMap((row) => row.authorised) }, officeId, active: true },
      { posts: 1 },
      { session },
    )
    .lean<Pick<OfficerDoc, "_id" | "posts">[]>();
  const prosecutors = new Set(
    found.filter((one) => one.posts.includes("prosecutor")).map((one) => one._id),
  );
  return rows.flatMap((row, at) => [
    ...(rows.findIndex((one) => isSameRow(one, row)) < at
      ? [{ path: `rows.${at}`, code: "repeated" }]
      : []),
    // Agreements know no urgency.
    ...(DEFAULT_ROWS.some((one) => isSameRow(one, row))
      ? []
      : [{ path: `rows.${at}`, code: "unknown_row" }]),
    ...row.authorised.flatMap((id, place) =>
      prosecutors.has(id)
        ? []
        : [{ path: `rows.${at}.authorised.${place}`, code: "not_a_prosecutor" }],
    ),
  ]);
}
