import { markNotices as mark } from "@hub/domain/notices/commands";
import { countNotices, listNotices, markNotices } from "@hub/domain/notices/contract";
import { countUnread, listNoticesOf } from "@hub/domain/notices/queries";
import { Router } from "express";
import { serve } from "../door.ts";

export function noticesRoutes(): Router {
  const router = Router();
  serve(router, countNotices, async ({ ctx }) => ({ unread: await countUnread(ctx) }));
  serve(router, listNotices, ({ ctx, query: { unread, ...page } }) =>
    listNoticesOf(ctx, { ...page, unread: unread === "true" }),
  );
  serve(router, markNotices, async ({ ctx, body }) => ({ unread: await mark(ctx, body) }));
  return router;
}
