import { powerOver } from "../approvals/queries.ts";
import { sm3 } from "../journal/chain.ts";
import type { Tx } from "../journal/journal.ts";
import { canonical } from "../kernel/canonical.ts";
import { HubError } from "../kernel/faults.ts";
import { stampOf } from "../kernel/signature.ts";
import { ensure } from "../kernel/verdict.ts";
import type { Ctx } from "../store/hub.ts";
import type { ReviewExchange } from "./acts-contract.ts";
import { changeExchange, loadExchange, told } from "./change.ts";
import { draftOf, mayExchange } from "./rules.ts";

/** 审核, or the issuer's word: passes it on, or returns it to the drafter with the reason. */
export async function reviewExchange(
  ctx: Ctx,
  exchangeId: string,
  input: ReviewExchange,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { reviewExchange: exchangeId, ...input },
    run: async (tx) => {
      const exchange = await loadExchange(tx, exchangeId);
      ensure(mayExchange(ctx.actor, input.pass ? "pass" : "return", exchange));
      if (exchange.version !== input.expects) throw new HubError("stale");
      const power = await powerOver(
        ctx,
        exchange.state === "reviewing" ? "review" : "issue",
        { ...exchange, draft: draftOf(exchange) },
        { session: tx.session },
      );
      ensure(power);
      const by = stampOf(ctx.actor, await roleOf(ctx, tx, power), tx.at);
      if (input.pass) {
        await changeExchange(tx, exchange, { state: "issuing", reviewed: by });
        return [told(exchange.leadChannelId, "exchange.reviewed", { exchangeId })];
      }
      if (input.reason === "")
        throw new HubError("bad_input", { issues: [{ path: "reason", code: "required" }] });
      await changeExchange(tx, exchange, {
        state: "draft",
        reviewed: null,
        offline: null,
        returns: [...exchange.returns, { reason: input.reason, by }],
      });
      const digest = sm3(canonical(input.reason));
      return [told(exchange.leadChannelId, "exchange.returned", { exchangeId, digest })];
    },
  });
}

/** The actor's post in words, with whose power it is when it is not the own: 检察官（受张某委托）. */
export async function roleOf(
  ctx: Ctx,
  tx: Tx,
  power: Awaited<ReturnType<typeof powerOver>>,
): Promise<string> {
  if (!power.allowed || power.capacity.mode === "own") return ctx.role;
  const principal = await tx.store.officers
    .findById(power.capacity.principalId, { name: 1 }, { session: tx.session })
    .lean();
  return `${ctx.role}（受${principal?.name ?? ""}委托）`;
}
