import { HubError } from "../kernel/faults.ts";
import { derivedId } from "../kernel/ids.ts";
import { changeExchange, channelOf, loadExchange, noted } from "../exchanges/change.ts";
import type { Ctx } from "../store/hub.ts";
import type { ReadKind } from "./model.ts";

const HOUR_MS = 3_600_000;

/**
 * That an officer of another office looked at a matter: one upsert per officer, matter and hour. Call it when the matter has been
 * checked for reading and before its content is answered.
 */
export async function noteRead(ctx: Ctx, matter: { kind: ReadKind; id: string }): Promise<void> {
  const { hub, actor } = ctx;
  const now = hub.clock.now();
  const hour = Math.floor(now.getTime() / HOUR_MS);
  await hub.store.reads.updateOne(
    { _id: `${actor.id}/${matter.id}/${hour}` },
    {
      $setOnInsert: {
        officerId: actor.id,
        officeId: actor.officeId,
        kind: matter.kind,
        matterId: matter.id,
        first: now,
      },
      $set: { last: now },
      $inc: { count: 1 },
    },
    { upsert: true },
  );
}

/**
 * The first opening of an exchange by another office is an entry of its own. Its id follows from exchange and office, so that of two who
 * open at once one is written and the other finds it done.
 */
export async function noteOpening(ctx: Ctx, exchangeId: string): Promise<void> {
  const { officeId } = ctx.actor;
  await ctx.hub.journal
    .act(ctx, {
      id: derivedId(exchangeId, `opened/${officeId}`),
      input: { opened: exchangeId, officeId },
      run: async (tx) => {
        const exchange = await loadExchange(tx, exchangeId);
        const opened = [...exchange.opened, officeId];
        await changeExchange(tx, exchange, { opened });
        return [noted(channelOf(exchange), "exchange.opened", { exchangeId, officeId })];
      },
    })
    .catch((thrown: unknown) => {
      // A colleague was faster: the office has opened it.
      if (!(thrown instanceof HubError && thrown.code === "duplicate")) throw thrown;
    });
}
