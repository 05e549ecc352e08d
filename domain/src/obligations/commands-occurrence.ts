import { told } from "../agreements/change.ts";
import type { AgreementDoc } from "../agreements/model.ts";
import { attachFiles } from "../files/links.ts";
import { sm3 } from "../journal/chain.ts";
import type { Tx } from "../journal/journal.ts";
import { canonical } from "../kernel/canonical.ts";
import { dayOf } from "../kernel/clock.ts";
import { HubError } from "../kernel/faults.ts";
import { ensureNotAhead } from "../kernel/input.ts";
import { stampOf } from "../kernel/signature.ts";
import { ensure } from "../kernel/verdict.ts";
import type { Ctx } from "../store/hub.ts";
import type {
  AnswerRequest,
  AskOccurrence,
  ConfirmOccurrence,
  MeetOccurrence,
  RefuteEvidence,
  WithdrawRequest,
} from "./acts-contract.ts";
import { changeOccurrence, channelOf, loadOccurrence } from "./change.ts";
import { ensureLinkable, putEvidence } from "./evidence.ts";
import type { EvidenceKind, OccurrenceAct } from "./contract.ts";
import type { OccurrenceDoc } from "./model.ts";
import type { OccurrenceRequest } from "./record.ts";
import { mayOccurrence } from "./rules.ts";
import { liveEvidence, openRequest, othersOf, phaseOf, stepsOf } from "./state.ts";

/** The occurrence for somebody who may do this with it now. */
async function loadFor(
  tx: Tx,
  ctx: Ctx,
  occurrenceId: string,
  act: OccurrenceAct,
): Promise<{ occurrence: OccurrenceDoc; agreement: AgreementDoc; body: Body }> {
  const { occurrence, agreement } = await loadOccurrence(tx, occurrenceId);
  ensure(mayOccurrence(ctx.actor, act, { ...agreement, occurrence, today: dayOf(tx.at) }));
  const { agreementId, obligationId } = occurrence;
  return { occurrence, agreement, body: { agreementId, obligationId, occurrenceId } };
}
type Body = { agreementId: string; obligationId: string; occurrenceId: string };

const issue = (path: string, code: string) =>
  new HubError("bad_input", { issues: [{ path, code }] });

/**
 * 落实: what happened in the hub is linked, or it is recorded in words, with files. Once it was done as often as asked for, and nobody's word
 * is needed, it is met; else it waits for that word and is nobody's delay meanwhile.
 */
export async function meetOccurrence(
  ctx: Ctx,
  occurrenceId: string,
  input: MeetOccurrence,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { meetOccurrence: occurrenceId, ...input },
    run: async (tx) => {
      const { occurrence, agreement } = await loadFor(tx, ctx, occurrenceId, "meet");
      const { id, ref, text, on } = input;
      const kind: EvidenceKind = ref?.kind ?? "record";
      if (!ref && text.length < 2) throw issue("text", "required");
      if (!occurrence.accepts.includes(kind)) throw issue("ref", "kind_not_accepted");
      ensureNotAhead(tx.at, { on });
      if (ref) await ensureLinkable(tx, ctx, ref, occurrence);
      const to = { kind: "occurrence" as const, id: occurrenceId };
      const files = await attachFiles(tx, ctx.actor, to, input.files);
      const digest = sm3(canonical({ ref, text, on, files }));
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      const evidence = { id, kind, ref, text, files, on, digest, by, refuted: null };
      return [await putEvidence(tx, { agreement, occurrence }, evidence)];
    },
  });
}

/** The word of another party that it was done. */
export async function confirmOccurrence(
  ctx: Ctx,
  occurrenceId: string,
  input: ConfirmOccurrence,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { confirmOccurrence: occurrenceId, ...input },
    run: async (tx) => {
      const { occurrence, agreement, body } = await loadFor(tx, ctx, occurrenceId, "confirm");
      const confirmed = { id: input.id, by: stampOf(ctx.actor, ctx.role, tx.at) };
      const next = await changeOccurrence(tx, agreement, occurrence, {
        confirmed: [...occurrence.confirmed, confirmed],
      });
      const met = next.phase === "met";
      return [told(channelOf(agreement), "obligation.confirmed", { ...body, met })];
    },
  });
}

/**
 * Evidence that proves nothing, in the word of another party with its reason. It stays in the record; what rested on it is open again,
 * with the day by which it was due, and what was confirmed on its ground is confirmed no more.
 */
