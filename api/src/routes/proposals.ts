import {
  discardProposal,
  draftProposal,
  editProposal,
  reviewProposal,
  submitProposal,
} from "@hub/domain/proposals/commands-draft";
import {
  answerProposal,
  decideProposal,
  releaseProposal,
  withdrawProposal,
} from "@hub/domain/proposals/commands-release";
import { makeRemark, resolveRemark } from "@hub/domain/proposals/commands-remark";
import { proposalRoutes } from "@hub/domain/proposals/contract";
import { adoptionDocument } from "@hub/domain/proposals/document";
import { adoptionOf, getProposal, listProposals, listRemarks } from "@hub/domain/proposals/queries";
import type { Ctx } from "@hub/domain/store/hub";
import { Router } from "express";
import type { z } from "zod";
import { sendDocument } from "../document.ts";
import { serve } from "../door.ts";
import { withFresh } from "../fresh.ts";

type ActRoute<Body extends z.ZodType> = Omit<typeof proposalRoutes.submit, "body"> & { body: Body };

export function proposalsRoutes(): Router {
  const router = Router();
  /** Every act on one proposal: the command, then the proposal as this officer sees it now. */
  const on = <Body extends z.ZodType>(
    route: ActRoute<Body>,
    command: (
      ctx: Ctx,
      agreementId: string,
      proposalId: string,
      body: z.output<Body>,
    ) => Promise<void>,
  ) =>
    serve(router, route, ({ ctx, params: { agreementId, proposalId }, body }) =>
      withFresh(command(ctx, agreementId, proposalId, body), () =>
        getProposal(ctx, agreementId, proposalId),
      ),
    );
  const remarks = async (ctx: Ctx, agreementId: string) => ({
    remarks: await listRemarks(ctx, agreementId),
  });
  serve(router, proposalRoutes.list, async ({ ctx, params, query }) => ({
    proposals: await listProposals(ctx, params.agreementId, query.number),
  }));
  serve(router, proposalRoutes.adoption, async ({ ctx, params, query }) => ({
    rows: await adoptionOf(ctx, params.agreementId, query.number),
  }));
  serve(router, proposalRoutes.adoptionDocument, async ({ ctx, params, query, res }) =>
    sendDocument(res, await adoptionDocument(ctx, params.agreementId, query.number)),
  );
  serve(router, proposalRoutes.remarks, ({ ctx, params }) => remarks(ctx, params.agreementId));
  serve(router, proposalRoutes.draft, ({ ctx, params: { agreementId }, body }) =>
    withFresh(draftProposal(ctx, agreementId, body), () =>
      getProposal(ctx, agreementId, body.proposalId),
    ),
  );
  on(proposalRoutes.edit, editProposal);
  on(proposalRoutes.submit, submitProposal);
  on(proposalRoutes.review, reviewProposal);
  on(proposalRoutes.release, releaseProposal);
  on(proposalRoutes.discard, discardProposal);
  on(proposalRoutes.withdraw, withdrawProposal);
  on(proposalRoutes.answer, answerProposal);
  on(proposalRoutes.decide, decideProposal);
  serve(router, proposalRoutes.remark, async ({ ctx, params: { agreementId }, body }) => {
    await makeRemark(ctx, agreementId, body);
    return remarks(ctx, agreementId);
  });
  serve(
    router,
    proposalRoutes.resolve,
    async ({ ctx, params: { agreementId, remarkId }, body }) => {
      await resolveRemark(ctx, agreementId, remarkId, body);
      return remarks(ctx, agreementId);
    },
  );
  return router;
}
