import { calendarPageRoutes } from "@hub/domain/actions/calendar-contract";
import {
  endSeries,
  proposeOccurrence,
  skipOccurrence,
  startSeries,
} from "@hub/domain/actions/commands-series";
import { getFeed, makeFeed, readFeed, revokeFeed } from "@hub/domain/actions/feed-commands";
import { getSeries, listSeries } from "@hub/domain/actions/series-query";
import { createLimiter } from "@hub/domain/store/limiter";
import { Router } from "express";
import { serve, servePublic } from "../door.ts";
import { withFresh } from "../fresh.ts";

/** What a calendar programme may ask in an hour: once a minute is more than any does. */
const FEED_READS = 60;

/** Series of actions, and the feed of an officer's calendar. */
export function seriesRoutes(): Router {
  const router = Router();
  const routes = calendarPageRoutes;
  serve(router, routes.listSeries, async ({ ctx }) => ({ series: await listSeries(ctx) }));
  serve(router, routes.startSeries, ({ ctx, body }) =>
    withFresh(startSeries(ctx, body), () => getSeries(ctx, body.seriesId)),
  );
  serve(router, routes.getSeries, ({ ctx, params }) => getSeries(ctx, params.seriesId));
  serve(router, routes.skip, ({ ctx, params, body }) =>
    withFresh(skipOccurrence(ctx, params.seriesId, body), () => getSeries(ctx, params.seriesId)),
  );
  serve(router, routes.propose, ({ ctx, params, body }) =>
    withFresh(proposeOccurrence(ctx, params.seriesId, body), () => getSeries(ctx, params.seriesId)),
  );
  serve(router, routes.endSeries, ({ ctx, params, body }) =>
    withFresh(endSeries(ctx, params.seriesId, body), () => getSeries(ctx, params.seriesId)),
  );
  serve(router, routes.feed, ({ ctx }) => getFeed(ctx));
  serve(router, routes.makeFeed, async ({ ctx, body }) => {
    const { path } = await makeFeed(ctx, body.id);
    return { ...(await getFeed(ctx)), path };
  });
  serve(router, routes.revokeFeed, async ({ ctx, body }) => {
    await revokeFeed(ctx, body.id);
    return getFeed(ctx);
  });
  const limit = createLimiter(FEED_READS, 3_600);
  servePublic(router, routes.readFeed, async ({ hub, params, res }) => {
    await limit(params.token);
    const text = await readFeed(hub, params.token.replace(/\.ics$/, ""));
    res.set("content-type", "text/calendar; charset=utf-8");
    res.set("cache-control", "private, no-store");
    res.end(text);
  });
  return router;
}
