import type { Hub } from "@hub/domain/store/hub";
import type { Router } from "express";
import { channelsRoutes } from "./channels.ts";
import { sessionsRoutes } from "./sessions.ts";

/** Every feature's routes, under /api. A feature adds one line here. */
export const FEATURES: readonly ((hub: Hub) => Router)[] = [sessionsRoutes, channelsRoutes];
