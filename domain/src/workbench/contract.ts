import { z } from "zod";
import { Id, OfficeId } from "../kernel/ids.ts";
import { route } from "../kernel/route.ts";
import { Count } from "../leads/contract.ts";

/** One line of 待办 or 待阅. `feature` and `id` say where it opens, `act` what this officer must do there. */
export const Todo = z.object({
  feature: z.enum(["leads", "exchanges", "agreements", "obligations", "actions"]),
  id: Id,
  /** An ExchangeAct or LeadAct: submit, pass, issue, sign, route, assign, accept, feedback, acknowledge, supplement, read, record_up …; an AgreementAct, or review_proposal, release_proposal, decide_proposal; an OccurrenceAct. */
  act: z.string(),
  kind: z.string().nullable(),
  title: z.string(),
  /** From whom: the office it comes from. */
  fromOfficeId: OfficeId,
  toOfficeId: OfficeId.nullable(),
  by: z.string().nullable(),
  since: z.iso.datetime(),
  /** Null: 未约定期限. */
  due: z.iso.datetime().nullable(),
  overdueDays: z.int(),
  urgent: z.boolean(),
});
export type Todo = z.infer<typeof Todo>;

/** A number with the list behind it: `path` and `query` of the list that has exactly these rows. */
export const FigureOf = z.object({
  key: z.string(),
  count: Count,
  path: z.enum(["/leads", "/exchanges"]),
  query: z.record(z.string(), z.string()),
});

export const Workbench = z.object({
  /** Ordered by clock: overdue first, then by due time, then what has none, oldest first. */
  todo: z.array(Todo),
  toRead: z.array(Todo),
  /** The leaders' page; null for everybody else. */
  leaders: z
    .object({
      approvals: z.array(Todo),
      overdue: z.array(Todo),
      year: z.int(),
      figures: z.array(FigureOf),
    })
    .nullable(),
});
export type Workbench = z.infer<typeof Workbench>;

export const workbenchRoutes = {
  get: route({
    name: "workbench.get",
    method: "get",
    path: "/workbench",
    summary: "What waits for me, ordered by clock; for leaders also the office's page",
    reply: Workbench,
  }),
} as const;
