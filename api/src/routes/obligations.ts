import { obligationRoutes } from "@hub/domain/obligations/acts-contract";
import {
  ariseObligation,
  assignObligation,
  changeTerms,
  defineObligation,
  endObligation,
} from "@hub/domain/obligations/commands";
import {
  answerRequest,
  askOccurrence,
  confirmOccurrence,
  meetOccurrence,
  refuteEvidence,
  withdrawRequest,
} from "@hub/domain/obligations/commands-occurrence";
import { moveTurn } from "@hub/domain/obligations/commands-turn";
import { listLinkable } from "@hub/domain/obligations/linkable";
import {
  getObligation,
  getOccurrence,
  listObligations,
  listOccurrences,
} from "@hub/domain/obligations/queries";
import type { Ctx } from "@hub/domain/store/hub";
import { Router } from "express";
import type { z } from "zod";
import { serve } from "../door.ts";
import { withFresh } from "../fresh.ts";

type OnObligation<Body extends z.ZodType> = Omit<typeof obligationRoutes.end, "body"> & {
  body: Body;
};
type OnOccurrence<Body extends z.ZodType> = Omit<typeof obligationRoutes.confirm, "body"> & {
  body: Body;
};

/** 落实事项 and their occurrences. */
export function obligationsRoutes(): Router {
  const router = Router();
  const onObligation = <Body extends z.ZodType>(
    route: OnObligation<Body>,
    command: (ctx: Ctx, obligationId: string, body: z.output<Body>) => Promise<void>,
  ) =>
    serve(router, route, ({ ctx, params, body }) =>
      withFresh(command(ctx, params.obligationId, body), () =>
        getObligation(ctx, params.obligationId),
      ),
    );
  const onOccurrence = <Body extends z.ZodType>(
    route: OnOccurrence<Body>,
    command: (ctx: Ctx, occurrenceId: string, body: z.output<Body>) => Promise<void>,
  ) =>
    serve(router, route, ({ ctx, params, body }) =>
      withFresh(command(ctx, params.occurrenceId, body), () =>
        getOccurrence(ctx, params.occurrenceId),
      ),
    );
  serve(router, obligationRoutes.ofAgreement, ({ ctx, params, query }) =>
    listObligations(ctx, params.agreementId, query.year),
  );
  serve(router, obligationRoutes.get, ({ ctx, params, query }) =>
    getObligation(ctx, params.obligationId, query.year),
  );
  serve(router, obligationRoutes.list, ({ ctx, query }) => listOccurrences(ctx, query));
  serve(router, obligationRoutes.occurrence, ({ ctx, params }) =>
    getOccurrence(ctx, params.occurrenceId),
  );
  serve(router, obligationRoutes.linkable, async ({ ctx, params, query }) => ({
    rows: await listLinkable(ctx, params.occurrenceId, query.kind),
  }));
  serve(router, obligationRoutes.define, ({ ctx, params, body }) =>
    withFresh(defineObligation(ctx, params.agreementId, body), () =>
      getObligation(ctx, body.obligationId),
    ),
  );
  onObligation(obligationRoutes.change, changeTerms);
  onObligation(obligationRoutes.end, endObligation);
  onObligation(obligationRoutes.assign, assignObligation);
  onObligation(obligationRoutes.arise, ariseObligation);
  onOccurrence(obligationRoutes.meet, meetOccurrence);
  onOccurrence(obligationRoutes.confirm, confirmOccurrence);
  onOccurrence(obligationRoutes.refute, refuteEvidence);
  onOccurrence(obligationRoutes.ask, askOccurrence);
  onOccurrence(obligationRoutes.answer, answerRequest);
  onOccurrence(obligationRoutes.withdraw, withdrawRequest);
  serve(router, obligationRoutes.turn, ({ ctx, params, body }) =>
    withFresh(moveTurn(ctx, params.agreementId, body), () =>
      listObligations(ctx, params.agreementId),
    ),
  );
  return router;
}
