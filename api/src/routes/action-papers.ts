import { actionPaperRoutes as routes } from "@hub/domain/actions/acts-contract";
import { attachment } from "@hub/domain/files/rules";
import {
  exportActionLedger,
  printedAttendance,
  printedCards,
  printedConferenceNotice,
  printedLetter,
  printedMinutes,
  printedPlan,
} from "@hub/domain/papers/action-print";
import { printedEvidence } from "@hub/domain/papers/action-evidence";
import { printedReport, reportDocx } from "@hub/domain/papers/action-report";
import { ACTION_LEDGER } from "@hub/domain/papers/action-words";
import type { PrintedPaper } from "@hub/domain/papers/print";
import type { Ctx } from "@hub/domain/store/hub";
import { Router } from "express";
import { serve } from "../door.ts";
import { sendPaper } from "./papers.ts";

/** What of joint actions is printed, or leaves as a document or a table. */
export function actionPapersRoutes(): Router {
  const router = Router();
  const paper = (
    route: typeof routes.plan,
    print: (ctx: Ctx, actionId: string) => Promise<PrintedPaper>,
  ) =>
    serve(router, route, async ({ ctx, params, res }) =>
      sendPaper(res, await print(ctx, params.actionId)),
    );
  paper(routes.attendance, printedAttendance);
  paper(routes.plan, printedPlan);
  paper(routes.cards, printedCards);
  paper(routes.notice, printedConferenceNotice);
  paper(routes.minutes, printedMinutes);
  paper(routes.report, printedReport);
  serve(router, routes.letter, async ({ ctx, params, res }) =>
    sendPaper(res, await printedLetter(ctx, params.actionId, params.partnerId)),
  );
  serve(router, routes.evidence, async ({ ctx, params, res }) =>
    sendPaper(res, await printedEvidence(ctx, params.actionId, params.findingId)),
  );
  serve(router, routes.reportDocx, async ({ ctx, params, res }) => {
    const { name, bytes } = await reportDocx(ctx, params.actionId);
    res.set("content-type", routes.reportDocx.binary ?? "");
    res.set("content-disposition", attachment(name));
    res.set("cache-control", "private, no-store");
    res.end(bytes);
  });
  serve(router, routes.ledger, async ({ ctx, query, res }) => {
    res.set("content-type", routes.ledger.binary ?? "");
    res.set("content-disposition", attachment(`${ACTION_LEDGER}.xlsx`));
    await exportActionLedger(ctx, query, res);
  });
  return router;
}
