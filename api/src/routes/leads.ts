import { leadRoutes } from "@hub/domain/leads/acts-contract";
import { changeTeam, editLead, recordUp, registerLead, stepLead } from "@hub/domain/leads/commands";
import { getLead, listLeads, listLeadVersions, listRelated } from "@hub/domain/leads/queries";
import type { Ctx } from "@hub/domain/store/hub";
import { Router } from "express";
import { serve } from "../door.ts";
import { withFresh } from "../fresh.ts";

export function leadsRoutes(): Router {
  const router = Router();
  const fresh = (ctx: Ctx, leadId: string, act: Promise<void>) =>
    withFresh(act, () => getLead(ctx, leadId));
  serve(router, leadRoutes.list, ({ ctx, query }) => listLeads(ctx, query));
  serve(router, leadRoutes.register, ({ ctx, body }) =>
    fresh(ctx, body.leadId, registerLead(ctx, body)),
  );
  serve(router, leadRoutes.get, ({ ctx, params }) => getLead(ctx, params.leadId));
  serve(router, leadRoutes.edit, ({ ctx, params, body }) =>
    fresh(ctx, params.leadId, editLead(ctx, params.leadId, body)),
  );
  serve(router, leadRoutes.versions, async ({ ctx, params }) => ({
    versions: await listLeadVersions(ctx, params.leadId),
  }));
  serve(router, leadRoutes.related, async ({ ctx, params }) => ({
    rows: await listRelated(ctx, params.leadId),
  }));
  serve(router, leadRoutes.step, ({ ctx, params, body }) =>
    fresh(ctx, params.leadId, stepLead(ctx, params.leadId, body)),
  );
  serve(router, leadRoutes.recordUp, ({ ctx, params, body }) =>
    fresh(ctx, params.leadId, recordUp(ctx, params.leadId, body)),
  );
  serve(router, leadRoutes.changeTeam, ({ ctx, params, body }) =>
    fresh(ctx, params.leadId, changeTeam(ctx, params.leadId, body)),
  );
  return router;
}
