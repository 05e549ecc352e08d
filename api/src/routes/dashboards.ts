import { dashboardRoutes } from "@hub/domain/dashboards/contract";
import {
  getAgreementBoard,
  getBoard,
  getLeadersBoard,
  getOfficeBoard,
} from "@hub/domain/dashboards/queries";
import { getYear } from "@hub/domain/dashboards/year";
import { Router } from "express";
import { serve } from "../door.ts";

/** 落实情况: over all agreements, of one, of one office, and for leaders; and the year of one agreement. */
export function dashboardsRoutes(): Router {
  const router = Router();
  serve(router, dashboardRoutes.board, ({ ctx, query }) => getBoard(ctx, query.year));
  serve(router, dashboardRoutes.agreement, ({ ctx, params, query }) =>
    getAgreementBoard(ctx, params.agreementId, query.year),
  );
  serve(router, dashboardRoutes.office, ({ ctx, params, query }) =>
    getOfficeBoard(ctx, params.officeId, query.year),
  );
  serve(router, dashboardRoutes.leaders, ({ ctx, query }) => getLeadersBoard(ctx, query.year));
  serve(router, dashboardRoutes.year, ({ ctx, params }) =>
    getYear(ctx, params.agreementId, params.year),
  );
  return router;
}
