import { setApprovals } from "@hub/domain/approvals/commands";
import { approvalTableRoute, setApprovalsRoute } from "@hub/domain/approvals/contract";
import { approvalTable } from "@hub/domain/approvals/queries";
import type { Hub } from "@hub/domain/store/hub";
import { Router } from "express";
import { serve } from "../door.ts";

export function approvalsRoutes(_hub: Hub): Router {
  const router = Router();
  serve(router, approvalTableRoute, ({ ctx, params }) => approvalTable(ctx, params.officeId));
  serve(router, setApprovalsRoute, async ({ ctx, params, body }) => {
    await setApprovals(ctx, params.officeId, body);
    return approvalTable(ctx, params.officeId);
  });
  return router;
}
