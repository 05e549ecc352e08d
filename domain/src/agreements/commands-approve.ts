import { approvalRows, approverOf } from "../approvals/queries.ts";
import { rowFor } from "../approvals/rules.ts";
import { roleOf } from "../exchanges/commands-review.ts";
import type { NewEntry } from "../journal/number.ts";
import { sm3 } from "../journal/chain.ts";
import type { Tx } from "../journal/journal.ts";
import { canonical } from "../kernel/canonical.ts";
import { HubError } from "../kernel/faults.ts";
import { ensureNotAhead } from "../kernel/input.ts";
import { stampOf } from "../kernel/signature.ts";
import { ensure, refuse } from "../kernel/verdict.ts";
import { lapseProposals } from "../proposals/change.ts";
import type { Ctx } from "../store/hub.ts";
import { actOnAgreement } from "./act.ts";
import type {
  ApproveOutside,
  ApproveText,
  Bare,
  Reasoned,
  RecordConsent,
  RecordMeeting,
  Settled,
} from "./acts-contract.ts";
import { deskOf, nextStepOf, stepsFor } from "./approving.ts";
import { audienceOfOwn, partyOf } from "./audience.ts";
import {
  changeAgreement,
  changeVersion,
  loadVersion,
  noted,
  openOwn,
  sharedChannelId,
  told,
} from "./change.ts";
import { stateAfter } from "./effect.ts";
import { frozenOf } from "./freeze.ts";
import type { AgreementDoc, ApprovalDoc, VersionDoc } from "./model.ts";
import { approvalId } from "./powers.ts";
import type { PartyRecord } from "./record.ts";
import { missingOf } from "../clauses/rules.ts";

type Written = Omit<NewEntry, "id">;

/** The text in hand, or not_now. */
export async function inHandOf(tx: Tx, agreement: AgreementDoc): Promise<VersionDoc> {
  const version =
    agreement.inHand === null ? null : await loadVersion(tx, agreement._id, agreement.inHand);
  if (!version) throw new HubError("not_now", { reason: "agreement_state" });
  return version;
}

const unapproved = (parties: readonly PartyRecord[]): PartyRecord[] =>
  parties.map((one) => ({ ...one, approved: null, consent: null, sealed: null }));

/**
 * 定稿: what the parties have negotiated goes to each one's own 院内审批, as it reads now. What was proposed and not decided lapses. A field
 * that nobody filled in keeps it from being settled: it would bind nobody to anything.
 */
export async function settleText(ctx: Ctx, agreementId: string, input: Settled): Promise<void> {
  const given = { name: "settleText", agreementId, act: "settle", input } as const;
  await actOnAgreement(ctx, given, async (tx, { agreement }) => {
    const version = await inHandOf(tx, agreement);
    if (version.revision !== input.expects) throw new HubError("stale");
    const issues = version.clauses.flatMap((clause, index) =>
      missingOf(clause).map((name) => ({
        path: `clauses.${index}.values.${name}`,
        code: "required",
      })),
    );
    if (issues.length > 0) throw new HubError("bad_input", { issues });
    const { digest } = frozenOf(agreement, version);
    await changeVersion(tx, version, {});
    await lapseProposals(tx, agreement, version.number);
    const next = await changeAgreement(tx, agreement, {
      state: stateAfter(agreement, "settle"),
      settled: digest,
      parties: unapproved(agreement.parties),
    });
    await startApprovals(tx, next, digest);
    const body = { agreementId, number: version.number, digest };
    return [told(sharedChannelId(agreementId), "agreement.settled", body)];
  });
}

/** Each office's own 院内审批, with the steps that its people of today can take. */
async function startApprovals(tx: Tx, x: AgreementDoc, digest: string): Promise<void> {
  const number = x.inHand ?? 0;
  for (const { officeId, leftOn, departmentId } of x.parties) {
    if (!officeId || leftOn) continue;
    const docs = await tx.store.officers
      .find({ officeId, active: true }, null, { session: tx.session })
      .lean();
    const { rows } = await approvalRows(tx, officeId, { session: tx.session });
    const row = rowFor(rows, { kind: "agreement", urgency: "ordinary" });
    const steps = stepsFor(
      docs.map((doc) => approverOf(doc)),
      { row, officeId, departmentId },
    );
    const fresh: Omit<ApprovalDoc, "_id"> = {
      agreementId: x._id,
      number,
      officeId,
      digest,
      steps,
      done: [],
      meeting: null,
      waiting: deskOf({ steps, done: [] }, { officeId, departmentId }),
    };
    await tx.store.agreementApprovals.updateOne(
      { _id: approvalId(x._id, number, officeId) },
      { $set: fresh },
      { session: tx.session, upsert: true },
    );
    tx.changed(audienceOfOwn(x, officeId), { feature: "agreements", id: x._id });
  }
}