export async function refuteEvidence(
  ctx: Ctx,
  occurrenceId: string,
  input: RefuteEvidence,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { refuteEvidence: occurrenceId, ...input },
    run: async (tx) => {
      const { occurrence, agreement, body } = await loadFor(tx, ctx, occurrenceId, "refute");
      const { evidenceId, reason } = input;
      const known = liveEvidence(occurrence).find((one) => one.id === evidenceId);
      if (!known) throw new HubError("not_found");
      const refuted = { by: stampOf(ctx.actor, ctx.role, tx.at), reason };
      const evidence = occurrence.evidence.map((one) =>
        one === known ? { ...one, refuted } : one,
      );
      const wasDone = occurrence.phase !== "pending";
      const reopened = wasDone && phaseOf({ ...occurrence, evidence }) === "pending";
      await changeOccurrence(tx, agreement, occurrence, {
        evidence,
        ...(reopened ? { confirmed: [] } : {}),
      });
      const digest = sm3(canonical(reason));
      const said = { ...body, evidenceId, digest, reopened };
      return [told(channelOf(agreement), "obligation.refuted", said)];
    },
  });
}

/** 商请顺延 to a later day, or 商请不再开展: all other parties are asked, and nothing changes before they agree. */
export async function askOccurrence(
  ctx: Ctx,
  occurrenceId: string,
  input: AskOccurrence,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { askOccurrence: occurrenceId, ...input },
    run: async (tx) => {
      const { occurrence, agreement, body } = await loadFor(tx, ctx, occurrenceId, "ask");
      const { id, reason, ask } = input;
      const { kind } = ask;
      const to = ask.kind === "defer" ? ask.to : null;
      if (to !== null && (to <= occurrence.dueOn || to < dayOf(tx.at)))
        throw issue("to", "too_small");
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      const asked: OccurrenceRequest = { id, kind, reason, to, by, answers: [], outcome: null };
      await changeOccurrence(tx, agreement, occurrence, {
        requests: [...occurrence.requests, asked],
      });
      const digest = sm3(canonical(reason));
      return [told(channelOf(agreement), "obligation.asked", { ...body, kind, to, digest })];
    },
  });
}

/** Another party's answer. One no ends it; the last yes makes it so. */
export async function answerRequest(
  ctx: Ctx,
  occurrenceId: string,
  input: AnswerRequest,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { answerRequest: occurrenceId, ...input },
    run: async (tx) => {
      const { occurrence, agreement, body } = await loadFor(tx, ctx, occurrenceId, "answer");
      const { id, agree, reason, requestId } = input;
      const open = openOf(occurrence, requestId);
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      const answers = [...open.answers, { id, agree, reason, by }];
      const silent = othersOf(occurrence).some(
        (officeId) => !answers.some((one) => one.by.officeId === officeId),
      );
      const outcome = agree ? (silent ? null : ("agreed" as const)) : ("declined" as const);
      await changeOccurrence(tx, agreement, occurrence, {
        requests: replaced(occurrence, { ...open, answers, outcome }),
        ...(outcome === "agreed" && open.to !== null ? laterOf(occurrence, open.to) : {}),
      });
      const said = { ...body, requestId, kind: open.kind, agree, outcome };
      return [told(channelOf(agreement), "obligation.answered", said)];
    },
  });
}

/** 顺延: a new last day, and the steps of its reminders counted from it. */
const laterOf = ({ opensOn }: OccurrenceDoc, dueOn: string): Partial<OccurrenceDoc> => ({
  dueOn,
  steps: stepsOf({ opensOn, dueOn }),
  level: 0,
});

/** Takes back what was asked, while nobody has settled it. */
export async function withdrawRequest(
  ctx: Ctx,
  occurrenceId: string,
  input: WithdrawRequest,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { withdrawRequest: occurrenceId, ...input },
    run: async (tx) => {
      const { occurrence, agreement, body } = await loadFor(tx, ctx, occurrenceId, "withdraw");
      const open = openOf(occurrence, input.requestId);
      await changeOccurrence(tx, agreement, occurrence, {
        requests: replaced(occurrence, { ...open, outcome: "withdrawn" }),
      });
      const said = { ...body, requestId: open.id };
      return [told(channelOf(agreement), "obligation.withdrawn", said)];
    },
  });
}

/** The open request, when it is the one that is spoken of. */
function openOf(occurrence: OccurrenceDoc, requestId: string): OccurrenceRequest {
  const open = openRequest(occurrence);
  if (open?.id !== requestId) throw new HubError("not_now", { reason: "nothing_asked" });
  return open;
}

const replaced = (occurrence: OccurrenceDoc, request: OccurrenceRequest): OccurrenceRequest[] =>
  occurrence.requests.map((one) => (one.id === request.id ? request : one));
