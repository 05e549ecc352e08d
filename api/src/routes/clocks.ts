import { clockRoutes } from "@hub/domain/clocks/contract";
import { answerTerms, proposeTerms } from "@hub/domain/clocks/commands";
import { getPair, listPairs } from "@hub/domain/clocks/queries";
import { Router } from "express";
import { serve } from "../door.ts";

export function clocksRoutes(): Router {
  const router = Router();
  serve(router, clockRoutes.list, async ({ ctx }) => ({ pairs: await listPairs(ctx) }));
  serve(router, clockRoutes.propose, async ({ ctx, params, body }) => {
    await proposeTerms(ctx, params.officeId, body);
    return getPair(ctx, params.officeId);
  });
  serve(router, clockRoutes.answer, async ({ ctx, params, body }) => {
    await answerTerms(ctx, params.officeId, body);
    return getPair(ctx, params.officeId);
  });
  return router;
}
