import { attachFiles } from "../files/links.ts";
import type { Tx } from "../journal/journal.ts";
import { canonical } from "../kernel/canonical.ts";
import { dayOf } from "../kernel/clock.ts";
import { HubError } from "../kernel/faults.ts";
import { ensureNotAhead } from "../kernel/input.ts";
import { stampOf } from "../kernel/signature.ts";
import { ensure, refuse } from "../kernel/verdict.ts";
import { ensureTeam } from "../leads/register.ts";
import { lapseProposals } from "../proposals/change.ts";
import { endObligations } from "../obligations/adopt.ts";
import type { Ctx } from "../store/hub.ts";
import { actOnAgreement } from "./act.ts";
import type {
  AccedeParty,
  AssessAgreement,
  EndAgreement,
  LeaveParty,
  Reasoned,
  RelateAgreement,
  ScanAgreement,
  StaffAgreement,
} from "./acts-contract.ts";
import { nextStepOf, deskOf } from "./approving.ts";
import { partyOf } from "./audience.ts";
import { nextDay } from "./calendar.ts";
import {
  changeAgreement,
  changeVersion,
  noted,
  openOwn,
  openShared,
  sharedChannelId,
  told,
} from "./change.ts";
import { endApprovals, inHandOf, ownOrOutside } from "./commands-approve.ts";
import { adoptAgain, endedEntry, endVersion, stateAfter } from "./effect.ts";
import type { AgreementStep } from "./contract.ts";
import type { AgreementDoc } from "./model.ts";
import { partiesFrom, superiorsOfParties } from "./parties.ts";
import { approvalOf, loadAsked } from "./powers.ts";
import { mayAgreement } from "./rules.ts";

const issue = (path: string, code: string) =>
  new HubError("bad_input", { issues: [{ path, code }] });

/** 承办部门和承办人 of the own office: they read it from now on, and its own channel. */
export async function staffAgreement(
  ctx: Ctx,
  agreementId: string,
  input: StaffAgreement,
): Promise<void> {
  const { officeId } = ctx.actor;
  const given = { name: "staffAgreement", agreementId, act: "staff", input } as const;
  await actOnAgreement(ctx, given, async (tx, { agreement }) => {
    const party = partyOf(agreement, officeId);
    if (!party) throw new HubError("not_found");
    const { departmentId, officerIds } = input;
    await ensureDepartment(tx, officeId, departmentId);
    await ensureTeam(
      tx,
      officeId,
      officerIds.map((officerId) => ({ officerId })),
      "officerIds",
    );
    const staffed = stampOf(ctx.actor, ctx.role, tx.at);
    const next = await changeAgreement(tx, agreement, {
      parties: agreement.parties.map((one) =>
        one.id === party.id ? { ...one, departmentId, team: officerIds, staffed } : one,
      ),
    });
    await restaffApproval(ctx, tx, next, departmentId);
    const own = await openOwn(tx, next, officeId);
    await tx.follow(own, officerIds);
    if (next.channelId) await tx.follow(next.channelId, officerIds);
    return [told(own, "agreement.staffed", { agreementId, departmentId, officerIds })];
  });
}

async function ensureDepartment(tx: Tx, officeId: string, departmentId: string | null) {
  if (departmentId === null) return;
  const found = await tx.store.departments
    .findOne({ _id: departmentId, officeId }, { _id: 1 }, { session: tx.session })
    .lean();
  if (!found) throw issue("departmentId", "not_of_this_office");
}

/** A running 院内审批 lies on the desks of the department that handles it now. */
async function restaffApproval(
  ctx: Ctx,
  tx: Tx,
  agreement: AgreementDoc,
  departmentId: string | null,
): Promise<void> {
  const approval = await approvalOf(tx.store, ctx, agreement, { session: tx.session });
  if (!approval || nextStepOf(approval) === null) return;
  const { officeId } = ctx.actor;
  await tx.store.agreementApprovals.updateOne(
    { _id: approval._id },
    { $set: { waiting: deskOf(approval, { officeId, departmentId }) } },
    { session: tx.session },
  );
}

/** The scanned original: the authoritative copy of what was sealed. */
export async function scanAgreement(
  ctx: Ctx,
  agreementId: string,
  input: ScanAgreement,
): Promise<void> {
  const given = { name: "scanAgreement", agreementId, act: "scan", input } as const;
  await actOnAgreement(ctx, given, async (tx, { agreement }) => {
    await attachFiles(tx, ctx.actor, { kind: "agreement", id: agreementId }, [input.scan]);
    const next = await changeAgreement(tx, agreement, {});
    const body = { agreementId, fileId: input.scan.fileId };
    return [noted(await recordChannel(ctx, tx, next), "agreement.scanned", body)];
  });
}

