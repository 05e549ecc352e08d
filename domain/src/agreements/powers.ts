import type { ClientSession } from "mongoose";
import { approvalRows } from "../approvals/queries.ts";
import { mayDraft, mayIssue, rowFor, type Power } from "../approvals/rules.ts";
import { standingDelegations } from "../delegations/queries.ts";
import type { Tx } from "../journal/journal.ts";
import { HubError } from "../kernel/faults.ts";
import type { Ctx } from "../store/hub.ts";
import { mayTake, nextStepOf, type Approving } from "./approving.ts";
import { hostOfficeOf, partyOf } from "./audience.ts";
import type { ApprovalStep } from "./contract.ts";
import type { Asked, Powers } from "./facts.ts";
import type { AgreementDoc, ApprovalDoc, VersionDoc } from "./model.ts";

type In = { session: ClientSession | null };
const OPINION = { kind: "agreement_opinion", urgency: "ordinary" } as const;
const APPROVAL = { kind: "agreement", urgency: "ordinary" } as const;

/** What the 权限清单 and the delegations in force say of the actor, for as many agreements as he asks about at once. */
export interface Standing {
  /** 以本院名义, and in which capacity. */
  speaks(x: Pick<AgreementDoc, "parties">): Power;
  takes(x: Pick<AgreementDoc, "parties">, step: ApprovalStep): Power;
  of(x: AgreementDoc, more: { approval: ApprovalDoc | null; hidden: number | null }): Powers;
}

export async function standingOf(ctx: Ctx, { session }: In = { session: null }): Promise<Standing> {
  const { actor, hub } = ctx;
  const { rows } = await approvalRows(hub, actor.officeId, { session });
  const delegations = await standingDelegations(ctx, { session });
  const asked = { officer: actor, delegations, now: hub.clock.now() };
  const opinion = rowFor(rows, OPINION);
  const approving = (x: Pick<AgreementDoc, "parties">): Approving => ({
    row: rowFor(rows, APPROVAL),
    officeId: actor.officeId,
    departmentId: partyOf(x, actor.officeId)?.departmentId ?? null,
  });
  const speaks: Standing["speaks"] = (x) => {
    const { officeId, departmentId } = approving(x);
    return mayIssue({ ...asked, row: opinion, draft: { officeId, departmentId, drafterId: "" } });
  };
  const takes: Standing["takes"] = (x, step) => mayTake(step, asked, approving(x));
  return {
    speaks,
    takes,
    of(x, { approval, hidden }) {
      const next = approval && approval.digest === x.settled ? nextStepOf(approval) : null;
      return {
        drafts: mayDraft(actor, opinion).allowed,
        speaks: speaks(x).allowed,
        turn: next !== null && takes(x, next).allowed ? next : null,
        hidden,
      };
    },
  };
}

/** Where there can be a version that only the host's people know of, and the actor is one of them. */
export const mayHide = (ctx: Ctx, x: AgreementDoc): boolean =>
  ctx.actor.officeId === hostOfficeOf(x) && (x.state === "drafting" || x.state === "in_force");

/** The version that only the host's people know of; null for everybody else, whatever is there. */
export async function hiddenOf(
  store: Tx["store"],
  ctx: Ctx,
  x: AgreementDoc,
  { session }: In,
): Promise<VersionDoc | null> {
  if (!mayHide(ctx, x)) return null;
  return store.agreementVersions
    .findOne({ agreementId: x._id, state: "draft" }, null, { session })
    .sort({ number: -1 })
    .lean<VersionDoc>();
}

/** The actor's own office's 院内审批 of the text in hand. */
export async function approvalOf(
  store: Tx["store"],
  ctx: Ctx,
  { _id, inHand }: Pick<AgreementDoc, "_id" | "inHand">,
  { session }: In,
): Promise<ApprovalDoc | null> {
  if (inHand === null) return null;
  return store.agreementApprovals
    .findById(approvalId(_id, inHand, ctx.actor.officeId), null, { session })
    .lean<ApprovalDoc>();
}

export const approvalId = (agreementId: string, number: number, officeId: string): string =>
  `${agreementId}/${number}/${officeId}`;

/** What commands ask: the agreement in this transaction with the powers of today, or not_found. */
export async function loadAsked(
  ctx: Ctx,
  tx: Tx,
  agreementId: string,
): Promise<{
  agreement: AgreementDoc;
  asked: Asked;
  standing: Standing;
  hidden: VersionDoc | null;
  approval: ApprovalDoc | null;
}> {
  const { session, store } = tx;
  const agreement = await store.agreements
    .findById(agreementId, null, { session })
    .lean<AgreementDoc>();
  if (!agreement) throw new HubError("not_found");
  const standing = await standingOf(ctx, { session });
  const hidden = await hiddenOf(store, ctx, agreement, { session });
  const approval = await approvalOf(store, ctx, agreement, { session });
  const powers = standing.of(agreement, { approval, hidden: hidden?.number ?? null });
  return { agreement, asked: { ...agreement, powers }, standing, hidden, approval };
}
