import { setCalendar } from "@hub/domain/calendar/commands";
import { calendarRoute, setCalendarRoute } from "@hub/domain/calendar/contract";
import { getCalendar } from "@hub/domain/calendar/queries";
import type { Hub } from "@hub/domain/store/hub";
import { Router } from "express";
import { serve } from "../door.ts";

export function calendarRoutes(hub: Hub): Router {
  const router = Router();
  serve(router, calendarRoute, () => getCalendar(hub));
  serve(router, setCalendarRoute, async ({ ctx, body }) => {
    await setCalendar(ctx, body);
    return getCalendar(hub);
  });
  return router;
}
