import { handlesContent } from "../access/rules.ts";
import { approvalRows } from "../approvals/queries.ts";
import { mayDraft, rowFor } from "../approvals/rules.ts";
import type { Clause } from "../clauses/contract.ts";
import { sm3 } from "../journal/chain.ts";
import type { Tx } from "../journal/journal.ts";
import { canonical } from "../kernel/canonical.ts";
import { HubError } from "../kernel/faults.ts";
import { stampOf } from "../kernel/signature.ts";
import { ensure, refuse } from "../kernel/verdict.ts";
import type { Ctx } from "../store/hub.ts";
import { actOnAgreement } from "./act.ts";
import type { Bare, DraftAgreement, EditDraft, Settled } from "./acts-contract.ts";
import { audienceOfOwn } from "./audience.ts";
import {
  changeAgreement,
  changeVersion,
  derivedOf,
  noted,
  openOwn,
  openShared,
  sharedChannelId,
  told,
  versionId,
} from "./change.ts";
import type { AgreementValues } from "./contract.ts";
import { stateAfter } from "./effect.ts";
import type { AgreementDoc, VersionDoc } from "./model.ts";
import { ensureClauses, partiesFrom, superiorsOfParties } from "./parties.ts";

/** 权限清单 of the actor's office: who may write what partners shall read. */
export async function ensureMayDraft(ctx: Ctx, tx: Tx): Promise<void> {
  ensure(handlesContent(ctx.actor.posts));
  const { rows } = await approvalRows(ctx.hub, ctx.actor.officeId, { session: tx.session });
  ensure(mayDraft(ctx.actor, rowFor(rows, { kind: "agreement_opinion", urgency: "ordinary" })));
}

/** An agreement as it begins, drafted or registered. */
export function freshAgreement(
  given: Pick<AgreementDoc, "_id" | "values" | "parties" | "hostPartyId" | "superiorIds"> & {
    drafted: AgreementDoc["drafted"];
    at: Date;
  },
): Omit<AgreementDoc, keyof ReturnType<typeof derivedOf>> {
  const { at, ...facts } = given;
  return {
    ...facts,
    version: 1,
    state: "drafting",
    registrarOfficeId: given.drafted.officeId,
    reference: false,
    source: null,
    revision: null,
    clauseKeys: [],
    signedOn: null,
    inHand: 1,
    inForce: null,
    settled: null,
    issued: null,
    filings: [],
    assessments: [],
    relations: [],
    returns: [],
    ended: null,
    sharedAt: null,
    channelId: null,
    reminded: [],
    changedAt: at,
  };
}

/** A text as it begins. */
export const freshVersion = (
  agreementId: string,
  given: { number: number; values: AgreementValues; clauses: Clause[]; at: Date },
): VersionDoc => ({
  _id: versionId(agreementId, given.number),
  agreementId,
  number: given.number,
  state: "draft",
  revision: 1,
  values: given.values,
  clauses: given.clauses,
  replaces: null,
  canonical: null,
  digest: null,
  frozen: null,
  anchorEntryId: null,
  issued: null,
  effectiveOn: null,
  until: null,
  changedAt: given.at,
});

/** 起草 inside the host office: nobody else knows of it before it is circulated. */
export async function draftAgreement(ctx: Ctx, input: DraftAgreement): Promise<void> {
  const { actor } = ctx;
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { draftAgreement: input },
    run: async (tx) => {
      await ensureMayDraft(ctx, tx);
      const parties = await partiesFrom(tx, input.agreementId, input.parties);
      const host = parties.find((one) => one.officeId === actor.officeId);
      if (!host)
        throw new HubError("bad_input", { issues: [{ path: "parties", code: "own_office" }] });
      host.departmentId = input.departmentId ?? actor.departmentId;
      host.team = [actor.id];
      host.staffed = stampOf(actor, ctx.role, tx.at);
      ensureClauses(input.clauses, parties.length);
      const agreement = freshAgreement({
        _id: input.agreementId,
        values: input.values,
        parties,
        hostPartyId: host.id,
        superiorIds: await superiorsOfParties(tx, parties),
        drafted: stampOf(actor, ctx.role, tx.at),
        at: tx.at,
      });
      const doc = { ...agreement, ...derivedOf(agreement) };
      const { values, clauses } = input;
      const version = freshVersion(doc._id, { number: 1, values, clauses, at: tx.at });
      await tx.store.agreements.insertMany([doc], { session: tx.session, lean: true });
      await tx.store.agreementVersions.insertMany([version], { session: tx.session, lean: true });
      const own = await openOwn(tx, doc, actor.officeId);
      await tx.follow(own, [actor.id]);
      tx.changed(doc.audience, { feature: "agreements", id: doc._id });
      return [noted(own, "agreement.drafted", { agreementId: doc._id })];
    },
  });
}