/**
 * The next step of the own office's 院内审批: 部门, 分管, 检察长. With its chief's word the party agrees to the text, and only that is told to
 * the others.
 */
export async function approveText(
  ctx: Ctx,
  agreementId: string,
  input: ApproveText,
): Promise<void> {
  const given = { name: "approveText", agreementId, act: "approve", input } as const;
  await actOnAgreement(ctx, given, async (tx, { agreement, approval, standing }) => {
    if (!approval || approval.digest !== input.digest) throw new HubError("stale");
    const step = nextStepOf(approval);
    const party = partyOf(agreement, ctx.actor.officeId);
    if (!step || !party) throw new HubError("not_now", { reason: "nothing_to_approve" });
    const power = standing.takes(agreement, step);
    ensure(power);
    const by = stampOf(ctx.actor, await roleOf(ctx, tx, power), tx.at);
    const done = [...approval.done, { step, note: input.note, by }];
    if (nextStepOf({ ...approval, done }) === null) ensure(meetingPassed(approval));
    const desk = { officeId: ctx.actor.officeId, departmentId: party.departmentId };
    await changeApproval(tx, agreement, approval, {
      done,
      waiting: deskOf({ ...approval, done }, desk),
    });
    const own = await openOwn(tx, agreement, ctx.actor.officeId);
    const entries: Written[] = [told(own, "agreement.approval_step", { agreementId, step })];
    if (nextStepOf({ ...approval, done }) !== null) return entries;
    return [...entries, await approvedBy(tx, agreement, party.id, { by, digest: input.digest })];
  });
}

/** A 党组会 that said no stops the chief's word until another one was held. */
const meetingPassed = ({ meeting }: Pick<ApprovalDoc, "meeting">) =>
  meeting?.result === "not_passed"
    ? refuse("not_now", "meeting_did_not_pass")
    : ({ allowed: true } as const);

async function changeApproval(
  tx: Tx,
  agreement: AgreementDoc,
  before: ApprovalDoc,
  change: Partial<ApprovalDoc>,
): Promise<void> {
  await tx.store.agreementApprovals.updateOne(
    { _id: before._id },
    { $set: change },
    { session: tx.session },
  );
  const own = audienceOfOwn(agreement, before.officeId);
  tx.changed(own, { feature: "agreements", id: agreement._id });
}

async function approvedBy(
  tx: Tx,
  agreement: AgreementDoc,
  partyId: string,
  approved: NonNullable<PartyRecord["approved"]>,
): Promise<Written> {
  await changeAgreement(tx, agreement, {
    state: stateAfter(agreement, "approve"),
    parties: agreement.parties.map((one) => (one.id === partyId ? { ...one, approved } : one)),
  });
  const { _id: agreementId } = agreement;
  const body = { agreementId, partyId, digest: approved.digest };
  return told(sharedChannelId(agreementId), "agreement.approved", body);
}

/** 党组会: the day and the result only. */
export async function recordMeeting(
  ctx: Ctx,
  agreementId: string,
  input: RecordMeeting,
): Promise<void> {
  const given = { name: "recordMeeting", agreementId, act: "remark", input } as const;
  await actOnAgreement(ctx, given, async (tx, { agreement, approval }) => {
    ensureNotAhead(tx.at, { on: input.on });
    if (!approval || agreement.state !== "approving")
      throw new HubError("not_now", { reason: "agreement_state" });
    const { on, result } = input;
    const meeting = { on, result, by: stampOf(ctx.actor, ctx.role, tx.at) };
    await changeApproval(tx, agreement, approval, { meeting });
    const own = await openOwn(tx, agreement, ctx.actor.officeId);
    return [noted(own, "agreement.meeting_recorded", { agreementId, on, result })];
  });
}

