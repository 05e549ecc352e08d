import { roleOf } from "../exchanges/commands-review.ts";
import { sm3 } from "../journal/chain.ts";
import type { Tx } from "../journal/journal.ts";
import { canonical } from "../kernel/canonical.ts";
import { HubError } from "../kernel/faults.ts";
import { stampOf } from "../kernel/signature.ts";
import { ensure, refuse } from "../kernel/verdict.ts";
import { officeLogId } from "../offices/contract.ts";
import type { Ctx } from "../store/hub.ts";
import type { Reasoned } from "./acts-contract.ts";
import { changeAction, noted, onAction, told } from "./change.ts";
import { reasonDigest } from "./commands-propose.ts";
import { planVersionId, type ActionDoc, type ChecklistDoc } from "./model.ts";
import type { Digested, Returned, SavePlan, SaveTemplate } from "./plan-contract.ts";
import { danglingOf, planIssues } from "./plan-rules.ts";
import { powerOverPlan } from "./powers.ts";
import type { PlanPastRecord, PlanRecord } from "./record.ts";
import { agreedRound, returnedRound, savedRound, submittedRound } from "./round.ts";
import { mayAction, mayKeepTemplates } from "./rules.ts";
import { fixedSpan, spanOf } from "./time.ts";

/** Writes the 方案 whole: what the writer saw is replaced, so a version that moved on answers `stale`. */
export const savePlan = (ctx: Ctx, actionId: string, { id, expects, content }: SavePlan) =>
  onAction(ctx, actionId, {
    id,
    input: { savePlan: actionId, expects, content },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "plan", x));
      if (x.version !== expects) throw new HubError("stale");
      const dangling = danglingOf(content);
      if (dangling.length > 0)
        throw new HubError("bad_input", {
          issues: dangling.map((path) => ({ path, code: "unknown" })),
        });
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      const round = savedRound(x.plan, sm3(canonical(content)), by, x.officeIds);
      await changeAction(tx, x, { plan: { ...round, content } });
      const { version, digest } = round;
      return [noted(x, "action.plan_saved", { actionId, version, digest })];
    },
  });

/** The plan as the actor has it before the eyes, or `stale`. */
function planAt(x: ActionDoc, digest: string): PlanRecord {
  if (!x.plan) throw new HubError("not_now", { reason: "no_plan" });
  if (x.plan.digest !== digest) throw new HubError("stale");
  return x.plan;
}

/** Sends the plan round; what was submitted is kept for ever. */
export const submitPlan = (ctx: Ctx, actionId: string, { id, digest }: Digested) =>
  onAction(ctx, actionId, {
    id,
    input: { submitPlan: actionId, digest },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "submit_plan", x));
      const plan = planAt(x, digest);
      if (planIssues(plan.content, x).some((one) => one.blocks))
        ensure(refuse("not_now", "plan_issues"));
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      await keepPlan(tx, x, plan);
      await changeAction(tx, x, { plan: submittedRound(plan, by, x.officeIds) });
      return [told(x, "action.plan_submitted", { actionId, version: plan.version, digest })];
    },
  });

async function keepPlan(tx: Tx, x: ActionDoc, plan: PlanRecord): Promise<void> {
  const { content, digest, saved: by } = plan;
  await tx.store.actionPlans.updateOne(
    { _id: planVersionId(x._id, plan.version) },
    { $setOnInsert: { actionId: x._id, content, digest, by } },
    { session: tx.session, upsert: true },
  );
}

