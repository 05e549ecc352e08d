import type { Power } from "../approvals/rules.ts";
import { attachFiles, detachFiles } from "../files/links.ts";
import { sm3 } from "../journal/chain.ts";
import type { Tx } from "../journal/journal.ts";
import { canonical } from "../kernel/canonical.ts";
import { dayOf } from "../kernel/clock.ts";
import { HubError } from "../kernel/faults.ts";
import { ensureNotAhead } from "../kernel/input.ts";
import { stampOf } from "../kernel/signature.ts";
import { ensure, refuse } from "../kernel/verdict.ts";
import { stepUp } from "../sessions/step-up.ts";
import type { Ctx } from "../store/hub.ts";
import type {
  ConfirmSignedPaper,
  RecordSignedPaper,
  RejectSignedPaper,
  SetDeadline,
} from "./acts-contract.ts";
import { addSignature, changeSigning, told } from "./change.ts";
import type { SigningAct } from "./contract.ts";
import { loadSigning, type Signing } from "./load.ts";
import type { RecordedPaper } from "./model.ts";
import { toPackedPaper } from "./package-format.ts";
import { maySigning } from "./rules.ts";

/** None of these acts is a signature: they need no chief. */
const NO_POWER: Power = { allowed: false, code: "forbidden", reason: "not_a_signer" };

async function loadFor(
  ctx: Ctx,
  tx: Tx,
  agreementId: string,
  { act, partyId }: { act: Exclude<SigningAct, "sign" | "decline">; partyId: string },
): Promise<Signing> {
  const signing = await loadSigning(tx, ctx.actor, { agreementId });
  ensure(maySigning(ctx.actor, act, { facts: signing.facts, partyId, power: NO_POWER }));
  return signing;
}

/** The paper that waits, if it is still the one that was compared. */
function paperOf({ doc }: Signing, { partyId, fileId }: { partyId: string; fileId: string }) {
  const paper = doc.papers.find((one) => one.partyId === partyId);
  if (paper?.file.fileId !== fileId) throw new HubError("not_now", { reason: "no_paper_waits" });
  return paper;
}

/** 线下签章, first person: the scan of the original that the party's office signed or stamped; of an outside party by the host. */
export async function recordSignedPaper(
  ctx: Ctx,
  agreementId: string,
  input: RecordSignedPaper,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { recordSignedPaper: agreementId, ...input },
    run: async (tx) => {
      const { partyId, fileId, signedBy, role, signedOn } = input;
      const signing = await loadFor(ctx, tx, agreementId, { act: "record_paper", partyId });
      ensureNotAhead(tx.at, { signedOn });
      const party = signing.facts.parties.find((one) => one.id === partyId);
      const title = `线下签章原件（${party?.name ?? ""}）`;
      const to = { kind: "agreement" as const, id: agreementId };
      const [file] = await attachFiles(tx, ctx.actor, to, [{ fileId, title }]);
      if (!file) throw new HubError("not_found");
      const recorded = stampOf(ctx.actor, ctx.role, tx.at);
      const paper: RecordedPaper = { partyId, file, signedBy, role, signedOn, recorded };
      await changeSigning(tx, signing, { papers: [...signing.doc.papers, paper] });
      return [told(signing, "signature.paper_recorded", { partyId, fileId, sm3: file.sm3 })];
    },
  });
}

/** 线下签章, second person: original and scan were compared. From now on the party has signed. */
export async function confirmSignedPaper(
  ctx: Ctx,
  agreementId: string,
  { proof, ...input }: ConfirmSignedPaper,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { confirmSignedPaper: agreementId, ...input },
    run: async (tx) => {
      const { partyId, fileId } = input;
      const signing = await loadFor(ctx, tx, agreementId, { act: "confirm_paper", partyId });
      const paper = paperOf(signing, input);
      await stepUp(tx, ctx, proof);
      const after = await addSignature(tx, signing, {
        _id: input.id,
        agreementId,
        number: signing.version.number,
        partyId,
        by: stampOf(ctx.actor, ctx.role, tx.at),
        online: null,
        paper,
      });
      const body = { partyId, fileId, digest: sm3(canonical(toPackedPaper(paper))) };
      return [told(signing, "signature.paper_confirmed", body), ...after];
    },
  });
}

/** The paper does not hold: it is set aside with the reason, and another may be recorded. */
export async function rejectSignedPaper(
  ctx: Ctx,
  agreementId: string,
  input: RejectSignedPaper,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { rejectSignedPaper: agreementId, ...input },
    run: async (tx) => {
      const { partyId, reason } = input;
      const signing = await loadFor(ctx, tx, agreementId, { act: "reject_paper", partyId });
      const paper = paperOf(signing, input);
      await detachFiles(tx, { kind: "agreement", id: agreementId }, [input.fileId]);
      const rejection = { partyId, reason, by: stampOf(ctx.actor, ctx.role, tx.at) };
      await changeSigning(tx, signing, {
        papers: signing.doc.papers.filter((one) => one !== paper),
        rejections: [...signing.doc.rejections, rejection],
      });
      const digest = sm3(canonical(reason));
      return [told(signing, "signature.paper_rejected", { partyId, digest })];
    },
  });
}

/** Until when a party is asked to sign. Nothing ends with that day but the patience: it is reminded, and shown as late. */
export async function setDeadline(
  ctx: Ctx,
  agreementId: string,
  input: SetDeadline,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { setDeadline: agreementId, ...input },
    run: async (tx) => {
      const { partyId, deadline } = input;
      const signing = await loadFor(ctx, tx, agreementId, { act: "set_deadline", partyId });
      if (deadline !== null && deadline < dayOf(tx.at))
        throw new HubError("bad_input", { issues: [{ path: "deadline", code: "in_the_past" }] });
      const before = signing.doc.deadlines;
      const now = before.find((one) => one.partyId === partyId)?.on ?? null;
      if (now === deadline) ensure(refuse("not_now", "nothing_to_change"));
      const others = before.filter((one) => one.partyId !== partyId);
      await changeSigning(tx, signing, {
        deadlines: deadline === null ? others : [...others, { partyId, on: deadline }],
      });
      return [told(signing, "signature.deadline_set", { partyId, deadline })];
    },
  });
}
