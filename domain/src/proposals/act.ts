import type { AgreementDoc } from "../agreements/model.ts";
import { loadAsked } from "../agreements/powers.ts";
import { mayAgreement } from "../agreements/rules.ts";
import type { Tx } from "../journal/journal.ts";
import type { NewEntry } from "../journal/number.ts";
import { HubError } from "../kernel/faults.ts";
import { ensure } from "../kernel/verdict.ts";
import type { Ctx } from "../store/hub.ts";
import { loadProposal } from "./change.ts";
import type { ProposalAct } from "./contract.ts";
import type { ProposalDoc } from "./model.ts";
import { proposalStanding, type ProposalStanding } from "./powers.ts";
import { mayProposal } from "./rules.ts";

/** What every act on a proposal looks at, read in its transaction. */
interface Loaded {
  agreement: AgreementDoc;
  proposal: ProposalDoc;
  standing: ProposalStanding;
}

interface Given<Input> {
  /** Of the command, under which its input is known when it is sent again. */
  name: string;
  agreementId: string;
  proposalId: string;
  act: ProposalAct;
  input: Input;
  /** The version of the proposal that was seen, where the act overwrites what stood there: another one is stale. */
  sees?: number;
}

/** One act on one proposal, in one commit: loaded with the powers of today, allowed or refused, then `run`, which answers its entries. */
export async function actOnProposal<Input extends { id: string }>(
  ctx: Ctx,
  { name, agreementId, proposalId, act, input, sees }: Given<Input>,
  run: (tx: Tx, loaded: Loaded) => Promise<Omit<NewEntry, "id">[]>,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { [name]: proposalId, ...input },
    run: async (tx) => {
      const { agreement, asked } = await loadAsked(ctx, tx, agreementId);
      ensure(mayAgreement(ctx.actor, "read", asked));
      const proposal = await loadProposal(tx, agreementId, proposalId);
      const standing = await proposalStanding(ctx, { session: tx.session });
      ensure(mayProposal(ctx.actor, act, standing.facts(proposal, agreement)));
      if (sees !== undefined && proposal.version !== sees) throw new HubError("stale");
      return run(tx, { agreement, proposal, standing });
    },
  });
}
