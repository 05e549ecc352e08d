import { mayRead } from "../access/rules.ts";
import { HubError } from "../kernel/faults.ts";
import { noteRead } from "../reads/commands.ts";
import type { Ctx } from "../store/hub.ts";
import type { AgreementDoc } from "./model.ts";
import { sideOfViewer } from "./present.ts";

/** The agreement, when this officer may read it, else not_found; a superior's look is noted before it is answered. */
export async function findReadable(ctx: Ctx, agreementId: string): Promise<AgreementDoc> {
  const found = await ctx.hub.store.agreements.findById(agreementId).lean<AgreementDoc>();
  if (!found || !mayRead(ctx.actor, found).allowed) throw new HubError("not_found");
  if (sideOfViewer(ctx.actor, found) === "superior")
    await noteRead(ctx, { kind: "agreement", id: agreementId });
  return found;
}
