import { recordDisputeStep, raiseDispute } from "@hub/domain/disputes/commands";
import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import {
  discardExchange,
  draftExchange,
  editExchange,
  submitExchange,
} from "@hub/domain/exchanges/commands-draft";
import { reviewExchange } from "@hub/domain/exchanges/commands-review";
import {
  confirmApproval,
  issueExchange,
  uploadApproval,
  withdrawExchange,
} from "@hub/domain/exchanges/commands-issue";
import {
  acceptExchange,
  assignExchange,
  circulateNotice,
  readNotice,
  routeExchange,
  signExchange,
} from "@hub/domain/exchanges/commands-receive";
import {
  acknowledgeFeedback,
  addSupplement,
  askFeedback,
  giveFeedback,
  recordPaper,
  requestMaterials,
} from "@hub/domain/exchanges/commands-work";
import { endSupervision, supervise } from "@hub/domain/exchanges/commands-supervise";
import { getExchange, listExchanges, listRecipients } from "@hub/domain/exchanges/queries";
import type { Ctx } from "@hub/domain/store/hub";
import { Router } from "express";
import type { z } from "zod";
import { serve } from "../door.ts";
import { withFresh } from "../fresh.ts";

type ActRoute<Body extends z.ZodType> = Omit<typeof exchangeRoutes.submit, "body"> & { body: Body };

export function exchangesRoutes(): Router {
  const router = Router();
  /** Every act on one exchange: the command, then the exchange as this officer sees it now. */
  const on = <Body extends z.ZodType>(
    route: ActRoute<Body>,
    command: (ctx: Ctx, exchangeId: string, body: z.output<Body>) => Promise<void>,
  ) =>
    serve(router, route, ({ ctx, params, body }) =>
      withFresh(command(ctx, params.exchangeId, body), () => getExchange(ctx, params.exchangeId)),
    );
  serve(router, exchangeRoutes.list, ({ ctx, query }) => listExchanges(ctx, query));
  serve(router, exchangeRoutes.get, ({ ctx, params }) => getExchange(ctx, params.exchangeId));
  serve(router, exchangeRoutes.recipients, async ({ ctx, params, query }) => ({
    recipients: await listRecipients(ctx, params.leadId, query.kind),
  }));
  serve(router, exchangeRoutes.draft, ({ ctx, body }) =>
    withFresh(draftExchange(ctx, body), () => getExchange(ctx, body.exchangeId)),
  );
  on(exchangeRoutes.edit, editExchange);
  on(exchangeRoutes.submit, submitExchange);
  on(exchangeRoutes.discard, discardExchange);
  on(exchangeRoutes.review, reviewExchange);
  on(exchangeRoutes.issue, issueExchange);
  on(exchangeRoutes.uploadApproval, uploadApproval);
  on(exchangeRoutes.confirmApproval, confirmApproval);
  on(exchangeRoutes.withdraw, withdrawExchange);
  on(exchangeRoutes.sign, signExchange);
  on(exchangeRoutes.route, routeExchange);
  on(exchangeRoutes.assign, assignExchange);
  on(exchangeRoutes.accept, acceptExchange);
  on(exchangeRoutes.feedback, giveFeedback);
  on(exchangeRoutes.acknowledge, acknowledgeFeedback);
  on(exchangeRoutes.supplement, addSupplement);
  on(exchangeRoutes.requestMaterials, requestMaterials);
  on(exchangeRoutes.askFeedback, askFeedback);
  on(exchangeRoutes.recordPaper, recordPaper);
  on(exchangeRoutes.read, readNotice);
  on(exchangeRoutes.circulate, circulateNotice);
  on(exchangeRoutes.dispute, raiseDispute);
  on(exchangeRoutes.disputeStep, recordDisputeStep);
  on(exchangeRoutes.supervise, supervise);
  on(exchangeRoutes.endSupervision, endSupervision);
  return router;
}
