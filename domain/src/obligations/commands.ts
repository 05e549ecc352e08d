import { tokensOf } from "../access/rules.ts";
import { noted, openOwn, told } from "../agreements/change.ts";
import type { AgreementDoc } from "../agreements/model.ts";
import { calendarOf } from "../calendar/queries.ts";
import { sm3 } from "../journal/chain.ts";
import type { Tx } from "../journal/journal.ts";
import { canonical } from "../kernel/canonical.ts";
import { HubError } from "../kernel/faults.ts";
import { ensureNotAhead } from "../kernel/input.ts";
import { derivedId } from "../kernel/ids.ts";
import { stampOf } from "../kernel/signature.ts";
import { ensure, refuse } from "../kernel/verdict.ts";
import type { OfficerDoc } from "../officers/model.ts";
import type { Ctx } from "../store/hub.ts";
import type {
  AriseObligation,
  AssignObligation,
  ChangeObligation,
  DefineObligation,
  EndObligation,
} from "./acts-contract.ts";
import {
  changeObligation,
  channelOf,
  loadAgreement,
  loadObligation,
  recount,
  writeOccurrence,
} from "./change.ts";
import type { ObligationTerms } from "./contract.ts";
import type { ObligationDoc, OccurrenceDoc } from "./model.ts";
import { ruleOf, windowOf } from "./plan.ts";
import { changedTerms, mayBecome, mayObligation, mayObliged, partyIdsOf } from "./rules.ts";
import { keepObligation, occurrenceOf } from "./settle.ts";

/** The rule that the terms make; bad_input for what is none, and for a named office that is no party. */
function ruleIn(terms: ObligationTerms, agreement: AgreementDoc): string | null {
  const issue = (path: string, code: string) =>
    new HubError("bad_input", { issues: [{ path, code }] });
  const { responsible, until, from } = terms;
  if (responsible.who === "office" && !partyIdsOf(agreement).includes(responsible.officeId))
    throw issue("terms.responsible.officeId", "not_a_party");
  if (until !== null && until < from) throw issue("terms.until", "too_small");
  const rrule = ruleOf(terms);
  if (rrule === undefined) throw issue("terms.recurrence.rrule", "not_a_rule");
  return rrule;
}

/** A 落实事项 beside those of the clauses: the host puts it down, and it stands before all parties at once. */
export async function defineObligation(
  ctx: Ctx,
  agreementId: string,
  input: DefineObligation,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { defineObligation: agreementId, ...input },
    run: async (tx) => {
      const agreement = await loadAgreement(tx, agreementId);
      ensure(mayObliged(ctx.actor, "define", agreement));
      const { obligationId, terms } = input;
      const made: ObligationDoc = {
        _id: obligationId,
        version: 1,
        agreementId,
        clauseId: null,
        article: null,
        terms,
        rrule: ruleIn(terms, agreement),
        defined: stampOf(ctx.actor, ctx.role, tx.at),
        ended: null,
        handlers: [],
        madeThrough: null,
        changedAt: tx.at,
      };
      await recount(tx, agreement, await keepObligation(tx, agreement, made, null));
      const body = { agreementId, obligationId, kind: terms.kind };
      return [told(channelOf(agreement), "obligation.defined", body)];
    },
  });
}

/** Other terms. They touch only what has not opened yet; what a co-signed clause sets changes with the text alone. */
export async function changeTerms(
  ctx: Ctx,
  obligationId: string,
  input: ChangeObligation,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { changeObligation: obligationId, ...input },
    run: async (tx) => {
      const { obligation, agreement } = await loadObligation(tx, obligationId);
      ensure(mayObligation(ctx.actor, "change", { ...agreement, obligation }));
      if (obligation.version !== input.expects) throw new HubError("stale");
      ensure(mayBecome(obligation, input.terms));
      const { terms } = input;
      const rrule = ruleIn(terms, agreement);
      const next = { ...obligation, terms, rrule };
      await recount(tx, agreement, await keepObligation(tx, agreement, next, obligation));
      const fields = changedTerms(obligation.terms, terms);
      const body = { agreementId: agreement._id, obligationId, fields };
      return [told(channelOf(agreement), "obligation.changed", body)];
    },
  });
}

