import { HubError } from "../kernel/faults.ts";
import { stampOf } from "../kernel/signature.ts";
import { ensure, refuse } from "../kernel/verdict.ts";
import type { Tx } from "../journal/journal.ts";
import type { Ctx } from "../store/hub.ts";
import type { Bare, Reasoned } from "./acts-contract.ts";
import { changeAction, noted, onAction, told, type Written } from "./change.ts";
import { reasonDigest } from "./commands-propose.ts";
import type { ActionDoc } from "./model.ts";
import type { AddTask, DoTask } from "./plan-contract.ts";
import type { TaskRecord } from "./record.ts";
import { mayAction } from "./rules.ts";
import { fixedSpan } from "./time.ts";

/** Cancels it, with the reason. It stays where it was in every calendar, as cancelled. */
export const cancelAction = (ctx: Ctx, actionId: string, { id, reason }: Reasoned) =>
  onAction(ctx, actionId, {
    id,
    input: { cancelAction: actionId, reason },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "cancel", x));
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      const from = fixedSpan(x);
      await changeAction(tx, x, {
        state: "cancelled",
        cancelled: { ...by, reason },
        sequence: x.sequence + 1,
        moves: from ? [...x.moves, { from, to: null, reason, by }] : x.moves,
      });
      return [told(x, "action.cancelled", { actionId, digest: reasonDigest(reason) })];
    },
  });

export const startAction = (ctx: Ctx, actionId: string, { id }: Bare) =>
  onAction(ctx, actionId, {
    id,
    input: { startAction: actionId },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "start", x));
      return (await begin(ctx, tx, x)).written;
    },
  });

/** It begins: by hand, or with the first record of a phone. The run keeps the plan's checklist as it is at this moment. */
export async function begin(
  ctx: Ctx,
  tx: Tx,
  x: ActionDoc,
): Promise<{ action: ActionDoc; written: Written[] }> {
  const action = await changeAction(tx, x, {
    state: "under_way",
    started: stampOf(ctx.actor, ctx.role, tx.at),
    checklist: x.plan?.content.checklist.items ?? null,
  });
  return { action, written: [told(x, "action.started", { actionId: x._id })] };
}

/** It is over. What phones kept without network still comes in until it is reported. */
export const concludeAction = (ctx: Ctx, actionId: string, { id }: Bare) =>
  onAction(ctx, actionId, {
    id,
    input: { concludeAction: actionId },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "conclude", x));
      await changeAction(tx, x, {
        state: "concluded",
        concluded: stampOf(ctx.actor, ctx.role, tx.at),
      });
      return [told(x, "action.concluded", { actionId })];
    },
  });

export const archiveAction = (ctx: Ctx, actionId: string, { id }: Bare) =>
  onAction(ctx, actionId, {
    id,
    input: { archiveAction: actionId },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "archive", x));
      await changeAction(tx, x, {
        state: "archived",
        archived: stampOf(ctx.actor, ctx.role, tx.at),
      });
      return [noted(x, "action.archived", { actionId })];
    },
  });

/** People of the offices that take part; the first who is not is named by path. */
export async function ensureAssignees(
  tx: Tx,
  x: Pick<ActionDoc, "officeIds">,
  ids: readonly string[],
  path: string,
): Promise<void> {
  const found = await tx.store.officers
    .find(
      { _id: { $in: [...ids] }, officeId: { $in: x.officeIds }, active: true },
      { _id: 1, posts: 1 },
      { session: tx.session },
    )
    .lean<{ _id: string; posts: string[] }[]>();
  const known = new Set(found.filter((one) => one.posts.length > 0).map((one) => one._id));
  const index = ids.findIndex((id) => !known.has(id));
  if (index >= 0)
    throw new HubError("bad_input", {
      issues: [{ path: `${path}.${index}`, code: "not_a_party" }],
    });
}

/** A task for one or several people of any of the offices. */
export const addTask = (ctx: Ctx, actionId: string, { id, ...input }: AddTask) =>
  onAction(ctx, actionId, {
    id,
    input: { addTask: actionId, ...input },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "add_task", x));
      const { taskId, title, assigneeIds, dueAt, stopId } = input;
      await ensureAssignees(tx, x, assigneeIds, "assigneeIds");
      if (x.tasks.some((one) => one.id === taskId)) throw new HubError("duplicate");
      const task: TaskRecord = {
        id: taskId,
        title,
        assigneeIds,
        dueAt: dueAt ? new Date(dueAt) : null,
        stopId,
        findingId: null,
        by: stampOf(ctx.actor, ctx.role, tx.at),
        done: null,
      };
      await changeAction(tx, x, { tasks: [...x.tasks, task] });
      return [told(x, "action.task_added", { actionId, taskId, assigneeIds })];
    },
  });

/** Done or skipped: by one of those who have it, or by the coordinator. Once is enough; a second is told that it is done. */
export const doTask = (ctx: Ctx, actionId: string, { id, ...input }: DoTask) =>
  onAction(ctx, actionId, {
    id,
    input: { doTask: actionId, ...input },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "do_task", x));
      const task = x.tasks.find((one) => one.id === input.taskId);
      if (!task) throw new HubError("not_found");
      if (task.done) ensure(refuse("not_now", "task_done"));
      if (!task.assigneeIds.includes(ctx.actor.id) && !mayAction(ctx.actor, "add_task", x).allowed)
        ensure(refuse("forbidden", "not_assigned"));
      const done = {
        ...stampOf(ctx.actor, ctx.role, tx.at),
        note: input.note,
        skipped: input.skipped,
      };
      await changeAction(tx, x, {
        tasks: x.tasks.map((one) => (one.id === task.id ? { ...one, done } : one)),
      });
      return [noted(x, "action.task_done", { actionId, taskId: task.id, skipped: input.skipped })];
    },
  });
