import { attachFiles } from "../files/links.ts";
import { dayOf } from "../kernel/clock.ts";
import { ensureNotAhead } from "../kernel/input.ts";
import { stampOf } from "../kernel/signature.ts";
import { ensure, refuse } from "../kernel/verdict.ts";
import type { Ctx } from "../store/hub.ts";
import { actOnAgreement } from "./act.ts";
import type { FileAgreement, NumberAgreement, SealAgreement } from "./acts-contract.ts";
import { effectiveOn } from "./calendar.ts";
import { changeAgreement, changeVersion, sharedChannelId, told } from "./change.ts";
import { inHandOf, ownOrOutside } from "./commands-approve.ts";
import { stateAfter, takeEffect, versionInForce } from "./effect.ts";

/** 用印 of a party, recorded by itself or by the host; the scan of what was sealed is the authoritative copy. */
export async function sealAgreement(
  ctx: Ctx,
  agreementId: string,
  input: SealAgreement,
): Promise<void> {
  const given = { name: "sealAgreement", agreementId, act: "seal", input } as const;
  await actOnAgreement(ctx, given, async (tx, { agreement }) => {
    ensureNotAhead(tx.at, { on: input.on });
    const party = ownOrOutside(ctx, agreement, input.partyId);
    if (party.sealed) ensure(refuse("not_now", "already_sealed"));
    const { scan, on } = input;
    if (scan) await attachFiles(tx, ctx.actor, { kind: "agreement", id: agreementId }, [scan]);
    const sealed = { on, by: stampOf(ctx.actor, ctx.role, tx.at) };
    await changeAgreement(tx, agreement, {
      state: stateAfter(agreement, "seal"),
      parties: agreement.parties.map((one) => (one.id === party.id ? { ...one, sealed } : one)),
    });
    const body = { agreementId, partyId: party.id, fileId: scan?.fileId ?? null };
    return [told(sharedChannelId(agreementId), "agreement.sealed", body)];
  });
}

/** 编号印发. The text takes effect with it where it says so, or where its fixed day has come. */
export async function numberAgreement(
  ctx: Ctx,
  agreementId: string,
  input: NumberAgreement,
): Promise<void> {
  const given = { name: "numberAgreement", agreementId, act: "number", input } as const;
  await actOnAgreement(ctx, given, async (tx, { agreement }) => {
    ensureNotAhead(tx.at, { on: input.on });
    const { number, on } = input;
    const issued = { number, on, by: stampOf(ctx.actor, ctx.role, tx.at) };
    const entry = told(sharedChannelId(agreementId), "agreement.issued", { agreementId, on });
    // In force since the last signature: the number follows.
    if (agreement.state === "in_force") {
      const inForce = await versionInForce(tx, agreement);
      await changeVersion(tx, inForce, { issued });
      await changeAgreement(tx, agreement, { issued });
      return [entry];
    }
    const version = await changeVersion(tx, await inHandOf(tx, agreement), { issued });
    const today = dayOf(tx.at);
    const since = effectiveOn(version.values.effect, { issuedOn: on, today });
    if (since === null) {
      await changeAgreement(tx, agreement, {
        state: stateAfter(agreement, "number"),
        ...(agreement.inForce ? {} : { issued }),
      });
      return [entry];
    }
    const step = "number_effective";
    const effect = { step, on: since } as const;
    return [entry, ...(await takeEffect(tx, { agreement, version }, effect))];
  });
}

/** 报备 with an office above; as often as there are offices to tell. */
export async function fileAgreement(
  ctx: Ctx,
  agreementId: string,
  input: FileAgreement,
): Promise<void> {
  const given = { name: "fileAgreement", agreementId, act: "file", input } as const;
  await actOnAgreement(ctx, given, async (tx, { agreement }) => {
    ensureNotAhead(tx.at, { on: input.on });
    const { to, on, number } = input;
    const filing = { to, on, number, by: stampOf(ctx.actor, ctx.role, tx.at) };
    await changeAgreement(tx, agreement, { filings: [...agreement.filings, filing] });
    return [told(sharedChannelId(agreementId), "agreement.filed", { agreementId, on })];
  });
}
