import type { ClientSession } from "mongoose";
import { approvalRows } from "../approvals/queries.ts";
import { mayDraft, mayIssue, mayReview, rowFor, type Power } from "../approvals/rules.ts";
import type { ApprovalRow } from "../approvals/contract.ts";
import { hostOfficeOf, partyOf } from "../agreements/audience.ts";
import type { AgreementDoc } from "../agreements/model.ts";
import { standingDelegations } from "../delegations/queries.ts";
import type { Ctx } from "../store/hub.ts";
import { audienceOfProposal, draftOf } from "./change.ts";
import type { ProposalDoc } from "./model.ts";
import type { ProposalFacts } from "./rules.ts";

/** What the 权限清单 of the actor's office and the delegations in force say of him towards proposals. */
export interface ProposalStanding {
  row: ApprovalRow;
  reviews(x: ProposalDoc): Power;
  /** Releases what his office drafted. */
  releases(x: ProposalDoc): Power;
  /** Speaks for his office, whoever drafted. */
  speaks(agreement: AgreementDoc): Power;
  facts(x: ProposalDoc, agreement: AgreementDoc): ProposalFacts;
}

export async function proposalStanding(
  ctx: Ctx,
  { session }: { session: ClientSession | null } = { session: null },
): Promise<ProposalStanding> {
  const { actor, hub } = ctx;
  const { rows } = await approvalRows(hub, actor.officeId, { session });
  const delegations = await standingDelegations(ctx, { session });
  const row = rowFor(rows, { kind: "agreement_opinion", urgency: "ordinary" });
  const asked = { officer: actor, row, delegations, now: hub.clock.now() };
  const standing: Omit<ProposalStanding, "facts" | "row"> = {
    reviews: (x) => mayReview({ ...asked, draft: draftOf(x) }),
    releases: (x) => mayIssue({ ...asked, draft: draftOf(x) }),
    speaks: (agreement) =>
      mayIssue({
        ...asked,
        draft: {
          officeId: actor.officeId,
          departmentId: partyOf(agreement, actor.officeId)?.departmentId ?? null,
          drafterId: "",
        },
      }),
  };
  return {
    row,
    ...standing,
    facts: (x, agreement) => ({
      ...x,
      audience: audienceOfProposal(x, agreement),
      hostOfficeId: hostOfficeOf(agreement),
      powers: {
        drafts: mayDraft(actor, row).allowed,
        reviews: standing.reviews(x).allowed,
        // Straight from the draft only where there is no 审核.
        releases: standing.releases(x).allowed && (x.state !== "draft" || x.noReview !== null),
        speaks: standing.speaks(agreement).allowed,
      },
    }),
  };
}