/** Where the record of an agreement is continued: in the channel of all parties, or while there is none in the own one. */
async function recordChannel(ctx: Ctx, tx: Tx, agreement: AgreementDoc): Promise<string> {
  return agreement.channelId ?? openOwn(tx, agreement, ctx.actor.officeId);
}

/** 修订, 依据其制定, 替代: towards an agreement that the actor reads, or a document by its title. */
export async function relateAgreement(
  ctx: Ctx,
  agreementId: string,
  input: RelateAgreement,
): Promise<void> {
  const given = { name: "relateAgreement", agreementId, act: "relate", input } as const;
  await actOnAgreement(ctx, given, async (tx, { agreement }) => {
    const relation = await relationTo(ctx, tx, input);
    if (relation.agreementId === agreementId) throw issue("agreementId", "invalid");
    if (agreement.relations.some((one) => canonical(one) === canonical(relation)))
      ensure(refuse("not_now", "already_related"));
    await changeAgreement(tx, agreement, { relations: [...agreement.relations, relation] });
    const body = { agreementId, kind: input.kind };
    return [noted(await recordChannel(ctx, tx, agreement), "agreement.related", body)];
  });
}

async function relationTo(
  ctx: Ctx,
  tx: Tx,
  { kind, agreementId, title }: Pick<RelateAgreement, "kind" | "agreementId" | "title">,
): Promise<AgreementDoc["relations"][number]> {
  if (agreementId === null) return { kind, agreementId, title };
  const other = await tx.store.agreements
    .findOne(
      { _id: agreementId, audience: { $in: ctx.actor.tokens } },
      { values: 1 },
      { session: tx.session },
    )
    .lean<Pick<AgreementDoc, "values">>();
  if (!other) throw new HubError("not_found");
  return { kind, agreementId, title: other.values.title };
}

/** 加入: recorded by the host with the paper on which the new party and all others agreed. It sees the channel whole. */
export async function accedeParty(
  ctx: Ctx,
  agreementId: string,
  input: AccedeParty,
): Promise<void> {
  const given = { name: "accedeParty", agreementId, act: "accede", input } as const;
  await actOnAgreement(ctx, given, async (tx, { agreement }) => {
    ensureNotAhead(tx.at, { on: input.on });
    const [fresh] = await partiesFrom(tx, agreementId, [input.party]);
    if (!fresh) throw new HubError("not_found");
    const standing = agreement.parties.some(
      (one) =>
        one.leftOn === null &&
        (fresh.officeId ? one.officeId === fresh.officeId : one.name === fresh.name),
    );
    if (standing) ensure(refuse("not_now", "already_a_party"));
    await attachFiles(tx, ctx.actor, { kind: "agreement", id: agreementId }, [input.basis]);
    // Who left and comes again is a new party: what it once did stays with the old one.
    const party = { ...fresh, id: input.partyId, accededOn: input.on };
    const parties = [...agreement.parties, party];
    const next = await changeAgreement(tx, agreement, {
      state: stateAfter(agreement, "accede"),
      parties,
      superiorIds: await superiorsOfParties(tx, parties),
      sharedAt: agreement.sharedAt ?? tx.at,
      channelId: sharedChannelId(agreementId),
    });
    const channelId = agreement.channelId ?? (await openShared(tx, next));
    return [
      told(channelId, "agreement.acceded", { agreementId, partyId: party.id }),
      ...(await adoptAgain(tx, next)),
    ];
  });
}

/** 退出: by the party itself, or recorded by the host for one without account. It keeps the record, not the conversation. */
export async function leaveParty(ctx: Ctx, agreementId: string, input: LeaveParty): Promise<void> {
  const given = { name: "leaveParty", agreementId, act: "leave", input } as const;
  await actOnAgreement(ctx, given, async (tx, { agreement }) => {
    ensureNotAhead(tx.at, { on: input.on });
    const party = ownOrOutside(ctx, agreement, input.partyId);
    const others = agreement.parties.filter((one) => one.leftOn === null && one.id !== party.id);
    if (others.length < 2) ensure(refuse("not_now", "too_few_parties"));
    if (party.id === agreement.hostPartyId) ensure(refuse("not_now", "host_leads"));
    if (input.basis)
      await attachFiles(tx, ctx.actor, { kind: "agreement", id: agreementId }, [input.basis]);
    const next = await changeAgreement(tx, agreement, {
      state: stateAfter(agreement, "leave"),
      parties: agreement.parties.map((one) =>
        one.id === party.id ? { ...one, leftOn: input.on } : one,
      ),
    });
    const body = { agreementId, partyId: party.id };
    return [
      told(await recordChannel(ctx, tx, agreement), "agreement.left", body),
      ...(await adoptAgain(tx, next)),
    ];
  });
}

