import { workbenchRoutes } from "@hub/domain/workbench/contract";
import { getWorkbench } from "@hub/domain/workbench/queries";
import { Router } from "express";
import { serve } from "../door.ts";

export function workbenchRoutesOf(): Router {
  const router = Router();
  serve(router, workbenchRoutes.get, ({ ctx }) => getWorkbench(ctx));
  return router;
}
