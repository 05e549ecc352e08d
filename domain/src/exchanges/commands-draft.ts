import { approvalRows } from "../approvals/queries.ts";
import { mayDraft, rowFor } from "../approvals/rules.ts";
import { pairId, type PairDoc } from "../clocks/model.ts";
import { sm3 } from "../journal/chain.ts";
import type { Tx } from "../journal/journal.ts";
import type { NewEntry } from "../journal/number.ts";
import { canonical } from "../kernel/canonical.ts";
import { HubError } from "../kernel/faults.ts";
import { nextState } from "../kernel/flow.ts";
import { stampOf } from "../kernel/signature.ts";
import { all, allow, ensure, refuse } from "../kernel/verdict.ts";
import { LEAD_FLOW } from "../leads/flow.ts";
import type { LeadDoc } from "../leads/model.ts";
import { loadLead, notInTransfer } from "../leads/register.ts";
import { mayLead } from "../leads/rules.ts";
import { officeTree } from "../offices/queries.ts";
import type { Ctx } from "../store/hub.ts";
import type { Bare, DraftExchange, EditExchange, Versioned } from "./acts-contract.ts";
import { changeExchange, derivedOf, loadExchange, noted, sinceOf, told } from "./change.ts";
import type { ExchangeDoc } from "./model.ts";
import { planFor } from "./plan.ts";
import { frozenFrom, mayExchange, mayReceive } from "./rules.ts";

/** 拟稿 from a lead of one's own office. Until the issue it is the office's own paper and stands in the lead's own channel. */
export async function draftExchange(ctx: Ctx, input: DraftExchange): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { draftExchange: input },
    run: async (tx) => [await enterDraft(ctx, tx, input)],
  });
}

/** Makes the draft in the caller's commit, under the rules of 拟稿. Returns the entry that says so. */
export async function enterDraft(
  ctx: Ctx,
  tx: Tx,
  input: Omit<DraftExchange, "id">,
): Promise<Omit<NewEntry, "id">> {
  const { actor } = ctx;
  const lead = await loadLead(tx, input.leadId);
  ensure(mayLead(actor, "send", lead));
  const { rows } = await approvalRows(ctx.hub, actor.officeId, { session: tx.session });
  ensure(mayDraft(actor, rowFor(rows, input)));
  await ensureRecipient(tx, lead, input);
  if (input.kind === "transfer") await ensureTransferable(tx, lead);
  await ensureMaterials(tx, lead._id, input.materials);
  const by = stampOf(actor, ctx.role, tx.at);
  const fresh = freshDraft(lead, input, by, tx.at);
  const facts = { ...fresh, agreement: await basisOf(tx, fresh) };
  const { plan, noReview } = await planFor(tx, facts);
  const exchange = { ...facts, plan, noReview };
  const derived = derivedOf(exchange);
  const since = sinceOf({ since: [] }, derived.audience, tx.at);
  await tx.store.exchanges.insertMany([{ ...exchange, ...derived, ...since }], {
    session: tx.session,
    lean: true,
  });
  tx.changed(derived.audience, { feature: "exchanges", id: exchange._id });
  const { kind, toOfficeId } = input;
  return noted(lead.channelId, "exchange.drafted", { exchangeId: exchange._id, kind, toOfficeId });
}

/**
 * A period holds because two offices agreed on it: as the pair did for this urgency, or for this one alone, and then it says on what it
 * rests. Returns that basis.
 */
async function basisOf(
  tx: Tx,
  sent: Pick<ExchangeDoc, "fromOfficeId" | "toOfficeId" | "urgency" | "terms" | "agreement">,
): Promise<string> {
  const { terms, urgency, agreement } = sent;
  const pair = await tx.store.pairs
    .findById(pairId(sent.fromOfficeId, sent.toOfficeId), null, { session: tx.session })
    .lean<PairDoc>();
  const agreed = pair?.agreed?.[urgency];
  const others = (["sign", "accept", "progress"] as const).filter(
    (key) => terms[key] && canonical(terms[key]) !== canonical(agreed?.[key] ?? null),
  );
  if (others.length > 0 && agreement === "")
    throw new HubError("bad_input", { issues: [{ path: "agreement", code: "basis_required" }] });
  const rests = terms.sign ?? terms.accept ?? terms.progress;
  return agreement || (rests ? (pair?.agreed?.basis ?? "") : "");
}

/** The recipient may get it, and no exchange of this kind with it is open; the unique index answers when two ask at once. */
async function ensureRecipient(
  tx: Tx,
  lead: LeadDoc,
  input: Omit<DraftExchange, "id">,
): Promise<void> {
  const tree = await officeTree(tx, tx.session);
  const [from, to] = [lead.officeId, input.toOfficeId].map((id) => tree.get(id));
  if (!from || !to)
    throw new HubError("bad_input", { issues: [{ path: "toOfficeId", code: "unknown_office" }] });
  const others = await tx.store.exchanges
    .find({ leadId: lead._id }, null, { session: tx.session })
    .lean<ExchangeDoc[]>();
  const designated = others.flatMap((one) => one.dispute?.designatedOfficeId ?? []);
  ensure(
    all(
      mayReceive(input.kind, from, to, designated),
      others.some((one) => one.open && one.kind === input.kind && one.toOfficeId === to.id)
        ? refuse("not_now", "already_open")
        : allow,
    ),
  );
}

/** A lead may be handed over while its own office has not decided on it and no other office is asked to take it. */
export async function ensureTransferable(tx: Tx, lead: LeadDoc): Promise<void> {
  ensure(nextState(LEAD_FLOW, lead.state, "transfer") ? allow : refuse("not_now", "lead_state"));
  ensure(await notInTransfer(tx, lead._id));
}

