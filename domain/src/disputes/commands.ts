import { calendarOf } from "../calendar/queries.ts";
import { holdClocks, resumeClocks, stopClocks } from "../clocks/rules.ts";
import { changeExchange, channelOf, loadExchange, noted, told } from "../exchanges/change.ts";
import type { Dispute, ExchangeDoc } from "../exchanges/model.ts";
import { mayExchange } from "../exchanges/rules.ts";
import { attachFiles } from "../files/links.ts";
import { sm3 } from "../journal/chain.ts";
import type { Tx } from "../journal/journal.ts";
import { canonical } from "../kernel/canonical.ts";
import type { WorkCalendar } from "../kernel/clock.ts";
import { HubError } from "../kernel/faults.ts";
import { nextState } from "../kernel/flow.ts";
import { ensureNotAhead } from "../kernel/input.ts";
import { stampOf, type Stamp } from "../kernel/signature.ts";
import { ensure, refuse } from "../kernel/verdict.ts";
import { LEAD_FLOW } from "../leads/flow.ts";
import { changeLead, loadLead } from "../leads/register.ts";
import type { Office } from "../offices/contract.ts";
import { officeTree } from "../offices/queries.ts";
import type { Tree } from "../offices/rules.ts";
import type { Ctx } from "../store/hub.ts";
import type { DisputeResult, RaiseDispute, RecordDisputeStep } from "./contract.ts";
import { disputeChain, isOffline, mayConclude, openStep, resultsOf } from "./rules.ts";

/**
 * 认为不属于本院管辖 (arts 17, 26): with the reason, and who secures evidence meanwhile. The way to a decision is computed from the tree
 * of offices and fixed; the clocks stand still on it. The lead is neither refused nor sent back.
 */
export async function raiseDispute(
  ctx: Ctx,
  exchangeId: string,
  input: RaiseDispute,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { raiseDispute: exchangeId, ...input },
    run: async (tx) => {
      const exchange = await loadExchange(tx, exchangeId);
      ensure(mayExchange(ctx.actor, "dispute", exchange));
      const tree = await officeTree(tx, tx.session);
      const parties = [exchange.fromOfficeId, exchange.toOfficeId];
      ensureOffice(tree, input.believedOfficeId, "believedOfficeId");
      if (!parties.includes(input.securesOfficeId))
        throw new HubError("bad_input", {
          issues: [{ path: "securesOfficeId", code: "parties_only" }],
        });
      const connected = new Set(
        [...tree.values()].filter((one) => one.connected).map((one) => one.id),
      );
      const dispute: Dispute = {
        id: input.id,
        reason: input.reason,
        believedOfficeId: input.believedOfficeId,
        securesOfficeId: input.securesOfficeId,
        securesNote: input.securesNote,
        raised: stampOf(ctx.actor, ctx.role, tx.at),
        steps: disputeChain(tree, exchange.toOfficeId, exchange.fromOfficeId).map((step) => ({
          ...step,
          connected: step.officeIds.filter((id) => connected.has(id)),
          result: null,
          designatedOfficeId: null,
          note: "",
          paper: null,
          offline: false,
          by: null,
        })),
        outcome: null,
        designatedOfficeId: null,
        decidedAt: null,
      };
      await changeExchange(tx, exchange, { dispute, clocks: holdClocks(exchange.clocks) });
      const { reason, securesOfficeId, id: disputeId } = dispute;
      const digest = sm3(canonical(reason));
      const body = { exchangeId, disputeId, securesOfficeId, digest };
      return [told(channelOf(exchange), "dispute.raised", body)];
    },
  });
}

function ensureOffice(tree: Tree<Office>, officeId: string | null, path: string): void {
  if (officeId !== null && !tree.has(officeId))
    throw new HubError("bad_input", { issues: [{ path, code: "unknown_office" }] });
}

/**
 * Records a step towards the decision. For an office without accounts a party records it from paper. 维持 lets the clocks run anew;
 * 指定 of another office ends this exchange, and the sender may send the lead there; 协商一致 by which the sender handles the lead itself
 * ends it too.
 */
