import { HubError } from "../kernel/faults.ts";
import { stampOf } from "../kernel/signature.ts";
import { ensure } from "../kernel/verdict.ts";
import type { Ctx } from "../store/hub.ts";
import type { Bare, Texted } from "./acts-contract.ts";
import { changeExchange, channelOf, loadExchange, told } from "./change.ts";
import { mayExchange, presentSupervision } from "./rules.ts";

/**
 * 督办 by an office above one of the parties: an entry that both sides see opens 双方 to its leaders and liaison, in the same commit. They
 * read there and do not speak; 本院 channels stay closed to them.
 */
export async function supervise(ctx: Ctx, exchangeId: string, input: Texted): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { supervise: exchangeId, ...input },
    run: async (tx) => {
      const exchange = await loadExchange(tx, exchangeId);
      ensure(mayExchange(ctx.actor, "supervise", exchange));
      const { id, text } = input;
      const { officeId } = ctx.actor;
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      await changeExchange(tx, exchange, {
        supervisions: [...exchange.supervisions, { id, officeId, text, by, ended: null }],
      });
      const channelId = channelOf(exchange);
      await tx.follow(channelId, [ctx.actor.id]);
      const body = { exchangeId, supervisionId: id, officeId };
      return [told(channelId, "exchange.supervised", body)];
    },
  });
}

/** Ends the 督办 of the actor's office: 双方 is closed to it again, and its record stays. */
export async function endSupervision(ctx: Ctx, exchangeId: string, input: Bare): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { endSupervision: exchangeId },
    run: async (tx) => {
      const exchange = await loadExchange(tx, exchangeId);
      ensure(mayExchange(ctx.actor, "end_supervision", exchange));
      const { officeId } = ctx.actor;
      const present = presentSupervision(exchange, officeId);
      if (!present) throw new HubError("not_now", { reason: "not_supervised" });
      const ended = stampOf(ctx.actor, ctx.role, tx.at);
      await changeExchange(tx, exchange, {
        supervisions: exchange.supervisions.map((one) =>
          one === present ? { ...one, ended } : one,
        ),
      });
      const body = { exchangeId, supervisionId: present.id, officeId };
      return [told(channelOf(exchange), "exchange.supervision_ended", body)];
    },
  });
}