async function ensureMaterials(tx: Tx, leadId: string, fileIds: readonly string[]): Promise<void> {
  if (fileIds.length === 0) return;
  const links = await tx.store.fileLinks
    .find(
      { kind: "lead", matterId: leadId, removedAt: null },
      { fileId: 1, inner: 1 },
      { session: tx.session },
    )
    .lean();
  const issues = fileIds.flatMap((id, index) => {
    const link = links.find((one) => one.fileId === id);
    if (link && !link.inner) return [];
    return [{ path: `materials.${index}`, code: link ? "inner_paper" : "not_of_this_lead" }];
  });
  if (issues.length > 0) throw new HubError("bad_input", { issues });
}

const headOf = (lead: LeadDoc) => ({
  title: lead.values.title,
  field: lead.values.field,
  grade: lead.values.grade,
  marking: lead.values.marking,
});

function freshDraft(
  lead: LeadDoc,
  input: Omit<DraftExchange, "id">,
  by: ExchangeDoc["drafted"],
  at: Date,
): Omit<ExchangeDoc, keyof ReturnType<typeof derivedOf>> {
  return {
    _id: input.exchangeId,
    version: 1,
    kind: input.kind,
    state: "draft",
    urgency: input.urgency,
    leadId: lead._id,
    fromOfficeId: lead.officeId,
    toOfficeId: input.toOfficeId,
    fromDepartmentId: lead.departmentId,
    fromTeam: lead.team.map((one) => one.officerId),
    toTeam: [],
    standIns: [],
    ...headOf(lead),
    leadNumber: lead.number,
    sections: withBasic(input.sections),
    materials: input.materials,
    note: input.note,
    terms: input.terms,
    agreement: input.agreement,
    content: null,
    digest: null,
    plan: { review: [], issue: [], direct: false },
    noReview: null,
    offered: null,
    drafted: by,
    submitted: null,
    returns: [],
    reviewed: null,
    issued: null,
    offline: null,
    papers: [],
    leadChannelId: lead.channelId,
    channelId: null,
    superiorIds: [],
    sentAt: null,
    receipt: null,
    departmentId: null,
    routed: null,
    assignments: [],
    accepted: null,
    feedback: [],
    supplements: [],
    requests: [],
    asked: [],
    reads: [],
    circulated: [],
    supervisions: [],
    dispute: null,
    withdrawn: null,
    opened: [],
    clocks: [],
    changedAt: at,
  };
}

const withBasic = (sections: ExchangeDoc["sections"]): ExchangeDoc["sections"] => [
  ...new Set(["basic" as const, ...sections]),
];

/** Changes the draft. */
export async function editExchange(
  ctx: Ctx,
  exchangeId: string,
  input: EditExchange,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { editExchange: exchangeId, ...input },
    run: async (tx) => {
      const exchange = await loadExchange(tx, exchangeId);
      ensure(mayExchange(ctx.actor, "edit", exchange));
      if (exchange.version !== input.expects) throw new HubError("stale");
      const lead = await loadLead(tx, exchange.leadId);
      await ensureMaterials(tx, lead._id, input.materials);
      const { sections, materials, urgency, note, terms } = input;
      const agreement = await basisOf(tx, { ...exchange, ...input });
      const change = {
        ...headOf(lead),
        sections: withBasic(sections),
        materials,
        urgency,
        note,
        terms,
        agreement,
      };
      const planned = await planFor(tx, { ...exchange, ...change });
      await changeExchange(tx, exchange, { ...change, ...planned });
      const fields = ["sections", "materials", "urgency", "note", "terms", "agreement"];
      return [noted(exchange.leadChannelId, "exchange.edited", { exchangeId, fields })];
    },
  });
}

/**
 * What would be frozen now, as one digest: taken when it is submitted and compared when it is issued, so that a lead that changed
 * meanwhile is not sent under an approval given for something else.
 */
export const offeredDigest = (exchange: ExchangeDoc, lead: LeadDoc): string =>
  sm3(
    canonical({
      content: frozenFrom({ ...exchange, values: lead.values, files: [] }),
      materials: exchange.materials,
      terms: exchange.terms,
      agreement: exchange.agreement,
    }),
  );

/** 提交: to 审核, or straight to 签发 where the 权限清单 asks for no review (本人拟稿, authorised, not listed). */
export async function submitExchange(
  ctx: Ctx,
  exchangeId: string,
  input: Versioned,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { submitExchange: exchangeId, ...input },
    run: async (tx) => {
      const exchange = await loadExchange(tx, exchangeId);
      ensure(mayExchange(ctx.actor, "submit", exchange));
      if (exchange.version !== input.expects) throw new HubError("stale");
      const lead = await loadLead(tx, exchange.leadId);
      const { plan, noReview } = await planFor(tx, exchange);
      await changeExchange(tx, exchange, {
        ...headOf(lead),
        plan,
        noReview,
        offered: offeredDigest(exchange, lead),
        state: noReview === null ? "reviewing" : "issuing",
        submitted: stampOf(ctx.actor, ctx.role, tx.at),
        reviewed: null,
      });
      return [told(exchange.leadChannelId, "exchange.submitted", { exchangeId })];
    },
  });
}

/** 作废 of a draft that will not be sent. */
export async function discardExchange(ctx: Ctx, exchangeId: string, input: Bare): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { discardExchange: exchangeId },
    run: async (tx) => {
      const exchange = await loadExchange(tx, exchangeId);
      ensure(mayExchange(ctx.actor, "discard", exchange));
      await changeExchange(tx, exchange, { state: "discarded" });
      return [noted(exchange.leadChannelId, "exchange.discarded", { exchangeId })];
    },
  });
}
