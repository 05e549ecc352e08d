import { attachFiles } from "../files/links.ts";
import { followId } from "../journal/follow.ts";
import type { Act, Tx } from "../journal/journal.ts";
import { sm3 } from "../journal/chain.ts";
import { canonical } from "../kernel/canonical.ts";
import { HubError } from "../kernel/faults.ts";
import { nextState } from "../kernel/flow.ts";
import { ensureNotAhead } from "../kernel/input.ts";
import { stampOf } from "../kernel/signature.ts";
import { all, allow, ensure, refuse } from "../kernel/verdict.ts";
import { changeExchange } from "../exchanges/change.ts";
import { handlesContent } from "../access/rules.ts";
import type { Ctx } from "../store/hub.ts";
import { inTurn } from "../store/turns.ts";
import type { ChangeTeam, EditLead, RecordUp, RegisterLead, StepLead } from "./acts-contract.ts";
import type { LeadValues } from "./contract.ts";
import { DECIDED, LEAD_FLOW } from "./flow.ts";
import type { LeadDoc } from "./model.ts";
import {
  changeLead,
  ensureTeam,
  enterLead,
  keepVersion,
  loadLead,
  notInTransfer,
  registerTurn,
} from "./register.ts";
import { lowersMarking, mayLead } from "./rules.ts";

/** 登记: the lead gets the office's next number, its version 1, its 材料清单 and its own channel in one commit. */
export async function registerLead(ctx: Ctx, input: RegisterLead): Promise<void> {
  const { actor } = ctx;
  ensure(handlesContent(actor.posts));
  const act: Act = {
    id: input.id,
    input: { registerLead: input },
    run: async (tx) => {
      ensureNotAhead(tx.at, { "values.foundOn": input.values.foundOn });
      await ensureDepartment(tx, actor.officeId, input.departmentId);
      const named = input.team.some((one) => one.officerId === actor.id);
      const { lead, entry } = await enterLead(tx, {
        leadId: input.leadId,
        officeId: actor.officeId,
        departmentId: input.departmentId ?? actor.departmentId,
        values: input.values,
        // Whoever registers works on it until somebody decides otherwise: a lead nobody on the desk can read is a lost lead.
        team: named
          ? input.team
          : [
              ...input.team,
              { officerId: actor.id, duty: input.team.length > 0 ? "member" : "handler" },
            ],
        by: stampOf(actor, ctx.role, tx.at),
        originExchangeId: null,
      });
      if (input.files.length > 0)
        await attachFiles(tx, actor, { kind: "lead", id: lead._id }, input.files);
      return [entry];
    },
  };
  await inTurn(ctx.hub, registerTurn(actor.officeId), () => ctx.hub.journal.act(ctx, act));
}

async function ensureDepartment(
  tx: Tx,
  officeId: string,
  departmentId: string | null,
): Promise<void> {
  if (departmentId === null) return;
  const found = await tx.store.departments
    .findOne({ _id: departmentId, officeId }, { _id: 1 }, { session: tx.session })
    .lean();
  if (!found)
    throw new HubError("bad_input", {
      issues: [{ path: "departmentId", code: "not_of_this_office" }],
    });
}

/** Changes what is written. 409 stale when it is not `expects` any more; the door adds the fresh view. */
export async function editLead(ctx: Ctx, leadId: string, input: EditLead): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { editLead: leadId, ...input },
    run: async (tx) => {
      const lead = await loadLead(tx, leadId);
      ensure(mayLead(ctx.actor, "edit", lead));
      if (lead.version !== input.expects) throw new HubError("stale");
      ensureNotAhead(tx.at, { "values.foundOn": input.values.foundOn });
      const values = withChange(lead.values, input.values);
      const fields = Object.keys(values).filter(
        (name) => canonical(fieldOf(values, name)) !== canonical(fieldOf(lead.values, name)),
      );
      if (fields.length === 0) ensure(refuse("not_now", "nothing_to_change"));
      if (lowersMarking(lead.values.marking, values.marking) && input.reason === "")
        throw new HubError("bad_input", { issues: [{ path: "reason", code: "required" }] });
      const next = await changeLead(tx, lead, { values });
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      const digest = await keepVersion(tx, next, { by, reason: input.reason });
      return [
        {
          channelId: lead.channelId,
          type: "lead.edited",
          body: { leadId, version: next.version, fields, digest },
        },
      ];
    },
  });
}

/** The values with what was given; an absent or undefined field keeps what it had. */
function withChange(values: LeadValues, change: EditLead["values"]): LeadValues {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return { ...values, ...Object.fromEntries(given) };
}

