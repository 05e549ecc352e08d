import { delegate, revokeDelegation } from "@hub/domain/delegations/commands";
import {
  delegateRoute,
  listDelegationsRoute,
  revokeDelegationRoute,
} from "@hub/domain/delegations/contract";
import { getDelegation, listDelegations } from "@hub/domain/delegations/queries";
import type { Hub } from "@hub/domain/store/hub";
import { Router } from "express";
import { serve } from "../door.ts";

export function delegationsRoutes(_hub: Hub): Router {
  const router = Router();
  serve(router, listDelegationsRoute, async ({ ctx }) => ({
    delegations: await listDelegations(ctx),
  }));
  serve(router, delegateRoute, async ({ ctx, body }) => {
    await delegate(ctx, body);
    return { delegation: await getDelegation(ctx, body.id) };
  });
  serve(router, revokeDelegationRoute, async ({ ctx, params, body }) => {
    await revokeDelegation(ctx, params.delegationId, body);
    return { delegation: await getDelegation(ctx, params.delegationId) };
  });
  return router;
}