/** Changes the draft that only the host's people know of. 409 stale when somebody changed it meanwhile. */
export async function editDraft(ctx: Ctx, agreementId: string, input: EditDraft): Promise<void> {
  const given = { name: "editDraft", agreementId, act: "edit", input } as const;
  await actOnAgreement(ctx, given, async (tx, { agreement, hidden }) => {
    if (!hidden) throw new HubError("not_now", { reason: "nothing_drafted" });
    if (hidden.revision !== input.expects) throw new HubError("stale");
    const values = input.values ?? hidden.values;
    const clauses = input.clauses ?? hidden.clauses;
    ensureClauses(clauses, agreement.parties.length);
    const next = await changeVersion(tx, hidden, { values, clauses });
    const fields = [...changed(hidden, next), ...(input.parties ? ["parties"] : [])];
    if (fields.length === 0) ensure(refuse("not_now", "nothing_to_change"));
    if (agreement.state !== "drafting") {
      if (input.parties) ensure(refuse("not_now", "parties_stand"));
      toldInside(ctx, tx, agreement);
    } else
      await changeAgreement(tx, agreement, {
        values,
        ...(input.parties ? await withParties(ctx, tx, agreement, input.parties) : {}),
      });
    const digest = sm3(canonical({ values, clauses }));
    const body = { agreementId, revision: next.revision, fields, digest };
    return [noted(await openOwn(tx, agreement, ctx.actor.officeId), "agreement.edited", body)];
  });
}

const changed = (before: VersionDoc, after: VersionDoc): string[] => [
  ...Object.keys(after.values).filter(
    (name) => canonical(fieldOf(before.values, name)) !== canonical(fieldOf(after.values, name)),
  ),
  ...(canonical(before.clauses) === canonical(after.clauses) ? [] : ["clauses"]),
];
const fieldOf = (values: AgreementValues, name: string): unknown =>
  (values as Record<string, unknown>)[name] ?? null;

/** Parties written anew: who stays keeps id, department and people. */
async function withParties(
  ctx: Ctx,
  tx: Tx,
  agreement: AgreementDoc,
  given: NonNullable<EditDraft["parties"]>,
): Promise<Partial<AgreementDoc>> {
  const fresh = await partiesFrom(tx, agreement._id, given);
  const parties = fresh.map((party) => {
    const known = agreement.parties.find((one) => one.id === party.id);
    return known ? { ...known, name: party.name } : party;
  });
  const host = parties.find((one) => one.officeId === ctx.actor.officeId);
  if (!host) throw new HubError("bad_input", { issues: [{ path: "parties", code: "own_office" }] });
  return { parties, hostPartyId: host.id, superiorIds: await superiorsOfParties(tx, parties) };
}

