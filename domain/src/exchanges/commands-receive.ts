import { isProsecutor } from "../access/rules.ts";
import { calendarOf } from "../calendar/queries.ts";
import { metClocks, startAgreed } from "../clocks/rules.ts";
import { carryFiles } from "../files/links.ts";
import { sm3 } from "../journal/chain.ts";
import type { Act, Tx } from "../journal/journal.ts";
import { canonical } from "../kernel/canonical.ts";
import { HubError } from "../kernel/faults.ts";
import { nextState } from "../kernel/flow.ts";
import { derivedId } from "../kernel/ids.ts";
import { stampOf } from "../kernel/signature.ts";
import { ensure, refuse } from "../kernel/verdict.ts";
import { LEAD_FLOW } from "../leads/flow.ts";
import { changeLead, ensureTeam, enterLead, loadLead, registerTurn } from "../leads/register.ts";
import type { TeamMember } from "../leads/contract.ts";
import type { Ctx } from "../store/hub.ts";
import { inTurn } from "../store/turns.ts";
import type {
  AcceptExchange,
  AssignExchange,
  Bare,
  CirculateExchange,
  RouteExchange,
  SignExchange,
} from "./acts-contract.ts";
import { changeExchange, channelOf, loadExchange, noted, told } from "./change.ts";
import type { Assignment, ExchangeDoc, Feedback } from "./model.ts";
import { mayExchange, presentAssignment, valuesFrom } from "./rules.ts";

/** 签收 by a holder of the 收件岗: person, office, server time and the digest of what was before the signer's eyes. */
export async function signExchange(
  ctx: Ctx,
  exchangeId: string,
  input: SignExchange,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { signExchange: exchangeId, ...input },
    run: async (tx) => {
      const exchange = await loadExchange(tx, exchangeId);
      ensure(mayExchange(ctx.actor, "sign", exchange));
      const { digest } = input;
      if (exchange.digest !== digest) ensure(refuse("not_now", "digest_differs"));
      await changeExchange(tx, exchange, {
        state: "signed",
        receipt: { by: stampOf(ctx.actor, ctx.role, tx.at), digest },
        clocks: metClocks(exchange.clocks, ["sign"], tx.at),
      });
      await tx.follow(channelOf(exchange), [ctx.actor.id]);
      return [told(channelOf(exchange), "exchange.signed", { exchangeId, digest })];
    },
  });
}

/** To the department that handles it: by the 收件岗 or a leader, and again until somebody is assigned. */
export async function routeExchange(
  ctx: Ctx,
  exchangeId: string,
  input: RouteExchange,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { routeExchange: exchangeId, ...input },
    run: async (tx) => {
      const exchange = await loadExchange(tx, exchangeId);
      ensure(mayExchange(ctx.actor, "route", exchange));
      const { departmentId } = input;
      const known = await tx.store.departments
        .findOne({ _id: departmentId, officeId: exchange.toOfficeId }, null, {
          session: tx.session,
        })
        .lean();
      if (!known)
        throw new HubError("bad_input", {
          issues: [{ path: "departmentId", code: "not_of_this_office" }],
        });
      if (exchange.departmentId === departmentId) ensure(refuse("not_now", "nothing_to_change"));
      await changeExchange(tx, exchange, {
        departmentId,
        routed: stampOf(ctx.actor, ctx.role, tx.at),
      });
      return [told(channelOf(exchange), "exchange.routed", { exchangeId, departmentId })];
    },
  });
}

