import { actionRoutes } from "@hub/domain/actions/acts-contract";
import { getCalendar } from "@hub/domain/actions/calendar";
import { calendarPageRoutes } from "@hub/domain/actions/calendar-contract";
import {
  addTopic,
  issueMinutes,
  issueNotice,
  replyToNotice,
  returnMinutes,
  saveMinutes,
  setAgenda,
  signMinutes,
  submitMinutes,
} from "@hub/domain/actions/commands-conference";
import { addSheet, checkIn, tickItem } from "@hub/domain/actions/commands-field";
import {
  addFinding,
  addPhotos,
  amendFinding,
  importPhotos,
} from "@hub/domain/actions/commands-finding";
import {
  addTask,
  archiveAction,
  cancelAction,
  concludeAction,
  doTask,
  startAction,
} from "@hub/domain/actions/commands-life";
import {
  approvePlan,
  returnPlan,
  revisePlan,
  savePlan,
  saveTemplate,
  submitPlan,
} from "@hub/domain/actions/commands-plan";
import {
  answerPoll,
  fixDate,
  openPoll,
  remindSilent,
  reschedule,
} from "@hub/domain/actions/commands-poll";
import {
  editAction,
  openInside,
  proposeAction,
  staffAction,
} from "@hub/domain/actions/commands-propose";
import {
  confirmReport,
  getReport,
  returnReport,
  saveReport,
  submitReport,
} from "@hub/domain/actions/commands-report";
import { settleFinding } from "@hub/domain/actions/commands-settle";
import { getFinding } from "@hub/domain/actions/findings-query";
import {
  getAction,
  getPlanVersion,
  getTemplate,
  listActions,
  listConflicts,
  listImports,
  listTemplates,
} from "@hub/domain/actions/queries";
import { verifyFinding } from "@hub/domain/actions/verify";
import type { Ctx } from "@hub/domain/store/hub";
import { Router } from "express";
import type { z } from "zod";
import { serve } from "../door.ts";
import { withFresh } from "../fresh.ts";

type ActRoute<Body extends z.ZodType> = Omit<typeof actionRoutes.cancel, "body"> & { body: Body };
type DeviceRoute<Body extends z.ZodType> = Omit<typeof actionRoutes.checkIn, "body"> & {
  body: Body;
};
type FindingRoute<Body extends z.ZodType> = Omit<typeof actionRoutes.settle, "body"> & {
  body: Body;
};
type ReportRoute<Body extends z.ZodType> = Omit<typeof actionRoutes.saveReport, "body"> & {
  body: Body;
};