/** A leader approves for the office. The last approval is what schedules the action, in the same commit. */
export const approvePlan = (ctx: Ctx, actionId: string, { id, digest }: Digested) =>
  onAction(ctx, actionId, {
    id,
    input: { approvePlan: actionId, digest },
    run: async (tx, x) => {
      const by = await approver(ctx, tx, x, "approve_plan");
      const plan = agreedRound(planAt(x, digest), by);
      const scheduled = plan.state === "agreed";
      await changeAction(tx, x, {
        plan,
        ...(scheduled ? { state: "scheduled" as const, sequence: x.sequence + 1 } : {}),
      });
      const { version } = plan;
      const { officeId } = ctx.actor;
      const span = fixedSpan(x);
      return [
        told(x, "action.plan_approved", { actionId, version, digest, officeId }),
        ...(scheduled && span
          ? [told(x, "action.scheduled", { actionId, span: spanOf(span) })]
          : []),
      ];
    },
  });

/** A leader sends it back with the reason; a new version goes round again. */
export const returnPlan = (ctx: Ctx, actionId: string, { id, digest, reason }: Returned) =>
  onAction(ctx, actionId, {
    id,
    input: { returnPlan: actionId, digest, reason },
    run: async (tx, x) => {
      const by = await approver(ctx, tx, x, "return_plan");
      const plan = returnedRound(planAt(x, digest), by, reason);
      await changeAction(tx, x, { plan, planHistory: historyWith(x, plan, null) });
      const { officeId } = ctx.actor;
      return [
        told(x, "action.plan_returned", { actionId, version: plan.version, digest, officeId }),
      ];
    },
  });

async function approver(ctx: Ctx, tx: Tx, x: ActionDoc, act: "approve_plan" | "return_plan") {
  ensure(mayAction(ctx.actor, act, x));
  const power = await powerOverPlan(ctx, x, tx);
  ensure(power);
  return stampOf(ctx.actor, await roleOf(ctx, tx, power), tx.at);
}

function historyWith(
  x: ActionDoc,
  { content: _kept, ...round }: PlanRecord,
  reopened: PlanPastRecord["reopened"],
): PlanPastRecord[] {
  return [{ ...round, reopened }, ...x.planHistory.filter((one) => one.version !== round.version)];
}

/** Opens an approved plan again: every office approves anew, and until then nothing is scheduled. */
export const revisePlan = (ctx: Ctx, actionId: string, { id, reason }: Reasoned) =>
  onAction(ctx, actionId, {
    id,
    input: { revisePlan: actionId, reason },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "revise_plan", x));
      if (!x.plan) throw new HubError("not_now", { reason: "no_plan" });
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      const round = savedRound(x.plan, x.plan.digest, by, x.officeIds);
      await changeAction(tx, x, {
        state: "planning",
        plan: { ...round, content: x.plan.content },
        planHistory: historyWith(x, x.plan, { ...by, reason }),
        sequence: x.sequence + 1,
      });
      const { version } = round;
      return [told(x, "action.plan_reopened", { actionId, version, digest: reasonDigest(reason) })];
    },
  });

/** A checklist of the actor's own office, or a new version of it. Runs that began keep what they began with. */
export async function saveTemplate(ctx: Ctx, { id, ...input }: SaveTemplate): Promise<void> {
  const { actor } = ctx;
  ensure(mayKeepTemplates(actor));
  await ctx.hub.journal.act(ctx, {
    id,
    input: { saveTemplate: input },
    run: async (tx) => {
      const { templateId, expects, name, items } = input;
      const before = await tx.store.checklists
        .findById(templateId, null, { session: tx.session })
        .lean<ChecklistDoc>();
      if (before && before.officeId !== actor.officeId) throw new HubError("not_found");
      if ((before?.version ?? 0) !== expects) throw new HubError("stale");
      const version = expects + 1;
      const saved = stampOf(actor, ctx.role, tx.at);
      await tx.store.checklists.updateOne(
        { _id: templateId },
        { $set: { officeId: actor.officeId, version, name, items, saved } },
        { session: tx.session, upsert: true },
      );
      const digest = sm3(canonical(items));
      return [
        {
          channelId: officeLogId(actor.officeId),
          type: "checklist.saved",
          body: { templateId, version, digest },
        },
      ];
    },
  });
}
