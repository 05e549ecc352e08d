import { meRoute } from "@hub/domain/sessions/contract";
import { toMe } from "@hub/domain/sessions/queries";
import type { Hub } from "@hub/domain/store/hub";
import { Router } from "express";
import { servePartial } from "../door.ts";

export function sessionsRoutes(_hub: Hub): Router {
  const router = Router();
  servePartial(router, meRoute, ({ admission }) => toMe(admission));
  return router;
}