/** A party without account agreed on paper: the host records it. */
export async function approveOutside(
  ctx: Ctx,
  agreementId: string,
  input: ApproveOutside,
): Promise<void> {
  // What the host says for somebody else it says 以本院名义; the settled text is the one that was sent.
  const given = { name: "approveOutside", agreementId, act: "abandon", input } as const;
  await actOnAgreement(ctx, given, async (tx, { agreement }) => {
    const party = agreement.parties.find((one) => one.id === input.partyId);
    if (!party || party.leftOn) throw new HubError("not_found");
    if (party.officeId) ensure(refuse("forbidden", "has_an_account"));
    if (agreement.settled !== input.digest) throw new HubError("stale");
    if (party.approved) ensure(refuse("not_now", "already_approved"));
    const by = stampOf(ctx.actor, ctx.role, tx.at);
    return [await approvedBy(tx, agreement, party.id, { by, digest: input.digest })];
  });
}

/** Back to 征求意见, by any party and with the reason, which all read. */
export async function sendBack(ctx: Ctx, agreementId: string, input: Reasoned): Promise<void> {
  const given = { name: "sendBack", agreementId, act: "send_back", input } as const;
  await actOnAgreement(ctx, given, async (tx, { agreement }) => {
    const by = stampOf(ctx.actor, ctx.role, tx.at);
    const party = partyOf(agreement, ctx.actor.officeId);
    await endApprovals(tx, agreement);
    await changeAgreement(tx, agreement, {
      state: stateAfter(agreement, "send_back"),
      settled: null,
      parties: unapproved(agreement.parties),
      returns: [...agreement.returns, { reason: input.reason, voided: null, by }],
    });
    const digest = sm3(canonical(input.reason));
    const body = { agreementId, partyId: party?.id ?? agreement.hostPartyId, digest };
    return [told(sharedChannelId(agreementId), "agreement.sent_back", body)];
  });
}

/** What was asked of each office about the text in hand is asked no more. */
export async function endApprovals(tx: Tx, agreement: AgreementDoc): Promise<void> {
  await tx.store.agreementApprovals.deleteMany(
    { agreementId: agreement._id, number: agreement.inHand ?? 0 },
    { session: tx.session },
  );
}

/** 报上级院: every party agrees; now the offices above are asked. */
export async function reportUp(ctx: Ctx, agreementId: string, input: Bare): Promise<void> {
  const given = { name: "reportUp", agreementId, act: "report", input } as const;
  await actOnAgreement(ctx, given, async (tx, { agreement }) => {
    await changeAgreement(tx, agreement, { state: stateAfter(agreement, "report") });
    return [told(sharedChannelId(agreementId), "agreement.reported", { agreementId })];
  });
}

/** The superior office of a party agreed: recorded by that party, or by the host for one without account. */
export async function recordConsent(
  ctx: Ctx,
  agreementId: string,
  input: RecordConsent,
): Promise<void> {
  const given = { name: "recordConsent", agreementId, act: "consent", input } as const;
  await actOnAgreement(ctx, given, async (tx, { agreement }) => {
    ensureNotAhead(tx.at, { on: input.on });
    const party = ownOrOutside(ctx, agreement, input.partyId);
    const { superior, number, on } = input;
    const consent = { superior, number, on, by: stampOf(ctx.actor, ctx.role, tx.at) };
    await changeAgreement(tx, agreement, {
      parties: agreement.parties.map((one) => (one.id === party.id ? { ...one, consent } : one)),
    });
    const body = { agreementId, partyId: party.id };
    return [told(sharedChannelId(agreementId), "agreement.consented", body)];
  });
}

/** The party in whose name something on paper is recorded: one's own, or for the host one that has no account. */
export function ownOrOutside(ctx: Ctx, agreement: AgreementDoc, partyId: string): PartyRecord {
  const party = agreement.parties.find((one) => one.id === partyId && one.leftOn === null);
  if (!party) throw new HubError("not_found");
  const own = party.officeId === ctx.actor.officeId;
  const host = agreement.parties.find((one) => one.id === agreement.hostPartyId);
  const forOutside =
    party.officeId === null &&
    (host?.officeId ?? agreement.registrarOfficeId) === ctx.actor.officeId;
  if (!own && !forOutside) ensure(refuse("forbidden", "own_party_only"));
  return party;
}