/** 征求意见: from now on the parties know of the text, and its channel is theirs. */
export async function circulateDraft(ctx: Ctx, agreementId: string, input: Settled): Promise<void> {
  const given = { name: "circulateDraft", agreementId, act: "circulate", input } as const;
  await actOnAgreement(ctx, given, async (tx, { agreement, hidden }) => {
    if (!hidden) throw new HubError("not_now", { reason: "nothing_drafted" });
    if (hidden.revision !== input.expects) throw new HubError("stale");
    if (hidden.clauses.length === 0) ensure(refuse("not_now", "no_clauses"));
    // Also the version moves on: whoever edits it at this very moment is told to look again.
    await changeVersion(tx, hidden, {});
    const next = await changeAgreement(tx, agreement, {
      state: stateAfter(agreement, "circulate"),
      inHand: hidden.number,
      sharedAt: agreement.sharedAt ?? tx.at,
      channelId: sharedChannelId(agreementId),
      ...(agreement.inForce
        ? { revision: { effect: hidden.values.effect, reports: hidden.values.reports } }
        : { values: hidden.values }),
    });
    const channelId = agreement.channelId ?? (await openShared(tx, next));
    const present = next.parties.filter((one) => one.leftOn === null);
    await tx.follow(channelId, [
      agreement.drafted.officerId,
      ctx.actor.id,
      ...present.flatMap((one) => one.team),
    ]);
    const digest = sm3(canonical({ values: hidden.values, clauses: hidden.clauses }));
    const officeIds = present.flatMap((one) => one.officeId ?? []);
    const body = { agreementId, officeIds, number: hidden.number, digest };
    return [told(channelId, "agreement.circulated", body)];
  });
}

/** Lists of the actor's own office alone: to the others nothing happened. */
const toldInside = (ctx: Ctx, tx: Tx, agreement: AgreementDoc): void =>
  tx.changed(audienceOfOwn(agreement, ctx.actor.officeId), {
    feature: "agreements",
    id: agreement._id,
  });

/** 作废 of a draft that nobody else has seen: the agreement with it, or a revision alone. */
export async function discardDraft(ctx: Ctx, agreementId: string, input: Bare): Promise<void> {
  const given = { name: "discardDraft", agreementId, act: "discard", input } as const;
  await actOnAgreement(ctx, given, async (tx, { agreement, hidden }) => {
    if (!hidden) throw new HubError("not_now", { reason: "nothing_drafted" });
    // Its number is free again: that there was a draft is the host's own affair.
    await tx.store.agreementVersions.deleteOne({ _id: hidden._id }, { session: tx.session });
    const own = await openOwn(tx, agreement, ctx.actor.officeId);
    if (agreement.state !== "drafting") {
      toldInside(ctx, tx, agreement);
      const body = { agreementId, number: hidden.number };
      return [noted(own, "agreement.revision_abandoned", body)];
    }
    await changeAgreement(tx, agreement, {
      state: stateAfter(agreement, "discard"),
      inHand: null,
    });
    return [noted(own, "agreement.discarded", { agreementId })];
  });
}

/** 修订: the next version begins as the one in force reads; it is the host's own until it is circulated. */
export async function reviseAgreement(ctx: Ctx, agreementId: string, input: Bare): Promise<void> {
  const given = { name: "reviseAgreement", agreementId, act: "revise", input } as const;
  await actOnAgreement(ctx, given, async (tx, { agreement }) => {
    const { session, store } = tx;
    const [last] = await store.agreementVersions
      .find({ agreementId }, null, { session })
      .sort({ number: -1 })
      .limit(1)
      .lean<VersionDoc[]>();
    const inForce = await store.agreementVersions
      .findById(versionId(agreementId, agreement.inForce?.number ?? 0), null, { session })
      .lean<VersionDoc>();
    if (!last || !inForce) throw new HubError("not_now", { reason: "agreement_state" });
    // Those of now: an assessment may have set its next day since the text took effect.
    const { values } = agreement;
    const { clauses } = inForce;
    const number = last.number + 1;
    const fresh = freshVersion(agreementId, { number, values, clauses, at: tx.at });
    await store.agreementVersions.insertMany([{ ...fresh, replaces: inForce.number }], {
      session,
      lean: true,
    });
    toldInside(ctx, tx, agreement);
    const own = await openOwn(tx, agreement, ctx.actor.officeId);
    return [noted(own, "agreement.revision_drafted", { agreementId, number })];
  });
}