/** No more of it from a day on; what was open before stays to be done. */
export async function endObligation(
  ctx: Ctx,
  obligationId: string,
  input: EndObligation,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { endObligation: obligationId, ...input },
    run: async (tx) => {
      const { obligation, agreement } = await loadObligation(tx, obligationId);
      ensure(mayObligation(ctx.actor, "end", { ...agreement, obligation }));
      if (obligation.version !== input.expects) throw new HubError("stale");
      const { on, reason } = input;
      const ended = { on, reason, by: stampOf(ctx.actor, ctx.role, tx.at) };
      const next = { ...obligation, ended };
      await recount(tx, agreement, await keepObligation(tx, agreement, next, obligation));
      const digest = sm3(canonical(reason));
      const body = { agreementId: agreement._id, obligationId, on, digest };
      return [told(channelOf(agreement), "obligation.ended", body)];
    },
  });
}

/** 承办人 inside the own office, for all that is still to be done. Other offices neither see nor hear of it. */
export async function assignObligation(
  ctx: Ctx,
  obligationId: string,
  input: AssignObligation,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { assignObligation: obligationId, ...input },
    run: async (tx) => {
      const { obligation, agreement } = await loadObligation(tx, obligationId);
      ensure(mayObligation(ctx.actor, "assign", { ...agreement, obligation }));
      const { officeId } = ctx.actor;
      const { officerId } = input;
      if (officerId !== null) await ensureReader(tx, agreement, officeId, officerId);
      const others = obligation.handlers.filter((one) => one.officeId !== officeId);
      const handlers = officerId === null ? others : [...others, { officeId, officerId }];
      await changeObligation(tx, obligation, { ...obligation, handlers });
      const open = await tx.store.occurrences
        .find({ obligationId, officeId, phase: "pending" }, null, { session: tx.session })
        .lean<OccurrenceDoc[]>();
      for (const one of open) await writeOccurrence(tx, one, { handlerId: officerId });
      tx.changed(agreement.audience, { feature: "obligations", id: agreement._id });
      const body = { agreementId: agreement._id, obligationId, officerId };
      return [noted(await openOwn(tx, agreement, officeId), "obligation.assigned", body)];
    },
  });
}

/** A colleague who works on the agreement: whoever cannot read it cannot handle what it obliges to. */
async function ensureReader(
  tx: Tx,
  agreement: AgreementDoc,
  officeId: string,
  officerId: string,
): Promise<void> {
  const found = await tx.store.officers
    .findOne({ _id: officerId, officeId, active: true }, null, { session: tx.session })
    .lean<OfficerDoc>();
  const held = found ? tokensOf({ ...found, id: found._id }) : [];
  if (!held.some((one) => agreement.audience.includes(one)))
    throw new HubError("bad_input", { issues: [{ path: "officerId", code: "cannot_read" }] });
}

/** Something happened that the obligation is for. Where the clause sets no period, whoever records it names the day. */
export async function ariseObligation(
  ctx: Ctx,
  obligationId: string,
  input: AriseObligation,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { ariseObligation: obligationId, ...input },
    run: async (tx) => {
      const { obligation, agreement } = await loadObligation(tx, obligationId);
      ensure(mayObligation(ctx.actor, "arise", { ...agreement, obligation }));
      const order = partyIdsOf(agreement);
      const { text, on, officeId } = input;
      if (!order.includes(officeId)) ensure(refuse("not_now", "not_a_party"));
      ensureNotAhead(tx.at, { on });
      const owed = {
        ...(await windowAfter(tx, obligation.terms, input)),
        _id: derivedId(obligationId, `event/${input.id}`),
        period: text.slice(0, 40),
        anchor: on,
        officeId,
        rotates: false,
      };
      const event = { text, on, by: stampOf(ctx.actor, ctx.role, tx.at) };
      const made = occurrenceOf(obligation, owed, { order, at: tx.at, event });
      await tx.store.occurrences.insertMany([made], { session: tx.session, lean: true });
      await recount(tx, agreement, [made.dueOn]);
      const digest = sm3(canonical(text));
      const body = { agreementId: agreement._id, obligationId, occurrenceId: made._id, digest };
      return [told(channelOf(agreement), "obligation.arose", body)];
    },
  });
}

async function windowAfter(tx: Tx, terms: ObligationTerms, { on, dueOn }: AriseObligation) {
  if (terms.window.due !== null) return windowOf(terms, on, on, await calendarOf(tx, tx.session));
  if (dueOn === null || dueOn < on)
    throw new HubError("bad_input", {
      issues: [{ path: "dueOn", code: dueOn === null ? "required" : "too_small" }],
    });
  return { opensOn: on, dueOn, provisional: false };
}
