import { daysOverdue } from "../kernel/clock.ts";
import type { Ctx } from "../store/hub.ts";
import type { Todo } from "../workbench/contract.ts";
import { awaitedOfAction, type AwaitedAct } from "./desk.ts";
import type { ActionDoc } from "./model.ts";

/** What of joint actions waits for this officer. */
export async function actionTodos(ctx: Ctx, limit: number): Promise<Todo[]> {
  const { tokens } = ctx.actor;
  const waiting = { $in: tokens };
  const docs = await ctx.hub.store.actions
    .find({ waiting, audience: waiting })
    .limit(limit)
    .lean<ActionDoc[]>();
  const now = ctx.hub.clock.now();
  return docs.flatMap((x) =>
    awaitedOfAction(x)
      .filter((one) => one.tokens.some((want) => tokens.includes(want)))
      .map((one) => toTodo(x, one, now)),
  );
}

const toTodo = (x: ActionDoc, { act, due }: AwaitedAct, now: Date): Todo => ({
  feature: "actions",
  id: x._id,
  act,
  kind: x.kind,
  title: x.title,
  fromOfficeId: x.hostOfficeId,
  toOfficeId: null,
  by: x.proposed.name,
  since: x.changedAt.toISOString(),
  due: due?.toISOString() ?? null,
  overdueDays: due ? daysOverdue(due, now) : 0,
  urgent: false,
});
