import type { QueryFilter } from "mongoose";
import type { z } from "zod";
import type { EntryDoc } from "../journal/model.ts";
import { ensure } from "../kernel/verdict.ts";
import { cardsOf } from "../officers/queries.ts";
import { mayAdminister, maySeeAccounts } from "../officers/rules.ts";
import type { Ctx } from "../store/hub.ts";
import { officeLogId, type auditRoute, type AuditLine } from "./contract.ts";

/**
 * A page of the audit, newest first. Administrative acts are open to the office's three administrators; what its officers did anywhere
 * only to the audit administrator, and only as headers: the bodies are not even read.
 */
export async function listAudit(
  ctx: Ctx,
  officeId: string,
  { scope, actor, type, before, limit }: z.output<typeof auditRoute.query>,
): Promise<{ lines: AuditLine[]; next: string | null }> {
  const isAdministration = scope === "administration";
  ensure(
    isAdministration
      ? maySeeAccounts(ctx.actor, officeId)
      : mayAdminister(ctx.actor, "audit_admin", officeId),
  );
  const [place, id] = before?.split(".") ?? [];
  const filter: QueryFilter<EntryDoc> = isAdministration
    ? { channelId: officeLogId(officeId) }
    : { office: officeId };
  if (actor !== undefined) filter.actor = actor;
  if (type !== undefined) filter.type = type;
  if (place !== undefined && id !== undefined) {
    const at = new Date(Number(place));
    if (isAdministration) filter.seq = { $lt: Number(place) };
    else filter.$or = [{ at: { $lt: at } }, { at, _id: { $lt: id } }];
  }
  const query = ctx.hub.store.entries
    .find(filter, isAdministration ? {} : { body: 0, salt: 0, input: 0 })
    .limit(limit + 1)
    .lean<EntryDoc[]>();
  const docs = await (isAdministration ? query.sort({ seq: -1 }) : query.sort({ at: -1, _id: -1 }));
  const page = docs.slice(0, limit);
  const cards = await cardsOf(
    ctx.hub,
    page.map((doc) => doc.actor),
  );
  const last = docs.length > limit ? page.at(-1) : undefined;
  return {
    lines: page.map((doc) => ({
      id: doc._id,
      channelId: doc.channelId,
      seq: doc.seq,
      type: doc.type,
      actor: cards.get(doc.actor) ?? null,
      role: doc.role,
      at: doc.at.toISOString(),
      target: doc.target,
      hash: doc.hash,
      body: isAdministration ? doc.body : null,
    })),
    next: last ? `${isAdministration ? last.seq : last.at.getTime()}.${last._id}` : null,
  };
}