/** 评估 was held; the next one has its day, or none. */
export async function assessAgreement(
  ctx: Ctx,
  agreementId: string,
  input: AssessAgreement,
): Promise<void> {
  const given = { name: "assessAgreement", agreementId, act: "assess", input } as const;
  await actOnAgreement(ctx, given, async (tx, { agreement }) => {
    ensureNotAhead(tx.at, { on: input.on });
    const { on, conclusion, next } = input;
    if (next !== null && next <= dayOf(tx.at)) throw issue("next", "in_the_past");
    const by = stampOf(ctx.actor, ctx.role, tx.at);
    await changeAgreement(tx, agreement, {
      values: { ...agreement.values, assessOn: next },
      assessments: [...agreement.assessments, { on, conclusion, by }],
    });
    const channelId = await recordChannel(ctx, tx, agreement);
    return [told(channelId, "agreement.assessed", { agreementId, on })];
  });
}

/** 废止（新文件替代） or 终止. */
export async function endAgreement(
  ctx: Ctx,
  agreementId: string,
  act: "abolish" | "terminate",
  input: EndAgreement,
): Promise<void> {
  const given = { name: `endAgreement/${act}`, agreementId, act, input } as const;
  await actOnAgreement(ctx, given, async (tx, { agreement, hidden }) => {
    ensureNotAhead(tx.at, { on: input.on });
    const { reason, on, byAgreementId } = input;
    const since = agreement.inForce?.effectiveOn;
    if (since && on < since) throw issue("on", "before_from");
    if (byAgreementId) await supersededBy(ctx, tx, agreement, byAgreementId);
    await endVersion(tx, agreement, on);
    if (hidden)
      await tx.store.agreementVersions.deleteOne({ _id: hidden._id }, { session: tx.session });
    const ended = { reason, on, by: stampOf(ctx.actor, ctx.role, tx.at) };
    const next = await changeAgreement(tx, agreement, {
      state: stateAfter(agreement, act),
      inForce: null,
      ended,
    });
    // `on` is the last day on which it holds.
    await endObligations(tx, next, { ...ended, on: nextDay(on) });
    const state = act === "abolish" ? "abolished" : "terminated";
    const channelId = await recordChannel(ctx, tx, agreement);
    return [{ ...endedEntry(agreement, state, on), channelId }];
  });
}

/** The relation stands with the new document, which does it; both ends show it. */
async function supersededBy(
  ctx: Ctx,
  tx: Tx,
  agreement: AgreementDoc,
  byAgreementId: string,
): Promise<void> {
  const { agreement: newer, asked } = await loadAsked(ctx, tx, byAgreementId);
  ensure(mayAgreement(ctx.actor, "relate", asked));
  if (newer._id === agreement._id) throw new HubError("not_found");
  await changeAgreement(tx, newer, {
    relations: [
      ...newer.relations,
      { kind: "supersedes", agreementId: agreement._id, title: agreement.values.title },
    ],
  });
}

/** The negotiation ends without a text: the agreement with it, or a revision alone, and the version before it stays in force. */
export async function abandonText(ctx: Ctx, agreementId: string, input: Reasoned): Promise<void> {
  const given = { name: "abandonText", agreementId, act: "abandon", input } as const;
  await actOnAgreement(ctx, given, async (tx, { agreement }) => {
    const version = await inHandOf(tx, agreement);
    const by = stampOf(ctx.actor, ctx.role, tx.at);
    await changeVersion(tx, version, { state: "void" });
    await endApprovals(tx, agreement);
    await lapseProposals(tx, agreement, version.number);
    const returned = { reason: input.reason, voided: version.number, by };
    const revision = agreement.inForce !== null || agreement.ended !== null;
    await changeAgreement(tx, agreement, {
      state: stateAfter(agreement, abandonStep(agreement)),
      settled: null,
      returns: [...agreement.returns, returned],
      ...(revision
        ? { inHand: null, revision: null }
        : { ended: { reason: input.reason, on: dayOf(tx.at), by } }),
    });
    const channelId = sharedChannelId(agreementId);
    return [
      revision
        ? told(channelId, "agreement.revision_abandoned", { agreementId, number: version.number })
        : told(channelId, "agreement.discarded", { agreementId }),
    ];
  });
}

/** Back to the version in force, or to the end that its term has come to meanwhile; an agreement that never held comes to nothing. */
const abandonStep = ({ inForce, ended }: AgreementDoc): AgreementStep =>
  inForce ? "abandon_revision" : ended ? "abandon_expired" : "abandon";
