import { dayOf } from "../kernel/clock.ts";
import type { Hub } from "../store/hub.ts";
import { transaction } from "../store/store.ts";
import { loadObligation } from "./change.ts";
import { horizonOf } from "./plan.ts";
import { keepObligation } from "./settle.ts";
import { retally } from "./tally.ts";

/** Obligations whose occurrences do not reach the horizon yet: all of them once a month, when it moves on. */
export const shortObligations = (hub: Hub) =>
  hub.store.obligations
    // The type is what the index is limited to.
    .find({ madeThrough: { $lt: horizonOf(dayOf(hub.clock.now())), $type: "string" } }, { _id: 1 })
    .sort({ madeThrough: 1 })
    .lean<{ _id: string }[]>();

/**
 * Makes what an obligation owes up to the horizon, 13 months ahead. Their ids follow from obligation and period, so that made twice each
 * is there once. Nobody's act: nothing is told, but dashboards look again.
 */
export async function extendObligation(hub: Hub, obligationId: string): Promise<void> {
  const outcome = await transaction(hub.store, async (session) => {
    const work = { store: hub.store, session, at: hub.clock.now() };
    const { obligation, agreement } = await loadObligation(work, obligationId);
    const days = await keepObligation(work, agreement, obligation, obligation);
    await retally(work, agreement._id, days);
    return { days, agreement };
  });
  if (!outcome) throw new Error("obligations: every try lost its race");
  const { days, agreement } = outcome.done;
  if (days.length > 0)
    hub.announcer.changed(agreement.audience, { feature: "obligations", id: agreement._id });
}