/** 分派, and 改派 when somebody was: then with a reason, and the former assignment stays in the history. */
export async function assignExchange(
  ctx: Ctx,
  exchangeId: string,
  input: AssignExchange,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { assignExchange: exchangeId, ...input },
    run: async (tx) => {
      const exchange = await loadExchange(tx, exchangeId);
      const before = presentAssignment(exchange);
      ensure(mayExchange(ctx.actor, before ? "reassign" : "assign", exchange));
      if (before && input.reason === "")
        throw new HubError("bad_input", { issues: [{ path: "reason", code: "required" }] });
      const people = peopleOf(input);
      await ensureTeam(tx, exchange.toOfficeId, people, "people");
      await ensurePosts(tx, input);
      const assignment: Assignment = {
        id: input.id,
        prosecutorId: input.prosecutorId,
        assistantIds: input.assistantIds,
        clerkId: input.clerkId,
        departmentId: exchange.departmentId ?? ctx.actor.departmentId ?? "",
        by: stampOf(ctx.actor, ctx.role, tx.at),
        reason: input.reason,
        until: null,
      };
      const past = exchange.assignments.map((one) => ({ ...one, until: one.until ?? tx.at }));
      await changeExchange(tx, exchange, {
        ...(exchange.state === "signed" ? { state: "assigned" as const } : {}),
        assignments: [...past, assignment],
        ...(await carryAssignment(tx, exchange, people)),
      });
      const officerIds = people.map((one) => one.officerId);
      await tx.follow(channelOf(exchange), officerIds);
      return [
        told(channelOf(exchange), "exchange.assigned", {
          exchangeId,
          officerIds,
          again: before !== null,
        }),
      ];
    },
  });
}

const peopleOf = (input: {
  prosecutorId: string;
  assistantIds: readonly string[];
  clerkId: string | null;
}): TeamMember[] => [
  { officerId: input.prosecutorId, duty: "handler" },
  ...input.assistantIds.map((officerId) => ({ officerId, duty: "assistant" as const })),
  ...(input.clerkId ? [{ officerId: input.clerkId, duty: "clerk" as const }] : []),
];

async function ensurePosts(tx: Tx, input: AssignExchange): Promise<void> {
  const officer = await tx.store.officers
    .findById(input.prosecutorId, { posts: 1 }, { session: tx.session })
    .lean();
  // 承办 is a prosecutor's duty; assistants and clerks help (art 6).
  if (!officer || !isProsecutor(officer.posts))
    throw new HubError("bad_input", {
      issues: [{ path: "prosecutorId", code: "not_a_prosecutor" }],
    });
}

/** After 受理 the receiver's own lead has the team: 改派 moves it in the same commit. */
async function carryAssignment(
  tx: Tx,
  exchange: ExchangeDoc,
  people: readonly TeamMember[],
): Promise<Partial<ExchangeDoc>> {
  if (!exchange.accepted) return {};
  const lead = await loadLead(tx, exchange.accepted.leadId);
  const helpers = lead.team.filter(
    (one) => one.duty === "member" && !people.some((other) => other.officerId === one.officerId),
  );
  const team = [...people.map((one) => ({ ...one, since: tx.at })), ...helpers];
  await changeLead(tx, lead, { team });
  await tx.follow(
    lead.channelId,
    people.map((one) => one.officerId),
  );
  return { toTeam: team.map((one) => one.officerId) };
}

/**
 * 受理 (art 26: the receiver must): in one commit the receiver's own lead with its own register number and channel, the materials it was
 * given, the first feedback, and the step of the origin's lead. Needs nobody at the other side.
 */
