import type { Tx } from "../journal/journal.ts";
import type { NewEntry } from "../journal/number.ts";
import { ensure } from "../kernel/verdict.ts";
import type { Ctx } from "../store/hub.ts";
import type { AgreementAct } from "./contract.ts";
import { loadAsked } from "./powers.ts";
import { mayAgreement } from "./rules.ts";

interface Given<Input> {
  /** Of the command, under which its input is known when it is sent again. */
  name: string;
  agreementId: string;
  act: AgreementAct;
  input: Input;
}

/** One act on one agreement, in one commit: loaded with the powers of today, allowed or refused, then `run`, which answers its entries. */
export async function actOnAgreement<Input extends { id: string }>(
  ctx: Ctx,
  { name, agreementId, act, input }: Given<Input>,
  run: (tx: Tx, loaded: Awaited<ReturnType<typeof loadAsked>>) => Promise<Omit<NewEntry, "id">[]>,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { [name]: agreementId, ...input },
    run: async (tx) => {
      const loaded = await loadAsked(ctx, tx, agreementId);
      ensure(mayAgreement(ctx.actor, act, loaded.asked));
      return run(tx, loaded);
    },
  });
}