export async function recordDisputeStep(
  ctx: Ctx,
  exchangeId: string,
  input: RecordDisputeStep,
): Promise<void> {
  const calendar = await calendarOf(ctx.hub);
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { recordDisputeStep: exchangeId, ...input },
    run: async (tx) => {
      const exchange = await loadExchange(tx, exchangeId);
      ensure(mayExchange(ctx.actor, "dispute_step", exchange));
      const { dispute } = exchange;
      const index = dispute ? openStep(dispute) : -1;
      const step = dispute?.steps[index];
      if (!dispute || !step || index !== input.index)
        throw new HubError("not_now", { reason: "step_recorded" });
      const offline = isOffline(ctx.actor, step) && step.stage !== "report";
      await ensureStep(tx, ctx, exchange, { input, step, offline });
      ensureNotAhead(tx.at, { "paper.date": input.paper?.date });
      if (input.paper?.fileId)
        await attachFiles(tx, ctx.actor, { kind: "exchange", id: exchangeId }, [
          { fileId: input.paper.fileId, title: input.paper.title },
        ]);
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      const { result, designatedOfficeId, note, paper } = input;
      const recorded = { ...step, result, designatedOfficeId, note, paper, offline, by };
      const steps = dispute.steps.map((one, at) => (at === index ? recorded : one));
      const decided = result === "passed" ? null : { result, designatedOfficeId };
      const entries = decided
        ? await conclude(tx, { exchange, dispute: { ...dispute, steps }, decided, by, calendar })
        : [];
      if (!decided) await changeExchange(tx, exchange, { dispute: { ...dispute, steps } });
      const digest = sm3(canonical({ result, designatedOfficeId, note, paper }));
      const { id: disputeId } = dispute;
      const body = { exchangeId, disputeId, index, stage: step.stage, result, offline, digest };
      return [told(channelOf(exchange), "dispute.stepped", body), ...entries];
    },
  });
}

async function ensureStep(
  tx: Tx,
  ctx: Ctx,
  exchange: ExchangeDoc,
  given: { input: RecordDisputeStep; step: Dispute["steps"][number]; offline: boolean },
): Promise<void> {
  const { input, step, offline } = given;
  if (!resultsOf(step.stage).includes(input.result)) ensure(refuse("not_now", "result_not_here"));
  ensure(mayConclude(ctx.actor, exchange, step.stage, input.result));
  const missing = (path: string) =>
    new HubError("bad_input", { issues: [{ path, code: "required" }] });
  if (offline && !input.paper?.number) throw missing("paper.number");
  if (input.result !== "designate") return;
  if (input.designatedOfficeId === null) throw missing("designatedOfficeId");
  ensureOffice(await officeTree(tx, tx.session), input.designatedOfficeId, "designatedOfficeId");
}

async function conclude(
  tx: Tx,
  given: {
    exchange: ExchangeDoc;
    dispute: Dispute;
    decided: { result: Exclude<DisputeResult, "passed">; designatedOfficeId: string | null };
    by: Stamp;
    calendar: WorkCalendar;
  },
) {
  const { exchange, by, calendar } = given;
  const { result, designatedOfficeId } = given.decided;
  // To designate the receiver itself is to maintain it.
  const stays = result === "maintain" || designatedOfficeId === exchange.toOfficeId;
  const dispute: Dispute = {
    ...given.dispute,
    outcome: stays ? "maintain" : result,
    // Nobody designates whom the two agreed on.
    designatedOfficeId: stays || result === "agree" ? null : designatedOfficeId,
    decidedAt: tx.at,
  };
  if (stays) {
    await changeExchange(tx, exchange, {
      dispute,
      clocks: resumeClocks(exchange.clocks, tx.at, calendar),
    });
    return [];
  }
  await changeExchange(tx, exchange, {
    state: "redirected",
    dispute,
    clocks: stopClocks(exchange.clocks, tx.at),
  });
  const note = result === "agree" ? "双方协商一致由移送单位办理" : "指定其他院管辖";
  return [
    ...(await stepOf(tx, exchange.leadId, { step: "reopen", note, by })),
    // Whoever had accepted it keeps the lead in its register, and need not work on it any more.
    ...(exchange.accepted
      ? await stepOf(tx, exchange.accepted.leadId, { step: "transfer", note, by })
      : []),
  ];
}

/** What that means for a lead of one of the parties, where its state lets it: the origin is free again, a received one goes. */
async function stepOf(
  tx: Tx,
  leadId: string,
  { step, note, by }: { step: "reopen" | "transfer"; note: string; by: Stamp },
) {
  const lead = await loadLead(tx, leadId);
  if (step === "reopen" && lead.state !== "transferred") return [];
  const state = nextState(LEAD_FLOW, lead.state, step);
  if (!state) return [];
  const taken = { step, note, decision: null, by };
  await changeLead(tx, lead, { state, steps: [...lead.steps, taken] });
  return [noted(lead.channelId, "lead.stepped", { leadId, step, state })];
}