export async function acceptExchange(
  ctx: Ctx,
  exchangeId: string,
  input: AcceptExchange,
): Promise<void> {
  const calendar = await calendarOf(ctx.hub);
  const act: Act = {
    id: input.id,
    input: { acceptExchange: exchangeId, ...input },
    run: async (tx) => {
      const exchange = await loadExchange(tx, exchangeId);
      ensure(mayExchange(ctx.actor, "accept", exchange));
      const assignment = presentAssignment(exchange);
      if (!assignment || !exchange.content)
        throw new HubError("not_now", { reason: "exchange_state" });
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      const sender = await tx.store.offices
        .findById(exchange.fromOfficeId, { name: 1 }, { session: tx.session })
        .lean();
      const { lead, entry } = await enterLead(tx, {
        leadId: input.leadId,
        officeId: exchange.toOfficeId,
        departmentId: exchange.departmentId,
        values: valuesFrom(exchange.content, sender?.name ?? ""),
        team: peopleOf(assignment),
        by,
        originExchangeId: exchangeId,
      });
      await carryFiles(
        tx,
        ctx.actor,
        { kind: "exchange", id: exchangeId },
        { kind: "lead", id: lead._id },
      );
      const text = input.note || `已受理，登记号${lead.number}`;
      const feedback: Feedback = {
        id: derivedId(input.id, "acceptance"),
        kind: "acceptance",
        text,
        figures: [],
        number: lead.number,
        files: [],
        digest: sm3(canonical({ kind: "acceptance", text, number: lead.number })),
        by,
        acknowledged: null,
      };
      await changeExchange(tx, exchange, {
        state: "accepted",
        accepted: { by, number: lead.number, leadId: lead._id },
        toTeam: lead.team.map((one) => one.officerId),
        feedback: [...exchange.feedback, feedback],
        clocks: [
          ...metClocks(exchange.clocks, ["accept"], tx.at),
          ...startAgreed("progress", exchange, tx.at, calendar),
        ],
      });
      const origin = await moveOrigin(tx, exchange, by);
      const { digest, kind, id: feedbackId } = feedback;
      return [
        told(channelOf(exchange), "exchange.accepted", { exchangeId, number: lead.number }),
        noted(channelOf(exchange), "exchange.feedback", { exchangeId, digest, feedbackId, kind }),
        entry,
        ...origin,
      ];
    },
  };
  await inTurn(ctx.hub, registerTurn(ctx.actor.officeId), () => ctx.hub.journal.act(ctx, act));
}

/** The origin's lead stays in its register and says that it was handed over; a lead decided meanwhile keeps its state. */
async function moveOrigin(tx: Tx, exchange: ExchangeDoc, by: Feedback["by"]) {
  const origin = await loadLead(tx, exchange.leadId);
  const state = nextState(LEAD_FLOW, origin.state, "transfer");
  if (!state) return [];
  const taken = { step: "transfer" as const, note: "", decision: null, by };
  await changeLead(tx, origin, { state, steps: [...origin.steps, taken] });
  const body = { leadId: origin._id, step: "transfer", state };
  return [noted(origin.channelId, "lead.stepped", body)];
}

/** 已阅 of a notice. The first closes it; everybody's is kept. */
export async function readNotice(ctx: Ctx, exchangeId: string, input: Bare): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { readNotice: exchangeId },
    run: async (tx) => {
      const exchange = await loadExchange(tx, exchangeId);
      ensure(mayExchange(ctx.actor, "read", exchange));
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      await changeExchange(tx, exchange, { state: "done", reads: [...exchange.reads, by] });
      return [noted(channelOf(exchange), "exchange.read", { exchangeId })];
    },
  });
}

/** 传阅 of a notice inside the receiving office: these officers may read it, and find it in 待阅. */
export async function circulateNotice(
  ctx: Ctx,
  exchangeId: string,
  input: CirculateExchange,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { circulateNotice: exchangeId, ...input },
    run: async (tx) => {
      const exchange = await loadExchange(tx, exchangeId);
      ensure(mayExchange(ctx.actor, "circulate", exchange));
      const people = input.officerIds.map((officerId) => ({ officerId }));
      await ensureTeam(tx, exchange.toOfficeId, people, "officerIds");
      const officerIds = input.officerIds.filter((id) => !exchange.circulated.includes(id));
      if (officerIds.length === 0) ensure(refuse("not_now", "nothing_to_change"));
      await changeExchange(tx, exchange, { circulated: [...exchange.circulated, ...officerIds] });
      return [told(channelOf(exchange), "exchange.circulated", { exchangeId, officerIds })];
    },
  });
}