const fieldOf = (values: LeadValues, name: string): unknown =>
  Object.entries(values).find(([key]) => key === name)?.[1] ?? null;

/** Moves the lead inside its office. What a leader decides is recorded with who decided, when, and the paper's number. */
export async function stepLead(ctx: Ctx, leadId: string, input: StepLead): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { stepLead: leadId, ...input },
    run: async (tx) => {
      const lead = await loadLead(tx, leadId);
      ensure(mayLead(ctx.actor, input.step, lead));
      if (lead.version !== input.expects) throw new HubError("stale");
      const state = nextState(LEAD_FLOW, lead.state, input.step);
      if (!state) throw new HubError("not_now", { reason: "lead_state" });
      if (DECIDED.includes(input.step)) {
        if (!input.decision)
          throw new HubError("bad_input", { issues: [{ path: "decision", code: "required" }] });
        ensure(await notInTransfer(tx, leadId));
      }
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      const { step, note, decision } = input;
      ensureNotAhead(tx.at, { "decision.decidedOn": decision?.decidedOn });
      await changeLead(tx, lead, { state, steps: [...lead.steps, { step, note, decision, by }] });
      return [{ channelId: lead.channelId, type: "lead.stepped", body: { leadId, step, state } }];
    },
  });
}

/** 向上一级院备案 of a major lead: when it was done, and its paper. */
export async function recordUp(ctx: Ctx, leadId: string, input: RecordUp): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { recordUp: leadId, ...input },
    run: async (tx) => {
      const lead = await loadLead(tx, leadId);
      ensure(mayLead(ctx.actor, "record_up", lead));
      const { recordedOn, number } = input;
      ensureNotAhead(tx.at, { recordedOn });
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      await changeLead(tx, lead, { recordedUp: { recordedOn, number, by } });
      return [
        {
          channelId: lead.channelId,
          type: "lead.recorded_up",
          body: { leadId, officeId: lead.superiorId },
        },
      ];
    },
  });
}

/**
 * Adds and removes people of the team. Who may read the lead, its channel and its exchanges is rewritten in the same commit, so that
 * nobody reads or writes a moment longer.
 */
export async function changeTeam(ctx: Ctx, leadId: string, input: ChangeTeam): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { changeTeam: leadId, ...input },
    run: async (tx) => {
      const lead = await loadLead(tx, leadId);
      ensure(mayLead(ctx.actor, "change_team", lead));
      await ensureTeam(tx, lead.officeId, input.add, "add");
      const team = teamAfter(lead, input, tx.at);
      ensure(
        all(
          team.length > 0 ? allow : refuse("not_now", "team_empty"),
          canonical(team) === canonical(lead.team) ? refuse("not_now", "nothing_to_change") : allow,
        ),
      );
      await changeLead(tx, lead, { team });
      const channelIds = [lead.channelId, ...(await carryTeam(tx, lead, team))];
      const gone = input.remove.filter((id) => !team.some((one) => one.officerId === id));
      await tx.store.follows.deleteMany(
        { _id: { $in: channelIds.flatMap((to) => gone.map((id) => followId(id, to))) } },
        { session: tx.session },
      );
      const added = input.add.map((one) => one.officerId);
      await tx.follow(lead.channelId, added);
      return [
        {
          channelId: lead.channelId,
          type: "lead.team_changed",
          body: { leadId, added, removed: gone, digest: sm3(canonical(input.reason)) },
          pending: ["notices"],
        },
      ];
    },
  });
}

function teamAfter(lead: LeadDoc, change: ChangeTeam, since: Date): LeadDoc["team"] {
  const named = [...change.add.map((one) => one.officerId), ...change.remove];
  const kept = lead.team.filter((one) => !named.includes(one.officerId));
  const added = change.add.map((one) => {
    const before = lead.team.find((old) => old.officerId === one.officerId);
    return { ...one, since: before?.since ?? since };
  });
  return [...kept, ...added];
}

/** The lead's exchanges follow its team: on the side of its office, whichever that is. Returns their channels. */
async function carryTeam(tx: Tx, lead: LeadDoc, team: LeadDoc["team"]): Promise<string[]> {
  const ids = team.map((one) => one.officerId);
  const found = await tx.store.exchanges
    .find({ $or: [{ leadId: lead._id }, { "accepted.leadId": lead._id }] }, null, {
      session: tx.session,
    })
    .lean();
  for (const exchange of found)
    await changeExchange(
      tx,
      exchange,
      exchange.leadId === lead._id ? { fromTeam: ids } : { toTeam: ids },
    );
  return found.flatMap((one) => (one.channelId ? [one.channelId] : []));
}
