import { calendarOf } from "../calendar/queries.ts";
import { metClocks, startAgreed } from "../clocks/rules.ts";
import { attachFiles, carryFiles } from "../files/links.ts";
import type { AttachFile, Attached } from "../files/contract.ts";
import { sm3 } from "../journal/chain.ts";
import type { Tx } from "../journal/journal.ts";
import { canonical } from "../kernel/canonical.ts";
import { HubError } from "../kernel/faults.ts";
import { stampOf } from "../kernel/signature.ts";
import { ensure, refuse } from "../kernel/verdict.ts";
import type { Ctx } from "../store/hub.ts";
import { openRequests } from "../workbench/rules.ts";
import type {
  AcknowledgeFeedback,
  AddSupplement,
  GiveFeedback,
  RecordPaper,
  Texted,
} from "./acts-contract.ts";
import { changeExchange, channelOf, loadExchange, told, noted } from "./change.ts";
import type { ExchangeDoc, Feedback, Supplement } from "./model.ts";
import { mayExchange, mayFeedBack } from "./rules.ts";

/** Own uploads and chosen materials of the actor's own lead, now also materials of the exchange. */
async function bring(
  tx: Tx,
  ctx: Ctx,
  exchange: ExchangeDoc,
  given: { files: AttachFile[]; materials: string[] },
): Promise<Attached[]> {
  const to = { kind: "exchange" as const, id: exchange._id };
  const attached = await attachFiles(tx, ctx.actor, to, given.files);
  if (given.materials.length === 0) return attached;
  const own =
    ctx.actor.officeId === exchange.fromOfficeId ? exchange.leadId : exchange.accepted?.leadId;
  if (!own) throw new HubError("not_found");
  const from = { kind: "lead" as const, id: own };
  return [...attached, ...(await carryFiles(tx, ctx.actor, from, to, given.materials))];
}

/** 立案, 不立案, 进展, 结果. It repeats, each starts the progress clock anew, and only a result closes. */
export async function giveFeedback(
  ctx: Ctx,
  exchangeId: string,
  input: GiveFeedback,
): Promise<void> {
  const calendar = await calendarOf(ctx.hub);
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { giveFeedback: exchangeId, ...input },
    run: async (tx) => {
      const exchange = await loadExchange(tx, exchangeId);
      ensure(mayExchange(ctx.actor, "feedback", exchange));
      ensure(mayFeedBack(exchange, input.kind));
      const { kind, text, figures, number } = input;
      const files = await bring(tx, ctx, exchange, input);
      const digest = sm3(canonical({ kind, text, figures, number, files }));
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      const given: Feedback = {
        id: input.id,
        kind,
        text,
        figures,
        number,
        files,
        digest,
        by,
        acknowledged: null,
      };
      const next = kind === "result" ? [] : startAgreed("progress", exchange, tx.at, calendar);
      await changeExchange(tx, exchange, {
        ...(kind === "result" ? { state: "done" as const } : {}),
        feedback: [...exchange.feedback, given],
        clocks: [...metClocks(exchange.clocks, ["progress"], tx.at), ...next],
      });
      const body = { exchangeId, digest, feedbackId: given.id, kind };
      return [told(channelOf(exchange), "exchange.feedback", body)];
    },
  });
}

/** 已知悉: the sender's answer to one feedback. */
export async function acknowledgeFeedback(
  ctx: Ctx,
  exchangeId: string,
  input: AcknowledgeFeedback,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { acknowledgeFeedback: exchangeId, ...input },
    run: async (tx) => {
      const exchange = await loadExchange(tx, exchangeId);
      ensure(mayExchange(ctx.actor, "acknowledge", exchange));
      const { feedbackId } = input;
      const known = exchange.feedback.find((one) => one.id === feedbackId);
      if (!known) throw new HubError("not_found");
      if (known.acknowledged) ensure(refuse("not_now", "feedback_acknowledged"));
      const acknowledged = stampOf(ctx.actor, ctx.role, tx.at);
      await changeExchange(tx, exchange, {
        feedback: exchange.feedback.map((one) => (one === known ? { ...one, acknowledged } : one)),
      });
      return [noted(channelOf(exchange), "exchange.acknowledged", { exchangeId, feedbackId })];
    },
  });
}

/** 补充材料 or 更正: what was signed for stays as it was, this stands beside it with a digest of its own. */
export async function addSupplement(
  ctx: Ctx,
  exchangeId: string,
  input: AddSupplement,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { addSupplement: exchangeId, ...input },
    run: async (tx) => {
      const exchange = await loadExchange(tx, exchangeId);
      ensure(mayExchange(ctx.actor, "supplement", exchange));
      const { kind, text, requestId } = input;
      if (requestId && !openRequests(exchange).some((one) => one.id === requestId))
        ensure(refuse("not_now", "request_answered"));
      const files = await bring(tx, ctx, exchange, input);
      const digest = sm3(canonical({ kind, text, files, requestId }));
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      const supplement: Supplement = { id: input.id, kind, text, files, digest, by, requestId };
      await changeExchange(tx, exchange, { supplements: [...exchange.supplements, supplement] });
      const body = { exchangeId, digest, supplementId: supplement.id, kind };
      return [told(channelOf(exchange), "exchange.supplemented", body)];
    },
  });
}

/** 商请补充材料: asks for what is missing; the exchange stays where it is. */
export async function requestMaterials(ctx: Ctx, exchangeId: string, input: Texted): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { requestMaterials: exchangeId, ...input },
    run: async (tx) => {
      const exchange = await loadExchange(tx, exchangeId);
      ensure(mayExchange(ctx.actor, "request_materials", exchange));
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      const { id, text } = input;
      await changeExchange(tx, exchange, { requests: [...exchange.requests, { id, text, by }] });
      const digest = sm3(canonical(text));
      const body = { exchangeId, digest, requestId: id };
      return [told(channelOf(exchange), "exchange.materials_requested", body)];
    },
  });
}

/** 商请反馈: the sender's word when it waits; the reasons stand in the exchange. */
export async function askFeedback(ctx: Ctx, exchangeId: string, input: Texted): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { askFeedback: exchangeId, ...input },
    run: async (tx) => {
      const exchange = await loadExchange(tx, exchangeId);
      ensure(mayExchange(ctx.actor, "ask_feedback", exchange));
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      const { id, text } = input;
      await changeExchange(tx, exchange, { asked: [...exchange.asked, { id, text, by }] });
      const digest = sm3(canonical(text));
      return [
        told(channelOf(exchange), "exchange.feedback_asked", { exchangeId, digest, askId: id }),
      ];
    },
  });
}

/** The formal paper: number and stamped scan, or 「经业务应用系统移送」 with its reference. What was recorded before stays beside it. */
export async function recordPaper(ctx: Ctx, exchangeId: string, input: RecordPaper): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { recordPaper: exchangeId, ...input },
    run: async (tx) => {
      const exchange = await loadExchange(tx, exchangeId);
      ensure(mayExchange(ctx.actor, "record_paper", exchange));
      const { id, paper } = input;
      if (paper.via === "scan")
        await attachFiles(tx, ctx.actor, { kind: "exchange", id: exchangeId }, [
          { fileId: paper.fileId, title: `通知书 ${paper.number}` },
        ]);
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      await changeExchange(tx, exchange, { papers: [...exchange.papers, { id, paper, by }] });
      return [told(channelOf(exchange), "exchange.paper_recorded", { exchangeId, via: paper.via })];
    },
  });
}
