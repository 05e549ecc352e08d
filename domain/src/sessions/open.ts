import { newId } from "../kernel/ids.ts";
import type { OfficerDoc } from "../officers/model.ts";
import type { Hub } from "../store/hub.ts";
import type { Need } from "./contract.ts";
import type { SessionDoc } from "./model.ts";
import { expiryOf } from "./rules.ts";

/** Where a session was opened: shown to its officer, so that a foreign one is noticed. */
export interface Where {
  address: string;
  userAgent: string;
  device: string;
}

/** A fresh session record; it is not stored yet. */
export function freshSession(
  { clock }: Pick<Hub, "clock">,
  officer: Pick<OfficerDoc, "_id" | "officeId" | "epoch">,
  { needs, idleMinutes, where }: { needs: Need[]; idleMinutes: number; where: Where },
): SessionDoc {
  const now = clock.now();
  return {
    _id: newId(),
    officerId: officer._id,
    officeId: officer.officeId,
    epoch: officer.epoch,
    needs,
    since: now,
    activeAt: now,
    idleMinutes,
    lockedAt: null,
    endedAt: null,
    expiresAt: expiryOf(now),
    address: where.address.slice(0, 60),
    userAgent: where.userAgent.slice(0, 300),
    device: where.device,
  };
}
