import type { Hub } from "@hub/domain/store/hub";
import type { Router } from "express";
import { actionPapersRoutes } from "./action-papers.ts";
import { actionsRoutes } from "./actions.ts";
import { calendarRoutes } from "./calendar.ts";
import { delegationsRoutes } from "./delegations.ts";
import { agreementsRoutes } from "./agreements.ts";
import { approvalsRoutes } from "./approvals.ts";
import { officersRoutes } from "./officers.ts";
import { officesRoutes } from "./offices.ts";
import { channelsRoutes } from "./channels.ts";
import { filesRoutes } from "./files.ts";
import { clocksRoutes } from "./clocks.ts";
import { dashboardsRoutes } from "./dashboards.ts";
import { obligationsRoutes } from "./obligations.ts";
import { exchangesRoutes } from "./exchanges.ts";
import { leadsRoutes } from "./leads.ts";
import { papersRoutes } from "./papers.ts";
import { proposalsRoutes } from "./proposals.ts";
import { noticesRoutes } from "./notices.ts";
import { keysRoutes } from "./keys.ts";
import { signaturesRoutes } from "./signatures.ts";
import { workbenchRoutesOf } from "./workbench.ts";
import { seriesRoutes } from "./series.ts";
import { sessionsRoutes } from "./sessions.ts";

/** Every feature's routes, under /api. A feature adds one line here. */
export const FEATURES: readonly ((hub: Hub) => Router)[] = [
  sessionsRoutes,
  channelsRoutes,
  filesRoutes,
  officesRoutes,
  officersRoutes,
  approvalsRoutes,
  delegationsRoutes,
  calendarRoutes,
  leadsRoutes,
  exchangesRoutes,
  actionsRoutes,
  actionPapersRoutes,
  seriesRoutes,
  clocksRoutes,
  obligationsRoutes,
  dashboardsRoutes,
  workbenchRoutesOf,
  noticesRoutes,
  papersRoutes,
  agreementsRoutes,
  proposalsRoutes,
  keysRoutes,
  signaturesRoutes,
];
