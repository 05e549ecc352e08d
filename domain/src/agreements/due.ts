import type { NewEntry } from "../journal/number.ts";
import type { Act, Tx } from "../journal/journal.ts";
import { dayOf } from "../kernel/clock.ts";
import { HubError } from "../kernel/faults.ts";
import { derivedId } from "../kernel/ids.ts";
import { stampOf } from "../kernel/signature.ts";
import { endObligations } from "../obligations/adopt.ts";
import { systemCtx } from "../officers/system.ts";
import type { Ctx, Hub } from "../store/hub.ts";
import { LostRace } from "../store/store.ts";
import { hostOfficeOf } from "./audience.ts";
import { dueBy, nextDay } from "./calendar.ts";
import { changeAgreement, loadVersion, openOwn, told } from "./change.ts";
import { endedEntry, endVersion, stateAfter, takeEffect } from "./effect.ts";
import type { AgreementDoc } from "./model.ts";

type Written = Omit<NewEntry, "id">;

/** Somebody changed the agreement between the sweep and the act. */
class Overtaken extends HubError {}

/**
 * What the calendar brings about an agreement: the fixed day of its effect, six months before its assessment, its last day. For the jobs
 * process; the entry's id follows from the agreement, what it is and its day, so it happens once however often it is asked for. Answers
 * whether something else may be due.
 */
export async function runDue(hub: Hub, agreementId: string): Promise<boolean> {
  const found = await hub.store.agreements.findById(agreementId).lean<AgreementDoc>();
  const today = dayOf(hub.clock.now());
  const due = found && dueBy(found, today);
  if (!found || !due) return false;
  const ctx = systemCtx(hub, hostOfficeOf(found));
  const { inForce, values, inHand } = found;
  const which = {
    take_effect: `effect/${inHand}`,
    remind: `remind/${values.assessOn}`,
    expire: `expire/${inForce?.until}`,
  }[due];
  const act: Act = {
    id: derivedId(agreementId, which),
    input: { due, agreementId },
    run: async (tx) => {
      const agreement = await tx.store.agreements
        .findById(agreementId, null, { session: tx.session })
        .lean<AgreementDoc>();
      // Somebody changed it since it was found: the next sweep looks at it as it is then.
      if (!agreement || dueBy(agreement, today) !== due) throw new Overtaken("not_now");
      return DUE[due](ctx, tx, agreement);
    },
  };
  try {
    await hub.journal.act(ctx, act);
  } catch (thrown) {
    if (thrown instanceof Overtaken) return false;
    throw thrown;
  }
  return true;
}

type Due = NonNullable<ReturnType<typeof dueBy>>;

const DUE: Record<Due, (ctx: Ctx, tx: Tx, agreement: AgreementDoc) => Promise<Written[]>> = {
  take_effect: async (_, tx, agreement) => {
    const version = await loadVersion(tx, agreement._id, agreement.inHand ?? 0);
    const effect = version?.values.effect;
    if (!version || effect?.from !== "day") throw new LostRace();
    return takeEffect(tx, { agreement, version }, { step: "take_effect", on: effect.on });
  },
  remind: async (_, tx, agreement) => {
    const on = agreement.values.assessOn ?? "";
    const next = await changeAgreement(tx, agreement, { reminded: [...agreement.reminded, on] });
    const channelId = next.channelId ?? (await openOwn(tx, next, hostOfficeOf(next)));
    return [told(channelId, "agreement.assessment_ahead", { agreementId: agreement._id, on })];
  },
  expire: async (ctx, tx, agreement) => {
    const on = agreement.inForce?.until ?? "";
    await endVersion(tx, agreement, on);
    const ended = { reason: "期满", on, by: stampOf(ctx.actor, ctx.role, tx.at) };
    const next = await changeAgreement(tx, agreement, {
      state: stateAfter(agreement, "expire"),
      inForce: null,
      ended,
    });
    await endObligations(tx, next, { ...ended, on: nextDay(on) });
    const channelId = agreement.channelId ?? (await openOwn(tx, agreement, ctx.actor.officeId));
    return [{ ...endedEntry(agreement, "expired", on), channelId }];
  },
};
