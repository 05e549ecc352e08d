import { digestsOf } from "../files/digests.ts";
import { materialsOf } from "../files/queries.ts";
import { blobPath, isKept } from "../files/storage.ts";
import { HubError } from "../kernel/faults.ts";
import { ensure } from "../kernel/verdict.ts";
import type { Ctx } from "../store/hub.ts";
import type { Bare } from "./acts-contract.ts";
import { noted, onAction } from "./change.ts";
import type { FindingDoc } from "./model.ts";
import { findAction } from "./queries.ts";
import type { Verified } from "./record-contract.ts";
import { mayFinding } from "./rules.ts";

/**
 * Hashes the stored bytes of a finding's files anew and lays them beside what was taken and what arrived. That it was done, and with what
 * outcome, becomes part of the custody log.
 */
export async function verifyFinding(
  ctx: Ctx,
  actionId: string,
  findingId: string,
  { id }: Bare,
): Promise<Verified> {
  const { hub } = ctx;
  const action = await findAction(ctx, actionId);
  const finding = await hub.store.findings.findOne({ _id: findingId, actionId }).lean<FindingDoc>();
  if (!finding) throw new HubError("not_found");
  ensure(mayFinding(ctx.actor, "verify", { action, finding }));
  const materials = await materialsOf(hub, { kind: "finding", id: findingId });
  const files: Verified["files"] = [];
  for (const { fileId, name, sha256, sm3 } of materials) {
    const taken = finding.shots.find((one) => one.shot.fileId === fileId)?.shot.sha256 ?? sha256;
    const kept = await isKept(hub.files, sha256);
    const now = kept ? await digestsOf(blobPath(hub.files, sha256)) : null;
    const same = now?.sha256 === taken && now.sha256 === sha256 && now.sm3 === sm3;
    files.push({
      fileId,
      name,
      taken,
      arrived: { sha256, sm3 },
      now: now && { sha256: now.sha256, sm3: now.sm3 },
      same,
    });
  }
  const whole = files.every((one) => one.same);
  await onAction(ctx, actionId, {
    id,
    input: { verifyFinding: findingId },
    run: (_, x) =>
      Promise.resolve([noted(x, "action.files_verified", { actionId, findingId, whole })]),
  });
  return { whole, at: hub.clock.now().toISOString(), files };
}
