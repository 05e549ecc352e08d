import { confirmKey, makeKey, revokeKey } from "@hub/domain/keys/commands";
import { keyRoutes } from "@hub/domain/keys/contract";
import { getKey, listKeys, ownKey } from "@hub/domain/keys/queries";
import { Router } from "express";
import { serve } from "../door.ts";

export function keysRoutes(): Router {
  const router = Router();
  serve(router, keyRoutes.own, async ({ ctx }) => ({ key: await ownKey(ctx) }));
  serve(router, keyRoutes.list, async ({ ctx }) => ({ keys: await listKeys(ctx) }));
  serve(router, keyRoutes.make, async ({ ctx, body }) => {
    await makeKey(ctx, body);
    return { key: await getKey(ctx, body.id) };
  });
  serve(router, keyRoutes.confirm, async ({ ctx, params, body }) => {
    await confirmKey(ctx, params.keyId, body);
    return { key: await getKey(ctx, params.keyId) };
  });
  serve(router, keyRoutes.revoke, async ({ ctx, params, body }) => {
    await revokeKey(ctx, params.keyId, body);
    return { key: await getKey(ctx, params.keyId) };
  });
  return router;
}