export function actionsRoutes(): Router {
  const router = Router();
  /** Every act on one action: the command, then the action as this officer sees it now. */
  const on = <Body extends z.ZodType>(
    route: ActRoute<Body>,
    command: (ctx: Ctx, actionId: string, body: z.output<Body>) => Promise<void>,
  ) =>
    serve(router, route, ({ ctx, params, body }) =>
      withFresh(command(ctx, params.actionId, body), () => getAction(ctx, params.actionId)),
    );
  /** What a phone sends hears only that it is here: a page of everything for each of a hundred photos would be most of the work. */
  const fromDevice = <Body extends z.ZodType>(
    route: DeviceRoute<Body>,
    command: (
      ctx: Ctx,
      actionId: string,
      body: z.output<Body>,
    ) => Promise<{ id: string; at: string }>,
  ) => serve(router, route, ({ ctx, params, body }) => command(ctx, params.actionId, body));
  const onFinding = <Body extends z.ZodType>(
    route: FindingRoute<Body>,
    command: (ctx: Ctx, actionId: string, findingId: string, body: z.output<Body>) => Promise<void>,
  ) =>
    serve(router, route, ({ ctx, params: { actionId, findingId }, body }) =>
      withFresh(command(ctx, actionId, findingId, body), () =>
        getFinding(ctx, actionId, findingId),
      ),
    );
  const onReport = <Body extends z.ZodType>(
    route: ReportRoute<Body>,
    command: (ctx: Ctx, actionId: string, body: z.output<Body>) => Promise<void>,
  ) =>
    serve(router, route, ({ ctx, params, body }) =>
      withFresh(command(ctx, params.actionId, body), () => getReport(ctx, params.actionId)),
    );
  serve(router, calendarPageRoutes.calendar, ({ ctx, query }) => getCalendar(ctx, query));
  serve(router, actionRoutes.list, ({ ctx, query }) => listActions(ctx, query));
  serve(router, actionRoutes.get, ({ ctx, params }) => getAction(ctx, params.actionId));
  serve(router, actionRoutes.propose, ({ ctx, body }) =>
    withFresh(proposeAction(ctx, body), () => getAction(ctx, body.actionId)),
  );
  serve(router, actionRoutes.conflicts, async ({ ctx, params, query }) => ({
    conflicts: await listConflicts(ctx, params.actionId, query),
  }));
  on(actionRoutes.edit, editAction);
  on(actionRoutes.staff, staffAction);
  on(actionRoutes.openPoll, openPoll);
  on(actionRoutes.answer, answerPoll);
  on(actionRoutes.remind, remindSilent);
  on(actionRoutes.fix, fixDate);
  on(actionRoutes.reschedule, reschedule);
  on(actionRoutes.cancel, cancelAction);
  on(actionRoutes.savePlan, savePlan);
  serve(router, actionRoutes.planVersion, ({ ctx, params }) =>
    getPlanVersion(ctx, params.actionId, params.number),
  );
  on(actionRoutes.submitPlan, submitPlan);
  on(actionRoutes.approvePlan, approvePlan);
  on(actionRoutes.returnPlan, returnPlan);
  on(actionRoutes.revisePlan, revisePlan);
  on(actionRoutes.start, startAction);
  on(actionRoutes.addTask, addTask);
  on(actionRoutes.doTask, doTask);
  on(actionRoutes.conclude, concludeAction);
  on(actionRoutes.archive, archiveAction);
  on(actionRoutes.openInside, openInside);
  on(actionRoutes.addTopic, addTopic);
  on(actionRoutes.setAgenda, setAgenda);
  on(actionRoutes.issueNotice, issueNotice);
  on(actionRoutes.reply, replyToNotice);
  on(actionRoutes.saveMinutes, saveMinutes);
  on(actionRoutes.submitMinutes, submitMinutes);
  on(actionRoutes.signMinutes, signMinutes);
  on(actionRoutes.returnMinutes, returnMinutes);
  on(actionRoutes.issueMinutes, issueMinutes);
  serve(router, actionRoutes.report, ({ ctx, params }) => getReport(ctx, params.actionId));
  onReport(actionRoutes.saveReport, saveReport);
  onReport(actionRoutes.submitReport, submitReport);
  onReport(actionRoutes.confirmReport, confirmReport);
  onReport(actionRoutes.returnReport, returnReport);
  fromDevice(actionRoutes.checkIn, checkIn);
  fromDevice(actionRoutes.tick, tickItem);
  fromDevice(actionRoutes.addFinding, addFinding);
  fromDevice(actionRoutes.importPhotos, importPhotos);
  serve(router, actionRoutes.imports, async ({ ctx, params }) => ({
    imports: await listImports(ctx, params.actionId),
  }));
  fromDevice(actionRoutes.addSheet, addSheet);
  serve(router, actionRoutes.finding, ({ ctx, params }) =>
    getFinding(ctx, params.actionId, params.findingId),
  );
  onFinding(actionRoutes.amendFinding, amendFinding);
  onFinding(actionRoutes.addPhotos, addPhotos);
  onFinding(actionRoutes.settle, settleFinding);
  serve(router, actionRoutes.verify, ({ ctx, params, body }) =>
    verifyFinding(ctx, params.actionId, params.findingId, body),
  );
  serve(router, actionRoutes.templates, async ({ ctx }) => ({
    templates: await listTemplates(ctx),
  }));
  serve(router, actionRoutes.saveTemplate, ({ ctx, body }) =>
    withFresh(saveTemplate(ctx, body), () => getTemplate(ctx, body.templateId)),
  );
  return router;
}
